/** What the statuses of a release and format show of the abstract states, and what may be behind what they show. */
import type { PendingImageState } from '../../machines/vocabulary.ts';
import { shownAs } from '../api/enumerations.ts';
import { fieldsOf } from '../api/fields.ts';
import { apiOf, type Format } from '../api/formats.ts';
import type { Release } from '../api/releases.ts';
import { lifecycleOf } from './lifecycle.ts';
import type { LifecycleNode, ShownState } from './lifecycle.types.ts';

/** The statuses of a release and format, as an observer reads them. */
export interface Showing {
  /** Nodes that differ may show the same, and the same state of the pending image may show as several: what it was before counts. */
  state(node: Pick<LifecycleNode, 'state' | 'stateBefore'>): ShownState;
  /**
   * The states that the pending image may really have where others are shown: none in a release that has a value for each. Whatever
   * the current image shows: rules say what goes with what.
   */
  hiddenBehind(shown: ShownState): readonly PendingImageState[];
  /** How far a publish is can be seen. */
  readonly hasProgress: boolean;
}

const known = new Map<string, Showing>();

export function showingOf(release: Release, format: Format): Showing {
  const key = `${release} ${format}`;
  const made = known.get(key) ?? newShowing(release, format);
  known.set(key, made);
  return made;
}

function newShowing(release: Release, format: Format): Showing {
  const show = shownAs('pendingImageState', release, apiOf(format));
  const state: Showing['state'] = ({ state: { operation, pendingImage, currentImage }, stateBefore }) => ({
    operation,
    pendingImage: pendingImage === 'ABSENT' ? pendingImage : ((show(pendingImage) ?? show(stateBefore ?? '')) as PendingImageState),
    currentImage,
  });
  const hidden = new Map<string, Set<PendingImageState>>();
  for (const node of lifecycleOf(release).nodes) {
    const shown = state(node);
    if (shown.pendingImage === node.state.pendingImage) continue;
    hidden.set(keyOf(shown), (hidden.get(keyOf(shown)) ?? new Set()).add(node.state.pendingImage));
  }
  return {
    state,
    hiddenBehind: (shown) => [...(hidden.get(keyOf(shown)) ?? [])],
    hasProgress: fieldsOf('status', release, format).some(({ property }) => property.view === 'pendingImageProgress'),
  };
}

const keyOf = ({ operation, pendingImage }: ShownState): string => `${operation} ${pendingImage}`;
