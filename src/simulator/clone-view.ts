/** The clones of a pool as an observer sees them. */
import type { EntryState } from '../../machines/vocabulary.ts';
import type { PoolSnapshot } from './step.ts';

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
