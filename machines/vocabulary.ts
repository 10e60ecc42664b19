/** The closed vocabularies of the life cycle. State names are the vendor's own enum values; everything else derives from these lists. */

/** What the pool is undergoing (`operation`), plus DELETED for a pool that is gone. */
export const operations = [
  'INITIAL_PUBLISH',
  'NONE',
  'SCHEDULE_PUSH_IMAGE',
  'CANCEL_SCHEDULED_PUSH_IMAGE',
  'INFRASTRUCTURE_CHANGE',
  'FINAL_UNPUBLISH',
  'DELETED',
] as const;

/** The pending image (`instantClonePendingImageState`), plus ABSENT for "no pending image". */
export const pendingImageStates = ['PENDING_PUBLISH', 'ABSENT', 'PUBLISHING', 'READY', 'READY_HELD', 'FAILED', 'UNPUBLISHING'] as const;

/** The current image (`instantCloneCurrentImageState`), plus ABSENT for "no current image". */
export const currentImageStates = ['ABSENT', 'READY', 'PENDING_UNPUBLISH', 'UNPUBLISHING', 'FAILED'] as const;

/** Whether the pool's clones have something left to do. */
export const taskStates = ['IDLE', 'RUNNING', 'PAUSED'] as const;

/** One clone's part in a task. */
export const entryStates = ['SCHEDULED', 'PROGRESSING', 'COMPLETED', 'FAULT', 'HOLDING', 'CANCELLED'] as const;

/** How a push treats the sessions on a clone. */
export const logoffSettings = ['FORCE_LOGOFF', 'WAIT_FOR_LOGOFF'] as const;

/** How we know that a transition exists: from the documents, by implication, from live tools, or by our own assumption. */
export const evidences = ['documented', 'implied', 'observed', 'assumed'] as const;

export type Operation = (typeof operations)[number];
export type PendingImageState = (typeof pendingImageStates)[number];
export type CurrentImageState = (typeof currentImageStates)[number];
export type TaskState = (typeof taskStates)[number];
export type EntryState = (typeof entryStates)[number];
export type LogoffSetting = (typeof logoffSettings)[number];
export type Evidence = (typeof evidences)[number];

/** The four regions' states of one pool, as an observer sees them. */
export interface PoolState {
  readonly operation: Operation;
  readonly pendingImage: PendingImageState;
  readonly currentImage: CurrentImageState;
  readonly task: TaskState;
}
