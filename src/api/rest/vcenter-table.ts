/** What /external shows of vCenter, as the OpenAPI documents of each release have it. */
import type { Family } from './family.ts';

export const baseVmV1 = {
  title: 'BaseVMInfo',
  versions: { 1: '7.12' },
  rows: [
    ['datacenter_id', 'string', { required: [['7.12', '2106']] }],
    ['id', 'string', { required: [['7.12', '2106']] }],
    ['incompatible_reasons', 'enum vmIncompatibility[]', { required: [['7.12', '7.12']] }],
    ['name', 'string', { required: [['7.12', '2106']], sortable: '2512' }],
    ['network_type', 'enum networkType', { required: [['7.12', '2106']] }],
    ['operating_system', 'enum operatingSystem', { required: [['7.12', '2106']] }],
    ['operating_system_display_name', 'string', { required: [['7.12', '2106']] }],
    ['path', 'string', { required: [['7.12', '2106']], sortable: '2512' }],
    ['vcenter_id', 'string', { required: [['7.12', '2106']] }],
  ],
} as const satisfies Family;

export const baseVm = {
  title: 'BaseVMInfo',
  versions: { 2: '2212', 3: '2312' },
  rows: [
    ['created_at', 'int64', { from: 3 }],
    ['datacenter_id', 'string'],
    ['id', 'string'],
    ['incompatible_reasons', 'enum vmIncompatibility[]'],
    ['name', 'string', { sortable: '2512' }],
    ['network_type', 'enum networkType'],
    ['num_nics', 'int32'],
    ['operating_system', 'enum operatingSystem'],
    ['operating_system_display_name', 'string'],
    ['path', 'string', { sortable: '2512' }],
    ['updated_at', 'int64', { from: 3 }],
    ['vcenter_id', 'string'],
  ],
} as const satisfies Family;

export const datacenterInfo = {
  title: 'DatacenterInfo',
  versions: { 1: '7.12' },
  rows: [
    ['id', 'string', { required: [['7.12', '2106']] }],
    ['name', 'string', { required: [['7.12', '2106']] }],
    ['path', 'string', { required: [['7.12', '2106']] }],
  ],
} as const satisfies Family;

export const baseSnapshotInfo = {
  title: 'BaseSnapshotInfo',
  versions: { 1: '2006', 2: '2206', 3: '2506' },
  rows: [
    ['carbon_black_ready_to_clone', 'boolean', { from: 3 }],
    ['carbon_black_scan_percentage', 'int32', { from: 3 }],
    ['created_timestamp', 'int64'],
    ['description', 'string'],
    ['disk_size_mb', 'int64'],
    ['hardware_version', 'int32'],
    ['id', 'string'],
    ['incompatible_reasons', 'enum snapshotIncompatibility[]'],
    ['max_number_of_monitors', 'int32'],
    ['max_resolution_of_any_one_monitor', 'string'],
    ['memory_mb', 'int32'],
    ['memory_reservation_mb', 'int64'],
    ['name', 'string'],
    ['num_cores_per_socket', 'int32', { from: 2 }],
    ['num_cpus', 'int32', { from: 2 }],
    ['path', 'string'],
    ['renderer3d', 'enum renderer3d'],
    ['total_video_memory_mb', 'double'],
    ['vcenter_id', 'string'],
    ['vgpu_type', 'string'],
  ],
} as const satisfies Family;
