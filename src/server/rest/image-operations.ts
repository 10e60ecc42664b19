/** Pushes, and what becomes of them: schedule, cancel, promote, apply, and the tasks by which machines follow. */
import type { EventInput } from '../../simulator/input/read-event.ts';
import { item } from './bulk.ts';
import type { Call, Operations } from './call.ts';
import { findPool } from './inventory.ts';
import { type PushBody, toPushEvent } from './push-spec.ts';
import { badRequest, notFound, RestError, show } from './rest-error.ts';
import { send } from './send.ts';
import { virtualTpmAfter } from './virtual-tpm.ts';

const view = ['POOL_VIEW'] as const;
const push = ['POOL_SVI_IMAGE_MANAGEMENT'] as const;

export const imageOperations = {
  schedulePushImage: { privileges: push, handle: schedulePushImage },
  cancelScheduledPushImage: { privileges: push, handle: (call) => command(call, 'command.cancelScheduledPushImage') },
  promotePendingImage: { privileges: push, handle: (call) => command(call, 'command.promotePendingImage') },
  applyImage: { privileges: push, handle: applyImage },
  listTasks: { privileges: view, handle: (call) => call.ok(tasksOf(call)) },
  getTask: { privileges: view, handle: (call) => call.ok(findTask(call)) },
  cancelTask: { privileges: push, handle: (call) => taskCommand(call, { type: 'command.cancelTask' }) },
  pauseTask: { privileges: push, handle: (call) => taskCommand(call, { type: 'command.pauseTask' }) },
  resumeTask: { privileges: push, handle: resumeTask },
} satisfies Operations;

async function command(call: Call, type: 'command.cancelScheduledPushImage' | 'command.promotePendingImage'): Promise<Response> {
  const { id } = findPool(call.world, call.param());
  send(call.world, id, { type });
  await call.world.settled();
  return call.empty(204);
}

async function schedulePushImage(call: Call): Promise<Response> {
  const { world, version } = call;
  findPool(world, call.param());
  const body = await call.body<PushBody>();
  const { id, snapshot } = findPool(world, call.param());
  const event = toPushEvent(body, world.directory, new Set(snapshot.context.clones.map((clone) => clone.id)));
  send(world, id, event);
  const changes = virtualTpmAfter(world.attributes(id), event.spec);
  if (changes) world.setAttributes(id, changes);
  await world.settled();
  return version === 1 ? call.empty(204) : call.ok((body.machine_ids ?? []).map((machine) => item(world, machine)));
}

async function applyImage(call: Call): Promise<Response> {
  const { world } = call;
  findPool(world, call.param());
  const machines = await call.body<readonly string[]>();
  const pendingImage = call.flag('pending_image');
  const { id, snapshot } = findPool(world, call.param());
  const known = new Set(snapshot.context.clones.map((clone) => clone.id));
  const ours = [...new Set(machines.filter((machine) => known.has(machine)))];
  if (ours.length > 0 || machines.length === 0) send(world, id, { type: 'command.applyImage', machines: ours, pendingImage });
  else if (pendingImage && snapshot.value.pendingImage !== 'READY_HELD') {
    throw badRequest(`pending_image is true, and the pending image is ${snapshot.value.pendingImage}, not READY_HELD.`);
  }
  await world.settled();
  return call.ok(machines.map((machine) => item(world, machine, known.has(machine) ? undefined : notFound('machine', machine))));
}

const tasksOf = (call: Call) => call.world.simulator.tasks(findPool(call.world, call.param()).id, 'rest-v1');

function findTask(call: Call) {
  const task = tasksOf(call).find(({ id }) => id === call.param('taskId'));
  if (!task) throw notFound('task', call.param('taskId'));
  return task;
}

async function resumeTask(call: Call): Promise<Response> {
  findTask(call);
  const { retry_failed_vms, stop_on_error } = await call.body<{ retry_failed_vms?: boolean; stop_on_error?: boolean }>({});
  return taskCommand(call, {
    type: 'command.resumeTask',
    ...(retry_failed_vms === undefined ? {} : { retryFailedVMs: retry_failed_vms }),
    ...(stop_on_error === undefined ? {} : { stopOnError: stop_on_error }),
  });
}

/** A command to a task. Only the newest one can have something left to start. */
async function taskCommand(call: Call, event: EventInput): Promise<Response> {
  const { world } = call;
  const task = findTask(call);
  if (tasksOf(call).at(-1)?.id !== task.id) {
    throw new RestError(400, 'inventory.task.over', `The task ${show(task.id)} has nothing left to start: a later one took its place.`);
  }
  send(world, findPool(world, call.param()).id, event);
  await world.settled();
  return call.empty(204);
}
