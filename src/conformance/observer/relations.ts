/** How an observation compares with the one before, and what of it a way through the life cycle contradicts. */
import type { NodeSet } from './candidates.ts';
import { areSame, type Reading } from './reading.ts';
import type { Config } from './search.ts';

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
