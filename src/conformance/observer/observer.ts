/** Follows one pool by its statuses: can the life cycle explain what was seen? */
import type { Format } from '../../api/formats.ts';
import { findRelease, type Release } from '../../api/releases.ts';
import { HvsimError } from '../../errors.ts';
import { formatTime, toDuration } from '../../simulator/input/time.ts';
import { type Judge, judgeFor } from '../validate.ts';
import type { Violation } from '../violation.ts';
import { assumptionAgainst } from './assumptions.ts';
import type { KnownImages } from './compare.ts';
import type { Fitting, NodeSet } from './fitting.ts';
import { isHarmless } from './harmless.ts';
import { toHidden } from './hidden-events.ts';
import { History } from './history.ts';
import { currentAmong, knownAfter, nothingKnown } from './known-images.ts';
import { isErrorOfNothing } from './last-error.ts';
import { machineryFor } from './machinery.ts';
import { describeExpected, whatNext } from './next.ts';
import type { Assumption, Explanation, HiddenEvent, Observer, ObserverOptions, Reason, Summary } from './observer.types.ts';
import { openPool, type PoolFacts } from './pool-facts.ts';
import { type Reader, type Reading, readerFor } from './reading.ts';
import { gone, isSeenAgain, noTime, type Seen, shownOf } from './seen.ts';
import type { Question, Steps } from './steps.ts';
import { unreadable, whyNoState, whyNoStatus, whyNot } from './why-not.ts';
import { whyNotPool } from './why-not-pool.ts';
import { describeShown } from './words.ts';

const defaultPollMs = 30_000;

/**
 * Makes an observer of one pool. It keeps the set of all states of the life cycle that fit everything seen so far, and finds
 * for every observation the shortest chain of unseen events that explains it. Its memory does not grow with the sequence.
 *
 * @throws HvsimError `unknown-release`, `unknown-format`, `format-not-in-release`, `unknown-profile`, `wrong-timings`, `wrong-options`
 * @example
 * const observer = createObserver({ release: '2206', format: 'rest-v2' });
 * for (const { pool, at } of polls) {
 *   const { verdict, seen, events, reason } = observer.observe(pool, at);
 *   if (verdict === 'impossible') console.error(seen, reason);
 * }
 * observer.summary().lived //=> ['created with vm-1/snapshot-1: became current', …]
 */
export function createObserver(options: ObserverOptions): Observer {
  return new PoolObserver(options);
}

const none: readonly HiddenEvent[] = [];

type Step = Pick<Explanation, 'verdict' | 'events'>;

const unchanged: Step = { verdict: 'unchanged', events: none };

class PoolObserver implements Observer {
  readonly #release: Release;
  readonly #format: Format;
  readonly #reader: Reader;
  readonly #judge: Judge;
  readonly #fitting: Fitting;
  readonly #steps: Steps;
  readonly #pollMs: number;
  readonly #pollIsGuess: boolean;
  readonly #history = new History();
  #seen: Seen | undefined;
  #lastAt: number | undefined;
  #known: KnownImages = nothingKnown;
  #count = 0;
  #impossible = 0;

  constructor({ release, format, engine = 'production', poll }: ObserverOptions) {
    this.#release = findRelease(release);
    this.#format = format;
    this.#judge = judgeFor({ release: this.#release, format });
    this.#reader = readerFor(this.#release, format);
    ({ fitting: this.#fitting, steps: this.#steps } = machineryFor(this.#release, format, engine));
    this.#pollMs = poll === undefined ? defaultPollMs : toDuration(poll);
    this.#pollIsGuess = poll === undefined;
  }

  observe(value: unknown, at?: number): Explanation {
    if (at !== undefined) this.#moveTo(at);
    this.#count += 1;
    const { status, pool } = openPool(value);
    const before = this.#seen;
    if (before !== undefined && this.#passed(before.at, at) <= before.restsFor && isSeenAgain(before, status, pool, at)) {
      before.at = at;
      return this.#explained(unchanged, at);
    }
    if (status === null) return this.#follow(status, gone, at);
    const judge = this.#reader.isParent(status) ? this.#parentJudge : this.#judge;
    const { violations } = judge(status);
    if (violations.length > 0) return this.#violating(status, violations, pool, at);
    const now = this.#reader.read(status, pool);
    return now ? this.#follow(status, now, at) : this.#impossibleOne(undefined, at, unreadable);
  }

  summary(): Summary {
    const { states, reading, at } = this.#seen ?? {};
    return {
      verdict: this.#impossible > 0 ? 'impossible' : 'explained',
      observations: this.#count,
      impossible: this.#impossible,
      lived: this.#history.lines(),
      next: states ? whatNext(this.#fitting.lifecycle, states.nodes, reading, at) : [],
      states: states?.nodes.length ?? 0,
    };
  }

  /** Nothing but "there is no such pool" was seen: it may still be created. */
  get #isUnborn(): boolean {
    return this.#seen?.reading === gone && this.#history.isEmpty;
  }

  #moveTo(at: number): void {
    if (this.#lastAt !== undefined && at < this.#lastAt) {
      throw new HvsimError(
        'time-goes-backwards',
        `This was seen at ${formatTime(at)}, before the last one, which was seen at ${formatTime(this.#lastAt)}.`,
      );
    }
    this.#lastAt = at;
  }

  /** A status that nothing is wrong with. */
  #follow(status: unknown, now: Reading, at: number | undefined): Explanation {
    const to = this.#fitting.of(now, at);
    const reason = whyNotPool(now, this.#fitting.lifecycle);
    if (reason) {
      const explanation = this.#impossibleOne(now, at, reason);
      return { ...explanation, events: this.#step(undefined, now, to, at)?.events ?? none };
    }
    const step = this.#step(status, now, to, at);
    if (step) return this.#explained(step, at);
    if (to.nodes.length === 0) return this.#impossibleOne(now, at, whyNoState(now, this.#assumption(now, to, at)));
    return this.#noWay(status, this.#question(now, to, at));
  }

  /** What was just remembered, as the explanation of an observation. */
  #explained({ verdict, events }: Step, at: number | undefined): Explanation {
    const { words: seen, shown: state } = this.#seen as Seen;
    const number = this.#count;
    return at === undefined ? { number, seen, state, verdict, events } : { number, at, seen, state, verdict, events };
  }

  /** A status that breaks rules by itself. It is followed all the same where what it shows of the pool can be relied on. */
  #violating(status: unknown, violations: readonly Violation[], pool: PoolFacts | undefined, at: number | undefined): Explanation {
    const now = this.#reader.read(status, pool);
    const [first] = violations as readonly [Violation];
    const to = now && this.#fitting.of(now, at);
    const assumption = now && to?.nodes.length === 0 ? this.#assumption(now, to, at) : undefined;
    const explanation = this.#impossibleOne(now, at, whyNoStatus(first, assumption));
    const step = now && to && violations.every(isHarmless) ? this.#step(undefined, now, to, at) : undefined;
    return { ...explanation, violations, events: step?.events ?? none };
  }

