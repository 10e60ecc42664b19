/** Follows one pool by its statuses: can the life cycle explain what was seen? */
import { assertFormat, type Format } from '../../api/formats.ts';
import { findRelease, type Release } from '../../api/releases.ts';
import { HvsimError } from '../../errors.ts';
import type { ShownState } from '../../lifecycle/index.ts';
import { formatTime, toDuration } from '../../simulator/time.ts';
import { toTimings } from '../../simulator/timings.ts';
import { eventsTo } from './explore.ts';
import { Fitting, type NodeSet } from './fitting.ts';
import { toHidden } from './hidden-events.ts';
import { History } from './history.ts';
import { describeExpected, whatNext } from './next.ts';
import type { Explanation, HiddenEvent, Observer, ObserverOptions, Reason, Summary } from './observer.types.ts';
import { paceOf } from './pace.ts';
import { type Reader, type Reading, readerFor } from './reading.ts';
import { type Question, Steps } from './steps.ts';
import { whyNoState, whyNoStatus, whyNot } from './why-not.ts';
import { describeShown } from './words.ts';

/** What a pool that does not exist shows. */
const gone: Reading = {
  operation: 'DELETED',
  pendingImage: 'ABSENT',
  currentImage: 'ABSENT',
  image: undefined,
  imageName: undefined,
  progress: undefined,
  error: undefined,
  settings: undefined,
  startTime: undefined,
};

const defaultPollMs = 30_000;

/**
 * Makes an observer of one pool. It keeps the set of all states of the life cycle that fit everything seen so far, and finds
 * for every observation the shortest chain of unseen events that explains it. Its memory does not grow with the sequence.
 *
 * @throws HvsimError `unknown-release`, `unknown-format`, `format-not-in-release`, `unknown-profile`, `wrong-timings`, `wrong-options`
 * @example
 * const observer = createObserver({ release: '2206', format: 'rest-v2' });
 * observer.observe({ instant_clone_operation: 'NONE', instant_clone_current_image_state: 'READY' }).verdict //=> first
 */
export function createObserver(options: ObserverOptions): Observer {
  return new PoolObserver(options);
}

const none: readonly HiddenEvent[] = [];

interface Seen {
  readonly reading: Reading;
  /** The reading in words. */
  readonly words: string;
  readonly shown: ShownState;
  at: number | undefined;
  readonly states: NodeSet;
  /** The same once more would leave the same states. */
  readonly isAtRest: boolean;
}

/** The same states and no pending image: nothing that time or another observation of it could change. */
function isIdle(now: Reading, before: Reading): boolean {
  return (
    now.pendingImage === 'ABSENT' &&
    before.pendingImage === 'ABSENT' &&
    now.operation === before.operation &&
    now.currentImage === before.currentImage &&
    now.startTime === undefined
  );
}

const shownOf = ({ operation, pendingImage, currentImage }: Reading): ShownState => ({ operation, pendingImage, currentImage });

class PoolObserver implements Observer {
  readonly #release: Release;
  readonly #format: Format;
  readonly #read: Reader;
  readonly #fitting: Fitting;
  readonly #steps: Steps;
  readonly #pollMs: number;
  readonly #pollIsGuess: boolean;
  readonly #history = new History();
  #seen: Seen | undefined;
  #lastAt: number | undefined;
  #original: string | undefined;
  #count = 0;
  #impossible = 0;

