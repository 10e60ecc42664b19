/** The bodies of requests, as the OpenAPI documents of each release have them. */
import type { Family } from './family.ts';

export const refreshToken = {
  title: 'RefreshToken',
  versions: { 1: '7.10' },
  rows: [['refresh_token', 'string', { required: '7.10' }]],
} as const satisfies Family;

export const desktopPoolPushImageSpec = {
  title: 'DesktopPoolPushImageSpec',
  versions: { 1: '2012', 2: '2206', 3: '2512' },
  rows: [
    ['add_virtual_tpm', 'boolean'],
    ['compute_profile_num_cores_per_socket', 'int32', { from: 2, min: 1 }],
    ['compute_profile_num_cpus', 'int32', { from: 2, min: 1 }],
    ['compute_profile_ram_mb', 'int32', { from: 2, min: 1024 }],
    ['grid_vgpus_enabled', 'boolean', { from: 3 }],
    ['im_stream_id', 'string'],
    ['im_tag_id', 'string'],
    ['logoff_policy', 'enum logoffSetting', { required: '7.10' }],
    ['machine_ids', 'string[]', { from: 2 }],
    ['parent_vm_id', 'string'],
    ['selective_push_image', 'boolean', { from: 2 }],
    ['snapshot_id', 'string'],
    ['start_time', 'int64'],
    ['stop_on_first_error', 'boolean'],
    ['vgpu_grid_profile', 'string', { from: 3 }],
  ],
} as const satisfies Family;

export const resumeTaskSpec = {
  title: 'ResumeTaskSpec',
  versions: { 1: '2111' },
  rows: [
    ['retry_failed_vms', 'boolean'],
    ['stop_on_error', 'boolean'],
  ],
} as const satisfies Family;

export const desktopPoolDeleteSpec = {
  title: 'DesktopPoolDeleteSpec',
  versions: { 1: '2111' },
  rows: [['delete_from_disk', 'boolean']],
} as const satisfies Family;

export const desktopPoolProvisioningSettingsUpdateSpec = {
  title: 'DesktopPoolProvisioningSettingsUpdateSpec',
  versions: { 1: '2111' },
  rows: [
    ['host_or_cluster_id', 'string', { required: '7.10' }],
    ['im_stream_id', 'string'],
    ['im_tag_id', 'string'],
    ['resource_pool_id', 'string', { required: '7.10' }],
    ['vm_template_id', 'string'],
  ],
} as const satisfies Family;

export const desktopPoolStorageSettingsUpdateSpec = {
  title: 'DesktopPoolStorageSettingsUpdateSpec',
  versions: { 1: '2111' },
  rows: [
    ['datastores', 'opaque DesktopPoolDatastoreSettingsUpdateSpec[]', { required: '7.10' }],
    ['reclaim_vm_disk_space', 'boolean'],
    ['reclamation_threshold_mb', 'int64', { releases: [['2111', '2212']] }],
    ['reclamation_threshold_mb', 'int64', { min: 1, releases: '2303' }],
    ['replica_disk_datastore_id', 'string'],
    ['use_separate_datastores_replica_and_os_disks', 'boolean'],
    ['use_vsan', 'boolean', { required: '7.10' }],
  ],
} as const satisfies Family;

