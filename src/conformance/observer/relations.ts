/** How an observation compares with the one before, and what of it a way through the life cycle contradicts. */
import { showValue } from '../violation.ts';
import type { NodeSet } from './candidates.ts';
import type { FollowRuleId } from './follow-rules.ts';
import type { Assumption } from './observer.types.ts';
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

const shownOwn = ({ now }: Question): string | undefined => (now.currentImage === 'ABSENT' ? undefined : now.pool?.image);

/** How two observations may compare; `own` is the image that the pool names as its own. Most show nothing of it. */
const relations = {
  'no progress': ({ now }) => now.progress === undefined,
  'no progress before': ({ before, now }) => now.progress !== undefined && before?.progress === undefined,
  'progress fell': ({ before, now }) => (now.progress ?? 0) < (before?.progress ?? 0) && now.progress !== undefined,
  'progress stayed': ({ before, now }) => now.progress !== undefined && now.progress === before?.progress,
  'progress is 0': ({ now }) => now.progress === 0,
  'progress is 100': ({ now }) => now.progress === 100,
  'other image': ({ before, now }) => !areSame(before?.image, now.image),
  'other error': ({ before, now }) => now.error !== undefined && before?.error !== now.error,
  'other start time': ({ before, now }) => before?.startTime !== now.startTime,
  'other settings': ({ before, now }) => now.settings !== undefined && !areSame(before?.settings, now.settings),
  'not the original image': ({ now, known }) =>
    known.original !== undefined && now.image !== undefined && !areSame(known.original, now.image),
  'not the current image': ({ now, known }) => differ(known.current, now.imageKey),
  'own is not the current image': (question) => differ(shownOwn(question), question.known.current),
  'own is not the pending image': (question) => differ(shownOwn(question), question.before?.imageKey),
  'own is not the original image': (question) => differ(shownOwn(question), question.known.originalKey),
} as const satisfies Record<string, (question: Question) => boolean>;

type Relation = keyof typeof relations;
const rows = Object.entries(relations) as readonly [Relation, (question: Question) => boolean][];

/** All that decides which configurations agree with two observations. */
export function relationsOf(question: Question): Relation[] {
  const found: Relation[] = [];
  for (const [name, holds] of rows) if (holds(question)) found.push(name);
  return found;
}

const differ = (one: string | undefined, other: string | undefined): boolean => one !== undefined && other !== undefined && one !== other;

/** Something that a way says otherwise than what is seen. */
export interface Contradiction {
  readonly rule: FollowRuleId;
  readonly holds: (config: Config, is: (relation: Relation) => boolean) => boolean;
  /** What is said of it. */
  readonly text: (question: Question, name: string) => string;
  readonly assumption?: Assumption;
}

/** What is assumed where an image is compared with what a pool names. */
export const ownImage: Assumption = {
  evidence: 'assumed',
  text: 'hvsim assumes that the provisioning settings of a pool name its current image from the moment on in which it becomes current, and the first one before that.',
};

/** What a way may contradict, the plainest first. */
const contradictions: readonly Contradiction[] = [
  {
    rule: 'follow/image',
    holds: ({ image }, is) => (image === 'same' || image === 'adopted') && is('other image'),
    text: ({ before, now }) =>
      `The pending image was ${before?.imageName} and is ${now.imageName}${before?.imageName === now.imageName ? ' with other names or paths' : ''}.`,
  },
  {
    rule: 'follow/progress',
    holds: ({ image, progress }, is) => {
      if (image === 'none' || is('no progress') || (image === 'same' && is('no progress before'))) return false;
      if (progress === 'risen') return image === 'same' && is('progress fell');
      if (progress === 'same' && image === 'same') return !is('progress stayed');
      return progress === 'full' ? !is('progress is 100') : !is('progress is 0');
    },
    text: ({ before, now }, name) => `The progress of ${name} was ${before?.progress} % and is ${now.progress} %.`,
  },
  {
    rule: 'follow/settings',
    holds: ({ settings }, is) => settings === 'same' && is('other settings'),
    text: (_, name) => `The push of ${name} has other settings than before.`,
  },
  {
    rule: 'follow/start-time',
    holds: ({ startTime }, is) => startTime === 'same' && is('other start time'),
    text: (_, name) => `The push of ${name} has another start time than before.`,
  },
  {
    rule: 'follow/error',
    holds: ({ error }, is) => error === 'same' && is('other error'),
    text: ({ before, now }, name) => `The error of ${name} was ${showValue(before?.error || null)} and is ${showValue(now.error || null)}.`,
  },
  {
    rule: 'follow/original-image',
    holds: ({ image }, is) => image === 'original' && is('not the original image'),
    text: ({ now, known }) =>
      `The pool was created with ${known.original?.slice(0, 2).join('/')} and is published anew with ${now.imageName}.`,
  },
  {
    rule: 'follow/current-image',
    holds: ({ image }, is) => image === 'current' && is('not the current image'),
    text: ({ now, known }) => `The current image is ${known.current}, and the infrastructure change publishes ${now.imageName}.`,
  },
  {
    rule: 'follow/current-image',
    holds: ({ current }, is) =>
      (current === 'same' && is('own is not the current image')) ||
      (current === 'pending' && is('own is not the pending image')) ||
      (current === 'original' && is('own is not the original image')),
    text: ({ before, now, known: { current } }) => {
      const pending = before?.imageKey === undefined ? '' : `, and ${before.imageKey} was pending`;
      const but =
        current === undefined ? `and ${before?.imageKey ?? 'another one'} was pending` : `the current image was ${current}${pending}`;
      return `The pool shows ${now.pool?.image} as its own, ${but}.`;
    },
    assumption: ownImage,
  },
];

/** What the second observation shows otherwise than a way that ends in a configuration. */
export function contradicted(config: Config, shown: readonly Relation[]): readonly Contradiction[] {
  const is = (relation: Relation) => shown.includes(relation);
  return contradictions.filter(({ holds }) => holds(config, is));
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
