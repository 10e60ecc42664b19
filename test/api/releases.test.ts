import { describe, expect, it } from 'vitest';
import { compareReleases, describeRelease, findRelease, isRelease, releases, versionOf } from '../../src/api/index.ts';
import { HvsimError } from '../../src/errors.ts';

describe('releases', () => {
  it('come in the order of their dates: 2006 before 7.13', () => {
    expect(releases.slice(-20, -16)).toEqual(['7.12', '2006', '7.13', '2012']);
    expect(releases.at(0)).toBe('7.0');
    expect(releases.at(-1)).toBe('2512');
  });

  it('have versions without a gap in each line', () => {
    const versions = [...releases].sort(compareReleases).map(versionOf);
    const line7 = Array.from({ length: 14 }, (_, minor) => `7.${minor}`);
    const line8 = Array.from({ length: 18 }, (_, minor) => `8.${minor}`);
    expect(versions).toEqual([...line7, ...line8]);
  });

  it('are ordered by version with every 8.x after 7.13', () => {
    expect(compareReleases('7.13', '2006')).toBeLessThan(0);
    expect(compareReleases('7.9', '7.10')).toBeLessThan(0);
    expect(compareReleases('2512', '2111')).toBeGreaterThan(0);
    expect(compareReleases('2111', '2111')).toBe(0);
  });

  it('are described with their version where that is another name', () => {
    expect(describeRelease('2111')).toBe('2111 (8.4)');
    expect(describeRelease('7.13')).toBe('7.13');
  });
});

describe('findRelease', () => {
  it.each(releases)('knows %s by its name, its version, and its version with .0', (release) => {
    expect(findRelease(release)).toBe(release);
    expect(findRelease(versionOf(release))).toBe(release);
    expect(findRelease(`${versionOf(release)}.0`)).toBe(release);
  });

  it.each([
    ['7.13.0', '7.13'],
    ['8.0', '2006'],
    ['8.0.0', '2006'],
    ['8.4.0', '2111'],
    ['8.17', '2512'],
  ])('takes %s for %s', (name, release) => {
    expect(findRelease(name)).toBe(release);
  });

  it.each([
    ['9.9', '2512 (8.17)'],
    ['2112', '2111 (8.4)'],
    ['7.14', '7.13'],
    ['2603', '2512 (8.17)'],
    ['7.20.0', '7.13'],
  ])('refuses %s and names the nearest, %s', (name, nearest) => {
    expect(() => findRelease(name)).toThrow(`The nearest is ${nearest}.`);
  });

  it.each(['', 'latest', '8', '8.4.1', ' 2111', 'toString', '__proto__'])('refuses %j', (name) => {
    expect(isRelease(name)).toBe(false);
    expect(() => findRelease(name)).toThrow(HvsimError);
    expect(() => findRelease(name)).toThrow(expect.objectContaining({ code: 'unknown-release' }));
  });

  it('lists every release when it refuses one', () => {
    for (const release of releases) expect(() => findRelease('nope')).toThrow(describeRelease(release));
  });
});