  constructor({ release, format, engine = 'production', poll }: ObserverOptions) {
    assertFormat(release, format);
    this.#release = findRelease(release);
    this.#format = format;
    this.#read = readerFor(this.#release, format);
    ({ fitting: this.#fitting, steps: this.#steps } = machineryFor(this.#release, format, engine));
    this.#pollMs = poll === undefined ? defaultPollMs : toDuration(poll);
    this.#pollIsGuess = poll === undefined;
  }

  observe(status: unknown, at?: number): Explanation {
    if (at !== undefined) this.#moveTo(at);
    this.#count += 1;
    const now = status === null ? gone : this.#read(status);
    if (!now) return this.#unreadable(status, at);
    const before = this.#seen;
    if (before?.isAtRest && isIdle(now, before.reading)) {
      before.at = at;
      return at === undefined
        ? { number: this.#count, seen: before.words, state: before.shown, verdict: 'unchanged', events: none }
        : { number: this.#count, at, seen: before.words, state: before.shown, verdict: 'unchanged', events: none };
    }
    const to = this.#fitting.of(now, at);
    if (!before || (this.#isUnborn && now !== gone)) return this.#first(now, to, status, at);
    const question = this.#question(before, now, to, at);
    if (to.nodes.length === 0) return this.#noState(question, status);
    const { states, way } = this.#steps.answer(question);
    if (!way) return this.#noWay(question);
    this.#remember(now, at, states, way.length === 0 && states === before.states);
    if (way.length === 0) return { ...this.#explanation(now, at), verdict: 'unchanged', events: [] };
    const events = eventsTo(way);
    this.#history.add(events, now, at);
    return { ...this.#explanation(now, at), verdict: 'explained', events: toHidden(events, now) };
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

  #question({ reading, at: beforeAt, states }: Seen, now: Reading, to: NodeSet, at: number | undefined): Question {
    const passed = at === undefined || beforeAt === undefined ? this.#pollMs : at - beforeAt;
    return { from: states, to, before: reading, now, original: this.#original, beforeAt, nowAt: at, passed };
  }

  #first(now: Reading, to: NodeSet, status: unknown, at: number | undefined): Explanation {
    if (to.nodes.length === 0) {
      const question: Question = {
        from: to,
        to,
        before: undefined,
        now,
        original: undefined,
        beforeAt: undefined,
        nowAt: at,
        passed: this.#pollMs,
      };
      return this.#impossibleOne(now, at, whyNoState(question, undefined, status, this.#target), []);
    }
    if (now !== gone) this.#history.begin(now, at);
    this.#remember(now, at, to);
    return { ...this.#explanation(now, at), verdict: 'first', events: [] };
  }

  #unreadable(status: unknown, at: number | undefined): Explanation {
    const reason = whyNoStatus(status, this.#target) ?? {
      rule: 'follow/no-state',
      text: 'The states of this status cannot be read.',
      document: 'hvsim life cycle, section 8: Invariants',
    };
    return this.#impossibleOne(undefined, at, reason, this.#expected());
  }

  #noState(question: Question, status: unknown): Explanation {
    const reason = whyNoState(question, this.#steps, status, this.#target);
    return this.#impossibleOne(question.now, question.nowAt, reason, this.#expected());
  }

  #noWay(question: Question): Explanation {
    const { now, nowAt, to } = question;
    const reason = whyNot(question, this.#steps, this.#pollIsGuess);
    const explanation = this.#impossibleOne(now, nowAt, reason, this.#expected());
    this.#history.beginAnew(now, nowAt);
    this.#original = undefined;
    this.#remember(now, nowAt, to);
    return explanation;
  }

  #impossibleOne(now: Reading | undefined, at: number | undefined, reason: Reason, expected: readonly string[]): Explanation {
    this.#impossible += 1;
    return { ...this.#explanation(now, at), verdict: 'impossible', events: [], reason, expected };
  }

  #expected(): string[] {
    const { states, reading, at } = this.#seen ?? {};
    return states ? describeExpected(reading, whatNext(this.#fitting.lifecycle, states.nodes, reading, at)) : [];
  }

  #remember(reading: Reading, at: number | undefined, states: NodeSet, isAtRest = false): void {
    if (reading.operation === 'INITIAL_PUBLISH') this.#original ??= reading.image;
    this.#seen = { reading, words: describeShown(reading), shown: shownOf(reading), at, states, isAtRest };
  }

  #explanation(now: Reading | undefined, at: number | undefined): Pick<Explanation, 'number' | 'at' | 'seen' | 'state'> {
    const seen = now === undefined ? { seen: 'something that cannot be read' } : { seen: describeShown(now), state: shownOf(now) };
    return { number: this.#count, ...(at === undefined ? {} : { at }), ...seen };
  }

  get #target() {
    return { release: this.#release, format: this.#format };
  }
}

interface Machinery {
  readonly fitting: Fitting;
  readonly steps: Steps;
}

const machineries = new Map<string, Machinery>();

/** Pools of one release, format and engine share what was found out about them. */
function machineryFor(release: Release, format: Format, engine: NonNullable<ObserverOptions['engine']>): Machinery {
  const pace = paceOf(toTimings(engine));
  const key = `${release} ${format} ${JSON.stringify(pace)}`;
  let machinery = machineries.get(key);
  if (!machinery) {
    const fitting = new Fitting(release, format);
    machinery = { fitting, steps: new Steps(fitting, pace) };
    machineries.set(key, machinery);
  }
  return machinery;
}
