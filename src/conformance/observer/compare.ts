/** Compares what a way through the life cycle brings with what two observations show. */
import { type Config, isSameImage } from './config.ts';
import type { Reading } from './reading.ts';

/** What a way may contradict, the plainest first. */
export const contradictions = ['image', 'progress', 'settings', 'startTime', 'error', 'original'] as const;

export type Contradiction = (typeof contradictions)[number];

/** Two observations that follow each other, and what is known from before. */
export interface Pair {
  /** Undefined where nothing was seen before. */
  readonly before: Reading | undefined;
  readonly now: Reading;
  /** The image of the pool's first publish, where it has been seen. */
  readonly original: string | undefined;
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
  image: (config, { before, now }) => isSameImage(config) && before?.image !== now.image,
  original: (config, { now, original }) => config.image === 'original' && original !== undefined && original !== now.image,
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

/** Everything that decides what agrees with a pair, as a key: pairs of the same key agree with the same configurations. */
export function relationOf({ before, now, original }: Pair): number {
  const [was, is] = [before?.progress ?? 0, now.progress];
  const order = is === undefined || is < was ? 0 : before?.progress !== undefined && is === was ? 1 : 2;
  const place = is === undefined ? 0 : is === 0 ? 1 : is === 100 ? 2 : 3;
  let relation = ((before?.progress === undefined ? 1 : 0) * 3 + order) * 4 + place;
  relation = relation * 2 + (before?.image === now.image ? 1 : 0);
  relation = relation * 3 + (now.error === undefined ? 2 : before?.error === now.error ? 1 : 0);
  relation = relation * 2 + (before?.startTime === now.startTime ? 1 : 0);
  relation = relation * 2 + (now.settings === undefined || before?.settings === now.settings ? 1 : 0);
  return relation * 2 + (original === undefined || original === now.image ? 1 : 0);
}
