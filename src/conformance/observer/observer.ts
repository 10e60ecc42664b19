/** Follows one pool by its statuses: can the life cycle explain what was seen? */
import { fieldsOf } from '../../api/fields.ts';
import type { Format } from '../../api/formats.ts';
import { findRelease, type Release } from '../../api/releases.ts';
import { type Timings, toTimings } from '../../engine/timings.ts';
import { HvsimError } from '../../errors.ts';
import { formatTime, toDuration } from '../../simulator/input/time.ts';
import { Memo } from '../memo.ts';
import { isRecord } from '../observation.ts';
import { judgeFor } from '../validate.ts';
import type { Violation } from '../violation.ts';
import { Candidates, mustWait, type NodeSet } from './candidates.ts';
import { Explainer } from './explain.ts';
import { eventsBefore, History } from './narrative.ts';
import type { Assumption, Explanation, Observer, ObserverOptions, Reason, Summary } from './observer.types.ts';
import { gone, openPool, type PoolFacts, type Reading, readingOf, repeats, saysTheSame } from './reading.ts';
import { assumptionAgainst, isErrorOfNothing, isHarmless, unreadable, whyNoState, whyNoStatus, whyNot, whyNotPool } from './reasons.ts';
import { type KnownImages, knownAfter, nothingKnown, type Question } from './relations.ts';
import type { Config } from './search.ts';
import { describeExpected, describeShown, shownOf, whatNext } from './words.ts';

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

type Shared = ReturnType<typeof makeShared>;

const shared = new Memo<Shared>();

/** What pools of one release, format and engine share: what was found out about them. */
function makeShared(release: Release, format: Format, timings: Timings | undefined) {
  const [judge, parentJudge] = [judgeFor({ release, format }), judgeFor({ release, format, object: 'parent' })];
  const candidates = new Candidates(release, format);
  /** The member by which the object around a status is known; undefined in a format that has no such object. */
  const outer = fieldsOf('parent', release, format).find(({ property }) => property.view === 'instantCloneProvisioningStatusData')?.name;
  return { outer, judge, parentJudge, candidates, explainer: new Explainer(candidates, timings) };
}

/** The last observation of a pool. */
interface Seen {
  /** As it was given. */
  readonly status: unknown;
  readonly reading: Reading;
  /** The reading in words. */
  readonly words: string;
  at: number | undefined;
  readonly states: NodeSet;
  /** The same status, not more milliseconds later than that, would leave the same states. */
  readonly restsFor: number;
}

/** No time at all: less than what passes between two observations. */
const noTime = -1;

type Verdict = Pick<Explanation, 'verdict' | 'events'>;
const unchanged: Verdict = { verdict: 'unchanged', events: [] };

class PoolObserver implements Observer {
  readonly #shared: Shared;
  readonly #pollMs: number;
  readonly #pollIsGuess: boolean;
  readonly #history = new History();
  #seen: Seen | undefined;
  #lastAt: number | undefined;
  #known: KnownImages = nothingKnown;
  #count = 0;
  #impossible = 0;

  constructor({ release, format, engine = 'production', poll }: ObserverOptions) {
    const [found, timings] = [findRelease(release), toTimings(engine)];
    const engineKey = typeof engine === 'string' ? engine : JSON.stringify(timings);
    this.#shared = shared.of([found, format, engineKey], () => makeShared(found, format, timings));
    this.#pollMs = toDuration(poll ?? '30s');
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
    const { outer, judge, parentJudge } = this.#shared;
    const isParent = outer !== undefined && isRecord(status) && status[outer] !== undefined;
    const { observation, violations } = isParent ? parentJudge(status) : judge(status);
    const now = readingOf(observation, pool);
    if (violations.length > 0) return this.#violating(now, violations, at);
    return now ? this.#follow(status, now, at) : this.#impossibleOne(undefined, at, unreadable);
  }

  summary(): Summary {
    return {
      verdict: this.#impossible > 0 ? 'impossible' : 'explained',
      observations: this.#count,
      impossible: this.#impossible,
      lived: this.#history.lines(),
      next: this.#next(),
      states: this.#seen?.states.length ?? 0,
    };
  }

