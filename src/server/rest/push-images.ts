/** Pushes, and what becomes of them: schedule, cancel, promote, apply. */
import type { EventInput } from '../../simulator/input/read-event.ts';
import type { Directory } from '../directory.ts';
import type { Call, Operations } from './call.ts';
import { badRequest, notFound, RestError, show } from './errors.ts';
import { type ComputeProfileMembers, type ImageMembers, toComputeProfile, toImage } from './images.ts';
import { virtualTpmAfter } from './stored-attributes.ts';

const push = ['POOL_SVI_IMAGE_MANAGEMENT'] as const;

export const pushOperations = {
  schedulePushImage: { privileges: push, handle: schedulePushImage },
  cancelScheduledPushImage: { privileges: push, handle: (call) => command(call, 'command.cancelScheduledPushImage') },
  promotePendingImage: { privileges: push, handle: (call) => command(call, 'command.promotePendingImage') },
  applyImage: { privileges: push, handle: applyImage },
} satisfies Operations;

function command(call: Call, type: 'command.cancelScheduledPushImage' | 'command.promotePendingImage'): Response {
  call.send(call.pool().id, { type });
  return call.empty(204);
}

async function schedulePushImage(call: Call): Promise<Response> {
  const { world, version } = call;
  const { body, id, snapshot } = await call.bodyAndPool<PushBody>();
  const event = toPushEvent(body, world.directory, new Set(snapshot.context.clones.map((clone) => clone.id)));
  call.send(id, event);
  const changes = virtualTpmAfter(world.attributes(id), event.spec);
  if (changes) world.setAttributes(id, changes);
  return version === 1 ? call.empty(204) : call.bulk(body.machine_ids ?? [], () => {});
}

async function applyImage(call: Call): Promise<Response> {
  const { body: machines, id, snapshot } = await call.bodyAndPool<readonly string[]>();
  const pendingImage = call.flag('pending_image');
  const known = new Set(snapshot.context.clones.map((clone) => clone.id));
  const ours = [...new Set(machines.filter((machine) => known.has(machine)))];
  if (ours.length > 0 || machines.length === 0) call.send(id, { type: 'command.applyImage', machines: ours, pendingImage });
  else if (pendingImage && snapshot.value.pendingImage !== 'READY_HELD') {
    throw badRequest(`pending_image is true, and the pending image is ${snapshot.value.pendingImage}, not READY_HELD.`);
  }
  return call.bulk(machines, (machine) => {
    if (!known.has(machine)) throw notFound('machine', machine);
  });
}

/** DesktopPoolPushImageSpec, versions 1 to 3, after its schema was checked. */
interface PushBody extends ComputeProfileMembers, ImageMembers {
  readonly logoff_policy: 'FORCE_LOGOFF' | 'WAIT_FOR_LOGOFF';
  /** Epoch milliseconds; any number. */
  readonly start_time?: number;
  readonly stop_on_first_error?: boolean;
  readonly add_virtual_tpm?: boolean;
  readonly selective_push_image?: boolean;
  readonly machine_ids?: readonly string[];
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
function toPushEvent(body: PushBody, directory: Directory, machines: ReadonlySet<string>): PushEvent {
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
