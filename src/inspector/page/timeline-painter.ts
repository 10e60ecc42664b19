/** Paints the bars of a pool's regions over virtual time. */
import { type Axis, barsOf, type Scale, toX } from './timeline-scale.ts';
import { toneOf } from './tones.ts';
import { regions, type Track } from './track.ts';
import { elapsed } from './words.ts';

/** In CSS pixels. */
const laneHeight = 20;
const laneGap = 3;
const marksHeight = 10;
const axisHeight = 18;

export const timelineHeight = marksHeight + regions.length * (laneHeight + laneGap) + axisHeight;

export const cursorHeight = timelineHeight - axisHeight;

export const laneTop = (lane: number): number => marksHeight + lane * (laneHeight + laneGap);

/** A colour of the style sheet by its name, as a canvas takes it. */
type Colour = (name: string) => string;

export function paintTimeline(canvas: HTMLCanvasElement, track: Track, scale: Scale, startAt: number): void {
  if (scale.width <= 0) return;
  canvas.width = Math.round(scale.width * devicePixelRatio);
  canvas.height = Math.round(timelineHeight * devicePixelRatio);
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.scale(devicePixelRatio, devicePixelRatio);
  context.font = '11px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace';
  context.textBaseline = 'middle';
  const colours = new Map<string, string>();
  const colour: Colour = (name) => {
    const known = colours.get(name);
    if (known !== undefined) return known;
    canvas.style.color = `var(--${name})`;
    const { color } = getComputedStyle(canvas);
    colours.set(name, color);
    return color;
  };
  paintBars(context, track, scale, colour);
  paintFaults(context, track, scale, colour);
  paintAxis(context, scale, colour, startAt);
}

function paintBars(context: CanvasRenderingContext2D, track: Track, scale: Scale, colour: Colour): void {
  for (const [lane, region] of regions.entries()) {
    const y = laneTop(lane);
    for (const { x, width, state } of barsOf(track.segments[region], scale)) {
      context.fillStyle = colour(`tone-${toneOf(state)}`);
      if (width <= 8) {
        context.fillRect(x, y, width > 2 ? width - 1 : width, laneHeight);
        continue;
      }
      context.beginPath();
      context.roundRect(x, y, width - 1, laneHeight, 3);
      context.fill();
      const room = Math.floor((width - 10) / 6.7);
      if (room < 3) continue;
      context.fillStyle = colour('ink');
      context.fillText(state.length > room ? `${state.slice(0, room - 1)}…` : state, x + 5, y + laneHeight / 2 + 1);
    }
  }
}

function paintFaults(context: CanvasRenderingContext2D, track: Track, scale: Scale, colour: Colour): void {
  context.fillStyle = colour('fault');
  let painted = Number.NEGATIVE_INFINITY;
  for (const index of track.faults) {
    const x = toX(scale, index + 0.5, track.steps[index]?.at ?? 0);
    if (x < Math.max(painted + 2, 0)) continue;
    if (x > scale.width) break;
    painted = x;
    context.beginPath();
    context.arc(Math.max(3, Math.min(x, scale.width - 3)), 5, 3, 0, 2 * Math.PI);
    context.fill();
  }
}

function paintAxis(context: CanvasRenderingContext2D, scale: Scale, colour: Colour, startAt: number): void {
  const y = cursorHeight;
  const every = tickEvery((scale.to - scale.from) / Math.max(2, scale.width / 110), scale.axis);
  const origin = scale.axis === 'time' ? startAt : 0;
  for (let value = Math.ceil((scale.from - origin) / every) * every + origin; value <= scale.to; value += every) {
    const x = toX(scale, value, value);
    const text = scale.axis === 'time' ? elapsed(value - origin) : `#${value}`;
    if (x + text.length * 6.7 + 4 > scale.width) break;
    context.fillStyle = colour('border');
    context.fillRect(x, y, 1, 5);
    context.fillStyle = colour('quiet');
    context.fillText(text, x + 4, y + 9);
  }
}

const timeTicks = [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400].map((seconds) => seconds * 1000);

/** The distance of ticks that are at least this far apart. */
function tickEvery(atLeast: number, axis: Axis): number {
  if (axis === 'time') return timeTicks.find((tick) => tick >= atLeast) ?? Math.ceil(atLeast / 86_400_000) * 86_400_000;
  const power = 10 ** Math.floor(Math.log10(Math.max(atLeast, 1)));
  return Math.max(1, ([1, 2, 5, 10].find((factor) => factor * power >= atLeast) ?? 10) * power);
}