  #next() {
    const { states, reading, at } = this.#seen ?? { states: [] };
    return whatNext(this.#shared.candidates.lifecycle, states, reading, at);
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
    const { candidates, explainer } = this.#shared;
    const question = this.#question(now, at);
    const reason = whyNotPool(now, candidates);
    if (reason) {
      const explanation = this.#impossibleOne(now, at, reason);
      return { ...explanation, events: this.#goOn(undefined, question)?.events ?? [] };
    }
    const verdict = this.#goOn(status, question);
    if (verdict) return this.#explained(verdict, at);
    if (question.to.length === 0) return this.#impossibleOne(now, at, whyNoState(now, this.#assumption(question)));
    const explanation = this.#impossibleOne(now, at, whyNot(question, explainer, candidates, this.#pollIsGuess));
    this.#history.begin(now, at);
    this.#known = nothingKnown;
    this.#remember(status, question, question.to);
    return explanation;
  }

  /** What was just remembered, as the explanation of an observation. */
  #explained({ verdict, events }: Verdict, at: number | undefined): Explanation {
    const { words: seen, reading } = this.#seen as Seen;
    const [number, state] = [this.#count, shownOf(reading)];
    return at === undefined ? { number, seen, state, verdict, events } : { number, at, seen, state, verdict, events };
  }

  /** A status that breaks rules by itself. It is followed all the same where what it shows of the pool can be relied on. */
  #violating(now: Reading | undefined, violations: readonly Violation[], at: number | undefined): Explanation {
    const [first] = violations as readonly [Violation];
    const question = now && this.#question(now, at);
    const assumption = question?.to.length === 0 ? this.#assumption(question) : undefined;
    const explanation = this.#impossibleOne(now, at, whyNoStatus(first, assumption));
    const verdict = question && violations.every(isHarmless) ? this.#goOn(undefined, question) : undefined;
    return { ...explanation, violations, events: verdict?.events ?? [] };
  }

  /** Goes on to what is seen; undefined where nothing leads there. */
  #goOn(status: unknown, question: Question): Verdict | undefined {
    const { now, nowAt, to, from, passed } = question;
    if (to.length === 0) return undefined;
    // Where nothing but "there is no such pool" was seen, it may still be created.
    const isUnborn = this.#seen?.reading === gone && this.#history.isEmpty;
    if (!this.#seen || (isUnborn && now !== gone)) {
      if (now !== gone) this.#history.begin(now, nowAt);
      this.#remember(status, question, to);
      return { verdict: 'first', events: [] };
    }
    const { candidates, explainer } = this.#shared;
    if (isErrorOfNothing(question, candidates, explainer)) return undefined;
    const { states, way, currents } = explainer.answer(question);
    if (!way) return undefined;
    const isAtRest = way.events.length === 0;
    this.#remember(status, question, states, currents, isAtRest && states === from ? passed : noTime);
    if (isAtRest) return unchanged;
    this.#history.add(way, now, nowAt);
    return { verdict: 'explained', events: eventsBefore(way, now) };
  }

  #question(now: Reading, nowAt: number | undefined): Question {
    const to = this.#shared.candidates.of(now, nowAt);
    const { reading: before, at: beforeAt, states: from } = this.#seen ?? { states: to };
    return { from, to, before, now, known: this.#known, beforeAt, nowAt, passed: this.#passed(beforeAt, nowAt) };
  }

  #passed(from: number | undefined, to: number | undefined): number {
    return from === undefined || to === undefined ? this.#pollMs : to - from;
  }

  /** What is assumed, and without which what is seen could be. */
  #assumption(question: Question): Assumption | undefined {
    return assumptionAgainst(question, this.#seen ? this.#shared.explainer.reached(question) : []);
  }

  #impossibleOne(now: Reading | undefined, at: number | undefined, reason: Reason): Explanation {
    this.#impossible += 1;
    return {
      number: this.#count,
      ...(at === undefined ? {} : { at }),
      ...(now ? { seen: describeShown(now), state: shownOf(now) } : { seen: 'something that cannot be read' }),
      verdict: 'impossible',
      events: [],
      reason,
      expected: this.#seen ? describeExpected(this.#seen.reading, this.#next()) : [],
    };
  }

  /** @param currents where the current image comes from, on the ways that lead here */
  #remember(status: unknown, { before, now, nowAt }: Question, states: NodeSet, currents: readonly Config[] = [], restsFor = noTime): void {
    this.#known = knownAfter(this.#known, before, now, currents);
    this.#seen = { status, reading: now, words: describeShown(now), at: nowAt, states, restsFor };
  }
}

/** Whether it is the same status again, and the time that has passed makes no difference to it. */
function isSeenAgain(
  { status: was, reading, at: beforeAt }: Seen,
  status: unknown,
  pool: PoolFacts | undefined,
  at: number | undefined,
): boolean {
  if (!repeats(status, was) || !saysTheSame(pool, reading.pool)) return false;
  return reading.startTime === undefined || mustWait(reading, at) === mustWait(reading, beforeAt);
}
