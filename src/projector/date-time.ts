/** Times on the wire. The only place below the simulator that uses `Date`, and only to write a given time. */

/** 0001-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z: what four digits of a year can say. */
const earliest = -62_135_596_800_000;
const latest = 253_402_300_799_999;

/**
 * A time as whole milliseconds within the years 1 to 9999. A time outside becomes the nearest within; NaN becomes 0.
 *
 * @param ms epoch milliseconds
 */
export function toEpochMs(ms: number): number {
  if (Number.isNaN(ms)) return 0;
  return Math.trunc(Math.min(Math.max(ms, earliest), latest));
}

/**
 * A time as ISO 8601 in UTC, with milliseconds.
 *
 * @param ms epoch milliseconds; clamped as `toEpochMs` does, so that it never throws
 * @example toDateTime(0) //=> 1970-01-01T00:00:00.000Z
 */
export function toDateTime(ms: number): string {
  return new Date(toEpochMs(ms)).toISOString();
}

/**
 * Writes times as `toDateTime` does and remembers the last one: a pool is shown again and again with the same start time,
 * and writing a date costs as much as the rest of its status.
 */
export function dateTimeEncoder(): (ms: number) => string {
  let lastMs: number | undefined;
  let last = '';
  return (ms) => {
    if (ms === lastMs) return last;
    lastMs = ms;
    last = toDateTime(ms);
    return last;
  };
}
