import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateTimeEncoder, toDateTime, toEpochMs } from '../../src/projector/index.ts';

describe('toDateTime', () => {
  it.each([
    [0, '1970-01-01T00:00:00.000Z'],
    [1_717_142_400_123, '2024-05-31T08:00:00.123Z'],
    [-1, '1969-12-31T23:59:59.999Z'],
    [1.9, '1970-01-01T00:00:00.001Z'],
    [Number.POSITIVE_INFINITY, '9999-12-31T23:59:59.999Z'],
    [8.64e15, '9999-12-31T23:59:59.999Z'],
    [Number.NEGATIVE_INFINITY, '0001-01-01T00:00:00.000Z'],
    [Number.NaN, '1970-01-01T00:00:00.000Z'],
  ])('writes %d as %s', (ms, text) => {
    expect(toDateTime(ms)).toBe(text);
  });

  it('says the same time as toEpochMs, whatever it is given', () => {
    fc.assert(fc.property(fc.double(), (ms) => Date.parse(toDateTime(ms)) === toEpochMs(ms)));
  });
});

describe('dateTimeEncoder', () => {
  it('writes what toDateTime writes, for any run of times', () => {
    const times = fc.array(fc.oneof(fc.constantFrom(0, 1, Number.NaN), fc.integer()), { minLength: 1 });
    fc.assert(
      fc.property(times, (run) => {
        const encode = dateTimeEncoder();
        for (const ms of run) expect(encode(ms)).toBe(toDateTime(ms));
      }),
    );
  });
});
