/** The bars of every region over virtual time, and the cursor that goes through the steps. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { InspectedStep } from '../protocol.ts';
import { Button, Card, Select, StepLine } from './parts.tsx';
import type { Store } from './store.ts';
import { shownTheme } from './theme.ts';
import { cursorHeight, laneTop, paintTimeline, timelineHeight } from './timeline-painter.ts';
import { type Axis, indexAtX, type Scale, scaleOf, toX, zoomInto } from './timeline-scale.ts';
import { regions, type Track } from './track.ts';
import { elapsed, sentenceOf } from './words.ts';

const axes: readonly (readonly [Axis, string])[] = [
  ['time', 'by time'],
  ['steps', 'by steps'],
];

/** What was a pixel is then wider than the screen. */
const mostZoom = 4096;

export function TimelinePanel({ store, track, step }: { store: Store; track: Track; step: InspectedStep }) {
  const { index, following, startAt } = store;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [axis, setAxis] = useState<Axis>('time');
  const [width, setWidth] = useState(0);
  const [zoom, setZoom] = useState(1);
  const last = useRef<Scale | undefined>(undefined);
  useLayoutEffect(() => {
    const slider = canvas.current?.parentElement as HTMLElement;
    const resized = new ResizeObserver(() => setWidth(slider.clientWidth));
    resized.observe(slider);
    setWidth(slider.clientWidth);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const redraw = () => store.changed();
    dark.addEventListener('change', redraw);
    return () => {
      resized.disconnect();
      dark.removeEventListener('change', redraw);
    };
  }, [store]);
  const whole = scaleOf(track, axis, width, store.live ? store.clock?.now : undefined);
  const value = axis === 'steps' ? index + 0.5 : following ? whole.to : step.at;
  const scale = zoomInto(whole, zoom, value, last.current);
  last.current = scale;
  const cursor = Math.max(1, Math.min(toX(scale, value, value), width - 1));

  /** What the bars depend on: moving the cursor paints none again. */
  const counts = [track.faults, ...regions.map((region) => track.segments[region])].map(({ length }) => length);
  const painted = [store.description?.session, track.id, ...counts, ...Object.values(scale), devicePixelRatio, shownTheme()];
  useLayoutEffect(() => paintTimeline(canvas.current as HTMLCanvasElement, track, scale, startAt), [painted.join(' ')]);

  const goTo = (event: PointerEvent) => {
    const { left } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    store.select(indexAtX(track, scale, event.clientX - left));
  };
  const place = `Step ${index + 1} of ${track.steps.length}, ${elapsed(step.at - startAt)}`;
  const head = (
    <>
      <p class={`happened ${step.outcome}`}>
        <span class="number">#{index + 1}</span> <StepLine track={track} index={index} startAt={startAt} most={200} />
      </p>
      <div class="buttons">
        <Select label="What the timeline counts" value={axis} options={axes} choose={setAxis} />
        <Button label="−" aria-label="Zoom out" aria-disabled={zoom === 1} press={() => setZoom(Math.max(1, zoom / 4))} />
        <Button label="+" aria-label="Zoom in" aria-disabled={zoom >= mostZoom} press={() => setZoom(Math.min(mostZoom, zoom * 4))} />
        <Button
          label={store.live ? 'Present' : 'End'}
          aria-disabled={following}
          class={following ? '' : 'primary'}
          press={() => store.select(Number.POSITIVE_INFINITY)}
        />
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
          aria-valuenow={index + 1}
          aria-valuetext={`${place}: ${sentenceOf(track.steps[index - 1], step)}`}
          style={{ height: `${timelineHeight}px` }}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            goTo(event);
          }}
          onPointerMove={(event) => event.buttons === 1 && goTo(event)}
        >
          <canvas ref={canvas} />
          <i class="cursor" style={{ left: `${cursor}px`, height: `${cursorHeight}px` }} />
        </div>
      </div>
    </Card>
  );
}
