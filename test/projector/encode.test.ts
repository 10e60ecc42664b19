import { describe, expect, it } from 'vitest';
import {
  encodeParent,
  encodePushImageSettings,
  encodeStatus,
  encodeTask,
  type PoolView,
  type TaskView,
} from '../../src/projector/index.ts';

const idle: PoolView = { operation: 'NONE', currentImage: 'READY' };

const pushing: PoolView = {
  operation: 'SCHEDULE_PUSH_IMAGE',
  currentImage: 'READY',
  pendingImage: {
    state: 'PUBLISHING',
    stateBefore: 'PUBLISHING',
    parentVm: 'vm-1',
    snapshot: 'snapshot-2',
    parentVmPath: '/dc/vm/Win11',
    snapshotPath: '/base',
    computeProfile: { numCPU: 4, ram: 8192, coresPerSocket: 2 },
    progress: 40,
  },
  pushImageSettings: {
    startTime: 1_717_142_400_000,
    logoffSetting: 'WAIT_FOR_LOGOFF',
    stopOnFirstError: true,
    addVirtualTPM: false,
  },
  lastProvisioningError: 'Push image failed: no space',
  lastProvisioningErrorTime: 1_717_056_000_000,
};

const settings = {
  view: {
    startTime: '2024-05-31T08:00:00.000Z',
    logoffSetting: 'WAIT_FOR_LOGOFF',
    stopOnFirstError: true,
    addVirtualTPM: false,
  },
  rest: {
    start_time: 1_717_142_400_000,
    logoff_policy: 'WAIT_FOR_LOGOFF',
    stop_on_first_error: true,
    add_virtual_tpm: false,
  },
};

const pushingIn2206 = {
  operation: 'SCHEDULE_PUSH_IMAGE',
  instantClonePendingImageState: 'PUBLISHING',
  instantCloneCurrentImageState: 'READY',
  pendingImageParentVm: { id: 'vm-1' },
  pendingImageSnapshot: { id: 'snapshot-2' },
  pendingImageParentVmPath: '/dc/vm/Win11',
  pendingImageSnapshotPath: '/base',
  pendingComputeProfile: { numCPU: 4, ram: 8192, coresPerSocket: 2 },
  pushImageSettings: settings.view,
  pendingImageProgress: 40,
};

describe('encodeStatus', () => {
  it('writes a push as the View API of 2206 has it', () => {
    expect(encodeStatus(pushing, { release: '2206', format: 'view' })).toStrictEqual(pushingIn2206);
  });

  it('leaves out what the View API of 7.0 does not have', () => {
    const { pendingComputeProfile, pendingImageProgress, pushImageSettings, ...rest } = pushingIn2206;
    const { addVirtualTPM, ...settingsOf70 } = settings.view;
    expect(encodeStatus(pushing, { release: '7.0', format: 'view' })).toStrictEqual({
      ...rest,
      pushImageSettings: settingsOf70,
    });
  });

  it('gives PowerCLI null for what the release has and nobody set', () => {
    expect(encodeStatus(idle, { release: '7.8', format: 'powercli' })).toStrictEqual({
      Operation: 'NONE',
      InstantClonePendingImageState: null,
      InstantCloneCurrentImageState: 'READY',
      PendingImageParentVm: null,
      PendingImageSnapshot: null,
      PendingImageParentVmPath: null,
      PendingImageSnapshotPath: null,
      PushImageSettings: null,
      PendingImageError: null,
    });
  });

  it('gives PowerCLI null within what is set', () => {
    const { startTime, ...now } = pushing.pushImageSettings ?? settingsMissing();
    const status = encodeStatus({ ...pushing, pushImageSettings: now }, { release: '2512', format: 'powercli' });
    expect(status.PushImageSettings).toStrictEqual({
      StartTime: null,
      LogoffSetting: 'WAIT_FOR_LOGOFF',
      StopOnFirstError: true,
      AddVirtualTPM: false,
    });
    expect(status.PendingImageParentVm).toStrictEqual({ Id: 'vm-1' });
    expect(status.PendingComputeProfile).toStrictEqual({ NumCPU: 4, Ram: 8192, CoresPerSocket: 2 });
  });

  it('writes a push as REST v2 has it, the compute profile and the error in one object', () => {
    expect(encodeStatus(pushing, { release: '2206', format: 'rest-v2' })).toStrictEqual({
      last_provisioning_error: 'Push image failed: no space',
      last_provisioning_error_time: 1_717_056_000_000,
      instant_clone_operation: 'SCHEDULE_PUSH_IMAGE',
      instant_clone_pending_image_state: 'PUBLISHING',
      instant_clone_current_image_state: 'READY',
      instant_clone_pending_image_parent_vm_id: 'vm-1',
      instant_clone_pending_image_snapshot_id: 'snapshot-2',
      pending_compute_profile_num_cpus: 4,
      pending_compute_profile_ram_mb: 8192,
      pending_compute_profile_num_cores_per_socket: 2,
      instant_clone_push_image_settings: settings.rest,
      instant_clone_pending_image_progress: 40,
    });
  });

  it('has paths in REST only from v3 on', () => {
    const v3 = encodeStatus(pushing, { release: '2512', format: 'rest-v3' });
    expect(v3.instant_clone_pending_image_parent_vm_path).toBe('/dc/vm/Win11');
    expect(encodeStatus(pushing, { release: '2512', format: 'rest-v2' })).not.toHaveProperty('instant_clone_pending_image_parent_vm_path');
  });

  it('leaves out the states of images that are not there', () => {
    expect(encodeStatus({ operation: 'NONE', currentImage: 'ABSENT' }, { release: '2111', format: 'view' })).toStrictEqual({
      operation: 'NONE',
    });
    expect(encodeStatus({ operation: 'NONE', currentImage: 'ABSENT' }, { release: '2111', format: 'rest-v1' })).toStrictEqual({
      instant_clone_operation: 'NONE',
    });
  });
});

