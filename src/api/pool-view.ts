/** The plain record between the machines and the wire: the only thing an encoder sees. */
import type { ComputeProfile, PushImageSettings } from '../../machines/image.ts';
import type { CurrentImageState, Operation, PendingImageState } from '../../machines/vocabulary.ts';

/** A push task as `DesktopTaskInfo` and `DesktopPoolTaskInfo` show it; times in epoch milliseconds. */
export interface TaskView {
  readonly id: string;
  readonly taskType: 'PUSH_IMAGE';
  readonly description: string;
  readonly scheduleTime: number;
  /** Clones SCHEDULED or PROGRESSING. */
  readonly remaining: number;
  /** Clones in FAULT. */
  readonly errors: number;
  /** Clones HOLDING. */
  readonly halted: number;
  readonly cancelled: number;
}

/** The pending image and what a status shows of it, present exactly while its state is not ABSENT. */
export interface PendingImageView {
  readonly state: Exclude<PendingImageState, 'ABSENT'>;
  /** The state before UNPUBLISHING, for releases that cannot say UNPUBLISHING. Equal to `state` otherwise. */
  readonly stateBefore: Exclude<PendingImageState, 'ABSENT' | 'UNPUBLISHING'>;
  readonly parentVm: string;
  readonly snapshot: string;
  readonly parentVmPath: string;
  readonly snapshotPath: string;
  readonly imageManagementStream?: string;
  readonly imageManagementTag?: string;
  readonly imageManagementStreamName?: string;
  readonly imageManagementTagName?: string;
  readonly computeProfile?: ComputeProfile;
  /** Percent, 0 to 100. */
  readonly progress: number;
  readonly error?: string;
}

/** A live pool's provisioning status, free of any release and format. */
export interface PoolView {
  readonly operation: Exclude<Operation, 'DELETED'>;
  readonly currentImage: CurrentImageState;
  readonly pendingImage?: PendingImageView;
  /** Present exactly while the operation is SCHEDULE_PUSH_IMAGE. */
  readonly pushImageSettings?: PushImageSettings;
  readonly lastProvisioningError?: string;
  /** Epoch milliseconds. */
  readonly lastProvisioningErrorTime?: number;
}
