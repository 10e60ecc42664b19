/** The bars of every region over virtual time, and the cursor that goes through the steps. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { InspectedStep } from '../protocol.ts';
import { Card, Select } from './parts.tsx';
import type { Ui } from './store.ts';
import { laneTop, TimelinePainter, timelineHeight } from './timeline-painter.ts';
import { type Axis, indexAfter, indexAtX, type Scale, scaleOf, zoomInto } from './timeline-scale.ts';
import { regions, type Track } from './track.ts';
import { changesOf, elapsed, payloadText, sentenceOf } from './words.ts';

const axes: readonly (readonly [Axis, string])[] = [
  ['time', 'by time'],
  ['steps', 'by steps'],
];

/** What was a pixel is then wider than the screen. */
const mostZoom = 4096;

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
  const [zoom, setZoom] = useState(1);
  const last = useRef<Scale | undefined>(undefined);
  const whole = scaleOf(track, axis, width, store.live ? store.clock?.now : undefined);
  const value = axis === 'steps' ? store.index + 0.5 : store.following ? whole.to : step.at;
  const scale = zoomInto(whole, zoom, value, last.current);
  last.current = scale;
  useLayoutEffect(() => painter.current?.paint(store, track, scale));

  const goTo = (event: PointerEvent) => {
    const { left } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    store.select(indexAtX(track, scale, event.clientX - left));
  };
  const before = track.steps[store.index - 1];
  const head = (
    <>
      <Happened nameOf={track.nameOf} step={step} before={before} index={store.index} startAt={store.startAt} />
      <div class="buttons">
        <Select label="What the timeline counts" value={axis} options={axes} choose={setAxis} />
        <button type="button" aria-label="Zoom out" aria-disabled={zoom === 1} onClick={() => setZoom(Math.max(1, zoom / 4))}>
          −
        </button>
        <button type="button" aria-label="Zoom in" aria-disabled={zoom >= mostZoom} onClick={() => setZoom(Math.min(mostZoom, zoom * 4))}>
          +
        </button>
        <button
          type="button"
          aria-disabled={store.following}
          class={store.following ? '' : 'primary'}
          onClick={() => store.select(Number.POSITIVE_INFINITY)}
        >
          {store.live ? 'Present' : 'End'}
        </button>
      </div>
    </>
  );
  return (
    <Card name="timeline" title="Timeline" unseen head={head}>
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
    </Card>
  );
}

interface HappenedProps {
  readonly nameOf: Track['nameOf'];
  readonly step: InspectedStep;
  readonly before: InspectedStep | undefined;
  readonly index: number;
  readonly startAt: number;
}

/** The step that is looked at, in one line. */
function Happened({ nameOf, step, before, index, startAt }: HappenedProps) {
  return (
    <p class={`happened ${step.outcome}`}>
      <span class="number">#{index + 1}</span> <time>{elapsed(step.at - startAt)}</time> <b>{step.event.type}</b>{' '}
      <span class="payload">{payloadText(step.event, nameOf).slice(0, 200)}</span>{' '}
      {step.fault && (
        <span class="outcome">
          {step.fault.name}: {step.fault.message}
        </span>
      )}
      {step.outcome === 'ignored' && <span class="outcome">ignored: {step.reason}</span>}
      {changesOf(before, step).map(({ region, from, to }) => (
        <span key={region} class="change">
          {region} {from} → {to}
        </span>
      ))}
    </p>
  );
}