function settingsMissing(): never {
  throw new Error('the pool of this test has push settings');
}

describe('encodeParent', () => {
  it('puts the last provisioning error around the status of the View API', () => {
    expect(encodeParent(pushing, { release: '2206', format: 'view' })).toStrictEqual({
      lastProvisioningError: 'Push image failed: no space',
      lastProvisioningErrorTime: '2024-05-30T08:00:00.000Z',
      instantCloneProvisioningStatusData: pushingIn2206,
    });
  });

  it('has null for PowerCLI when there was no error', () => {
    const parent = encodeParent(idle, { release: '7.0', format: 'powercli' });
    expect(parent.LastProvisioningError).toBeNull();
    expect(parent.InstantCloneProvisioningStatusData?.Operation).toBe('NONE');
  });

  it('is the status itself in REST', () => {
    const target = { release: '2512', format: 'rest-v3' } as const;
    expect(encodeParent(pushing, target)).toStrictEqual(encodeStatus(pushing, target));
  });
});

describe('encodePushImageSettings', () => {
  const view = pushing.pushImageSettings ?? settingsMissing();

  it('names and times them by format', () => {
    expect(encodePushImageSettings(view, { release: '7.7', format: 'view' })).toStrictEqual(settings.view);
    expect(encodePushImageSettings(view, { release: '2006', format: 'rest-v1' })).toStrictEqual(settings.rest);
  });

  it('has no virtual TPM before 7.7', () => {
    expect(encodePushImageSettings(view, { release: '7.6', format: 'view' })).not.toHaveProperty('addVirtualTPM');
  });

  it('leaves out the start time of a push that starts at once', () => {
    const { startTime, ...now } = view;
    expect(encodePushImageSettings(now, { release: '2512', format: 'view' })).not.toHaveProperty('startTime');
    expect(encodePushImageSettings(now, { release: '2512', format: 'rest-v1' })).not.toHaveProperty('start_time');
  });
});

describe('encodeTask', () => {
  const task: TaskView = {
    id: 'task-1',
    taskType: 'PUSH_IMAGE',
    description: 'Changing 3 machines',
    scheduleTime: 1_717_142_400_000,
    remaining: 2,
    errors: 1,
    halted: 0,
    cancelled: 0,
  };

  it('is DesktopTaskInfo in the View API', () => {
    const data = {
      taskType: 'PUSH_IMAGE',
      description: 'Changing 3 machines',
      scheduleTime: '2024-05-31T08:00:00.000Z',
      remaining: 2,
      errors: 1,
      halted: 0,
      cancelled: 0,
    };
    expect(encodeTask(task, { release: '7.13', format: 'view' })).toStrictEqual({ id: { id: 'task-1' }, data });
  });

  it('is DesktopPoolTaskInfo in REST', () => {
    expect(encodeTask(task, { release: '2012', format: 'rest-v1' })).toStrictEqual({
      id: 'task-1',
      operation: 'PUSH_IMAGE',
      description: 'Changing 3 machines',
      schedule_time: 1_717_142_400_000,
      remaining_vmtask_count: 2,
      error_vmtask_count: 1,
      halted_vmtask_count: 0,
      cancelled_vmtask_count: 0,
    });
  });

  it('capitalises for PowerCLI, down to the id', () => {
    const { Id, Data } = encodeTask(task, { release: '2512', format: 'powercli' });
    expect(Id).toStrictEqual({ Id: 'task-1' });
    expect(Data.ScheduleTime).toBe('2024-05-31T08:00:00.000Z');
  });

  it('is refused in REST of 2006, which has no tasks', () => {
    expect(() => encodeTask(task, { release: '2006', format: 'rest-v1' })).toThrow(
      expect.objectContaining({ code: 'format-not-in-release', message: expect.stringContaining('2012 (8.1)') }),
    );
  });
});
