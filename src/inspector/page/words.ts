/** Times and steps in words. */
import type { InspectedStep } from '../protocol.ts';
import { regions } from './track.ts';

const two = (value: number) => String(value).padStart(2, '0');

const partsOf = (ms: number) => {
  const seconds = Math.floor(ms / 1000);
  return { d: Math.floor(seconds / 86_400), h: Math.floor(seconds / 3600) % 24, min: Math.floor(seconds / 60) % 60, s: seconds % 60 };
};

/** @example elapsed(93_784_000) //=> 1d 02:03:04 */
export function elapsed(ms: number): string {
  const { d, h, min, s } = partsOf(ms);
  return `${d > 0 ? `${d}d ` : ''}${two(h)}:${two(min)}:${two(s)}`;
}

/** @example inWords(250_000) //=> 4 min 10 s */
export function inWords(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const shown = Object.entries(partsOf(ms + 500)).filter(([, value]) => value > 0);
  return shown
    .slice(0, 2)
    .map(([unit, value]) => `${value} ${unit}`)
    .join(' ');
}

/** @example timeOfDay(1_767_600_000_000) //=> 2026-01-05 08:00:00 */
export const timeOfDay = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

/** An event's members beside its type, as compact JSON with clones by their names; empty where there are none. */
export function payloadText({ type: _, ...members }: InspectedStep['event'], nameOf: (id: string) => string = (id) => id): string {
  if (Object.keys(members).length === 0) return '';
  return JSON.stringify(members, (_key, value: unknown) => (typeof value === 'string' ? nameOf(value) : value));
}

export function changesOf(before: InspectedStep | undefined, { state }: InspectedStep) {
  const changed = before ? regions.filter((region) => before.state[region] !== state[region]) : [];
  return changed.map((region) => ({ region, from: before?.state[region], to: state[region] }));
}

/** A step in one sentence, for screen readers. */
export function sentenceOf(before: InspectedStep | undefined, step: InspectedStep): string {
  const changes = changesOf(before, step).map(({ region, from, to }) => `${region} ${from} to ${to}`);
  const what = step.fault?.message ?? step.reason;
  const outcome = step.outcome === 'fault' ? 'refused' : step.outcome;
  return [`${step.event.type} ${outcome}`, what, ...changes].filter(Boolean).join('. ');
}
