/** What a status shows of an image, whatever state it is in. */
import type { Image } from '../../machines/image.ts';
import type { PendingImageView } from '../api/pool-view.ts';

/** The members of a pending image that come of the image itself. */
export type ImageView = Omit<PendingImageView, 'state' | 'stateBefore' | 'progress' | 'error'>;

/** @example toImageView(resolveImage({ parentVm: 'vm-1', snapshot: 'snapshot-1' })).parentVm //=> vm-1 */
export function toImageView({ parentVm, snapshot, parentVmPath, snapshotPath, catalog, computeProfile }: Image): ImageView {
  return { parentVm, snapshot, parentVmPath, snapshotPath, ...catalog, ...(computeProfile ? { computeProfile } : {}) };
}
