/** The derived types. Most of this file is checked by the compiler alone. */
import { describe, expectTypeOf, it } from 'vitest';
import type { ParentStatus, PushImageSettingsOf, Status, Task } from '../../src/api/index.ts';

describe('Status', () => {
  it('has the names and ids of its format', () => {
    expectTypeOf<Status<'view'>['pendingImageParentVm']>().toEqualTypeOf<{ readonly id: string } | undefined>();
    expectTypeOf<Status<'powercli'>['PendingImageParentVm']>().toEqualTypeOf<{ readonly Id: string } | null | undefined>();
    expectTypeOf<Status<'rest-v1'>['instant_clone_pending_image_parent_vm_id']>().toEqualTypeOf<string | undefined>();
  });

  it('has the values of the vocabularies and none of ours', () => {
    expectTypeOf<NonNullable<Status<'view'>['instantCloneCurrentImageState']>>().toEqualTypeOf<
      'READY' | 'PENDING_UNPUBLISH' | 'UNPUBLISHING' | 'FAILED'
    >();
    expectTypeOf<'DELETED'>().not.toExtend<Status<'rest-v3'>['instant_clone_operation']>();
  });

  it('gains properties with each version of REST', () => {
    expectTypeOf<Status<'rest-v1'>>().not.toHaveProperty('pending_compute_profile_ram_mb');
    expectTypeOf<Status<'rest-v2'>>().toHaveProperty('pending_compute_profile_ram_mb');
    expectTypeOf<Status<'rest-v2'>>().not.toHaveProperty('instant_clone_pending_im_tag_name');
    expectTypeOf<Status<'rest-v3'>>().toHaveProperty('instant_clone_pending_im_tag_name');
  });

  it('has the last provisioning error in REST and in the parent of the View API', () => {
    expectTypeOf<Status<'rest-v1'>['last_provisioning_error_time']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<Status<'view'>>().not.toHaveProperty('lastProvisioningErrorTime');
    expectTypeOf<ParentStatus<'view'>['lastProvisioningErrorTime']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<ParentStatus<'rest-v2'>>().toEqualTypeOf<Status<'rest-v2'>>();
    expectTypeOf<ParentStatus<'view'>['instantCloneProvisioningStatusData']>().toEqualTypeOf<Status<'view'> | undefined>();
  });
});

describe('settings and tasks', () => {
  it('are typed by format', () => {
    expectTypeOf<PushImageSettingsOf<'rest-v1'>['start_time']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<PushImageSettingsOf<'powercli'>['StartTime']>().toEqualTypeOf<string | null | undefined>();
    expectTypeOf<Task<'view'>['id']>().toEqualTypeOf<{ readonly id: string }>();
    expectTypeOf<Task<'rest-v1'>['id']>().toEqualTypeOf<string>();
    expectTypeOf<Task<'rest-v1'>['remaining_vmtask_count']>().toEqualTypeOf<number | undefined>();
  });
});
