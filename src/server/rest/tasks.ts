/** The tasks by which the machines of a pool follow its image. */
import type { EventInput } from '../../simulator/input/read-event.ts';
import type { Call, Operations } from './call.ts';
import { notFound, RestError, show } from './errors.ts';

const view = ['POOL_VIEW'] as const;
const push = ['POOL_SVI_IMAGE_MANAGEMENT'] as const;

export const taskOperations = {
  listTasks: { privileges: view, handle: (call) => call.ok(tasksOf(call)) },
  getTask: { privileges: view, handle: (call) => call.ok(findTask(call)) },
  cancelTask: { privileges: push, handle: (call) => command(call, { type: 'command.cancelTask' }) },
  pauseTask: { privileges: push, handle: (call) => command(call, { type: 'command.pauseTask' }) },
  resumeTask: { privileges: push, handle: resumeTask },
} satisfies Operations;

const tasksOf = (call: Call) => call.world.simulator.tasks(call.pool().id, 'rest-v1');

function findTask(call: Call) {
  const task = tasksOf(call).find(({ id }) => id === call.param('taskId'));
  if (!task) throw notFound('task', call.param('taskId'));
  return task;
}

async function resumeTask(call: Call): Promise<Response> {
  findTask(call);
  const { retry_failed_vms, stop_on_error } = await call.body<{ retry_failed_vms?: boolean; stop_on_error?: boolean }>({});
  return command(call, {
    type: 'command.resumeTask',
    ...(retry_failed_vms === undefined ? {} : { retryFailedVMs: retry_failed_vms }),
    ...(stop_on_error === undefined ? {} : { stopOnError: stop_on_error }),
  });
}

/** A command to a task. Only the newest one can have something left to start. */
function command(call: Call, event: EventInput): Response {
  const task = findTask(call);
  if (tasksOf(call).at(-1)?.id !== task.id) {
    throw new RestError(400, 'inventory.task.over', `The task ${show(task.id)} has nothing left to start: a later one took its place.`);
  }
  call.send(call.pool().id, event);
  return call.empty(204);
}
