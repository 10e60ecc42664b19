/** From one observation to the next: which states fit afterwards, and a shortest way there. Equal questions are answered once. */
import type { Timings } from '../../engine/timings.ts';
import { Memo } from '../memo.ts';
import type { Candidates, NodeSet } from './candidates.ts';
import { type Narration, narrationOf } from './narrative.ts';
import type { Reading } from './reading.ts';
import { type Config, eventsTo, isSameImage, type Reached, Search } from './search.ts';

/** The images that a pool has, as far as its observer knows them without seeing them now. */
export interface KnownImages {
  /** That of the pool's first publish, by all that names it. */
  readonly original: string | undefined;
  /** The same, by its parent VM and snapshot. */
  readonly originalKey: string | undefined;
  /** The current one, by its parent VM and snapshot. */
  readonly current: string | undefined;
}

/** Two observations that follow each other, to be explained. */
export interface Question {
  /** Undefined where nothing was seen before. */
  readonly before: Reading | undefined;
  readonly now: Reading;
  /** What is known from before. */
  readonly known: KnownImages;
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

/** How two observations compare: all that decides which configurations agree with them. */
function compare({ before, now, known }: Question) {
  const [was, is] = [before?.progress, now.progress];
  const own = now.currentImage === 'ABSENT' ? undefined : now.pool?.image;
  return {
    progress: was === undefined || is === undefined ? undefined : is < was ? 'fallen' : is === was ? 'same' : 'risen',
    percent: is === undefined ? undefined : is === 0 ? 'zero' : is === 100 ? 'full' : 'some',
    otherImage: before?.image !== now.image,
    otherError: now.error !== undefined && before?.error !== now.error,
    otherStartTime: before?.startTime !== now.startTime,
    otherSettings: now.settings !== undefined && before?.settings !== now.settings,
    notOriginal: differ(known.original, now.image),
    notCurrent: differ(known.current, now.imageKey),
    // The image that the pool names as its own is another one than …
    ownIsNotCurrent: differ(own, known.current),
    ownIsNotPending: differ(own, before?.imageKey),
    ownIsNotOriginal: differ(own, known.originalKey),
  } as const;
}

const differ = (one: string | undefined, other: string | undefined): boolean => one !== undefined && other !== undefined && one !== other;

type Comparison = ReturnType<typeof compare>;

/** What a way may contradict, the plainest first. */
const contradictions = {
  image: ({ image }, { otherImage }) => (image === 'same' || image === 'adopted') && otherImage,
  progress: (config, { progress, percent }) => {
    if (percent === undefined || config.image === 'none' || (isSameImage(config) && progress === undefined)) return false;
    switch (config.progress) {
      case 'same':
        return isSameImage(config) ? progress !== 'same' : percent !== 'zero';
      case 'risen':
        return isSameImage(config) && progress === 'fallen';
      default:
        return percent !== config.progress;
    }
  },
  settings: ({ settings }, { otherSettings }) => settings === 'same' && otherSettings,
  startTime: ({ startTime }, { otherStartTime }) => startTime === 'same' && otherStartTime,
  error: ({ error }, { otherError }) => error === 'same' && otherError,
  original: ({ image }, { notOriginal }) => image === 'original' && notOriginal,
  current: ({ image }, { notCurrent }) => image === 'current' && notCurrent,
  shown: ({ current }, { ownIsNotCurrent, ownIsNotPending, ownIsNotOriginal }) =>
    (current === 'same' && ownIsNotCurrent) || (current === 'pending' && ownIsNotPending) || (current === 'original' && ownIsNotOriginal),
} as const satisfies Record<string, (config: Config, comparison: Comparison) => boolean>;

export type Contradiction = keyof typeof contradictions;

/** What the second observation shows otherwise than a way that ends in a configuration. */
export function contradicted(config: Config, question: Question): readonly Contradiction[] {
  const comparison = compare(question);
  return (Object.keys(contradictions) as Contradiction[]).filter((each) => contradictions[each](config, comparison));
}

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
  readonly answers: Memo<Answer>;
}

