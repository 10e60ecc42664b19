/** The Horizon releases hvsim knows, and the names people give them. */
import { HvsimError } from '../errors.ts';

/**
 * Every release by its canonical name, in the order of their dates: 2006 (August 2020) came before 7.13 (October 2020).
 * For "since" compare versions instead (`compareReleases`), as the documents do.
 */
export const releases = [
  '7.0',
  '7.1',
  '7.2',
  '7.3',
  '7.4',
  '7.5',
  '7.6',
  '7.7',
  '7.8',
  '7.9',
  '7.10',
  '7.11',
  '7.12',
  '2006',
  '7.13',
  '2012',
  '2103',
  '2106',
  '2111',
  '2203',
  '2206',
  '2209',
  '2212',
  '2303',
  '2306',
  '2309',
  '2312',
  '2406',
  '2412',
  '2503',
  '2506',
  '2512',
] as const;

/** The canonical name of a release: `7.0` to `7.13`, then year and month. */
export type Release = (typeof releases)[number];

/** The release that is meant where none is named. */
export const newestRelease = releases.at(-1) as Release;

/** A release by any of its names; `findRelease` knows them all. */
export type ReleaseName = Release | (string & {});

/** The version line and the number within it: 2111 is [8, 4], that is 8.4. */
type Version = readonly [line: 7 | 8, minor: number];

const versions = {
  '7.0': [7, 0],
  '7.1': [7, 1],
  '7.2': [7, 2],
  '7.3': [7, 3],
  '7.4': [7, 4],
  '7.5': [7, 5],
  '7.6': [7, 6],
  '7.7': [7, 7],
  '7.8': [7, 8],
  '7.9': [7, 9],
  '7.10': [7, 10],
  '7.11': [7, 11],
  '7.12': [7, 12],
  '7.13': [7, 13],
  '2006': [8, 0],
  '2012': [8, 1],
  '2103': [8, 2],
  '2106': [8, 3],
  '2111': [8, 4],
  '2203': [8, 5],
  '2206': [8, 6],
  '2209': [8, 7],
  '2212': [8, 8],
  '2303': [8, 9],
  '2306': [8, 10],
  '2309': [8, 11],
  '2312': [8, 12],
  '2406': [8, 13],
  '2412': [8, 14],
  '2503': [8, 15],
  '2506': [8, 16],
  '2512': [8, 17],
} as const satisfies Record<Release, Version>;

/** Whether this is the canonical name of a release. */
export function isRelease(name: string): name is Release {
  return Object.hasOwn(versions, name);
}

/**
 * The version number of a release.
 *
 * @example versionOf('2111') //=> 8.4
 */
export function versionOf(release: Release): string {
  return versions[release].join('.');
}

/**
 * A release with its version, where the two differ.
 *
 * @example describeRelease('2111') //=> 2111 (8.4)
 */
export function describeRelease(release: Release): string {
  const version = versionOf(release);
  return version === release ? release : `${release} (${version})`;
}

/**
 * Orders two releases by version, as the documents' "Since" tags do: 7.13 is before 2006 (8.0) here, though it came later.
 *
 * @returns below 0 when `a` is the lower version, above 0 when it is the higher one, 0 when they are the same
 * @example compareReleases('7.13', '2006') < 0 //=> true
 */
export function compareReleases(a: Release, b: Release): number {
  const [lineA, minorA] = versions[a];
  const [lineB, minorB] = versions[b];
  return lineA - lineB || minorA - minorB;
}

/**
 * The canonical name of a release, from that name or its version, with or without a trailing `.0`.
 *
 * @param name for example `2111`, `8.4`, `8.4.0`, `7.13` or `7.13.0`
 * @throws HvsimError `unknown-release`, with the nearest release and the list of all
 * @example findRelease('8.4') //=> 2111
 */
export function findRelease(name: ReleaseName): Release {
  // Who has no types may give a number.
  const text = String(name);
  if (isRelease(text)) return text;
  const version = text.replace(/^(\d+\.\d+)\.0$/, '$1');
  const release = releases.find((candidate) => candidate === version || versionOf(candidate) === version);
  if (release !== undefined) return release;
  const nearest = nearestRelease(version);
  const hint = nearest === undefined ? '' : ` The nearest is ${describeRelease(nearest)}.`;
  throw new HvsimError(
    'unknown-release',
    `Unknown Horizon release '${name}'.${hint} Known releases: ${releases.map(describeRelease).join(', ')}.`,
  );
}

/** The release whose number is closest to a name of the form `YYMM` or `line.minor`; nothing for any other name. */
function nearestRelease(name: string): Release | undefined {
  const asked = ordinalOf(name);
  if (asked === undefined) return undefined;
  const distance = (release: Release) => {
    const own = name.includes('.') ? ordinalOf(versionOf(release)) : ordinalOf(release);
    return own === undefined ? Number.POSITIVE_INFINITY : Math.abs(own - asked);
  };
  const candidates = name.includes('.') ? releases : releases.filter((release) => !release.includes('.'));
  return candidates.reduce((best, release) => (distance(release) < distance(best) ? release : best));
}

/** Months since 2000 for `YYMM`, line × 100 + minor for a version. */
function ordinalOf(name: string): number | undefined {
  const [, line, minor] = /^(\d{1,2})\.(\d{1,2})$/.exec(name) ?? [];
  if (line !== undefined && minor !== undefined) return Number(line) * 100 + Number(minor);
  const [, year, month] = /^(\d\d)(\d\d)$/.exec(name) ?? [];
  if (year !== undefined && month !== undefined) return Number(year) * 12 + Number(month);
  return undefined;
}
