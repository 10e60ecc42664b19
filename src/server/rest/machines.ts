/** Machines as each version of their GET shows them. */
import type { Image } from '../../../machines/image.ts';
import { versionOf } from '../../api/releases.ts';
import { schemaName } from '../../api/rest/schemas.ts';
import type { WireObject } from '../../projector/object-encoder.ts';
import type { World } from '../world.ts';
import type { Call, Operations } from './call.ts';
import type { ComputeProfileMembers } from './images.ts';
import { allPools, type FoundMachine, findMachine, machinesOf } from './inventory.ts';

/** The documents at hand name no privilege for machines: whoever may see pools or manage machines may see them. */
const view = ['POOL_VIEW', 'MACHINE_MANAGEMENT'] as const;

/** A list of machines can be filtered by these: the pool is what clients in the wild ask for. */
const machineFilters = ['id', 'name', 'desktop_pool_id', 'dns_name', 'operating_system', 'state', 'type'];

export const machineOperations = {
  listMachines: { privileges: view, handle: listMachines },
  getMachine: { privileges: view, handle: (call) => call.ok(machineIn(call)(findMachine(call.world, call.param()))) },
} satisfies Operations;

function listMachines(call: Call): Response {
  const items = allPools(call.world).flatMap(machinesOf);
  return call.list({ items, schema: schemaName('MachineInfo', call.version), objectOf: machineIn(call), filterable: machineFilters });
}

const machineIn = (call: Call) => (machine: FoundMachine) => call.encode('MachineInfo', toRecord(machine, call.world));

function toRecord(machine: FoundMachine, world: World): WireObject {
  const { id: pool, snapshot, clone, index } = machine;
  const { user_assignment = 'FLOATING', provisioning_settings } = world.attributes(pool);
  const { compute_profile_ram_mb: memory = 4_096 } = (provisioning_settings ?? {}) as ComputeProfileMembers;
  const { name, tasks } = snapshot.context;
  const task = tasks.findLast(({ entries }) => entries[index] !== null);
  const entry = task?.entries[index] ?? undefined;
  const isPending = entry === 'SCHEDULED' || entry === 'PROGRESSING' || entry === 'HOLDING';
  return {
    id: clone.id,
    name: clone.name,
    dns_name: `${clone.name}.example.com`,
    desktop_pool_id: pool,
    desktop_pool_name: name,
    desktop_pool_source: 'INSTANT_CLONE',
    desktop_pool_type: 'AUTOMATED',
    desktop_pool_user_assignment: user_assignment,
    state: stateOf({ snapshot, clone }, entry),
    type: 'MANAGED_MACHINE',
    operating_system: 'WINDOWS_10',
    operating_system_architecture: 'BIT_64',
    agent_version: `${versionOf(world.release)}.0`,
    message_security_mode: 'ENHANCED',
    message_security_enhanced_mode_supported: true,
    pairing_state: 'PAIRED_AND_SECURED',
    held_machine: false,
    managed_machine_data: {
      virtual_center_id: world.directory.vCenters[0].id,
      host_name: 'esx-1.example.com',
      path: `/Datacenter/vm/${name}/${clone.name}`,
      virtual_machine_power_state: 'POWERED_ON',
      storage_accelerator_state: 'OFF',
      memory_mb: clone.image?.computeProfile?.ram ?? memory,
      in_hold_customization: false,
      in_maintenance_mode: false,
      missing_in_vcenter: false,
      ...(clone.image ? toImageMembers(clone.image, '') : {}),
      ...(isPending ? toImageMembers(task?.image as Image, 'pending_') : {}),
      ...(task && entry ? { operation: 'PUSH_IMAGE', operation_state: entry === 'CANCELLED' ? 'UNDEFINED' : entry } : {}),
      ...(isPending ? { logoff_policy: task?.logoffSetting } : {}),
    },
  };
}

/** A state of the machine that every release has. */
function stateOf({ snapshot, clone }: Pick<FoundMachine, 'snapshot' | 'clone'>, entry: string | undefined): string {
  if (snapshot.value.operation === 'FINAL_UNPUBLISH') return 'DELETING';
  if (clone.image === null) return 'PROVISIONING';
  if (entry === 'PROGRESSING') return 'CUSTOMIZING';
  if (entry === 'FAULT') return 'PROVISIONING_ERROR';
  return clone.session ? 'CONNECTED' : 'AVAILABLE';
}

const toImageMembers = ({ parentVm, snapshot, parentVmPath, snapshotPath, catalog }: Image, prefix: '' | 'pending_'): WireObject => ({
  [`${prefix}base_vm_id`]: parentVm,
  [`${prefix}base_vm_snapshot_id`]: snapshot,
  [`${prefix}base_vm_path`]: parentVmPath,
  [`${prefix}base_snapshot_path`]: snapshotPath,
  [`${prefix}image_management_stream_id`]: catalog?.imageManagementStream,
  [`${prefix}image_management_tag_id`]: catalog?.imageManagementTag,
  [`${prefix}im_stream_name`]: catalog?.imageManagementStreamName,
  [`${prefix}im_tag_name`]: catalog?.imageManagementTagName,
});
