/** Times and durations as people write them. All times are epoch milliseconds, all durations milliseconds. */
import { HvsimError } from '../../errors.ts';

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const isoTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** The latest and earliest time a JavaScript date can say. */
const farthest = 8.64e15;

/**
 * Reads a time: epoch milliseconds (a fraction is cut off) or ISO 8601, in UTC unless it names a zone.
 *
 * @returns epoch milliseconds, or undefined where the value is no time
 * @example
 * readTime('2026-01-05T08:00:00Z') //=> 1767600000000
 */
export function readTime(value: unknown): number | undefined {
  if (typeof value === 'number') return Math.abs(value) <= farthest ? Math.trunc(value) : undefined;
  if (typeof value !== 'string' || !isoTime.test(value) || !isDayOfMonth(value)) return undefined;
  const time = Date.parse(value.length > 10 && !/(Z|[+-]\d\d:?\d\d)$/.test(value) ? `${value}Z` : value);
  return Number.isNaN(time) ? undefined : time;
}

/** Whether the month has the day: JavaScript takes the 31st of February for the 3rd of March. */
function isDayOfMonth(time: string): boolean {
  const [year, month, day] = time.slice(0, 10).split('-').map(Number) as [number, number, number];
  return day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

/**
 * Reads a duration: milliseconds, or amounts with units (`ms`, `s`, `m`, `h`, `d`), such as `90s` or `1h 30m`.
 *
 * @returns milliseconds, or undefined where the value is no duration
 * @example
 * readDuration('1h 30m') //=> 5400000
 */
export function readDuration(value: unknown): number | undefined {
  if (typeof value === 'number') return value >= 0 && value <= farthest ? Math.trunc(value) : undefined;
  if (typeof value !== 'string' || !/^\s*(\d+(\.\d+)?\s*(ms|s|m|h|d)\s*)+$/.test(value)) return undefined;
  let sum = 0;
  for (const [, amount, unit] of value.matchAll(/(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)/g))
    sum += Number(amount) * units[unit as keyof typeof units];
  return sum <= farthest ? Math.trunc(sum) : undefined;
}

export function toDuration(value: number | string): number {
  const duration = readDuration(value);
  if (duration !== undefined) return duration;
  const hint = 'Give milliseconds, or amounts with units such as "90s" or "1h 30m".';
  throw new HvsimError('wrong-options', `${JSON.stringify(value)} is no duration. ${hint}`);
}

/** When something comes in a run: so long after its begin, or at a time. */
export type RunTime = { readonly afterMs: number } | { readonly time: number };

/** Reads a duration since the begin of a run, or a time; undefined where the value is neither. */
export function readRunTime(value: unknown): RunTime | undefined {
  const afterMs = readDuration(value);
  if (afterMs !== undefined) return { afterMs };
  const time = readTime(value);
  return time === undefined ? undefined : { time };
}

export const timeIn = (at: RunTime, begin: number): number => ('time' in at ? at.time : begin + at.afterMs);

/**
 * A duration as `readDuration` reads it.
 *
 * @example
 * formatDuration(5_400_000) //=> 1h 30m
 */
export function formatDuration(duration: number): string {
  let rest = duration;
  const parts = Object.entries(units)
    .toReversed()
    .flatMap(([unit, ms]) => {
      const count = Math.floor(rest / ms);
      rest %= ms;
      return count > 0 ? [`${count}${unit}`] : [];
    });
  return parts.join(' ') || '0ms';
}

/** A time as ISO 8601 in UTC, to the second, or to the millisecond where it has some. */
export const formatTime = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');
