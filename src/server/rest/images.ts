/** What bodies say of an image: which one it is, and how large its clones are. */
import type { ComputeProfile, ImageSpec } from '../../../machines/image.ts';
import type { Directory } from '../directory.ts';
import { present } from './body.ts';
import { badRequest, found, notFound, show, wrongValue } from './errors.ts';

export type ComputeProfileMembers = {
  readonly [member in `compute_profile_${'num_cpus' | 'ram_mb' | 'num_cores_per_socket'}`]?: number;
};

export type ImageMembers = { readonly [member in 'parent_vm_id' | 'snapshot_id' | 'im_stream_id' | 'im_tag_id']?: string };

/** The image that is named, which must be one that the server knows. */
export function toImage(
  { parent_vm_id: vm, snapshot_id: snapshot, im_stream_id: stream, im_tag_id: tag }: ImageMembers,
  directory: Directory,
) {
  const [hasNoVm, hasNoTag] = [vm === undefined && snapshot === undefined, stream === undefined && tag === undefined];
  if (vm !== undefined && snapshot !== undefined && hasNoTag) return vmImage(vm, snapshot, directory);
  if (stream !== undefined && tag !== undefined && hasNoVm) return catalogImage(stream, tag, directory);
  throw badRequest(
    'The image must be named by "parent_vm_id" and "snapshot_id", or by "im_stream_id" and "im_tag_id"; not by both, and not by one alone.',
  );
}

function vmImage(parentVm: string, snapshot: string, directory: Directory): ImageSpec {
  const vCenter = directory.vCenters[0].id;
  const vm = found(directory.baseVm(vCenter, parentVm), 'base-vm', parentVm);
  const own = directory.snapshot(vCenter, parentVm, snapshot);
  if (own) return { parentVm, snapshot, parentVmPath: vm.path, snapshotPath: own.path };
  const same = directory.snapshots.find((each) => each.vCenter === vCenter && each.id === snapshot);
  const other = found(same, 'base-snapshot', snapshot);
  throw badRequest(`The snapshot ${show(snapshot)} is one of ${show(other.baseVm)}, not of ${show(parentVm)}.`);
}

function catalogImage(streamId: string, tagId: string, directory: Directory): ImageSpec {
  const stream = found(directory.stream(streamId), 'image', streamId);
  const tag = stream.tags.find(({ id }) => id === tagId);
  if (tag) {
    return {
      imageManagementStream: stream.id,
      imageManagementTag: tag.id,
      imageManagementStreamName: stream.name,
      imageManagementTagName: tag.name,
    };
  }
  const other = directory.streams.find(({ tags }) => tags.some(({ id }) => id === tagId));
  if (!other) throw notFound('image', tagId);
  throw badRequest(`The tag ${show(tagId)} is one of the stream ${show(other.id)}, not of ${show(streamId)}.`);
}

/** The compute profile that a body asks for: not half of one, and not one that is impossible. */
export function toComputeProfile(body: ComputeProfileMembers): ComputeProfile | undefined {
  const { compute_profile_num_cpus: numCPU, compute_profile_ram_mb: ram, compute_profile_num_cores_per_socket: coresPerSocket } = body;
  if (numCPU === undefined && ram === undefined && coresPerSocket === undefined) return undefined;
  if (numCPU === undefined || ram === undefined)
    throw badRequest('A compute profile needs both "compute_profile_num_cpus" and "compute_profile_ram_mb".');
  if (coresPerSocket !== undefined && numCPU % coresPerSocket !== 0)
    throw wrongValue('"compute_profile_num_cpus"', numCPU, `be a multiple of "compute_profile_num_cores_per_socket", ${coresPerSocket}`);
  return { numCPU, ram, ...present({ coresPerSocket }) };
}
