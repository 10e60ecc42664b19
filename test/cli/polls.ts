/** Statuses and pools as a poller sees them. */
export const idle = { instant_clone_operation: 'NONE', instant_clone_current_image_state: 'READY' };
export const publishing = (progress: number, vm = 'vm-2') => ({
  instant_clone_operation: 'SCHEDULE_PUSH_IMAGE',
  instant_clone_current_image_state: 'READY',
  instant_clone_pending_image_state: 'PUBLISHING',
  instant_clone_pending_image_parent_vm_id: vm,
  instant_clone_pending_image_snapshot_id: 'snapshot-2',
  instant_clone_pending_image_progress: progress,
  instant_clone_push_image_settings: { logoff_policy: 'FORCE_LOGOFF', stop_on_first_error: true, add_virtual_tpm: false },
});
export const pool = (id: string, status: object) => ({ id, provisioning_status_data: status });
export const lines = (...values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');
