/** The objects an observer is shown of a pool, in a release and format. */
import type { Format, Target } from '../api/formats.ts';
import type { ParentStatus, Status, Task } from '../api/types.ts';
import { encodeParent, encodeStatus, encodeTask } from '../projector/encode.ts';
import { toPoolView, toTaskView } from '../projector/to-pool-view.ts';
import { taskId } from './names.ts';
import type { PoolSnapshot } from './step.ts';

/** The status; null for a deleted pool. */
export function statusOf<F extends Format>(snapshot: PoolSnapshot, target: Target<F>): Status<F> | null {
  const view = toPoolView(snapshot);
  return view ? encodeStatus(view, target) : null;
}

/** The status with the last provisioning error around it; null for a deleted pool. */
export function provisioningStatusOf<F extends Format>(snapshot: PoolSnapshot, target: Target<F>): ParentStatus<F> | null {
  const view = toPoolView(snapshot);
  return view ? encodeParent(view, target) : null;
}

/** All listed tasks of a pool, newest last. */
export const tasksOf = <F extends Format>(pool: string, { context }: PoolSnapshot, target: Target<F>): Task<F>[] =>
  context.tasks.map((task) => encodeTask(toTaskView(task, taskId(pool, task.number)), target));
