/** What bodies say of an image: which one it is, and how large its clones are. */
import type { ComputeProfile, ImageSpec } from '../../../machines/image.ts';
import type { Directory } from '../directory.ts';
import { badRequest, notFound, show } from './errors.ts';

/** What says how large clones are. */
export interface ComputeProfileMembers {
  readonly compute_profile_num_cpus?: number;
  readonly compute_profile_ram_mb?: number;
  readonly compute_profile_num_cores_per_socket?: number;
}

/** What names an image in a body. */
export interface ImageMembers {
  readonly parent_vm_id?: string | undefined;
  readonly snapshot_id?: string | undefined;
  readonly im_stream_id?: string | undefined;
  readonly im_tag_id?: string | undefined;
}

/**
 * The image that is named, which must be one that the server knows.
 *
 * @throws RestError 400, 404
 */
export function toImage({ parent_vm_id, snapshot_id, im_stream_id, im_tag_id }: ImageMembers, directory: Directory): ImageSpec {
  const hasNoVm = parent_vm_id === undefined && snapshot_id === undefined;
  const hasNoTag = im_stream_id === undefined && im_tag_id === undefined;
  if (parent_vm_id !== undefined && snapshot_id !== undefined && hasNoTag) return vmImage(parent_vm_id, snapshot_id, directory);
  if (im_stream_id !== undefined && im_tag_id !== undefined && hasNoVm) return catalogImage(im_stream_id, im_tag_id, directory);
  throw badRequest(
    'The image must be named by "parent_vm_id" and "snapshot_id", or by "im_stream_id" and "im_tag_id"; not by both, and not by one alone.',
  );
}

function vmImage(parentVm: string, snapshot: string, { vCenters, snapshots, ...directory }: Directory): ImageSpec {
  const vCenter = vCenters[0]?.id ?? '';
  const vm = directory.baseVm(vCenter, parentVm);
  if (!vm) throw notFound('base-vm', parentVm);
  const found = directory.snapshot(vCenter, parentVm, snapshot);
  if (found) return { parentVm, snapshot, parentVmPath: vm.path, snapshotPath: found.path };
  const other = snapshots.find((each) => each.vCenter === vCenter && each.id === snapshot);
  if (!other) throw notFound('base-snapshot', snapshot);
  throw badRequest(`The snapshot ${show(snapshot)} is one of ${show(other.baseVm)}, not of ${show(parentVm)}.`);
}

function catalogImage(streamId: string, tagId: string, { streams, ...directory }: Directory): ImageSpec {
  const stream = directory.stream(streamId);
  if (!stream) throw notFound('image', streamId);
  const tag = stream.tags.find(({ id }) => id === tagId);
  if (tag) {
    return {
      imageManagementStream: stream.id,
      imageManagementTag: tag.id,
      imageManagementStreamName: stream.name,
      imageManagementTagName: tag.name,
    };
  }
  const other = streams.find(({ tags }) => tags.some(({ id }) => id === tagId));
  if (!other) throw notFound('image', tagId);
  throw badRequest(`The tag ${show(tagId)} is one of the stream ${show(other.id)}, not of ${show(streamId)}.`);
}

/**
 * The compute profile that a body asks for.
 *
 * @throws RestError 400 for half a profile, or one that is impossible
 */
export function toComputeProfile(body: ComputeProfileMembers): ComputeProfile | undefined {
  const { compute_profile_num_cpus: numCPU, compute_profile_ram_mb: ram, compute_profile_num_cores_per_socket: coresPerSocket } = body;
  if (numCPU === undefined && ram === undefined && coresPerSocket === undefined) return undefined;
  if (numCPU === undefined || ram === undefined) {
    throw badRequest('A compute profile needs both "compute_profile_num_cpus" and "compute_profile_ram_mb".');
  }
  if (coresPerSocket !== undefined && numCPU % coresPerSocket !== 0) {
    throw badRequest(
      `"compute_profile_num_cpus" is ${numCPU}; it must be a multiple of "compute_profile_num_cores_per_socket", ${coresPerSocket}.`,
    );
  }
  return { numCPU, ram, ...(coresPerSocket === undefined ? {} : { coresPerSocket }) };
}
