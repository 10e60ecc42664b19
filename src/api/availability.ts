/** Since when, and up to when, an API has a property or a value. */
import { compareReleases, describeRelease, type Release } from './releases.ts';

/** From a release on, by version; with `until`, up to and including that one. */
export type Span = readonly [from: Release, until?: Release];

/**
 * The releases that have something: from one on, or in each of some spans. "Since 7.10" means 7.10 to 7.13 and every 8.x,
 * 2006 among them. An empty list means that the API never had it.
 */
export type Availability = Release | readonly Span[];

/**
 * Whether a release has what is available so.
 *
 * @example isAvailable('2006', '7.10') //=> true
 * @example isAvailable('2006', [['7.13', '7.13'], ['2012']]) //=> false
 */
export function isAvailable(release: Release, availability: Availability): boolean {
  return spansOf(availability).some(
    ([from, until]) => compareReleases(release, from) >= 0 && (until === undefined || compareReleases(release, until) <= 0),
  );
}

/**
 * In words, for messages and tables.
 *
 * @example describeAvailability('2206') //=> since 2206 (8.6)
 */
export function describeAvailability(availability: Availability): string {
  const spans = spansOf(availability);
  if (spans.length === 0) return 'in no release';
  return spans.map(describeSpan).join(' and ');
}

function describeSpan([from, until]: Span): string {
  if (until === undefined) return `since ${describeRelease(from)}`;
  return from === until ? `in ${describeRelease(from)}` : `from ${describeRelease(from)} to ${describeRelease(until)}`;
}

function spansOf(availability: Availability): readonly Span[] {
  return typeof availability === 'string' ? [[availability]] : availability;
}
