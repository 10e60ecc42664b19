/** The body of schedule-push-image, as the life cycle reads it. */
import type { ComputeProfile, ImageSpec } from '../../../machines/image.ts';
import type { EventInput } from '../../simulator/input/read-event.ts';
import type { Directory } from '../directory.ts';
import { badRequest, notFound, RestError, show } from './rest-error.ts';

/** DesktopPoolPushImageSpec, versions 1 to 3, after its schema was checked. */
export interface PushBody extends ComputeProfileMembers {
  readonly parent_vm_id?: string;
  readonly snapshot_id?: string;
  readonly im_stream_id?: string;
  readonly im_tag_id?: string;
  readonly logoff_policy: 'FORCE_LOGOFF' | 'WAIT_FOR_LOGOFF';
  /** Epoch milliseconds; any number. */
  readonly start_time?: number;
  readonly stop_on_first_error?: boolean;
  readonly add_virtual_tpm?: boolean;
  readonly selective_push_image?: boolean;
  readonly machine_ids?: readonly string[];
}

/** What says how large clones are. */
export interface ComputeProfileMembers {
  readonly compute_profile_num_cpus?: number;
  readonly compute_profile_ram_mb?: number;
  readonly compute_profile_num_cores_per_socket?: number;
}

type PushEvent = Extract<EventInput, { readonly type: 'command.schedulePushImage' }>;

/** Times that a date can say, in epoch milliseconds. */
const farthest = 8.64e15;

/**
 * The command that a body asks for.
 *
 * @param machines ids of the pool's machines
 * @throws RestError 400, 404
 */
export function toPushEvent(body: PushBody, directory: Directory, machines: ReadonlySet<string>): PushEvent {
  const { start_time, logoff_policy, stop_on_first_error, add_virtual_tpm, selective_push_image, machine_ids } = body;
  if (start_time !== undefined && Math.abs(start_time) > farthest) {
    throw badRequest(`"start_time" is ${show(start_time)}, which cannot be mapped to a time in milliseconds.`);
  }
  if (machine_ids && !selective_push_image)
    throw badRequest('"machine_ids" is given, which is only allowed with "selective_push_image" true.');
  const stranger = machine_ids?.find((id) => !machines.has(id));
  if (stranger !== undefined)
    throw new RestError(404, 'inventory.machine.not.found', `"machine_ids": ${show(stranger)} is no machine of this pool.`);
  const computeProfile = toComputeProfile(body);
  return {
    type: 'command.schedulePushImage',
    spec: {
      ...toImage(body, directory),
      settings: {
        ...(start_time === undefined ? {} : { startTime: Math.trunc(start_time) + 0 }),
        logoffSetting: logoff_policy,
        ...(stop_on_first_error === undefined ? {} : { stopOnFirstError: stop_on_first_error }),
        ...(add_virtual_tpm === undefined ? {} : { addVirtualTPM: add_virtual_tpm }),
      },
      ...(selective_push_image === undefined ? {} : { selectivePushImage: selective_push_image }),
      ...(machine_ids ? { machines: [...new Set(machine_ids)] } : {}),
      ...(computeProfile ? { computeProfile } : {}),
    },
  };
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
  const named = [parent_vm_id, snapshot_id, im_stream_id, im_tag_id].map((each) => each !== undefined).join();
  if (named === 'true,true,false,false') return vmImage(parent_vm_id as string, snapshot_id as string, directory);
  if (named === 'false,false,true,true') return catalogImage(im_stream_id as string, im_tag_id as string, directory);
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
