/** Follows every pool of a stream of sightings, and guesses release and format where they are not given. */
import { createObserver } from '../observer/observer.ts';
import type { Explanation, Observer, ObserverOptions, Summary } from '../observer/observer.types.ts';
import { Guess, type GuessedTarget, type Known } from './guess.ts';
import type { Sighting } from './sightings.ts';
import { type Style, styleOfFormat } from './style.ts';

export interface WatchOptions extends Known, Pick<ObserverOptions, 'engine' | 'poll'> {}

interface Watched {
  observer: Observer;
  guess: Guess | undefined;
  /** What the observer was made for. */
  target: GuessedTarget;
  /** What it has seen, the unchanged left out, for one that is made anew; undefined when that is too much. */
  kept: { readonly value: unknown; readonly at: number | undefined }[] | undefined;
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

/** How many observations are kept for the case that the guess changes. */
const most = 500;

export class Watch {
  readonly #options: WatchOptions;
  readonly #pools = new Map<string, Watched>();
  readonly #guesses = new Map<Style, Guess>();

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /**
   * Takes the next sighting.
   *
   * @throws HvsimError `time-goes-backwards`
   */
  take({ value, object, style, pool: named, at }: Sighting): Taken {
    const guess = value === null ? undefined : this.#guessOf(style);
    guess?.learn(value, object);
    const pool = this.#nameOf(named);
    const watched = this.#watched(pool, guess);
    const explanation = watched.observer.observe(value, at);
    if (watched.kept && explanation.verdict !== 'unchanged') {
      if (watched.kept.length < most) watched.kept.push({ value, at });
      else watched.kept = undefined;
    }
    return { pool, target: watched.target, explanation };
  }

  /** The pool that a sighting is about. An answer without an id, such as a 404, is about the only pool that there is. */
  #nameOf(pool: string | undefined): string {
    const [only] = this.#pools.keys();
    if (pool === undefined) return this.#pools.size === 1 ? (only as string) : '';
    const unnamed = this.#pools.get('');
    if (unnamed?.kept?.every(({ value }) => value === null)) {
      this.#pools.delete('');
      this.#pools.set(pool, unnamed);
    }
    return pool;
  }

  /** What every pool has come to, in the order in which they were first seen. */
  *summaries(): Generator<Ended, void, void> {
    for (const [pool, { observer, target }] of this.#pools) yield { pool, target, summary: observer.summary() };
  }

  /** How many pools there are. */
  get size(): number {
    return this.#pools.size;
  }

  /** What was guessed, in words. */
  guesses(): string[] {
    return [...this.#guesses.values()].filter(({ isGuess }) => isGuess).map((guess) => guess.describe());
  }

  #guessOf(style: Style | undefined): Guess {
    const own = style ?? styleOfFormat(this.#options.format) ?? [...this.#guesses.keys()][0] ?? 'view';
    const guess = this.#guesses.get(own) ?? new Guess(this.#options, own);
    this.#guesses.set(own, guess);
    return guess;
  }

  #watched(pool: string, guess: Guess | undefined): Watched {
    const known = this.#pools.get(pool);
    const used = guess ?? known?.guess ?? this.#guesses.values().next().value;
    const target = used?.target ?? new Guess(this.#options, 'view').target;
    if (known && (isSame(known.target, target) || !known.kept)) return known;
    const { engine, poll } = this.#options;
    const observer = createObserver({ ...target, ...(engine === undefined ? {} : { engine }), ...(poll === undefined ? {} : { poll }) });
    for (const { value, at } of known?.kept ?? []) observer.observe(value, at);
    const watched: Watched = { observer, guess: used, target, kept: known?.kept ?? [] };
    this.#pools.set(pool, watched);
    return watched;
  }
}
