/** What the statuses of a release and format show of the abstract states. */
import type { PendingImageState } from '../../machines/vocabulary.ts';
import { fieldsOf } from '../api/fields.ts';
import { apiOf, type Format } from '../api/formats.ts';
import type { Release } from '../api/releases.ts';
import { shownAs } from '../api/shown-states.ts';
import type { LifecycleNode, ShownState } from './lifecycle.types.ts';

export function showingOf(release: Release, format: Format) {
  const show = shownAs('pendingImageState', release, apiOf(format));
  return {
    /** Nodes that differ may show the same, and the same state of the pending image may show as several: what it was before counts. */
    state: ({
      state: { operation, pendingImage, currentImage },
      stateBefore,
    }: Pick<LifecycleNode, 'state' | 'stateBefore'>): ShownState => ({
      operation,
      pendingImage: pendingImage === 'ABSENT' ? pendingImage : ((show(pendingImage) ?? show(stateBefore ?? '')) as PendingImageState),
      currentImage,
    }),
    /** How far a publish is can be seen. */
    hasProgress: fieldsOf('status', release, format).some(({ property }) => property.view === 'pendingImageProgress'),
  };
}

/** The statuses of a release and format, as an observer reads them. */
export type Showing = ReturnType<typeof showingOf>;
