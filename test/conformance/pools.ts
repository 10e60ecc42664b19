/** One pool of each kind, to be encoded and then spoiled. */
import type { PendingImageView, PoolView } from '../../src/projector/index.ts';

type PendingState = PendingImageView['state'];

/** A pending image with all that an image can have. */
function pendingImage(state: Exclude<PendingState, 'UNPUBLISHING'>, progress: number): PendingImageView {
  return {
    state,
    stateBefore: state,
    parentVm: 'vm-1',
    snapshot: 'snapshot-2',
    parentVmPath: '/dc/vm/Win11',
    snapshotPath: '/base',
    imageManagementStream: 'stream-1',
    imageManagementTag: 'tag-1',
    imageManagementStreamName: 'Windows 11',
    imageManagementTagName: 'May',
    computeProfile: { numCPU: 4, ram: 8192, coresPerSocket: 2 },
    progress,
  };
}

const pushImageSettings = {
  startTime: 1_717_142_400_000,
  logoffSetting: 'WAIT_FOR_LOGOFF',
  stopOnFirstError: true,
  addVirtualTPM: false,
} as const;

const lastError = { lastProvisioningError: 'no space', lastProvisioningErrorTime: 1_717_056_000_000 };

export const pools = {
  idle: { operation: 'NONE', currentImage: 'READY', ...lastError },
  creating: { operation: 'INITIAL_PUBLISH', currentImage: 'ABSENT', pendingImage: pendingImage('PENDING_PUBLISH', 0) },
  publishing: {
    operation: 'SCHEDULE_PUSH_IMAGE',
    currentImage: 'READY',
    pendingImage: pendingImage('PUBLISHING', 40),
    pushImageSettings,
  },
  waiting: {
    operation: 'SCHEDULE_PUSH_IMAGE',
    currentImage: 'READY',
    pendingImage: pendingImage('READY', 100),
    pushImageSettings,
  },
  cancelling: {
    operation: 'CANCEL_SCHEDULED_PUSH_IMAGE',
    currentImage: 'READY',
    pendingImage: { ...pendingImage('PUBLISHING', 40), state: 'UNPUBLISHING' },
  },
  failed: {
    operation: 'NONE',
    currentImage: 'READY',
    pendingImage: { ...pendingImage('FAILED', 70), error: 'no space' },
    ...lastError,
  },
  held: { operation: 'NONE', currentImage: 'READY', pendingImage: pendingImage('READY_HELD', 100) },
  changing: {
    operation: 'INFRASTRUCTURE_CHANGE',
    currentImage: 'UNPUBLISHING',
    pendingImage: pendingImage('READY', 100),
  },
  deleting: { operation: 'FINAL_UNPUBLISH', currentImage: 'PENDING_UNPUBLISH' },
  deletingWithFailure: {
    operation: 'FINAL_UNPUBLISH',
    currentImage: 'FAILED',
    pendingImage: { ...pendingImage('FAILED', 70), error: 'no space' },
  },
} as const satisfies Record<string, PoolView>;

export type PoolName = keyof typeof pools;