/** How many answers, and how many searches, are kept: what a search finds is large, and soon found again. */
const mostAnswers = 20_000;
const mostSearches = 128;

export class Explainer {
  readonly #search: Search;
  readonly #candidates: Candidates;
  readonly #timings: Timings | undefined;
  readonly #searches = new Memo<readonly Reached[]>();
  readonly #beginnings = new Memo<Beginning>();
  #answers = 0;

  /** @param timings how quick the engine can be; where that is not known everything may happen at once */
  constructor(candidates: Candidates, timings: Timings | undefined) {
    this.#candidates = candidates;
    this.#search = new Search(candidates.lifecycle);
    this.#timings = timings;
  }

  answer(question: Question): Answer {
    if (this.#answers >= mostAnswers || this.#beginnings.size >= mostAnswers) {
      this.#beginnings.clear();
      this.#answers = 0;
    }
    const { times, answers } = this.#beginnings.of(this.#beginningOf(question), () => ({
      times: [...new Set(this.reached(question).map(({ ms }) => ms))].sort((a, b) => a - b),
      answers: new Memo(),
    }));
    const { passed, to, now } = question;
    const within = times.findIndex((ms) => ms > passed);
    const withinReport = times.findIndex((ms) => ms > passed - this.reportMs(now));
    return answers.of([to, within, withinReport, ...Object.values(compare(question))], () => {
      this.#answers += 1;
      return this.#find(question);
    });
  }

  /** Everything that can have happened in between, whatever is seen now; the shortest ways first. */
  reached(question: Question): readonly Reached[] {
    if (this.#searches.size >= mostSearches) this.#searches.clear();
    const [from, done, beforeStart, fromStart] = this.#beginningOf(question);
    return this.#searches.of([from, done, beforeStart, fromStart], () =>
      this.#search.from(from, { timings: this.#timings, done, beforeStart, fromStart }),
    );
  }

  /** All that a search depends on. */
  #beginningOf({ from, before, beforeAt, nowAt }: Question): readonly [NodeSet, done: number, beforeStart: boolean, fromStart: boolean] {
    const start = before?.startTime;
    return [
      from,
      this.#doneAt(before),
      start === undefined || beforeAt === undefined || beforeAt < start,
      start === undefined || nowAt === undefined || nowAt >= start,
    ];
  }

  /** The share of a publish that may be done when its progress is shown, in tenths: what was reported, and what has passed since. */
  #doneAt(before: Reading | undefined): number {
    if (!this.#timings || before?.pendingImage !== 'PUBLISHING' || before.progress === undefined) return 1;
    const reported = Math.max(0, Math.ceil(before.progress / 10)) / 10;
    return Math.min(1, reported + 1 / this.#timings['engine.publishSucceeded'].progressSteps);
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
    const fitting = this.reached(question).filter(
      (each) => ends.has(each.config.node) && contradicted(each.config, question).length === 0 && this.#hasTime(each, question),
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

const showsImage = (reading: Reading | undefined): boolean => reading !== undefined && reading.pendingImage !== 'ABSENT';

/** Of a pool that was not seen before. */
export const nothingKnown: KnownImages = { original: undefined, originalKey: undefined, current: undefined };

/** What is known of a pool's images after an observation: what it shows, else what must have become current, on all the ways to it. */
export function knownAfter(known: KnownImages, before: Reading | undefined, now: Reading, currents: readonly Config[]): KnownImages {
  const { operation, pool, imageKey, image } = now;
  const keys = { same: known.current, pending: before?.imageKey, original: known.originalKey, event: undefined, none: undefined };
  const [sure, ...others] = new Set(currents.map(({ current }) => keys[current]));
  const must = others.length === 0 ? sure : undefined;
  const current = now.currentImage === 'ABSENT' ? undefined : (pool?.image ?? (operation === 'INFRASTRUCTURE_CHANGE' ? imageKey : must));
  if (operation === 'INITIAL_PUBLISH' && known.original === undefined) return { original: image, originalKey: imageKey, current };
  return current === known.current ? known : { ...known, current };
}
