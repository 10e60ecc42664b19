/** From one observation to the next: which states fit afterwards, and a shortest way there. Equal questions are answered once. */
import type { Timings } from '../../engine/timings.ts';
import { Memo } from '../memo.ts';
import type { Candidates, NodeSet } from './candidates.ts';
import { type Narration, narrationOf } from './narrative.ts';
import { areSame, type Reading } from './reading.ts';
import { type Circumstances, type Config, eventsTo, isSameImage, type Reached, Search } from './search.ts';

/** The images that a pool has, as far as its observer knows them without seeing them now. */
export interface KnownImages {
  /** That of the pool's first publish, by all that names it. */
  readonly original: Reading['image'];
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

/** How two observations may compare; `own` is the image that the pool names as its own. Most show nothing of it. */
type Relation =
  | 'no progress'
  | 'no progress before'
  | 'progress fell'
  | 'progress stayed'
  | 'progress is 0'
  | 'progress is 100'
  | 'other image'
  | 'other error'
  | 'other start time'
  | 'other settings'
  | 'not the original image'
  | 'not the current image'
  | 'own is not the current image'
  | 'own is not the pending image'
  | 'own is not the original image';

/** All that decides which configurations agree with two observations. */
export function relationsOf({ before, now, known }: Question): Relation[] {
  const relations: Relation[] = [];
  const [was, is] = [before?.progress, now.progress];
  if (is === undefined) relations.push('no progress');
  else if (was === undefined) relations.push('no progress before');
  else if (is < was) relations.push('progress fell');
  else if (is === was) relations.push('progress stayed');
  if (is === 0) relations.push('progress is 0');
  if (is === 100) relations.push('progress is 100');
  if (!areSame(before?.image, now.image)) relations.push('other image');
  if (now.error !== undefined && before?.error !== now.error) relations.push('other error');
  if (before?.startTime !== now.startTime) relations.push('other start time');
  if (now.settings !== undefined && !areSame(before?.settings, now.settings)) relations.push('other settings');
  if (known.original && now.image && !areSame(known.original, now.image)) relations.push('not the original image');
  if (differ(known.current, now.imageKey)) relations.push('not the current image');
  const own = now.currentImage === 'ABSENT' ? undefined : now.pool?.image;
  if (differ(own, known.current)) relations.push('own is not the current image');
  if (differ(own, before?.imageKey)) relations.push('own is not the pending image');
  if (differ(own, known.originalKey)) relations.push('own is not the original image');
  return relations;
}

const differ = (one: string | undefined, other: string | undefined): boolean => one !== undefined && other !== undefined && one !== other;

/** What a way may contradict, the plainest first. */
const contradictions = {
  image: ({ image }, is) => (image === 'same' || image === 'adopted') && is('other image'),
  progress: ({ image, progress }, is) => {
    if (image === 'none' || is('no progress') || (image === 'same' && is('no progress before'))) return false;
    if (progress === 'risen') return image === 'same' && is('progress fell');
    if (progress === 'same' && image === 'same') return !is('progress stayed');
    return progress === 'full' ? !is('progress is 100') : !is('progress is 0');
  },
  settings: ({ settings }, is) => settings === 'same' && is('other settings'),
  startTime: ({ startTime }, is) => startTime === 'same' && is('other start time'),
  error: ({ error }, is) => error === 'same' && is('other error'),
  original: ({ image }, is) => image === 'original' && is('not the original image'),
  current: ({ image }, is) => image === 'current' && is('not the current image'),
  shown: ({ current }, is) =>
    (current === 'same' && is('own is not the current image')) ||
    (current === 'pending' && is('own is not the pending image')) ||
    (current === 'original' && is('own is not the original image')),
} as const satisfies Record<string, (config: Config, is: (relation: Relation) => boolean) => boolean>;

export type Contradiction = keyof typeof contradictions;

/** What the second observation shows otherwise than a way that ends in a configuration. */
export function contradicted(config: Config, relations: readonly Relation[]): readonly Contradiction[] {
  const is = (relation: Relation) => relations.includes(relation);
  return (Object.keys(contradictions) as Contradiction[]).filter((each) => contradictions[each](config, is));
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
  /** How the last provisioning errors begin that can have been written. */
  readonly errors: ReadonlySet<string>;
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
    const { times, answers } = this.#beginningOf(question);
    const { passed, to, now } = question;
    const key: unknown[] = relationsOf(question);
    key.push(to, countWithin(times, passed), countWithin(times, passed - this.reportMs(now)));
    return answers.of(key, () => {
      this.#answers += 1;
      return this.#find(question);
    });
  }

  /** Whether a last provisioning error that begins so can have been written in between. */
  canHaveWritten(prefix: string, question: Question): boolean {
    return this.#beginningOf(question).errors.has(prefix);
  }

  #beginningOf(question: Question): Beginning {
    if (this.#answers >= mostAnswers || this.#beginnings.size >= mostAnswers) {
      this.#beginnings.clear();
      this.#answers = 0;
    }
    return this.#beginnings.of(this.#circumstancesOf(question), () => {
      const reached = this.reached(question);
      const edges = [...new Set(reached.map(({ config }) => config.node))].flatMap((node) => this.#candidates.lifecycle.edgesFrom(node));
      return {
        times: [...new Set(reached.map(({ ms }) => ms))].sort((a, b) => a - b),
        errors: new Set(edges.flatMap(({ effects }) => effects.lastError?.prefix ?? [])),
        answers: new Memo(),
      };
    });
  }

  /** Everything that can have happened in between, whatever is seen now; the shortest ways first. */
  reached(question: Question): readonly Reached[] {
    if (this.#searches.size >= mostSearches) this.#searches.clear();
    const circumstances = this.#circumstancesOf(question);
    return this.#searches.of(circumstances, () => {
      const [from, tenths, start] = circumstances;
      return this.#search.from(from, { timings: this.#timings, done: this.#doneAt(tenths), start });
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

  /** The share of a publish that may be done when some tenths of it are reported: those, and what has passed since. */
  #doneAt(tenths: number): number {
    return this.#timings ? Math.min(1, tenths / 10 + 1 / this.#timings['engine.publishSucceeded'].progressSteps) : 1;
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

/** Of a pool that was not seen before. */
export const nothingKnown: KnownImages = { original: undefined, originalKey: undefined, current: undefined };

/** What is known of a pool's images after an observation: what it shows, else what must have become current, on all the ways to it. */
export function knownAfter(known: KnownImages, before: Reading | undefined, now: Reading, currents: readonly Config[]): KnownImages {
  const { operation, pool, imageKey, image } = now;
  const [first] = currents;
  let must = first && currentOf(first, before, known);
  for (const each of currents) if (currentOf(each, before, known) !== must) must = undefined;
  const current = now.currentImage === 'ABSENT' ? undefined : (pool?.image ?? (operation === 'INFRASTRUCTURE_CHANGE' ? imageKey : must));
  if (operation === 'INITIAL_PUBLISH' && known.original === undefined) return { original: image, originalKey: imageKey, current };
  return current === known.current ? known : { original: known.original, originalKey: known.originalKey, current };
}

/** The image that a configuration has as current, where that is known. */
function currentOf({ current }: Config, before: Reading | undefined, known: KnownImages): string | undefined {
  if (current === 'same') return known.current;
  if (current === 'pending') return before?.imageKey;
  return current === 'original' ? known.originalKey : undefined;
}
