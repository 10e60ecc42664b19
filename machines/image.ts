/** What a pool's clones are made from, and the settings a push carries. */
import type { LogoffSetting } from './vocabulary.ts';

/** Number of CPUs, memory in MB and cores per socket of the clones (`DesktopComputeProfileSpec`, since Horizon 8.6). */
export interface ComputeProfile {
  readonly numCPU: number;
  readonly ram: number;
  readonly coresPerSocket?: number;
}

/** A parent VM with a snapshot, by vCenter id; the paths are derived from the ids unless given. */
export interface VirtualCenterImage {
  readonly parentVm: string;
  readonly snapshot: string;
  readonly parentVmPath?: string;
  readonly snapshotPath?: string;
}

/** A stream with a tag of the image catalog, by id; the names are derived from the ids unless given. */
export interface ImageCatalogImage {
  readonly imageManagementStream: string;
  readonly imageManagementTag: string;
  readonly imageManagementStreamName?: string;
  readonly imageManagementTagName?: string;
}

/** What an administrator names when asking for an image. */
export type ImageSpec = VirtualCenterImage | ImageCatalogImage;

/** An image with everything a status object shows of it. */
export interface Image extends Required<VirtualCenterImage> {
  readonly catalog?: Required<ImageCatalogImage>;
  readonly computeProfile?: ComputeProfile;
}

/** `DesktopPushImageSettings` after defaults; `startTime` in epoch milliseconds. */
export interface PushImageSettings {
  readonly startTime?: number;
  readonly logoffSetting: LogoffSetting;
  readonly stopOnFirstError: boolean;
  readonly addVirtualTPM: boolean;
}

/**
 * Fills in what is not given: paths from the ids, names from the ids, and the VM and snapshot behind a tag.
 *
 * @param spec what an administrator names
 * @param computeProfile what the clones get with it, if the push says so
 * @example
 * resolveImage({ parentVm: 'vm-2', snapshot: 'snapshot-2' }).parentVmPath //=> /Datacenter/vm/Images/vm-2
 */
export function resolveImage(spec: ImageSpec, computeProfile?: ComputeProfile): Image {
  const profile = computeProfile ? { computeProfile } : {};
  if ('parentVm' in spec) {
    const { parentVm, snapshot } = spec;
    const { parentVmPath = `/Datacenter/vm/Images/${parentVm}`, snapshotPath = `/${snapshot}` } = spec;
    return { parentVm, snapshot, parentVmPath, snapshotPath, ...profile };
  }
  const { imageManagementStream, imageManagementTag } = spec;
  const { imageManagementStreamName = imageManagementStream, imageManagementTagName = imageManagementTag } = spec;
  return {
    parentVm: `vm-${numberOf(imageManagementStream)}`,
    snapshot: `snapshot-${numberOf(imageManagementTag)}`,
    parentVmPath: `/Datacenter/vm/Image Catalog/${imageManagementStreamName}`,
    snapshotPath: `/${imageManagementTagName}`,
    catalog: { imageManagementStream, imageManagementTag, imageManagementStreamName, imageManagementTagName },
    ...profile,
  };
}

/** An image as one names it, with all that is known of it: `resolveImage` makes the same of it. */
export const imageSpecOf = ({ parentVm, snapshot, parentVmPath, snapshotPath, catalog }: Image): ImageSpec =>
  catalog ?? { parentVm, snapshot, parentVmPath, snapshotPath };

/** A number of four digits that depends on a text, for ids that look like vCenter's. */
const numberOf = (text: string): number => 1_000 + [...text].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 8_999, 0);

/** Tells whether two images are the same one: equal parent VM and snapshot, or equal stream and tag. */
export function isSameImage(a: Image, b: Image): boolean {
  return (
    a.parentVm === b.parentVm &&
    a.snapshot === b.snapshot &&
    a.catalog?.imageManagementStream === b.catalog?.imageManagementStream &&
    a.catalog?.imageManagementTag === b.catalog?.imageManagementTag
  );
}
