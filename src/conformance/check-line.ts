/** The records of `hvsim check --json`: what was seen of a pool and what it means, so that it can be shown without the original. */
import type { Format } from '../api/formats.ts';
import type { Release } from '../api/releases.ts';
import type { Explanation, Summary } from './observer/observer.types.ts';

interface Judged {
  /** The pool's id, else its name; absent where nothing names it. */
  readonly pool?: string;
  /** What it was judged as; a guess may become a better one from line to line. */
  readonly release: Release;
  readonly format: Format;
}

/** One observation. `at` is epoch milliseconds, `state` what it shows, `events` what happened unseen before it. */
export interface CheckLine extends Judged, Explanation {
  /** Where it begins in what was read, from 1. */
  readonly line: number;
  /** As it was read: the status, or the object around it that has the last provisioning error; null where there is no such pool. */
  readonly status: unknown;
}

/** What one pool has come to: the last records, one a pool. */
export interface CheckEnd extends Judged {
  readonly summary: Summary;
}
