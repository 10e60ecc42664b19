/** Pushes, and the tasks by which the machines of a pool follow its image. */
import type { EventInput } from '../../simulator/input/read-event.ts';
import type { Directory } from '../directory.ts';
import { present } from './body.ts';
import type { Call, Operations } from './call.ts';
import { badRequest, found, notFound, RestError, show } from './errors.ts';
import { type ComputeProfileMembers, type ImageMembers, toComputeProfile, toImage } from './images.ts';
import { virtualTpmAfter } from './stored-attributes.ts';

const view = ['POOL_VIEW'] as const;
const push = ['POOL_SVI_IMAGE_MANAGEMENT'] as const;

export const pushOperations = {
  schedulePushImage: { privileges: push, handle: schedulePushImage },
  cancelScheduledPushImage: { privileges: push, handle: command('command.cancelScheduledPushImage') },
  promotePendingImage: { privileges: push, handle: command('command.promotePendingImage') },
  applyImage: { privileges: push, handle: applyImage },
  listTasks: { privileges: view, handle: (call) => call.ok(tasksOf(call)) },
  getTask: { privileges: view, handle: (call) => call.ok(findTask(call)) },
  cancelTask: { privileges: push, handle: (call) => sendToTask(call, { type: 'command.cancelTask' }) },
  pauseTask: { privileges: push, handle: (call) => sendToTask(call, { type: 'command.pauseTask' }) },
  resumeTask: { privileges: push, handle: resumeTask },
} satisfies Operations;

function command(type: 'command.cancelScheduledPushImage' | 'command.promotePendingImage'): (call: Call) => Response {
  return (call) => {
    call.send(call.pool().id, { type });
    return call.empty();
  };
}

async function schedulePushImage(call: Call): Promise<Response> {
  const { world, version } = call;
  const { body, id, snapshot } = await call.bodyAndPool<PushBody>();
  const event = toPushEvent(body, world.directory, new Set(snapshot.context.clones.map((clone) => clone.id)));
  call.send(id, event);
  const changes = virtualTpmAfter(world.attributes(id), event.spec, body.add_virtual_tpm);
  if (Object.keys(changes).length > 0) world.setAttributes(id, changes);
  return version === 1 ? call.empty() : call.bulk(body.machine_ids ?? [], () => {});
}

async function applyImage(call: Call): Promise<Response> {
  const { body: machines, id, snapshot } = await call.bodyAndPool<readonly string[]>();
  const pendingImage = call.flag('pending_image');
  const known = new Set(snapshot.context.clones.map((clone) => clone.id));
  const ours = [...new Set(machines.filter((machine) => known.has(machine)))];
  if (ours.length > 0 || machines.length === 0) call.send(id, { type: 'command.applyImage', machines: ours, pendingImage });
  else if (pendingImage && snapshot.value.pendingImage !== 'READY_HELD')
    throw badRequest(`pending_image is true, and the pending image is ${snapshot.value.pendingImage}, not READY_HELD.`);
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

function toPushEvent(body: PushBody, directory: Directory, machines: ReadonlySet<string>): PushEvent {
  const { start_time, logoff_policy, stop_on_first_error, add_virtual_tpm, selective_push_image, machine_ids } = body;
  if (start_time !== undefined && Math.abs(start_time) > farthest)
    throw badRequest(`"start_time" is ${show(start_time)}, which cannot be mapped to a time in milliseconds.`);
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
        ...present({ stopOnFirstError: stop_on_first_error, addVirtualTPM: add_virtual_tpm }),
      },
      ...present({ selectivePushImage: selective_push_image, machines: machine_ids && [...new Set(machine_ids)], computeProfile }),
    },
  };
}

const tasksOf = (call: Call) => call.world.simulator.tasks(call.pool().id, 'rest-v1');

function findTask(call: Call) {
  const asked = call.param('taskId');
  const task = tasksOf(call).find(({ id }) => id === asked);
  return found(task, 'task', asked);
}

async function resumeTask(call: Call): Promise<Response> {
  findTask(call);
  const { retry_failed_vms, stop_on_error } = await call.body<{ retry_failed_vms?: boolean; stop_on_error?: boolean }>({});
  return sendToTask(call, { type: 'command.resumeTask', ...present({ retryFailedVMs: retry_failed_vms, stopOnError: stop_on_error }) });
}

/** A command to a task. Only the newest one can have something left to start. */
function sendToTask(call: Call, event: EventInput): Response {
  const { id } = findTask(call);
  if (tasksOf(call).at(-1)?.id !== id)
    throw new RestError(400, 'inventory.task.over', `The task ${show(id)} has nothing left to start: a later one took its place.`);
  call.send(call.pool().id, event);
  return call.empty();
}
