/** vCenters and what is in them: datacenters, base VMs and their snapshots. */
import { schemaName, sortableNames } from '../../api/rest/schemas.ts';
import type { WireObject } from '../../projector/object-encoder.ts';
import { recordEncoder } from '../../projector/rest-record.ts';
import type { BaseVm, VCenter } from '../directory.ts';
import type { Call, Operations } from './call.ts';
import { notFound } from './errors.ts';

export const vCenterOperations = {
  listVirtualCenters: { handle: (call) => call.ok(call.world.directory.vCenters.map(virtualCenterObject)) },
  getVirtualCenter: { handle: (call) => call.ok(virtualCenterObject(findVCenter(call, call.param()))) },
  listDatacenters: { handle: listDatacenters },
  listBaseVms: { handle: listBaseVms },
  getBaseVm: { handle: getBaseVm },
  listBaseSnapshots: { handle: listBaseSnapshots },
} satisfies Operations;

export function findVCenter({ world }: Call, id: string): VCenter {
  const found = world.directory.vCenters.find((each) => each.id === id);
  if (!found) throw notFound('virtual-center', id);
  return found;
}

/** As the configuration shows it. No document at hand has its schema. */
const virtualCenterObject = ({ id, serverName }: VCenter): WireObject => ({
  id,
  server_name: serverName,
  display_name: serverName,
  port: 443,
  use_ssl: true,
  user_name: 'administrator@vsphere.local',
});

const askedVCenter = (call: Call): string => findVCenter(call, call.requiredQuery('vcenter_id')).id;

function listDatacenters(call: Call): Response {
  const asked = askedVCenter(call);
  const encode = recordEncoder('DatacenterInfo', call.release);
  const datacenters = call.world.directory.datacenters.filter(({ vCenter }) => vCenter === asked);
  return call.ok(datacenters.map(({ id, name, path }) => encode({ id, name, path })));
}

/** In the order that is asked for, where the release can sort them; they come in no pages and take no filter. */
function listBaseVms(call: Call): Response {
  const { directory } = call.world;
  const vCenter = askedVCenter(call);
  const datacenter = call.query('datacenter_id');
  if (datacenter && !directory.datacenters.some(({ id }) => id === datacenter)) throw notFound('datacenter', datacenter);
  const usable = call.flag('filter_incompatible_vms');
  const items = directory.baseVms.filter(
    (vm) => vm.vCenter === vCenter && (!datacenter || vm.datacenter === datacenter) && (!usable || isUsable(call, vm)),
  );
  const sortable = sortableNames(schemaName('BaseVMInfo', call.version), call.release);
  const query = sortable.length > 0 ? { sort_by: call.query('sort_by'), order_by: call.query('order_by') } : {};
  return call.list({ items, objectOf: (vm) => baseVmObject(call, vm), filterable: [], sortable }, query);
}

function getBaseVm(call: Call): Response {
  const { directory } = call.world;
  const vCenter = call.query('vcenter_id') ?? directory.vCenters[0]?.id ?? '';
  const vm = directory.baseVm(findVCenter(call, vCenter).id, call.param());
  if (!vm) throw notFound('base-vm', call.param());
  return call.ok(baseVmObject(call, vm));
}

/** A base VM without a snapshot cannot be pushed. */
const isUsable = ({ world }: Call, vm: BaseVm): boolean =>
  world.directory.snapshots.some(({ vCenter, baseVm }) => vCenter === vm.vCenter && baseVm === vm.id);

function baseVmObject(call: Call, vm: BaseVm): WireObject {
  const encode = recordEncoder(schemaName('BaseVMInfo', call.version), call.release);
  return encode({
    id: vm.id,
    name: vm.name,
    path: vm.path,
    vcenter_id: vm.vCenter,
    datacenter_id: vm.datacenter,
    operating_system: 'WINDOWS_10',
    operating_system_display_name: 'Microsoft Windows 10 (64-bit)',
    network_type: 'STANDARD_NETWORK',
    incompatible_reasons: isUsable(call, vm) ? [] : ['NO_SNAPSHOTS'],
  });
}

function listBaseSnapshots(call: Call): Response {
  const { directory } = call.world;
  const vCenter = askedVCenter(call);
  const vm = call.requiredQuery('base_vm_id');
  if (!directory.baseVm(vCenter, vm)) throw notFound('base-vm', vm);
  const encode = recordEncoder(schemaName('BaseSnapshotInfo', call.version), call.release);
  const snapshots = directory.snapshots.filter((each) => each.vCenter === vCenter && each.baseVm === vm);
  const objects = snapshots.map(({ id, name, path, createdAt }) =>
    encode({
      id,
      name,
      path,
      vcenter_id: vCenter,
      created_timestamp: createdAt,
      disk_size_mb: 61_440,
      memory_mb: 4_096,
      hardware_version: 19,
      incompatible_reasons: [],
    }),
  );
  return call.ok(objects);
}
