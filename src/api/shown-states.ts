/** What a release shows in place of a value that it lacks, and what may be behind what it shows. */
import type { CurrentImageState, Operation, PendingImageState } from '../../machines/vocabulary.ts';
import { isAvailable } from './availability.ts';
import { type EnumerationName, hasPendingUnpublishing, hasSelectivePush, wireEntries, wireValues } from './enumerations.ts';
import type { Api } from './formats.ts';
import type { Release } from './releases.ts';

/**
 * What an API of a release shows of each value: the value itself, or what stands in for it. Undefined is what has no value of its own,
 * and what shows as the state that the image had before.
 *
 * @example shownAs('pendingImageState', '2106', 'view')('READY_HELD') //=> READY
 */
export function shownAs(name: EnumerationName, release: Release, api: Api): (value: string) => string | undefined {
  const shown = new Map(
    wireEntries(name).map(([value, { standIn, ...since }]) => {
      if (isAvailable(release, since[api])) return [value, value];
      return [value, standIn === 'stateBefore' ? undefined : standIn];
    }),
  );
  return (value) => shown.get(value);
}

/** The states of a pool's three regions. */
export interface States {
  readonly operation: Operation;
  readonly pendingImage: PendingImageState;
  readonly currentImage: CurrentImageState;
}

/**
 * The inverse of `shownAs`: what the pending image may really be where a release shows these states, beside what is shown. No document
 * says after which states an image is removed, so all that are not ruled out are here.
 *
 * @example hiddenBehind({ operation: 'NONE', pendingImage: 'READY', currentImage: 'READY' }, '2111', 'rest') //=> READY_HELD
 */
export function hiddenBehind({ operation, pendingImage, currentImage }: States, release: Release, api: Api): readonly PendingImageState[] {
  if (pendingImage === 'READY' && operation === 'NONE' && currentImage === 'READY') {
    return hasSelectivePush(release) && !wireValues('pendingImageState', release, api).includes('READY_HELD') ? ['READY_HELD'] : [];
  }
  if (hasPendingUnpublishing(release, api)) return [];
  return stateBeforeUnpublishing[operation].includes(pendingImage) ? ['UNPUBLISHING'] : [];
}

const published: readonly PendingImageState[] = ['PENDING_PUBLISH', 'PUBLISHING', 'READY'];

/** What the pending image may have been before UNPUBLISHING, by operation. */
const stateBeforeUnpublishing: Readonly<Record<Operation, readonly PendingImageState[]>> = {
  INITIAL_PUBLISH: [],
  NONE: [],
  SCHEDULE_PUSH_IMAGE: published,
  CANCEL_SCHEDULED_PUSH_IMAGE: published,
  INFRASTRUCTURE_CHANGE: [],
  FINAL_UNPUBLISH: [...published, 'FAILED'],
  DELETED: [],
};
