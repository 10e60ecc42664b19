/** The bars of every region over virtual time, and the cursor that goes through the steps. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { InspectedStep } from '../protocol.ts';
import { indexAfter } from './keys.ts';
import { shownTheme } from './theme.ts';
import { type Axis, indexAtX, laneTop, scaleOf, TimelinePainter, timelineHeight } from './timeline-painter.ts';
import { regions, type Track } from './track.ts';
import type { Ui } from './ui.ts';
import { changesOf, elapsed, payloadText, sentenceOf } from './words.ts';

export function TimelinePanel({ ui, track, step }: { ui: Ui; track: Track; step: InspectedStep }) {
  const { store } = ui;
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<TimelinePainter | undefined>(undefined);
  const [axis, setAxis] = useState<Axis>('time');
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const slider = canvas.current?.parentElement as HTMLElement;
    painter.current = new TimelinePainter(canvas.current as HTMLCanvasElement);
    const resized = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    resized.observe(slider);
    setWidth(Math.floor(slider.clientWidth));
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const redraw = () => store.changed();
    dark.addEventListener('change', redraw);
    return () => {
      resized.disconnect();
      dark.removeEventListener('change', redraw);
    };
  }, [store]);
  useLayoutEffect(() => painter.current?.paint(store, track, axis, shownTheme(), width));

  const goTo = (event: PointerEvent) => {
    const { left } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const scale = scaleOf(track, axis, width, store.live ? store.clock?.now : undefined);
    store.select(indexAtX(track, scale, event.clientX - left));
  };
  const before = track.steps[store.index - 1];
  return (
    <section class="card timeline-card" aria-labelledby="timeline-title">
      <div class="card-head">
        <h2 id="timeline-title" class="unseen">
          Timeline
        </h2>
        <Happened step={step} before={before} index={store.index} startAt={store.startAt} />
        <div class="buttons">
          <select aria-label="What the timeline counts" value={axis} onChange={({ currentTarget }) => setAxis(currentTarget.value as Axis)}>
            <option value="time">by time</option>
            <option value="steps">by steps</option>
          </select>
          <button
            type="button"
            aria-disabled={store.following}
            class={store.following ? '' : 'primary'}
            onClick={() => store.select(Number.POSITIVE_INFINITY)}
          >
            {store.live ? 'Present' : 'End'}
          </button>
        </div>
      </div>
      <div class="timeline">
        <div class="lane-names" style={{ height: `${timelineHeight}px` }} aria-hidden="true">
          {regions.map((region, lane) => (
            <span key={region} style={{ top: `${laneTop(lane)}px` }}>
              {region}
            </span>
          ))}
        </div>
        <div
          id="timeline"
          class="slider"
          role="slider"
          tabIndex={0}
          aria-label="Timeline"
          aria-valuemin={1}
          aria-valuemax={track.steps.length}
          aria-valuenow={store.index + 1}
          aria-valuetext={`Step ${store.index + 1} of ${track.steps.length}, ${elapsed(step.at - store.startAt)}: ${sentenceOf(before, step)}`}
          style={{ height: `${timelineHeight}px` }}
          onKeyDown={(event) => {
            const next = indexAfter(event.key, store.index);
            if (next === undefined) return;
            event.preventDefault();
            store.select(next);
          }}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            goTo(event);
          }}
          onPointerMove={(event) => event.buttons === 1 && goTo(event)}
        >
          <canvas ref={canvas} />
        </div>
      </div>
    </section>
  );
}

interface HappenedProps {
  readonly step: InspectedStep;
  readonly before: InspectedStep | undefined;
  readonly index: number;
  readonly startAt: number;
}

/** The step that is looked at, in one line. */
function Happened({ step, before, index, startAt }: HappenedProps) {
  return (
    <p class={`happened ${step.outcome}`}>
      <span class="number">#{index + 1}</span> <time>{elapsed(step.at - startAt)}</time> <b>{step.event.type}</b>{' '}
      <span class="payload">{payloadText(step.event).slice(0, 200)}</span>{' '}
      {step.outcome !== 'accepted' && <span class="outcome">{step.outcome === 'fault' ? step.fault?.name : 'ignored'}</span>}{' '}
      {changesOf(before, step).map(({ region, from, to }) => (
        <span key={region} class="change">
          {region} {from} → {to}
        </span>
      ))}
    </p>
  );
}
