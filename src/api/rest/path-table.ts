/** The paths of the REST API, as the OpenAPI documents of each release have them: one row for all versions of a path. */
import type { Release } from '../releases.ts';

export interface PathRow {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/rest`; `{n}` is the version. */
  readonly path: string;
  /** The first release with each version; version 0 for a path without one. */
  readonly since: Readonly<Record<number, Release>>;
  /** What answers it; absent where hvsim does not model it. */
  readonly operation?: string;
  /** In no document at hand, so in every release: monitoring clients ask for it. */
  readonly undated?: true;
}

export const pathTable = [
  {
    method: 'GET',
    path: '/config/v{n}/virtual-centers',
    since: { 1: '7.11', 2: '2012', 3: '2303', 4: '2306', 5: '2309', 6: '2312' },
    operation: 'listVirtualCenters',
  },
  { method: 'POST', path: '/config/v{n}/virtual-centers', since: { 3: '2303', 4: '2306', 5: '2309' } },
  { method: 'DELETE', path: '/config/v{n}/virtual-centers/{id}', since: { 3: '2303', 5: '2309' } },
  { method: 'GET', path: '/config/v{n}/virtual-centers/{id}', since: { 3: '2303', 4: '2306', 5: '2309' }, operation: 'getVirtualCenter' },
  { method: 'PUT', path: '/config/v{n}/virtual-centers/{id}', since: { 3: '2303', 4: '2306', 5: '2309' } },
  { method: 'GET', path: '/external/v{n}/base-snapshots', since: { 1: '2006', 2: '2206', 3: '2506' }, operation: 'listBaseSnapshots' },
  { method: 'GET', path: '/external/v{n}/base-vms', since: { 1: '7.12', 2: '2212', 3: '2312' }, operation: 'listBaseVms' },
  { method: 'GET', path: '/external/v{n}/base-vms/{id}', since: { 2: '2309' }, operation: 'getBaseVm' },
  { method: 'GET', path: '/external/v{n}/datacenters', since: { 1: '7.12' }, operation: 'listDatacenters' },
  {
    method: 'GET',
    path: '/inventory/v{n}/desktop-pools',
    since: {
      1: '7.12',
      2: '2006',
      3: '2012',
      4: '2103',
      5: '2111',
      6: '2206',
      7: '2306',
      8: '2312',
      9: '2406',
      10: '2412',
      11: '2503',
      12: '2512',
    },
    operation: 'listDesktopPools',
  },
  {
    method: 'POST',
    path: '/inventory/v{n}/desktop-pools',
    since: { 1: '2111', 2: '2206', 7: '2306', 8: '2312', 9: '2406', 10: '2412', 11: '2503', 12: '2512' },
    operation: 'createDesktopPool',
  },
  { method: 'POST', path: '/inventory/v{n}/desktop-pools/action/disable', since: { 1: '2309' }, operation: 'disable' },
  {
    method: 'POST',
    path: '/inventory/v{n}/desktop-pools/action/disable-provisioning',
    since: { 1: '2309' },
    operation: 'disableProvisioning',
  },
  { method: 'POST', path: '/inventory/v{n}/desktop-pools/action/enable', since: { 1: '2309' }, operation: 'enable' },
  {
    method: 'POST',
    path: '/inventory/v{n}/desktop-pools/action/enable-provisioning',
    since: { 1: '2309' },
    operation: 'enableProvisioning',
  },
  {
    method: 'DELETE',
    path: '/inventory/v{n}/desktop-pools/{id}',
    since: { 1: '2111', 7: '2306', 8: '2312', 9: '2406', 10: '2412', 11: '2503', 12: '2512' },
    operation: 'deleteDesktopPool',
  },
  {
    method: 'GET',
    path: '/inventory/v{n}/desktop-pools/{id}',
    since: {
      1: '7.12',
      2: '2006',
      3: '2012',
      4: '2103',
      5: '2111',
      6: '2206',
      7: '2306',
      8: '2312',
      9: '2406',
      10: '2412',
      11: '2503',
      12: '2512',
    },
    operation: 'getDesktopPool',
  },
  {
    method: 'PUT',
    path: '/inventory/v{n}/desktop-pools/{id}',
    since: { 1: '2111', 7: '2306', 8: '2312', 9: '2406', 10: '2412', 11: '2503', 12: '2512' },
    operation: 'updateDesktopPool',
  },
  { method: 'POST', path: '/inventory/v{n}/desktop-pools/{id}/action/apply-image', since: { 1: '2206' }, operation: 'applyImage' },
  {
    method: 'POST',
    path: '/inventory/v{n}/desktop-pools/{id}/action/cancel-scheduled-push-image',
    since: { 1: '2012' },
    operation: 'cancelScheduledPushImage',
  },
  {
    method: 'POST',
    path: '/inventory/v{n}/desktop-pools/{id}/action/promote-pending-image',
    since: { 1: '2206' },
    operation: 'promotePendingImage',
  },
  {
    method: 'POST',
    path: '/inventory/v{n}/desktop-pools/{id}/action/schedule-push-image',
    since: { 1: '2012', 2: '2206', 3: '2512' },
    operation: 'schedulePushImage',
  },
  { method: 'GET', path: '/inventory/v{n}/desktop-pools/{id}/tasks', since: { 1: '2012' }, operation: 'listTasks' },
  { method: 'GET', path: '/inventory/v{n}/desktop-pools/{id}/tasks/{taskId}', since: { 1: '2012' }, operation: 'getTask' },
  {
    method: 'POST',
    path: '/inventory/v{n}/desktop-pools/{id}/tasks/{taskId}/action/cancel',
    since: { 1: '2012' },
    operation: 'cancelTask',
  },
  { method: 'POST', path: '/inventory/v{n}/desktop-pools/{id}/tasks/{taskId}/action/pause', since: { 1: '2111' }, operation: 'pauseTask' },
  {
    method: 'POST',
    path: '/inventory/v{n}/desktop-pools/{id}/tasks/{taskId}/action/resume',
    since: { 1: '2111' },
    operation: 'resumeTask',
  },
  {
    method: 'GET',
    path: '/inventory/v{n}/farms',
    since: { 1: '7.12', 2: '2103', 3: '2111', 4: '2206', 5: '2212', 6: '2306', 7: '2312', 8: '2506', 9: '2512' },
    operation: 'listFarms',
  },
  { method: 'POST', path: '/inventory/v{n}/farms', since: { 1: '2103', 2: '2111', 3: '2206', 6: '2306', 7: '2312', 8: '2506', 9: '2512' } },
  { method: 'DELETE', path: '/inventory/v{n}/farms/{id}', since: { 1: '2103', 6: '2306', 7: '2312', 8: '2506', 9: '2512' } },
  {
    method: 'GET',
    path: '/inventory/v{n}/farms/{id}',
    since: { 1: '7.12', 2: '2103', 3: '2111', 4: '2206', 5: '2212', 6: '2306', 7: '2312', 8: '2506', 9: '2512' },
    operation: 'getFarm',
  },
  {
    method: 'PUT',
    path: '/inventory/v{n}/farms/{id}',
    since: { 1: '2103', 2: '2111', 3: '2206', 6: '2306', 7: '2312', 8: '2506', 9: '2512' },
  },
  { method: 'POST', path: '/inventory/v{n}/farms/{id}/action/apply-image', since: { 1: '2206' } },
  { method: 'POST', path: '/inventory/v{n}/farms/{id}/action/cancel-scheduled-maintenance', since: { 1: '2111' } },
  { method: 'POST', path: '/inventory/v{n}/farms/{id}/action/promote-pending-image', since: { 1: '2206' } },
  { method: 'POST', path: '/inventory/v{n}/farms/{id}/action/schedule-maintenance', since: { 1: '2111', 2: '2206', 3: '2506' } },
  { method: 'DELETE', path: '/inventory/v{n}/machines', since: { 1: '2006', 8: '2506', 9: '2512', 10: '2512' } },
  {
    method: 'GET',
    path: '/inventory/v{n}/machines',
    since: { 1: '2006', 2: '2012', 3: '2206', 4: '2212', 5: '2306', 6: '2412', 7: '2503', 8: '2506', 9: '2512', 10: '2512' },
    operation: 'listMachines',
  },
  { method: 'DELETE', path: '/inventory/v{n}/machines/{id}', since: { 1: '2006', 8: '2506', 9: '2512', 10: '2512' } },
  {
    method: 'GET',
    path: '/inventory/v{n}/machines/{id}',
    since: { 1: '7.12', 2: '2012', 3: '2206', 4: '2212', 5: '2306', 6: '2412', 7: '2503', 8: '2506', 9: '2512', 10: '2512' },
    operation: 'getMachine',
  },
  { method: 'GET', path: '/login', since: { 0: '2209' } },
  { method: 'POST', path: '/login', since: { 0: '7.10' }, operation: 'login' },
  { method: 'POST', path: '/logout', since: { 0: '7.10' }, operation: 'logout' },
  { method: 'GET', path: '/monitor/v{n}/virtual-centers', since: { 2: '2006' }, operation: 'monitorVirtualCenters' },
  { method: 'GET', path: '/monitor/v{n}/virtual-centers', since: { 3: '2306', 4: '2412' } },
  { method: 'GET', path: '/monitor/v{n}/virtual-centers/{id}', since: { 1: '2006' }, operation: 'monitorVirtualCenter' },
  { method: 'GET', path: '/monitor/v{n}/virtual-centers/{id}', since: { 3: '2306', 4: '2412' } },
  { method: 'GET', path: '/monitor/virtual-centers', since: { 0: '7.10' }, operation: 'monitorVirtualCenters' },
  { method: 'POST', path: '/refresh', since: { 0: '7.10' }, operation: 'refresh' },
  { method: 'GET', path: '/inventory/v{n}/sessions', since: { 1: '7.10' }, operation: 'listSessions', undated: true },
  { method: 'GET', path: '/monitor/connection-servers', since: { 0: '7.10' }, operation: 'monitorConnectionServers', undated: true },
  { method: 'GET', path: '/monitor/v{n}/connection-servers', since: { 3: '7.10' }, operation: 'monitorConnectionServers', undated: true },
  { method: 'GET', path: '/monitor/v{n}/gateways', since: { 3: '7.10' }, operation: 'monitorGateways', undated: true },
] as const satisfies readonly PathRow[];
