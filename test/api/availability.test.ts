import { describe, expect, it } from 'vitest';
import { describeAvailability, isAvailable, releases } from '../../src/api/index.ts';

describe('isAvailable', () => {
  it('takes "since 7.10" for 7.10 to 7.13 and every 8.x, 2006 among them', () => {
    const having = releases.filter((release) => isAvailable(release, '7.10'));
    expect(having).toEqual(releases.slice(releases.indexOf('7.10')));
    expect(having).toContain('2006');
  });

  it('takes "since 8.6" for 2206 and later only', () => {
    expect(releases.filter((release) => isAvailable(release, '2206')).at(0)).toBe('2206');
    expect(isAvailable('7.13', '2206')).toBe(false);
  });

  it('keeps to the spans, whose ends belong to them', () => {
    const having = releases.filter((release) => isAvailable(release, [['7.1', '7.2'], ['2506']]));
    expect(having).toEqual(['7.1', '7.2', '2506', '2512']);
  });

  it('is never true for an empty list', () => {
    expect(releases.some((release) => isAvailable(release, []))).toBe(false);
  });
});

describe('describeAvailability', () => {
  it.each([
    ['2206', 'since 2206 (8.6)'],
    [[['7.13', '7.13'], ['2012']], 'in 7.13 and since 2012 (8.1)'],
    [[['7.1', '7.3']], 'from 7.1 to 7.3'],
    [[], 'in no release'],
  ] as const)('says %j as "%s"', (availability, text) => {
    expect(describeAvailability(availability)).toBe(text);
  });
});
