/** From one observation to the next: which states fit afterwards, and a shortest way there. Equal questions are answered once. */
import type { Timings } from '../../engine/timings.ts';
import { Memo } from '../memo.ts';
import type { Candidates, NodeSet } from './candidates.ts';
import { type Narration, narrationOf } from './narrative.ts';
import type { Reading } from './reading.ts';
import { contradicted, type Question, relationsOf } from './relations.ts';
import { type Circumstances, type Config, eventsTo, isSameImage, type Reached, Search } from './search.ts';

/** The states that fit all that was seen; none when nothing explains the second observation. */
interface Answer {
  readonly states: NodeSet;
  /** Where the current image comes from on the ways for which the engine had time. */
  readonly currents: readonly Config[];
  /** The shortest way, by the number of events; one that replaces the pending image only where no other is. */
  readonly way: Narration | undefined;
}

/** What is known about the questions that begin alike. */
interface Beginning {
  /** The least times, in milliseconds, after which more can have happened. */
  readonly times: readonly number[];
  /** How the last provisioning errors begin that can have been written. */
  readonly errors: ReadonlySet<string>;
}

/** How many answers, and how many searches, are kept: what a search finds is large, and soon found again. */
const mostAnswers = 20_000;
const mostSearches = 128;

export class Explainer {
  readonly #search: Search;
  readonly #candidates: Candidates;
  readonly #timings: Timings | undefined;
  readonly #searches = new Memo<readonly Reached[]>(mostSearches);
  readonly #beginnings = new Memo<Beginning>(mostAnswers);
  readonly #answers = new Memo<Answer>(mostAnswers);

  /** @param timings how quick the engine can be; where that is not known everything may happen at once */
  constructor(candidates: Candidates, timings: Timings | undefined) {
    this.#candidates = candidates;
    this.#search = new Search(candidates.lifecycle);
    this.#timings = timings;
  }

  answer(question: Question): Answer {
    const beginning = this.#beginningOf(question);
    const { passed, to, now } = question;
    const key: unknown[] = relationsOf(question);
    key.push(beginning, to, countWithin(beginning.times, passed), countWithin(beginning.times, passed - this.reportMs(now)));
    return this.#answers.of(key, () => this.#find(question));
  }

  /** Whether a last provisioning error that begins so can have been written in between. */
  canHaveWritten(prefix: string, question: Question): boolean {
    return this.#beginningOf(question).errors.has(prefix);
  }

  #beginningOf(question: Question): Beginning {
    return this.#beginnings.of(this.#circumstancesOf(question), () => {
      const reached = this.reached(question);
      const edges = [...new Set(reached.map(({ config }) => config.node))].flatMap((node) => this.#candidates.lifecycle.edgesFrom(node));
      return {
        times: [...new Set(reached.map(({ ms }) => ms))].sort((a, b) => a - b),
        errors: new Set(edges.flatMap(({ effects }) => effects.lastError?.prefix ?? [])),
      };
    });
  }

  /** Everything that can have happened in between, whatever is seen now; the shortest ways first. */
  reached(question: Question): readonly Reached[] {
    const circumstances = this.#circumstancesOf(question);
    return this.#searches.of(circumstances, () => {
      const [from, tenths, start] = circumstances;
      // Of a publish the reported tenths may be done, and what has passed since.
      const done = this.#timings ? Math.min(1, tenths / 10 + 1 / this.#timings['engine.publishSucceeded'].progressSteps) : 1;
      return this.#search.from(from, { timings: this.#timings, done, start });
    });
  }

  /** All that a search depends on. */
  #circumstancesOf({ from, before, beforeAt, nowAt }: Question): readonly [NodeSet, tenths: number, start: Circumstances['start']] {
    const start = before?.startTime;
    const isBefore = start === undefined || beforeAt === undefined || beforeAt < start;
    const isFrom = start === undefined || nowAt === undefined || nowAt >= start;
    const { pendingImage, progress } = before ?? {};
    const tenths = pendingImage === 'PUBLISHING' && progress !== undefined ? Math.max(0, Math.ceil(progress / 10)) : 10;
    return [from, tenths, isBefore ? (isFrom ? 'may come' : 'to come') : 'has come'];
  }

  /** Whether there was time for a way: one that replaces a pending or current image by another takes as long as the engine needs. */
  #hasTime(reached: Reached, { before, now, passed }: Question): boolean {
    const { config } = reached;
    if (config.current !== 'event' && (isSameImage(config) || !showsImage(before) || !showsImage(now))) return true;
    return this.leastMs(reached, now) <= passed;
  }

  /** The least time in which a way leads to what is shown, its progress included. */
  leastMs({ config, ms }: Reached, now: Reading): number {
    return ms + (config.progress === 'risen' ? this.reportMs(now) : 0);
  }

  /** The least time in which a new publish comes to the progress that is shown. */
  reportMs({ progress = 0 }: Reading): number {
    return ((this.#timings?.['engine.publishSucceeded'].minMs ?? 0) * progress) / 100;
  }

  #find(question: Question): Answer {
    const ends = new Set(question.to);
    const relations = relationsOf(question);
    const fitting = this.reached(question).filter(
      (each) => ends.has(each.config.node) && contradicted(each.config, relations).length === 0 && this.#hasTime(each, question),
    );
    const inTime = fitting.filter(({ ms }) => ms <= question.passed);
    const likely = inTime.length > 0 ? inTime : fitting;
    const shortest = fitting.find(({ config }) => isSameImage(config)) ?? fitting[0];
    return {
      states: this.#candidates.setOf(fitting.map(({ config }) => config.node)),
      currents: [...new Map(likely.map(({ config }) => [config.current, config])).values()],
      way: shortest && narrationOf(eventsTo(shortest)),
    };
  }
}

/** How many of some times, the least first, are within a span; all in milliseconds. */
function countWithin(times: readonly number[], ms: number): number {
  let count = 0;
  while (count < times.length && (times[count] as number) <= ms) count += 1;
  return count;
}

const showsImage = (reading: Reading | undefined): boolean => reading !== undefined && reading.pendingImage !== 'ABSENT';
