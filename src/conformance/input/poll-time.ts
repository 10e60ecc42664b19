/** When a poll was made, in the ways in which recorders write it. */
import { readTime } from '../../simulator/input/time.ts';
import { isRecord } from '../observation.ts';

const months = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const clock = String.raw`\d\d?:\d\d(?::\d\d)?(?: [AP]M)?`;
/** RFC 2822, with or without its comma: `Mon, 05 Jan 2026 08:00:00 +0100`; and what `date` prints in English. */
const named = [
  new RegExp(String.raw`^(?:[A-Z][a-z]{2},? )?\d?\d ${months} \d{4},? ${clock} (?:UTC|GMT|[+-]\d{4})$`),
  new RegExp(String.raw`^[A-Z][a-z]{2} ${months} [ \d]?\d ${clock} (?:UTC|GMT) \d{4}$`),
];
/** What ConvertTo-Json of Windows PowerShell 5.1 writes: epoch milliseconds, whatever the zone behind them. */
const dotNet = /^\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\/$/;
const digits = /^\d{10,16}(?:\.\d+)?$/;
const isoWithSpace = /^(\d{4}-\d\d-\d\d)[T ](\S+?)(?: ?([+-]\d\d:?\d\d)| ?(?:UTC|GMT|Z))?$/;

/** A number between these is epoch seconds: as milliseconds it would be early in 1970, long before there was a Horizon. */
const [leastSeconds, mostSeconds] = [1e9, 1e11];

/**
 * Reads the time of a poll: epoch seconds or milliseconds, as a number or in digits; ISO 8601, in UTC unless it names a zone,
 * also with a space for its T; RFC 2822; `/Date(…)/`; what `date` prints in UTC.
 *
 * @returns epoch milliseconds, or undefined where the value is no time, or could be several
 * @example
 * readPollTime('1767600000') //=> 1767600000000
 */
export function readPollTime(value: unknown): number | undefined {
  if (typeof value === 'number') return readTime(value >= leastSeconds && value < mostSeconds ? value * 1_000 : value);
  // Windows PowerShell puts more around the time that Get-Date gives.
  if (isRecord(value)) return typeof value.value === 'string' ? readPollTime(value.value) : undefined;
  if (typeof value !== 'string') return undefined;
  if (digits.test(value)) return readPollTime(Number(value));
  const [, ms] = dotNet.exec(value) ?? [];
  if (ms !== undefined) return readTime(Number(ms));
  if (named.some((form) => form.test(value))) return readTime(Date.parse(value));
  const [, day, time, zone = 'Z'] = isoWithSpace.exec(value) ?? [];
  return readTime(day === undefined ? value : `${day}T${time}${zone}`);
}

/** What to say of a time that cannot be read. */
export const describePollTime = (value: unknown): string => {
  const shown = JSON.stringify(value).slice(0, 60);
  const why = /^"\d\d?\/\d\d?\/\d{2,4}/.test(shown) ? 'may be read with the day or the month first' : 'cannot be read as a time';
  return `${shown} ${why}, so hvsim takes the poll to have none; give UTC as "2026-01-05T08:00:00Z", or epoch seconds or milliseconds`;
};
