/** Where steps are on the timeline, which bars a region has there, and where keys lead. */
import { toneOf } from './tones.ts';
import { type Segment, type Track, upperBound } from './track.ts';

/** What the horizontal axis counts: virtual time, or one step like the other. */
export type Axis = 'time' | 'steps';

/** From steps and times to pixels and back. */
export interface Scale {
  readonly axis: Axis;
  readonly width: number;
  readonly from: number;
  readonly to: number;
}

export function scaleOf({ steps }: Track, axis: Axis, width: number, now: number | undefined): Scale {
  if (axis === 'steps') return { axis, width, from: 0, to: steps.length };
  const from = steps[0]?.at ?? 0;
  return { axis, width, from, to: Math.max(steps.at(-1)?.at ?? 0, now ?? 0, from + 1) };
}

/** Where a step is, in pixels from the left. */
export const toX = ({ axis, width, from, to }: Scale, index: number, at: number): number =>
  (((axis === 'steps' ? index : at) - from) / (to - from)) * width;

/** How far a pointer may be before a step and still mean it, in pixels. */
const reach = 4;

/** A part of a scale with a value in it, so many times wider. It stays where the last one was, while the value is in there. */
export function zoomInto(whole: Scale, factor: number, value: number, last: Scale | undefined): Scale {
  const span = (whole.to - whole.from) / factor;
  const isIn = last?.axis === whole.axis && last.from <= value && value <= last.from + span;
  const from = Math.max(whole.from, Math.min(isIn ? last.from : value - span / 2, whole.to - span));
  return { ...whole, from, to: from + span };
}

/** The step at a place. */
export function indexAtX(track: Track, { axis, width, from, to }: Scale, x: number): number {
  const place = Math.max(0, Math.min(axis === 'time' ? x + reach : x, width));
  const value = from + (place / width) * (to - from);
  return axis === 'steps' ? Math.min(Math.floor(value), track.steps.length - 1) : track.indexAt(value);
}

/** A region's bars. What is narrower than a pixel is left out, unless nothing else is there or it is a failure. */
export function barsOf(segments: readonly Segment[], scale: Scale) {
  const bars: { readonly x: number; readonly width: number; readonly state: string }[] = [];
  const xOf = (index: number) => toX(scale, segments[index]?.first as number, segments[index]?.at as number);
  let painted = 0;
  for (let index = Math.max(0, upperBound(segments.length, (before) => xOf(before) <= 0) - 1); index < segments.length; index += 1) {
    const { state } = segments[index] as Segment;
    const x = Math.max(xOf(index), 0);
    if (x > scale.width) break;
    const end = index + 1 < segments.length ? Math.min(xOf(index + 1), scale.width) : scale.width;
    const isBad = toneOf(state) === 'bad';
    if (end <= painted && !isBad) continue;
    const from = isBad ? x : Math.max(x, painted);
    const width = Math.max(end - from, 1);
    bars.push({ x: from, width, state });
    painted = Math.max(painted, from + width);
  }
  return bars;
}

const leaps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** The step that a key leads to, or beyond the ends; undefined where it leads nowhere. */
export const indexAfter = (key: string, index: number): number | undefined => (key in leaps ? index + (leaps[key] ?? 0) : undefined);
