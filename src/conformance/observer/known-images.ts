/** The images of a pool that its observer knows without seeing them. */
import { currentOf, type KnownImages } from './compare.ts';
import type { Config } from './config.ts';
import type { Reading } from './reading.ts';
import type { Question } from './steps.ts';

/** Of a pool that was not seen before. */
export const nothingKnown: KnownImages = { original: undefined, originalKey: undefined, current: undefined };

/** The current image on all ways that lead to an observation, where it is the same on all of them. */
export function currentAmong(configs: readonly Config[], { before, known }: Question): string | undefined {
  const [first] = configs;
  const current = first && currentOf(first, before?.imageKey, known);
  const isSure = configs.every((each) => currentOf(each, before?.imageKey, known) === current);
  return isSure ? current : undefined;
}

/** What is known of a pool's images after an observation: what it shows, else what must have become current. */
export function knownAfter(known: KnownImages, now: Reading, current: string | undefined): KnownImages {
  const { operation, pool, imageKey, image } = now;
  const shown = now.currentImage === 'ABSENT' ? undefined : (pool?.image ?? (operation === 'INFRASTRUCTURE_CHANGE' ? imageKey : current));
  const isFirst = operation === 'INITIAL_PUBLISH' && known.original === undefined;
  if (!isFirst && shown === known.current) return known;
  if (isFirst) return { original: image, originalKey: imageKey, current: shown };
  return { original: known.original, originalKey: known.originalKey, current: shown };
}
