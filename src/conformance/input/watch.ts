/** Follows every pool of a stream of occurrences, and finds out release and format where they are not given. */
import type { Format } from '../../api/formats.ts';
import type { Release } from '../../api/releases.ts';
import { createObserver } from '../observer/observer.ts';
import type { Explanation, Observer, ObserverOptions, Summary } from '../observer/observer.types.ts';
import { openPool } from '../observer/reading.ts';
import type { Guess, GuessedTarget, Known } from './guess.ts';
import type { Occurrence } from './occurrences.ts';
import { Targets } from './targets.ts';

export interface WatchOptions extends Known, Pick<ObserverOptions, 'engine' | 'poll'> {}

/** What a record of `hvsim check --json` says, so that it can be shown without the original. */
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

/** An observation that can be made again. */
interface Kept {
  readonly value: unknown;
  readonly at: number | undefined;
  verdict?: Explanation['verdict'];
}

interface Watched {
  readonly observer: Observer;
  readonly guess: Guess | undefined;
  /** What the observer was made for. */
  readonly target: GuessedTarget;
  /** The newest of what it has seen, of the unchanged in a row the last, for one that is made anew; undefined when none will be. */
  kept: Kept[] | undefined;
  /** Where in it the newest observation is that no release explains. */
  unexplainedAt: number;
  count: number;
  impossible: number;
  /** It was never there. */
  isNothing: boolean;
}

const isSame = (one: GuessedTarget, other: GuessedTarget): boolean => one.release === other.release && one.format === other.format;

/** How many observations are kept of a pool, and of all, for the case that the guess changes. */
const most = 500;
const mostOfAll = 20_000;

export class Watch {
  readonly #options: WatchOptions;
  readonly #pools = new Map<string, Watched>();
  readonly #targets: Targets;
  #kept = 0;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#targets = new Targets(options);
  }

  /** Takes note of what a record says of the run it comes from, before the occurrences in it. */
  note(record: unknown): void {
    this.#targets.note(record);
  }

  /**
   * Takes the next occurrence.
   *
   * @returns the pool's id or name, empty where nothing names it; what it was judged as; what the occurrence means
   * @throws HvsimError `time-goes-backwards`
   */
  take({ value, object, desktop, style, pool: named, at }: Occurrence) {
    const guess = value === null ? undefined : this.#targets.of(style);
    guess?.learn(value, object);
    const pool = this.#nameOf(named);
    let watched = this.#watched(pool, guess);
    const seen: Kept = { value: desktop !== undefined && openPool(desktop).status === value ? desktop : value, at };
    let explanation = watched.observer.observe(seen.value, at);
    if (explanation.verdict === 'impossible' && this.#learns(watched, seen)) {
      watched = this.#watched(pool, guess);
      explanation = watched.observer.observe(seen.value, at);
    }
    seen.verdict = explanation.verdict;
    watched.count += 1;
    if (explanation.verdict === 'impossible') watched.impossible += 1;
    if (value !== null) watched.isNothing = false;
    if (watched.kept) this.#keep(watched, watched.kept, seen);
    const { count, target } = watched;
    return { pool, target, explanation: explanation.number === count ? explanation : { ...explanation, number: count } };
  }

  /**
   * Narrows the guess to the releases that explain what the one that a pool was judged by does not; false where that is no
   * matter of the release. What was asked once, up to an observation that none explains, is not asked again.
   */
  #learns({ guess, target, kept, unexplainedAt }: Watched, seen: Kept): boolean {
    if (!guess?.canChange || !kept) return false;
    const begin = Math.max(0, unexplainedAt + 1);
    const start = kept.slice(Math.max(0, unexplainedAt), begin);
    const rest = [...kept.slice(begin), seen];
    const explaining = guess.targets.filter((each) => {
      const observer = this.#observerFor(each, start);
      return rest.every(({ value, at }) => observer.observe(value, at).verdict !== 'impossible');
    });
    if (explaining.length === 0 || explaining.some((each) => isSame(each, target))) return false;
    guess.narrow((each) => explaining.includes(each));
    return true;
  }

  /** An observer that has seen something before. */
  #observerFor(target: GuessedTarget, before: readonly Kept[]): Observer {
    const observer = createObserver({ ...this.#options, ...target });
    for (const { value, at } of before) observer.observe(value, at);
    return observer;
  }

  #keep(watched: Watched, kept: Kept[], seen: Kept): void {
    if (watched.guess?.canChange === false) {
      this.#kept -= kept.length;
      watched.kept = undefined;
    } else if (seen.verdict === 'unchanged' && kept.at(-1)?.verdict === 'unchanged') {
      kept[kept.length - 1] = seen;
    } else {
      if (kept.length === most || this.#kept >= mostOfAll) {
        const { length } = kept.splice(0, Math.ceil(kept.length / 2));
        watched.unexplainedAt -= length;
        this.#kept -= length;
      }
      if (seen.verdict === 'impossible') watched.unexplainedAt = kept.length;
      kept.push(seen);
      this.#kept += 1;
    }
  }

  /** The pool that an occurrence is about. An answer without an id, such as a 404, is about the only pool that there is. */
  #nameOf(pool: string | undefined): string {
    const [only] = this.#pools.keys();
    if (pool === undefined) return this.#pools.size === 1 ? (only as string) : '';
    const unnamed = this.#pools.get('');
    if (unnamed?.isNothing) {
      this.#pools.delete('');
      this.#pools.set(pool, unnamed);
    }
    return pool;
  }

  /** What every pool has come to, in the order in which they were first seen. */
  *summaries() {
    for (const [pool, { observer, target, count, impossible }] of this.#pools) {
      const verdict: Summary['verdict'] = impossible > 0 ? 'impossible' : 'explained';
      yield { pool, target, summary: { ...observer.summary(), verdict, observations: count, impossible } };
    }
  }

  /** How many pools there are. */
  get size(): number {
    return this.#pools.size;
  }

  /** What was judged as what without being asked for, in words. */
  guesses(): string[] {
    return this.#targets.describe();
  }

  #watched(pool: string, guess: Guess | undefined): Watched {
    const known = this.#pools.get(pool);
    const used = guess ?? known?.guess;
    const target = used?.target ?? this.#targets.first;
    if (known && (isSame(known.target, target) || !known.kept)) return known;
    const blank = { kept: [], unexplainedAt: -1, count: 0, impossible: 0, isNothing: true };
    const watched: Watched = { ...blank, ...known, observer: this.#observerFor(target, known?.kept ?? []), guess: used, target };
    this.#pools.set(pool, watched);
    return watched;
  }
}
