/** Mutations that break one structural rule each. */
import type { StructureRuleId } from '../../src/conformance/index.ts';
import { type Breach, drop, powercli, set, v1, v2, view } from './breach.ts';

export const structureBreaches = {
  'structure/type': [
    {
      pool: 'publishing',
      target: view,
      spoil: (s) => set(s, 'pendingImageProgress', '40'),
      path: 'pendingImageProgress',
    },
    {
      pool: 'publishing',
      target: view,
      spoil: (s) => set(s, 'pendingImageParentVm', 'vm-1'),
      path: 'pendingImageParentVm',
    },
    {
      pool: 'publishing',
      target: v1,
      spoil: (s) => set(s.instant_clone_push_image_settings, 'start_time', 1.5),
      path: 'instant_clone_push_image_settings.start_time',
    },
  ],
  'structure/null': [
    { pool: 'idle', target: view, spoil: (s) => set(s, 'operation', null), path: 'operation' },
    {
      pool: 'idle',
      target: v1,
      spoil: (s) => set(s, 'instant_clone_pending_image_error', null),
      path: 'instant_clone_pending_image_error',
    },
  ],
  'structure/missing-property': [
    { pool: 'idle', target: view, spoil: (s) => drop(s, 'operation'), path: 'operation' },
    {
      pool: 'publishing',
      target: powercli,
      spoil: (s) => drop(s.PushImageSettings, 'LogoffSetting'),
      path: 'PushImageSettings.LogoffSetting',
    },
    {
      pool: 'publishing',
      target: view,
      spoil: (s) => drop(s.pendingImageParentVm, 'id'),
      path: 'pendingImageParentVm.id',
    },
  ],
  'structure/unknown-property': [
    { pool: 'idle', target: view, spoil: (s) => set(s, 'pendingImageProgres', 1), path: 'pendingImageProgres' },
    {
      pool: 'publishing',
      target: view,
      spoil: (s) => set(s.pendingComputeProfile, 'cores', 1),
      path: 'pendingComputeProfile.cores',
    },
  ],
  'structure/enum': [
    { pool: 'idle', target: view, spoil: (s) => set(s, 'operation', 'DELETED'), path: 'operation' },
    {
      pool: 'publishing',
      target: { release: '2203', format: 'rest-v1' },
      spoil: (s) => set(s, 'instant_clone_pending_image_state', 'READY_HELD'),
      path: 'instant_clone_pending_image_state',
    },
  ],
  'structure/range': [
    {
      pool: 'publishing',
      target: view,
      spoil: (s) => set(s, 'pendingImageProgress', 101),
      path: 'pendingImageProgress',
    },
    {
      pool: 'publishing',
      target: v2,
      spoil: (s) => set(s, 'pending_compute_profile_num_cores_per_socket', 0),
      path: 'pending_compute_profile_num_cores_per_socket',
    },
  ],
  'structure/date-time': [
    {
      pool: 'publishing',
      target: view,
      spoil: (s) => set(s.pushImageSettings, 'startTime', '31.05.2024'),
      path: 'pushImageSettings.startTime',
    },
  ],
} as const satisfies Record<StructureRuleId, readonly Breach[]>;