  /** Goes on to what is seen; undefined where nothing leads there. */
  #step(status: unknown, now: Reading, to: NodeSet, at: number | undefined): Step | undefined {
    if (to.nodes.length === 0) return undefined;
    if (!this.#seen || (this.#isUnborn && now !== gone)) {
      if (now !== gone) this.#history.begin(now, at);
      this.#remember(status, now, at, to);
      return { verdict: 'first', events: none };
    }
    const question = this.#question(now, to, at);
    if (isErrorOfNothing(question, this.#fitting.lifecycle, () => this.#steps.explore(question))) return undefined;
    const { states, way, currents } = this.#steps.answer(question);
    if (!way) return undefined;
    const isAtRest = way.length === 0 && states === question.from;
    const current = currentAmong(currents, question);
    this.#remember(status, now, at, states, { current, restsFor: isAtRest ? question.passed : noTime });
    if (way.length === 0) return unchanged;
    this.#history.add(way.told, now, at);
    return { verdict: 'explained', events: toHidden(way.hidden, now) };
  }

  #question(now: Reading, to: NodeSet, at: number | undefined): Question {
    const { reading, at: beforeAt, states } = this.#seen ?? { reading: undefined, at: undefined, states: to };
    const passed = this.#passed(beforeAt, at);
    return { from: states, to, before: reading, now, known: this.#known, beforeAt, nowAt: at, passed };
  }

  #passed(from: number | undefined, to: number | undefined): number {
    return from === undefined || to === undefined ? this.#pollMs : to - from;
  }

  #noWay(status: unknown, question: Question): Explanation {
    const { now, nowAt, to } = question;
    const explanation = this.#impossibleOne(now, nowAt, whyNot(question, this.#steps, this.#fitting, this.#pollIsGuess));
    this.#history.beginAnew(now, nowAt);
    this.#known = nothingKnown;
    this.#remember(status, now, nowAt, to);
    return explanation;
  }

  /** What is assumed, and without which what is seen could be. */
  #assumption(now: Reading, to: NodeSet, at: number | undefined): Assumption | undefined {
    const question = this.#question(now, to, at);
    return assumptionAgainst(question, this.#seen ? this.#steps.explore(question) : []);
  }

  #impossibleOne(now: Reading | undefined, at: number | undefined, reason: Reason): Explanation {
    this.#impossible += 1;
    return { ...this.#explanation(now, at), verdict: 'impossible', events: none, reason, expected: this.#expected() };
  }

  #expected(): string[] {
    const { states, reading, at } = this.#seen ?? {};
    return states ? describeExpected(reading, whatNext(this.#fitting.lifecycle, states.nodes, reading, at)) : [];
  }

  #remember(
    status: unknown,
    reading: Reading,
    at: number | undefined,
    states: NodeSet,
    { current, restsFor }: { current: string | undefined; restsFor: number } = { current: undefined, restsFor: noTime },
  ): void {
    this.#known = knownAfter(this.#known, reading, current);
    this.#seen = { status, reading, words: describeShown(reading), shown: shownOf(reading), at, states, restsFor };
  }

  #explanation(now: Reading | undefined, at: number | undefined): Pick<Explanation, 'number' | 'at' | 'seen' | 'state'> {
    const seen = now === undefined ? { seen: 'something that cannot be read' } : { seen: describeShown(now), state: shownOf(now) };
    return { number: this.#count, ...(at === undefined ? {} : { at }), ...seen };
  }

  get #parentJudge(): Judge {
    return judgeFor({ release: this.#release, format: this.#format, object: 'parent' });
  }
}
