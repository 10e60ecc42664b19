import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draw, drawSpan, hash } from '../../src/engine/random.ts';

/** Chi-squared of counts against all being equal. */
const chiSquared = (counts: readonly number[]): number => {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
};

/** How often each of 0, 1, … is there. */
const countsOf = (values: Iterable<number>, kinds: number): number[] => {
  const counts = new Array<number>(kinds).fill(0);
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};

const correlation = (a: readonly number[], b: readonly number[]): number => {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, index) => (value - meanA) * ((b[index] ?? 0) - meanB)));
  const deviation = (values: readonly number[], of: number) => Math.sqrt(mean(values.map((value) => (value - of) ** 2)));
  return covariance / (deviation(a, meanA) * deviation(b, meanB));
};

const many = Array.from({ length: 20_000 }, (_, index) => index);

describe('hash', () => {
  // Ids, names and saved runs depend on these: a change of them is a change of every run.
  it('is the same in every version', () => {
    expect([
      hash(),
      hash(0),
      hash(1),
      hash(1, 2),
      hash(2, 1),
      hash(-1),
      hash(2 ** 40),
      hash(Number.MAX_SAFE_INTEGER),
    ]).toMatchInlineSnapshot(`
      [
        2654435769,
        2364820009,
        587515138,
        3263580611,
        287322406,
        965412750,
        1348433661,
        4090417657,
      ]
    `);
  });

  it('is a whole number of 32 bits for any keys', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeInteger()), (keys) => {
        const value = hash(...keys);
        expect(Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff).toBe(true);
        expect(hash(...keys)).toBe(value);
      }),
    );
  });

  it('depends on every key, their order and their number', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeInteger(), { minLength: 1, maxLength: 5 }), fc.nat(), (keys, at) => {
        const changed = keys.with(at % keys.length, (keys[at % keys.length] ?? 0) ^ 1);
        expect(hash(...changed)).not.toBe(hash(...keys));
        expect(hash(...keys, 0)).not.toBe(hash(...keys));
      }),
      { numRuns: 1_000 },
    );
    expect(hash(1, 2)).not.toBe(hash(2, 1));
  });

  it('tells seeds apart that agree in their lower 32 bits', () => {
    expect(new Set([5, 5 + 2 ** 32, 5 + 2 ** 33, -(2 ** 32) + 5].map((seed) => hash(seed))).size).toBe(4);
  });

  it('has hardly a collision among a hundred thousand keys', () => {
    const values = new Set(Array.from({ length: 100_000 }, (_, index) => hash(1, index)));
    // Two of 100,000 agree by chance 1.2 times on average.
    expect(values.size).toBeGreaterThan(99_990);
  });
});

describe('draw', () => {
  // 99 degrees of freedom: above 160 by chance once in 10,000.
  it.each([
    ['seeds', (index: number) => draw(index)],
    ['begun activities', (index: number) => draw(1, 0, index)],
    ['pools', (index: number) => draw(1, index, 1)],
    ['negative seeds', (index: number) => draw(-index, 3)],
  ])('is uniform over %s', (_, of) => {
    expect(
      chiSquared(
        countsOf(
          many.map((index) => Math.floor(of(index) * 100)),
          100,
        ),
      ),
    ).toBeLessThan(160);
  });

  it.each([
    ['neighbouring activities', (index: number) => draw(1, 0, index), (index: number) => draw(1, 0, index + 1)],
    ['neighbouring seeds', (index: number) => draw(index, 0, 1), (index: number) => draw(index + 1, 0, 1)],
    ['neighbouring pools', (index: number) => draw(index, 0, 1), (index: number) => draw(index, 1, 1)],
    ['the duration and the failure of one activity', (index: number) => draw(1, 0, index), (index: number) => draw(1, 0, index, 1)],
    ['the failure and its text', (index: number) => draw(1, 0, index, 1), (index: number) => draw(1, 0, index, 2)],
  ])('is independent between %s', (_, a, b) => {
    const [as, bs] = [many.map(a), many.map(b)];
    expect(Math.abs(correlation(as, bs))).toBeLessThan(0.03);
    const pairs = as.map((value, index) => Math.floor(value * 10) * 10 + Math.floor((bs[index] ?? 0) * 10));
    expect(chiSquared(countsOf(pairs, 100))).toBeLessThan(160);
  });

  it('is from 0 up to, and never, 1', () => {
    const values = many.map((index) => draw(9, index));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
  });
});

describe('drawSpan', () => {
  it('is a whole number from the lower to the upper bound', () => {
    const bounds = fc.tuple(fc.nat(1e9), fc.nat(1e9)).map(([a, b]) => ({ minMs: Math.min(a, b), maxMs: Math.max(a, b) }));
    fc.assert(
      fc.property(bounds, fc.integer(), (span, key) => {
        const drawn = drawSpan(span, key);
        expect(Number.isInteger(drawn) && drawn >= span.minMs && drawn <= span.maxMs).toBe(true);
      }),
    );
  });

  it('comes to both bounds, each as often as what is between', () => {
    const counts = countsOf(
      many.map((index) => drawSpan({ minMs: 10, maxMs: 19 }, index) - 10),
      10,
    );
    expect(chiSquared(counts)).toBeLessThan(34);
  });

  it('is the bound where there is only one', () => {
    expect(drawSpan({ minMs: 5, maxMs: 5 }, 1, 2, 3)).toBe(5);
  });
});
