/** Follows every pool of a stream of sightings, and finds out release and format where they are not given. */
import { createObserver } from '../observer/observer.ts';
import type { Explanation, Observer, ObserverOptions, Summary } from '../observer/observer.types.ts';
import { openPool } from '../observer/pool-facts.ts';
import type { Guess, GuessedTarget, Known } from './guess.ts';
import type { Sighting } from './sightings.ts';
import { Targets } from './targets.ts';

export interface WatchOptions extends Known, Pick<ObserverOptions, 'engine' | 'poll'> {}

interface Watched {
  observer: Observer;
  guess: Guess | undefined;
  /** What the observer was made for. */
  target: GuessedTarget;
  /** What it has seen, the unchanged left out, for one that is made anew; undefined when none will be, or that is too much. */
  kept: { readonly value: unknown; readonly at: number | undefined }[] | undefined;
  count: number;
  /** It was never there. */
  isNothing: boolean;
}

/** A pool, with its id or name; empty where nothing names it. */
interface OfPool {
  readonly pool: string;
  /** What it was judged as. */
  readonly target: GuessedTarget;
}

interface Taken extends OfPool {
  readonly explanation: Explanation;
}

interface Ended extends OfPool {
  readonly summary: Summary;
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

  /** Takes note of what a record says of the run it comes from, before the sightings in it. */
  note(record: unknown): void {
    this.#targets.note(record);
  }

  /**
   * Takes the next sighting.
   *
   * @throws HvsimError `time-goes-backwards`
   */
  take({ value, object, desktop, style, pool: named, at }: Sighting): Taken {
    const guess = value === null ? undefined : this.#targets.of(style);
    guess?.learn(value, object);
    const pool = this.#nameOf(named);
    const watched = this.#watched(pool, guess);
    const seen = desktop !== undefined && openPool(desktop).status === value ? desktop : value;
    const explanation = watched.observer.observe(seen, at);
    watched.count += 1;
    if (value !== null) watched.isNothing = false;
    if (watched.kept) this.#keep(watched, watched.kept, { value: seen, at }, explanation);
    const { count } = watched;
    return { pool, target: watched.target, explanation: explanation.number === count ? explanation : { ...explanation, number: count } };
  }

  #keep(watched: Watched, kept: NonNullable<Watched['kept']>, seen: (typeof kept)[number], { verdict }: Explanation): void {
    if (kept.length === most || this.#kept >= mostOfAll || watched.guess?.canChange === false) {
      this.#kept -= kept.length;
      watched.kept = undefined;
    } else if (verdict !== 'unchanged') {
      kept.push(seen);
      this.#kept += 1;
    }
  }

  /** The pool that a sighting is about. An answer without an id, such as a 404, is about the only pool that there is. */
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
  *summaries(): Generator<Ended, void, void> {
    for (const [pool, { observer, target, count }] of this.#pools) {
      yield { pool, target, summary: { ...observer.summary(), observations: count } };
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
    const { engine, poll } = this.#options;
    const observer = createObserver({ ...target, ...(engine === undefined ? {} : { engine }), ...(poll === undefined ? {} : { poll }) });
    for (const { value, at } of known?.kept ?? []) observer.observe(value, at);
    const { kept = [], count = 0, isNothing = true } = known ?? {};
    const watched: Watched = { observer, guess: used, target, kept, count, isNothing };
    this.#pools.set(pool, watched);
    return watched;
  }
}
