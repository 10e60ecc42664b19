/** What the statuses of a release and format show of the abstract states. */
import type { PendingImageState } from '../../machines/vocabulary.ts';
import { fieldsOf } from '../api/fields.ts';
import { apiOf, type Format } from '../api/formats.ts';
import type { Release } from '../api/releases.ts';
import { shownAs } from '../api/shown-states.ts';
import type { LifecycleNode, ShownState } from './lifecycle.types.ts';

/** The statuses of a release and format, as an observer reads them. */
export interface Showing {
  /** Nodes that differ may show the same, and the same state of the pending image may show as several: what it was before counts. */
  state(node: Pick<LifecycleNode, 'state' | 'stateBefore'>): ShownState;
  /** How far a publish is can be seen. */
  readonly hasProgress: boolean;
}

export function showingOf(release: Release, format: Format): Showing {
  const show = shownAs('pendingImageState', release, apiOf(format));
  return {
    state: ({ state: { operation, pendingImage, currentImage }, stateBefore }) => ({
      operation,
      pendingImage: pendingImage === 'ABSENT' ? pendingImage : ((show(pendingImage) ?? show(stateBefore ?? '')) as PendingImageState),
      currentImage,
    }),
    hasProgress: fieldsOf('status', release, format).some(({ property }) => property.view === 'pendingImageProgress'),
  };
}
