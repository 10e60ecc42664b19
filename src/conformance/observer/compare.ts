/** Compares what a way through the life cycle brings with what two observations show. */
import { type Config, isSameImage } from './config.ts';
import type { Reading } from './reading.ts';

/** What a way may contradict, the plainest first. */
export const contradictions = ['image', 'progress', 'settings', 'startTime', 'error', 'original', 'current', 'shown'] as const;

export type Contradiction = (typeof contradictions)[number];

/** The images that a pool has, as far as they have been seen before the second observation. */
export interface KnownImages {
  /** That of the pool's first publish, by all that names it. */
  readonly original: string | undefined;
  /** The same, by its parent VM and snapshot. */
  readonly originalKey: string | undefined;
  /** The current one, by its parent VM and snapshot. */
  readonly current: string | undefined;
}

/** Two observations that follow each other, and what is known from before. */
export interface Pair {
  /** Undefined where nothing was seen before. */
  readonly before: Reading | undefined;
  readonly now: Reading;
  readonly known: KnownImages;
}

/** What the second observation shows otherwise than a way that ends in a configuration. */
export function contradicted(config: Config, pair: Pair): readonly Contradiction[] {
  return contradictions.filter((each) => tests[each](config, pair));
}

/** Whether a way ends in what the second observation shows. */
export function agrees(config: Config, pair: Pair): boolean {
  return contradictions.every((each) => !tests[each](config, pair));
}

const tests: Readonly<Record<Contradiction, (config: Config, pair: Pair) => boolean>> = {
  image: (config, { before, now }) => (isSameImage(config) || config.image === 'adopted') && before?.image !== now.image,
  original: (config, { now, known: { original } }) => config.image === 'original' && original !== undefined && original !== now.image,
  current: (config, { now, known: { current } }) => config.image === 'current' && differ(current, now.imageKey),
  shown: (config, { before, now, known }) => {
    const shown = now.currentImage === 'ABSENT' ? undefined : now.pool?.image;
    return differ(shown, currentOf(config, before?.imageKey, known));
  },
  progress: (config, { before, now }) => {
    const was = isSameImage(config) ? before?.progress : 0;
    if (now.progress === undefined || was === undefined || config.image === 'none') return false;
    switch (config.progress) {
      case 'same':
        return now.progress !== was;
      case 'risen':
        return now.progress < was;
      case 'zero':
        return now.progress !== 0;
      case 'full':
        return now.progress !== 100;
    }
  },
  error: (config, { before, now }) => config.error === 'same' && now.error !== undefined && before?.error !== now.error,
  startTime: (config, { before, now }) => config.startTime === 'same' && before?.startTime !== now.startTime,
  settings: (config, { before, now }) => config.settings === 'same' && before?.settings !== now.settings && now.settings !== undefined,
};

const differ = (one: string | undefined, other: string | undefined): boolean => one !== undefined && other !== undefined && one !== other;

/**
 * The image that a configuration has as current, by its parent VM and snapshot, where that is known.
 *
 * @param pending the pending image of the first observation
 */
export function currentOf({ current }: Config, pending: string | undefined, known: KnownImages): string | undefined {
  if (current === 'same') return known.current;
  if (current === 'pending') return pending;
  return current === 'original' ? known.originalKey : undefined;
}

/** Everything that decides what agrees with a pair, as a key: pairs of the same key agree with the same configurations. */
export function relationOf({ before, now, known }: Pair): number {
  const was = before?.progress ?? 0;
  const is = now.progress;
  const order = is === undefined || is < was ? 0 : before?.progress !== undefined && is === was ? 1 : 2;
  const place = is === undefined ? 0 : is === 0 ? 1 : is === 100 ? 2 : 3;
  let relation = ((before?.progress === undefined ? 1 : 0) * 3 + order) * 4 + place;
  relation = relation * 2 + (before?.image === now.image ? 1 : 0);
  relation = relation * 3 + (now.error === undefined ? 2 : before?.error === now.error ? 1 : 0);
  relation = relation * 2 + (before?.startTime === now.startTime ? 1 : 0);
  relation = relation * 2 + (now.settings === undefined || before?.settings === now.settings ? 1 : 0);
  relation = relation * 2 + (known.original === undefined || known.original === now.image ? 1 : 0);
  relation = relation * 2 + (differ(known.current, now.imageKey) ? 1 : 0);
  const shown = now.currentImage === 'ABSENT' ? undefined : now.pool?.image;
  relation = relation * 2 + (differ(shown, known.current) ? 1 : 0);
  relation = relation * 2 + (differ(shown, before?.imageKey) ? 1 : 0);
  return relation * 2 + (differ(shown, known.originalKey) ? 1 : 0);
}

/** More than any relation is. */
export const relations = 2 * 3 * 4 * 2 * 3 * 2 ** 4 * 2 ** 3;
