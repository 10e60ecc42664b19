/** From the machine's snapshot to plain records: the only functions that see XState's shapes. */
import type { PoolContext } from '../../machines/context.ts';
import { countEntries, type Task } from '../../machines/tasks.ts';
import type { PoolState } from '../../machines/vocabulary.ts';
import type { PendingImageView, PoolView, TaskView } from '../api/pool-view.ts';
import { toImageView } from './to-image-view.ts';

/** The part of a pool machine's snapshot that is shown. */
export interface ShownSnapshot {
  readonly value: PoolState;
  readonly context: PoolContext;
}

/**
 * What a status shows of a pool, before any release or format.
 *
 * @returns undefined for a pool that is DELETED: it has no status
 * @example
 * toPoolView(actor.getSnapshot())?.operation //=> INITIAL_PUBLISH
 */
export function toPoolView({ value, context }: ShownSnapshot): PoolView | undefined {
  const { operation, currentImage } = value;
  if (operation === 'DELETED') return undefined;
  const { push, lastProvisioningError } = context;
  const pendingImage = toPendingImageView(value, context);
  return {
    operation,
    currentImage,
    ...(pendingImage ? { pendingImage } : {}),
    ...(operation === 'SCHEDULE_PUSH_IMAGE' && push ? { pushImageSettings: push.settings } : {}),
    ...(lastProvisioningError
      ? { lastProvisioningError: lastProvisioningError.text, lastProvisioningErrorTime: lastProvisioningError.at }
      : {}),
  };
}

function toPendingImageView({ pendingImage: state }: PoolState, { pendingImage }: PoolContext): PendingImageView | undefined {
  if (state === 'ABSENT' || !pendingImage) return undefined;
  const { image, progress, error, stateBefore } = pendingImage;
  return {
    state,
    stateBefore: state === 'UNPUBLISHING' ? stateBefore : state,
    ...toImageView(image),
    progress,
    ...(error ? { error: error.text } : {}),
  };
}

/**
 * What a task shows: its counts, and a description as live servers word it.
 *
 * @param id the task's GUID
 */
export function toTaskView(task: Task, id: string): TaskView {
  const { SCHEDULED, PROGRESSING, FAULT, HOLDING, CANCELLED } = countEntries(task.entries);
  const clones = task.entries.filter((entry) => entry !== null).length;
  const { parentVmPath, snapshotPath } = task.image;
  const sessions = task.logoffSetting === 'WAIT_FOR_LOGOFF' ? 'waits for users to log off' : 'forces users to log off';
  return {
    id,
    taskType: 'PUSH_IMAGE',
    description: `Changing ${clones} machine(s) to image "${parentVmPath} - ${snapshotPath}". This task ${sessions}.`,
    scheduleTime: task.scheduledAt,
    remaining: SCHEDULED + PROGRESSING,
    errors: FAULT,
    halted: HOLDING,
    cancelled: CANCELLED,
  };
}
