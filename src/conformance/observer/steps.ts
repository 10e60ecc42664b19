/** From one observation to the next: which states fit afterwards, and a shortest way there. Equal questions are answered once. */
import type { Lifecycle } from '../../lifecycle/index.ts';
import { agrees, type Pair, relationOf } from './compare.ts';
import { type Config, isSameImage } from './config.ts';
import { type Circumstances, explore, type Reached } from './explore.ts';
import type { Fitting, NodeSet } from './fitting.ts';
import type { Pace } from './pace.ts';

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
  readonly way: Reached | undefined;
}

/** How many answers, and how many explorations, are kept: an exploration is large, and made in some milliseconds. */
const mostAnswers = 20_000;
const mostExplorations = 16;

export class Steps {
  readonly #lifecycle: Lifecycle;
  readonly #fitting: Fitting;
  readonly #pace: Pace;
  readonly #levels = new Map<string, Levels>();
  readonly #explorations = new Map<string, readonly Reached[]>();
  readonly #answers = new Map<string, Answer>();

  constructor(fitting: Fitting, pace: Pace) {
    this.#fitting = fitting;
    this.#lifecycle = fitting.lifecycle;
    this.#pace = pace;
  }

  answer(question: Question): Answer {
    const circumstances = this.#circumstancesOf(question);
    const exploration = keyOf(question, circumstances);
    const { to, passed, now } = question;
    const levels = this.#levelsOf(question, exploration);
    const time = `${levels(passed)} ${levels(passed - this.reportMs(now))}`;
    const key = `${exploration} ${to.id} ${relationOf(question)} ${time}`;
    let answer = this.#answers.get(key);
    if (!answer) {
      answer = this.#find(question);
      keep(this.#answers, key, answer, mostAnswers);
    }
    return answer;
  }

  /** Everything that can have happened in between, whatever is seen now; the shortest ways first. */
  explore(question: Question): readonly Reached[] {
    const circumstances = this.#circumstancesOf(question);
    const key = keyOf(question, circumstances);
    let reached = this.#explorations.get(key);
    if (!reached) {
      reached = explore(this.#lifecycle, question.from.nodes, circumstances);
      keep(this.#explorations, key, reached, mostExplorations);
    }
    return reached;
  }

  #circumstancesOf({ before, beforeAt, nowAt }: Question): Circumstances {
    const start = before?.startTime;
    return {
      pace: this.#pace,
      done: doneOf(before, this.#pace),
      beforeStart: start === undefined || beforeAt === undefined || beforeAt < start,
      fromStart: start === undefined || nowAt === undefined || nowAt >= start,
    };
  }

  #levelsOf(question: Question, key: string): Levels {
    let levels = this.#levels.get(key);
    if (!levels) {
      levels = levelsOf(this.explore(question));
      keep(this.#levels, key, levels, mostAnswers);
    }
    return levels;
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
      way: fitting.find(({ config }) => isSameImage(config)) ?? fitting[0],
    };
  }
}

/** Keeps a value, and lets go of the oldest where there are too many. */
function keep<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  const [oldest] = map.keys();
  if (map.size >= most && oldest !== undefined) map.delete(oldest);
  map.set(key, value);
}

const keyOf = ({ from }: Question, { done, beforeStart, fromStart }: Circumstances): string =>
  `${from.id} ${done} ${beforeStart} ${fromStart}`;

/** How many of the times at which more has time to happen are within a span. */
type Levels = (ms: number) => number;

function levelsOf(reached: readonly Reached[]): Levels {
  const times = [...new Set(reached.map(({ ms }) => ms))].sort((a, b) => a - b);
  return (within) => {
    let level = 0;
    while (level < times.length && (times[level] as number) <= within) level += 1;
    return level;
  };
}

const showsImage = (reading: Pair['before']): boolean => reading !== undefined && reading.pendingImage !== 'ABSENT';

/** The share of a publish that may be done when its progress is shown, in tenths. */
function doneOf(before: Pair['before'], { unreported }: Pace): number {
  if (before?.pendingImage === 'PENDING_PUBLISH') return 0;
  if (before?.pendingImage !== 'PUBLISHING' || before.progress === undefined) return 1;
  return Math.min(1, Math.ceil(before.progress / 10) / 10 + unreported);
}
