import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HvsimError } from '../../../src/errors.ts';
import { formatTime, readDuration, readTime, toDuration } from '../../../src/simulator/input/time.ts';

const farthest = 8.64e15;

describe('readTime', () => {
  it.each([
    ['2026-01-05T08:00:00Z', 1_767_600_000_000],
    ['2026-01-05T08:00Z', 1_767_600_000_000],
    ['2026-01-05T10:00:00+02:00', 1_767_600_000_000],
    ['2026-01-05T10:00:00+0200', 1_767_600_000_000],
    ['2026-01-05T00:00:00-08:00', 1_767_600_000_000],
    ['2026-01-05T08:00:00.250Z', 1_767_600_000_250],
    ['2026-01-05T08:00:00.250999999Z', 1_767_600_000_250],
    ['2026-01-05T08:00:00', 1_767_600_000_000],
    ['2026-01-05T08:00', 1_767_600_000_000],
    ['2026-01-05', 1_767_571_200_000],
    ['1970-01-01', 0],
    ['2024-02-29', 1_709_164_800_000],
    ['0000-02-29', -62_162_121_600_000],
    [1_767_600_000_000, 1_767_600_000_000],
    [12.9, 12],
    [-12.9, -12],
    [farthest, farthest],
    [-farthest, -farthest],
  ])('reads %j', (value, time) => {
    expect(readTime(value)).toBe(time);
  });

  it.each([
    '2026-01-05 08:00:00Z',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-1-5',
    '2026-01-05T25:00:00Z',
    '2026-01-05T08:61:00Z',
    '05.01.2026',
    'tomorrow',
    '1767600000000',
    '',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    farthest + 1000,
    true,
    null,
    undefined,
    {},
    [],
    10n,
    new Date(0),
  ])('takes %s for no time', (value) => {
    expect(readTime(value)).toBeUndefined();
  });

  // Date.parse() takes the 31st of February for the 3rd of March.
  it.each(['2026-02-31', '2026-02-29', '2100-02-29', '2026-04-31T08:00:00Z'])(
    'takes %s, a day that the month does not have, for no time',
    (value) => {
      expect(readTime(value)).toBeUndefined();
    },
  );

  it('reads back what formatTime writes', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
        (date) => {
          expect(readTime(formatTime(date.getTime()))).toBe(date.getTime());
        },
      ),
    );
  });

  it('gives a whole number within the range of dates, or nothing, for any value', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true }), (value) => {
        const time = readTime(value);
        expect(time === undefined || (Number.isInteger(time) && Math.abs(time) <= farthest)).toBe(true);
      }),
    );
  });
});

describe('readDuration', () => {
  it.each([
    ['90s', 90_000],
    ['1h 30m', 5_400_000],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
    ['250ms', 250],
    ['1m 1ms', 60_001],
    ['1.5h', 5_400_000],
    ['0.0015s', 1],
    ['  5 s ', 5_000],
    ['5s 5s', 10_000],
    ['0s', 0],
    [0, 0],
    [1.9, 1],
    [farthest, farthest],
  ])('reads %j', (value, duration) => {
    expect(readDuration(value)).toBe(duration);
  });

  it.each([
    '',
    '5',
    '5 parsecs',
    '-5s',
    '1e3s',
    's',
    '5s!',
    '.5s',
    '100000001d',
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    farthest + 1000,
    null,
    undefined,
    {},
    5n,
  ])('takes %s for no duration', (value) => {
    expect(readDuration(value)).toBeUndefined();
  });

  it('adds up whatever amounts there are', () => {
    const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
    const amounts = fc.array(fc.tuple(fc.nat(1_000), fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[]))), { minLength: 1 });
    fc.assert(
      fc.property(amounts, fc.constantFrom('', ' ', '  '), (parts, space) => {
        const sum = parts.reduce((total, [amount, unit]) => total + amount * units[unit], 0);
        expect(readDuration(parts.map(([amount, unit]) => `${amount}${unit}`).join(space))).toBe(sum);
      }),
    );
  });

  it('answers at once to a long text that is nearly a duration', () => {
    const begin = performance.now();
    expect(readDuration(`${'1s'.repeat(20_000)}!`)).toBeUndefined();
    expect(readDuration(`${'1'.repeat(40_000)}x`)).toBeUndefined();
    expect(readDuration(`1s${' '.repeat(20_000)}!`)).toBeUndefined();
    expect(performance.now() - begin).toBeLessThan(2_000);
  });
});

describe('toDuration', () => {
  it('reads what is a duration', () => {
    expect(toDuration('90s')).toBe(90_000);
  });

  it.each(['soon', -1, Number.NaN])('throws wrong-options for %s and says what would do', (value) => {
    expect(() => toDuration(value)).toThrow(HvsimError);
    expect(() => toDuration(value)).toThrow(
      expect.objectContaining({ code: 'wrong-options', message: expect.stringContaining('"1h 30m"') }),
    );
  });
});

describe('formatTime', () => {
  it('leaves out milliseconds where there are none', () => {
    expect(formatTime(1_767_600_000_000)).toBe('2026-01-05T08:00:00Z');
    expect(formatTime(1_767_600_000_001)).toBe('2026-01-05T08:00:00.001Z');
  });
});
