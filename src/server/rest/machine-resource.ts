/** Machines as each version of their GET shows them. */
import type { Image } from '../../../machines/image.ts';
import { versionOf } from '../../api/releases.ts';
import { schemaName, sortableNames } from '../../api/rest/schemas.ts';
import type { WireObject } from '../../projector/object-encoder.ts';
import { recordEncoder } from '../../projector/rest-record.ts';
import type { World } from '../world.types.ts';
import { type FilterField, filterFields } from './filter.ts';
import type { FoundMachine } from './inventory.ts';
import type { ComputeProfileMembers } from './push-spec.ts';

/** A list of machines can be filtered by these: the pool is what clients in the wild ask for. */
const machineFilters = ['id', 'name', 'desktop_pool_id', 'dns_name', 'operating_system', 'state', 'type'];

export interface MachineResource {
  objectOf(machine: FoundMachine): WireObject;
  readonly filterable: readonly FilterField[];
  readonly sortable: readonly string[];
}

/** What a machine shows that is not its pool's life cycle. */
interface Surroundings {
  readonly vCenter: string | undefined;
  readonly agentVersion: string;
  readonly userAssignment: unknown;
  /** MB of clones whose image says nothing of it. */
  readonly memory: number;
}

export function machineResource(world: World, version: number): MachineResource {
  const { release } = world;
  const schema = schemaName('MachineInfo', version);
  const encode = recordEncoder(schema, release);
  const vCenter = world.directory.vCenters[0]?.id;
  const agentVersion = `${versionOf(release)}.0`;
  return {
    objectOf: (machine) => {
      const { user_assignment: userAssignment = 'FLOATING', provisioning_settings } = world.attributes(machine.id);
      const { compute_profile_ram_mb: memory = 4_096 } = (provisioning_settings ?? {}) as ComputeProfileMembers;
      return encode(toRecord(machine, { vCenter, agentVersion, userAssignment, memory }));
    },
    filterable: filterFields(schema, machineFilters, release),
    sortable: sortableNames(schema, release),
  };
}

function toRecord(machine: FoundMachine, { vCenter, agentVersion, userAssignment, memory }: Surroundings): WireObject {
  const { id: pool, snapshot, clone, index } = machine;
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
    desktop_pool_user_assignment: userAssignment,
    state: stateOf({ snapshot, clone }, entry),
    type: 'MANAGED_MACHINE',
    operating_system: 'WINDOWS_10',
    operating_system_architecture: 'BIT_64',
    agent_version: agentVersion,
    message_security_mode: 'ENHANCED',
    message_security_enhanced_mode_supported: true,
    pairing_state: 'PAIRED_AND_SECURED',
    held_machine: false,
    managed_machine_data: {
      virtual_center_id: vCenter,
      host_name: 'esx-1.example.com',
      path: `/Datacenter/vm/${name}/${clone.name}`,
      virtual_machine_power_state: 'POWERED_ON',
      storage_accelerator_state: 'OFF',
      memory_mb: clone.image?.computeProfile?.ram ?? memory,
      in_hold_customization: false,
      in_maintenance_mode: false,
      missing_in_vcenter: false,
      ...(clone.image ? toImageMembers(clone.image) : {}),
      ...(isPending ? toPendingMembers(task?.image as Image) : {}),
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

const toImageMembers = ({ parentVm, snapshot, parentVmPath, snapshotPath, catalog }: Image): WireObject => ({
  base_vm_id: parentVm,
  base_vm_snapshot_id: snapshot,
  base_vm_path: parentVmPath,
  base_snapshot_path: snapshotPath,
  image_management_stream_id: catalog?.imageManagementStream,
  image_management_tag_id: catalog?.imageManagementTag,
  im_stream_name: catalog?.imageManagementStreamName,
  im_tag_name: catalog?.imageManagementTagName,
});

const toPendingMembers = ({ parentVm, snapshot, parentVmPath, snapshotPath, catalog }: Image): WireObject => ({
  pending_base_vm_id: parentVm,
  pending_base_vm_snapshot_id: snapshot,
  pending_base_vm_path: parentVmPath,
  pending_base_snapshot_path: snapshotPath,
  pending_image_management_stream_id: catalog?.imageManagementStream,
  pending_image_management_tag_id: catalog?.imageManagementTag,
  pending_im_stream_name: catalog?.imageManagementStreamName,
  pending_im_tag_name: catalog?.imageManagementTagName,
});
