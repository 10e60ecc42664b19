/** From one observation to the next: which states fit afterwards, and a shortest way there. Equal questions are answered once. */
import { agrees, type Pair, relationOf, relations } from './compare.ts';
import { type Config, isSameImage } from './config.ts';
import { type Configurations, configurationsOf } from './configurations.ts';
import { type Circumstances, eventsTo, explore, type Reached } from './explore.ts';
import type { Fitting, NodeSet } from './fitting.ts';
import { type HiddenChain, hiddenChainOf } from './hidden-events.ts';
import type { Pace } from './pace.ts';
import { type Telling, tellingsOf } from './telling.ts';

/** A step to be explained. */
export interface Question extends Pair {
  /** The states that fit what was seen before. */
  readonly from: NodeSet;
  /** The states that fit what is seen now. */
  readonly to: NodeSet;
  /** When the two were seen, in epoch milliseconds, where that is known. */
  readonly beforeAt: number | undefined;
  readonly nowAt: number | undefined;
  /** How much time passed in between, in milliseconds. */
  readonly passed: number;
}

/** The states that fit all that was seen; none when nothing explains the step. */
export interface Answer {
  readonly states: NodeSet;
  /** Where the current image comes from on the ways for which the engine had time. */
  readonly currents: readonly Config[];
  /** The shortest way, by the number of events; one that replaces the pending image only where no other is. */
  readonly way: Way | undefined;
}

/** What a way says whenever it explains something. */
export interface Way {
  /** How many events it takes. */
  readonly length: number;
  readonly hidden: HiddenChain;
  readonly told: readonly Telling[];
}

/** What is known about the steps that begin alike. */
interface Beginning {
  readonly levels: Levels;
  /** By where they end, what differs, and how much time there was. */
  readonly answers: Map<number, Answer>;
}

/** How many answers, and how many explorations, are kept: an exploration is large, and soon made again. */
const mostAnswers = 20_000;
const mostExplorations = 128;

export class Steps {
  readonly #configurations: Configurations;
  readonly #fitting: Fitting;
  readonly #pace: Pace;
  readonly #explorations = new Map<number, readonly Reached[]>();
  readonly #beginnings = new Map<number, Beginning>();
  #answers = 0;

  constructor(fitting: Fitting, pace: Pace) {
    this.#fitting = fitting;
    this.#configurations = configurationsOf(fitting.lifecycle);
    this.#pace = pace;
  }

  answer(question: Question): Answer {
    const { to, passed, now } = question;
    const { levels, answers } = this.#beginningOf(question);
    const time = levels.of(passed) * levels.count + levels.of(passed - this.reportMs(now));
    const key = (to.id * relations + relationOf(question)) * levels.count ** 2 + time;
    let answer = answers.get(key);
    if (!answer) {
      answer = this.#find(question);
      answers.set(key, answer);
      this.#answers += 1;
    }
    return answer;
  }