export const desktopPoolUpdateSpec = {
  title: 'DesktopPoolUpdateSpec',
  versions: { 1: '2111' },
  rows: [
    ['access_group_id', 'string'],
    ['allow_multiple_user_assignments', 'boolean'],
    ['allow_rds_pool_multi_session_per_user', 'boolean'],
    ['automatic_user_assignment', 'boolean'],
    ['category_folder_name', 'string'],
    ['cloud_assigned', 'boolean', { required: '7.10' }],
    ['cloud_brokered', 'boolean'],
    ['cloud_managed', 'boolean', { required: '7.10' }],
    ['cs_restriction_tags', 'string[]'],
    ['customization_settings', 'opaque DesktopPoolCustomizationSettingsUpdateSpec'],
    ['description', 'string'],
    ['display_assigned_machine_name', 'boolean', { required: '7.10' }],
    ['display_machine_alias', 'boolean', { required: '7.10' }],
    ['display_name', 'string', { required: '7.10' }],
    ['display_protocol_settings', 'opaque DesktopPoolDisplayProtocolSettingsUpdateSpec'],
    ['enable_client_restrictions', 'boolean', { required: '7.10' }],
    ['enable_provisioning', 'boolean'],
    ['enabled', 'boolean', { required: '7.10' }],
    ['nics', 'opaque DesktopPoolNetworkInterfaceCardSettingsUpdateSpec[]'],
    ['pattern_naming_settings', 'opaque DesktopPoolVirtualMachinePatternNamingSettingsUpdateSpec'],
    ['provisioning_settings', 'object DesktopPoolProvisioningSettingsUpdateSpec'],
    ['session_settings', 'opaque DesktopPoolSessionSettingsUpdateSpec'],
    ['session_type', 'enum sessionType'],
    ['shortcut_locations_v2', 'enum shortcutLocation[]'],
    ['specific_naming_settings', 'opaque DesktopPoolVirtualMachineSpecifiedNamingSettingsUpdateSpec'],
    ['stop_provisioning_on_error', 'boolean'],
    ['storage_settings', 'object DesktopPoolStorageSettingsUpdateSpec'],
    ['transparent_page_sharing_scope', 'enum transparentPageSharingScope'],
    ['view_storage_accelerator_settings', 'opaque DesktopPoolViewStorageAcceleratorSettingsUpdateSpec'],
  ],
} as const satisfies Family;

export const desktopPoolCreateSpec = {
  title: 'DesktopPoolCreateSpec',
  versions: { 1: '2111' },
  rows: [
    ['access_group_id', 'string'],
    ['allow_multiple_user_assignments', 'boolean'],
    ['allow_rds_pool_multi_session_per_user', 'boolean'],
    ['automatic_user_assignment', 'boolean'],
    ['category_folder_name', 'string'],
    ['cloud_assigned', 'boolean'],
    ['cloud_brokered', 'boolean'],
    ['cloud_managed', 'boolean'],
    ['cs_restriction_tags', 'string[]'],
    ['customization_settings', 'opaque DesktopPoolCustomizationSettingsCreateSpec'],
    ['description', 'string'],
    ['display_assigned_machine_name', 'boolean'],
    ['display_machine_alias', 'boolean'],
    ['display_name', 'string'],
    ['display_protocol_settings', 'opaque DesktopPoolDisplayProtocolSettingsCreateSpec'],
    ['enable_client_restrictions', 'boolean'],
    ['enable_provisioning', 'boolean'],
    ['enabled', 'boolean'],
    ['farm_id', 'string'],
    ['machines', 'string[]'],
    ['name', 'string', { required: '7.10' }],
    ['naming_method', 'enum namingMethod'],
    ['nics', 'opaque DesktopPoolNetworkInterfaceCardSettingsCreateSpec[]'],
    ['pattern_naming_settings', 'opaque DesktopPoolVirtualMachinePatternNamingSettingsCreateSpec'],
    ['provisioning_settings', 'opaque DesktopPoolProvisioningSettingsCreateSpec'],
    ['session_settings', 'opaque DesktopPoolSessionSettingsCreateSpec'],
    ['session_type', 'enum sessionType'],
    ['shortcut_locations_v2', 'enum shortcutLocation[]'],
    ['source', 'enum source'],
    ['specific_naming_settings', 'opaque DesktopPoolVirtualMachineSpecifiedNamingSettingsCreateSpec'],
    ['stop_provisioning_on_error', 'boolean'],
    ['storage_settings', 'opaque DesktopPoolStorageSettingsCreateSpec'],
    ['transparent_page_sharing_scope', 'enum transparentPageSharingScope'],
    ['type', 'enum poolType', { required: '7.10' }],
    ['user_assignment', 'enum userAssignment'],
    ['vcenter_id', 'string'],
    ['view_storage_accelerator_settings', 'opaque DesktopPoolViewStorageAcceleratorSettingsCreateSpec'],
  ],
} as const satisfies Family;
