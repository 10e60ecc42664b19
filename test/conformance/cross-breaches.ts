/** Mutations that break one rule over several properties each. */
import type { CrossRuleId } from '../../src/conformance/index.ts';
import { type Breach, drop, powercli, set, v1, v2, view } from './breach.ts';
import { encoded } from './spoil.ts';

export const crossBreaches = {
  'required-if': [
    {
      pool: 'creating',
      target: view,
      spoil: (s) => drop(s, 'pendingImageSnapshotPath'),
      path: 'pendingImageSnapshotPath',
    },
    {
      pool: 'publishing',
      target: powercli,
      spoil: (s) => set(s, 'PushImageSettings', null),
      path: 'PushImageSettings',
    },
    {
      pool: 'changing',
      target: v1,
      spoil: (s) => drop(s, 'instant_clone_pending_image_parent_vm_id'),
      path: 'instant_clone_pending_image_parent_vm_id',
    },
  ],
  'presence/operation': [
    { pool: 'waiting', target: v1, spoil: (s) => drop(s, 'instant_clone_operation'), path: 'instant_clone_operation' },
  ],
  'presence/pending-image-complete': [
    { pool: 'publishing', target: view, spoil: (s) => drop(s, 'pendingImageProgress'), path: 'pendingImageProgress' },
    { pool: 'failed', target: view, spoil: (s) => drop(s, 'pendingImageParentVm'), path: 'pendingImageParentVm' },
  ],
  'presence/no-pending-image': [
    {
      pool: 'idle',
      target: view,
      spoil: (s) => set(s, 'pendingComputeProfile', { numCPU: 1, ram: 1 }),
      path: 'pendingComputeProfile',
    },
    {
      pool: 'idle',
      target: v2,
      spoil: (s) => set(s, 'pending_compute_profile_ram_mb', 1),
      path: 'pending_compute_profile_ram_mb',
    },
    {
      pool: 'deleting',
      target: powercli,
      spoil: (s) => set(s, 'PendingImageProgress', 100),
      path: 'PendingImageProgress',
    },
  ],
  'presence/push-image-settings': [
    {
      pool: 'cancelling',
      target: view,
      spoil: (s) => set(s, 'pushImageSettings', { logoffSetting: 'FORCE_LOGOFF', stopOnFirstError: true }),
      path: 'pushImageSettings',
    },
  ],
  'presence/error-of-failed-image': [
    { pool: 'failed', target: view, spoil: (s) => drop(s, 'pendingImageError'), path: 'pendingImageError' },
  ],
  'presence/error-without-failure': [
    { pool: 'publishing', target: view, spoil: (s) => set(s, 'pendingImageError', 'x'), path: 'pendingImageError' },
    { pool: 'idle', target: powercli, spoil: (s) => set(s, 'PendingImageError', ''), path: 'PendingImageError' },
    { pool: 'cancelling', target: view, spoil: (s) => set(s, 'pendingImageError', 'x'), path: 'pendingImageError' },
    {
      pool: 'cancelling',
      target: { release: '2006', format: 'view' },
      spoil: (s) => set(s, 'pendingImageError', 'x'),
      path: 'pendingImageError',
    },
  ],
  'progress/pending-publish': [
    { pool: 'creating', target: view, spoil: (s) => set(s, 'pendingImageProgress', 1), path: 'pendingImageProgress' },
  ],
  'progress/ready': [
    { pool: 'waiting', target: view, spoil: (s) => set(s, 'pendingImageProgress', 99), path: 'pendingImageProgress' },
    {
      pool: 'held',
      target: v1,
      spoil: (s) => set(s, 'instant_clone_pending_image_progress', 0),
      path: 'instant_clone_pending_image_progress',
    },
  ],
  'compute-profile/cores-per-socket': [
    {
      pool: 'publishing',
      target: view,
      spoil: (s) => set(s.pendingComputeProfile, 'numCPU', 3),
      path: 'pendingComputeProfile.numCPU',
    },
    {
      pool: 'publishing',
      target: v2,
      spoil: (s) => set(s, 'pending_compute_profile_num_cpus', 1),
      path: 'pending_compute_profile_num_cpus',
    },
  ],
  'provisioning-error/time': [
    {
      pool: 'idle',
      target: v1,
      spoil: (s) => drop(s, 'last_provisioning_error_time'),
      path: 'last_provisioning_error_time',
    },
    {
      pool: 'idle',
      target: { ...view, object: 'parent' },
      spoil: (s) => drop(s, 'lastProvisioningErrorTime'),
      path: 'lastProvisioningErrorTime',
    },
  ],
  'state/idle': [
    {
      pool: 'cancelling',
      target: view,
      spoil: (s) => Object.assign(s, { operation: 'NONE', instantClonePendingImageState: 'PUBLISHING' }),
      path: 'instantClonePendingImageState',
    },
    {
      pool: 'held',
      target: view,
      spoil: (s) => set(s, 'instantClonePendingImageState', 'READY'),
      path: 'instantClonePendingImageState',
    },
    {
      pool: 'cancelling',
      target: { release: '7.12', format: 'view' },
      spoil: (s) => set(s, 'operation', 'NONE'),
      path: 'instantClonePendingImageState',
    },
    {
      pool: 'idle',
      target: { ...view, object: 'parent' },
      spoil: (s) =>
        set(s, 'instantCloneProvisioningStatusData', {
          ...encoded('waiting', view),
          operation: 'NONE',
          pushImageSettings: null,
        }),
      path: 'instantCloneProvisioningStatusData.instantClonePendingImageState',
    },
  ],
  'state/initial-publish-pending-image': [
    {
      pool: 'creating',
      target: view,
      spoil: (s) => Object.assign(s, { instantClonePendingImageState: 'READY', pendingImageProgress: 100 }),
      path: 'instantClonePendingImageState',
    },
  ],
  'state/initial-publish-current-image': [
    {
      pool: 'creating',
      target: view,
      spoil: (s) => set(s, 'instantCloneCurrentImageState', 'READY'),
      path: 'instantCloneCurrentImageState',
    },
  ],
  'state/cancel': [
    {
      pool: 'cancelling',
      target: view,
      spoil: (s) => set(s, 'instantClonePendingImageState', 'PUBLISHING'),
      path: 'instantClonePendingImageState',
    },
    {
      pool: 'cancelling',
      target: { release: '7.7', format: 'view' },
      spoil: (s) => set(s, 'instantClonePendingImageState', 'FAILED'),
      path: 'instantClonePendingImageState',
    },
  ],
  'state/pending-image-unpublishing': [
    {
      pool: 'changing',
      target: view,
      spoil: (s) => set(s, 'instantClonePendingImageState', 'UNPUBLISHING'),
      path: 'instantClonePendingImageState',
    },
  ],
  'state/current-image-unpublishing': [
    {
      pool: 'publishing',
      target: view,
      spoil: (s) => set(s, 'instantCloneCurrentImageState', 'PENDING_UNPUBLISH'),
      path: 'instantCloneCurrentImageState',
    },
    {
      pool: 'idle',
      target: powercli,
      spoil: (s) => set(s, 'InstantCloneCurrentImageState', 'UNPUBLISHING'),
      path: 'InstantCloneCurrentImageState',
    },
  ],
  'state/current-image-failed': [
    {
      pool: 'changing',
      target: v1,
      spoil: (s) => set(s, 'instant_clone_current_image_state', 'FAILED'),
      path: 'instant_clone_current_image_state',
    },
  ],
  'state/ready-held': [
    {
      pool: 'waiting',
      target: view,
      spoil: (s) => set(s, 'instantClonePendingImageState', 'READY_HELD'),
      path: 'instantClonePendingImageState',
    },
    {
      pool: 'held',
      target: view,
      spoil: (s) => drop(s, 'instantCloneCurrentImageState'),
      path: 'instantClonePendingImageState',
    },
  ],
} as const satisfies Record<CrossRuleId, readonly Breach[]>;