  /** Everything that can have happened in between, whatever is seen now; the shortest ways first. */
  explore(question: Question): readonly Reached[] {
    const key = beginningOf(question);
    let reached = this.#explorations.get(key);
    if (!reached) {
      reached = explore(this.#configurations, question.from.nodes, this.#circumstancesOf(question));
      const [oldest] = this.#explorations.keys();
      if (this.#explorations.size >= mostExplorations) this.#explorations.delete(oldest as number);
      this.#explorations.set(key, reached);
    }
    return reached;
  }

  #circumstancesOf(question: Question): Circumstances {
    return {
      pace: this.#pace,
      done: doneAt(publishedOf(question.before), this.#pace),
      beforeStart: isBeforeStart(question),
      fromStart: isFromStart(question),
    };
  }

  #beginningOf(question: Question): Beginning {
    const key = beginningOf(question);
    let beginning = this.#beginnings.get(key);
    if (!beginning || this.#answers >= mostAnswers) {
      if (this.#answers >= mostAnswers || this.#beginnings.size >= mostAnswers) {
        this.#beginnings.clear();
        this.#answers = 0;
      }
      beginning = { levels: levelsOf(this.explore(question)), answers: new Map() };
      this.#beginnings.set(key, beginning);
    }
    return beginning;
  }

  /** Whether there was time for a way: one that replaces a pending or current image by another takes as long as the engine needs. */
  hasTime(reached: Reached, { before, now, passed }: Question): boolean {
    const { config, ms } = reached;
    if (config.current !== 'event' && (isSameImage(config) || !showsImage(before) || !showsImage(now))) return true;
    return ms + (config.progress === 'risen' ? this.reportMs(now) : 0) <= passed;
  }

  /** The least time in which a new publish comes to the progress that is shown. */
  reportMs({ progress = 0 }: Pair['now']): number {
    return (this.#pace.publishMs * progress) / 100;
  }

  #find(question: Question): Answer {
    const ids = new Set(question.to.nodes.map(({ id }) => id));
    const fitting = this.explore(question).filter(
      (each) => ids.has(each.config.node.id) && agrees(each.config, question) && this.hasTime(each, question),
    );
    const inTime = fitting.filter(({ ms }) => ms <= question.passed);
    const likely = inTime.length > 0 ? inTime : fitting;
    return {
      states: this.#fitting.setOf(fitting.map(({ config }) => config.node)),
      currents: [...new Map(likely.map(({ config }) => [config.current, config])).values()],
      way: toWay(fitting.find(({ config }) => isSameImage(config)) ?? fitting[0]),
    };
  }
}

function toWay(reached: Reached | undefined): Way | undefined {
  if (!reached) return undefined;
  const events = eventsTo(reached);
  return { length: reached.length, hidden: hiddenChainOf(events), told: tellingsOf(events) };
}

/** All that an exploration depends on, as a key. */
function beginningOf(question: Question): number {
  const times = (isBeforeStart(question) ? 2 : 0) + (isFromStart(question) ? 1 : 0);
  return (question.from.id * 16 + publishedOf(question.before)) * 4 + times;
}

/** Something can have happened before the start time that the first observation shows. */
function isBeforeStart({ before, beforeAt }: Question): boolean {
  return before?.startTime === undefined || beforeAt === undefined || beforeAt < before.startTime;
}

/** Something can have happened from that start time on. */
function isFromStart({ before, nowAt }: Question): boolean {
  return before?.startTime === undefined || nowAt === undefined || nowAt >= before.startTime;
}

/** How many of the times at which more has time to happen are within a span. */
interface Levels {
  of(ms: number): number;
  /** How many different answers there are. */
  readonly count: number;
}

function levelsOf(reached: readonly Reached[]): Levels {
  const times = [...new Set(reached.map(({ ms }) => ms))].sort((a, b) => a - b);
  const of = (within: number) => {
    let level = 0;
    while (level < times.length && (times[level] as number) <= within) level += 1;
    return level;
  };
  return { of, count: times.length + 1 };
}

const showsImage = (reading: Pair['before']): boolean => reading !== undefined && reading.pendingImage !== 'ABSENT';

const notBegun = 11;
const unknown = 12;

/** How much of a publish is done when its progress is shown: up to ten tenths, or that it has not begun, or that nothing is known. */
function publishedOf(before: Pair['before']): number {
  if (before?.pendingImage === 'PENDING_PUBLISH') return notBegun;
  if (before?.pendingImage !== 'PUBLISHING' || before.progress === undefined) return unknown;
  return Math.min(10, Math.max(0, Math.ceil(before.progress / 10)));
}

/** The share that may be done at most, from 0 to 1. */
function doneAt(published: number, { unreported }: Pace): number {
  if (published === notBegun) return 0;
  return published === unknown ? 1 : Math.min(1, published / 10 + unreported);
}
