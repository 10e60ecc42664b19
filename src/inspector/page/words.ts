/** Times and steps in words. */
import type { InspectedStep } from '../protocol.ts';
import { regions } from './track.ts';

const two = (value: number) => String(value).padStart(2, '0');

/**
 * Virtual milliseconds since the run began.
 *
 * @example elapsed(93_784_000) //=> 1d 02:03:04
 */
export function elapsed(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const days = Math.floor(seconds / 86_400);
  const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return days > 0 ? `${days}d ${clock}` : clock;
}

/** @example inWords(250_000) //=> 4 min 10 s */
export function inWords(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = Math.round(ms / 1000);
  const parts = [
    `${Math.floor(seconds / 86_400)} d`,
    `${Math.floor(seconds / 3600) % 24} h`,
    `${Math.floor(seconds / 60) % 60} min`,
    `${seconds % 60} s`,
  ];
  return parts
    .filter((part) => !part.startsWith('0 '))
    .slice(0, 2)
    .join(' ');
}

/** @example timeOfDay(1_767_600_000_000) //=> 2026-01-05 08:00:00 */
export const timeOfDay = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

/** An event's members beside its type, as compact JSON with clones by their names; empty where there are none. */
export function payloadText({ type: _, ...members }: InspectedStep['event'], nameOf: (id: string) => string = (id) => id): string {
  if (Object.keys(members).length === 0) return '';
  return JSON.stringify(members, (_key, value: unknown) => (typeof value === 'string' ? nameOf(value) : value));
}

/** Which regions a step took to another state. */
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
