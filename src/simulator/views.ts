/** What an observer is shown of a pool: its statuses and tasks in a release and format, and its clones. */
import type { EntryState } from '../../machines/vocabulary.ts';
import type { Format, Target } from '../api/formats.ts';
import type { ParentStatus, Status, Task } from '../api/types.ts';
import { encodeParent, encodeStatus, encodeTask } from '../projector/encode.ts';
import { toPoolView, toTaskView } from '../projector/to-pool-view.ts';
import { taskId } from './names.ts';
import type { PoolSnapshot } from './step.ts';

/** Null for a deleted pool. */
export function statusOf<F extends Format>(snapshot: PoolSnapshot, target: Target<F>): Status<F> | null {
  const view = toPoolView(snapshot);
  return view ? encodeStatus(view, target) : null;
}

export function provisioningStatusOf<F extends Format>(snapshot: PoolSnapshot, target: Target<F>): ParentStatus<F> | null {
  const view = toPoolView(snapshot);
  return view ? encodeParent(view, target) : null;
}

/** All listed tasks of a pool, newest last. */
export const tasksOf = <F extends Format>(pool: string, { context }: PoolSnapshot, target: Target<F>): Task<F>[] =>
  context.tasks.map((task) => encodeTask(toTaskView(task, taskId(pool, task.number)), target));

/** A clone as an observer sees it. */
export interface CloneView {
  readonly id: string;
  readonly name: string;
  /** Null until the pool's first image is published. */
  readonly image: { readonly parentVm: string; readonly snapshot: string } | null;
  readonly session: boolean;
  /** Its part in the newest task that has one for it. */
  readonly task: EntryState | null;
}

export function toCloneViews({ context: { clones, tasks } }: PoolSnapshot): CloneView[] {
  return clones.map(({ id, name, image, session }, index) => ({
    id,
    name,
    image: image && { parentVm: image.parentVm, snapshot: image.snapshot },
    session,
    task: tasks.findLast((task) => task.entries[index] !== null)?.entries[index] ?? null,
  }));
}
