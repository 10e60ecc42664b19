import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describePollTime, readPollTime } from '../../../src/conformance/input/poll-time.ts';

const at = Date.UTC(2026, 0, 5, 8);

describe('the time of a poll', () => {
  it.each([
    1767600000000,
    1767600000,
    '1767600000000',
    '1767600000',
    '1767600000.000',
    '2026-01-05T08:00:00Z',
    '2026-01-05T08:00:00',
    '2026-01-05T08:00',
    '2026-01-05T09:00:00.0000000+01:00',
    '2026-01-05 08:00:00',
    '2026-01-05 08:00:00Z',
    '2026-01-05 08:00:00 UTC',
    '2026-01-05 08:00:00+00:00',
    '2026-01-05 09:00:00 +0100',
    '/Date(1767600000000)/',
    '/Date(1767600000000+0100)/',
    { value: '/Date(1767600000000)/', DisplayHint: 2, DateTime: 'Monday, January 5, 2026 8:00:00 AM' },
    'Mon, 05 Jan 2026 08:00:00 GMT',
    'Mon, 5 Jan 2026 09:00:00 +0100',
    '5 Jan 2026 08:00 UTC',
    'Mon Jan  5 08:00:00 UTC 2026',
    'Mon Jan 5 08:00:00 UTC 2026',
    'Mon Jan  5 08:00:00 AM UTC 2026',
    'Mon 05 Jan 2026 08:00:00 AM UTC',
    'Mon 05 Jan 2026 08:00:00 +0000',
  ])('is read from %j', (value) => {
    expect(readPollTime(value)).toBe(at);
  });

  it('keeps what is less than a second', () => {
    expect(readPollTime(1767600000.25)).toBe(at + 250);
    expect(readPollTime('2026-01-05 08:00:00.25')).toBe(at + 250);
  });

  it('is the same in seconds, in milliseconds and in digits, from 2001 on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1e9, max: 8e9 }), (seconds) => {
        for (const value of [seconds, seconds * 1_000, `${seconds}`, `${seconds * 1_000}`, new Date(seconds * 1_000).toISOString()])
          expect(readPollTime(value)).toBe(seconds * 1_000);
      }),
    );
  });

  it.each([
    '1/5/2026 8:00:00 AM',
    '05/01/2026 08:00:00',
    '5.1.2026',
    'yesterday',
    '',
    '20260105',
    '2026-02-30 08:00:00',
    'Mon Jan  5 08:00:00 CET 2026',
    'Mon 05 Jan 2026 08:00:00',
    '/Date(x)/',
    true,
    {},
    { value: { value: at } },
    [at],
    1e300,
  ])('is not guessed from %j', (value) => {
    expect(readPollTime(value)).toBeUndefined();
  });

  it('is said to be ambiguous where the day and the month look alike', () => {
    expect(describePollTime('1/5/2026 8:00:00 AM')).toBe(
      '"1/5/2026 8:00:00 AM" may be read with the day or the month first, so hvsim takes the poll to have none; give UTC as "2026-01-05T08:00:00Z", or epoch seconds or milliseconds',
    );
    expect(describePollTime('yesterday')).toContain('"yesterday" cannot be read as a time');
  });
});
