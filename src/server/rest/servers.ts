/** The servers around a Connection Server, and what is in its vCenters: datacenters, base VMs and their snapshots. */
import { versionOf } from '../../api/releases.ts';
import { schemaName } from '../../api/rest/schemas.ts';
import type { WireObject } from '../../projector/object-encoder.ts';
import { defaultStart } from '../../simulator/options.ts';
import { type BaseVm, guid, type Snapshot, type VCenter } from '../directory.ts';
import type { World } from '../world.ts';
import type { Call, Operations } from './call.ts';
import { found, notFound } from './errors.ts';

export const serverOperations = {
  listVirtualCenters: { handle: (call) => call.ok(call.world.directory.vCenters.map(virtualCenter)) },
  getVirtualCenter: { handle: (call) => call.ok(virtualCenter(findVCenter(call, call.param()))) },
  listDatacenters: { handle: listDatacenters },
  listBaseVms: { handle: listBaseVms },
  getBaseVm: { handle: getBaseVm },
  listBaseSnapshots: { handle: listBaseSnapshots },
  monitorVirtualCenters: { handle: (call) => call.ok(call.world.directory.vCenters.map(monitoredVirtualCenter)) },
  monitorVirtualCenter: { handle: (call) => call.ok(monitoredVirtualCenter(findVCenter(call, call.param()))) },
  monitorConnectionServers: { handle: (call) => call.ok([monitoredConnectionServer(call.world)]) },
  monitorGateways: { handle: (call) => call.ok([]) },
} satisfies Operations;

const findVCenter = ({ world }: Call, id: string): VCenter => found(world.directory.vCenter(id), 'virtual-center', id);

const askedVCenter = (call: Call): string => findVCenter(call, call.requiredQuery('vcenter_id')).id;

const findBaseVm = ({ world }: Call, vCenter: string, id: string): BaseVm => found(world.directory.baseVm(vCenter, id), 'base-vm', id);

/** As the configuration shows it. No document at hand has its schema. */
const virtualCenter = ({ id, serverName }: VCenter): WireObject => ({
  id,
  server_name: serverName,
  display_name: serverName,
  port: 443,
  use_ssl: true,
  user_name: 'administrator@vsphere.local',
});

function listDatacenters(call: Call): Response {
  const asked = askedVCenter(call);
  const datacenters = call.world.directory.datacenters.filter(({ vCenter }) => vCenter === asked);
  return call.ok(datacenters.map((each) => call.encode('DatacenterInfo', each, 1)));
}

function listBaseVms(call: Call): Response {
  const { directory } = call.world;
  const vCenter = askedVCenter(call);
  const datacenter = call.query('datacenter_id');
  if (datacenter && !directory.datacenters.some(({ id }) => id === datacenter)) throw notFound('datacenter', datacenter);
  const usable = call.flag('filter_incompatible_vms');
  const items = directory.baseVms.filter(
    (vm) => vm.vCenter === vCenter && (!datacenter || vm.datacenter === datacenter) && (!usable || isUsable(call, vm)),
  );
  const schema = schemaName('BaseVMInfo', call.version);
  return call.list({
    items,
    schema,
    objectOf: (vm) => baseVmObject(call, vm),
    filterable: ['id', 'name'],
    sortable: ['name', 'path'],
  });
}

function getBaseVm(call: Call): Response {
  const vCenter = findVCenter(call, call.query('vcenter_id') ?? call.world.directory.vCenters[0].id);
  return call.ok(baseVmObject(call, findBaseVm(call, vCenter.id, call.param())));
}

/** A base VM without a snapshot cannot be pushed. */
const isUsable = ({ world }: Call, vm: BaseVm): boolean =>
  world.directory.snapshots.some(({ vCenter, baseVm }) => vCenter === vm.vCenter && baseVm === vm.id);

function baseVmObject(call: Call, vm: BaseVm): WireObject {
  const { id, name, path, vCenter, datacenter } = vm;
  return call.encode('BaseVMInfo', {
    id,
    name,
    path,
    vcenter_id: vCenter,
    datacenter_id: datacenter,
    operating_system: 'WINDOWS_10',
    operating_system_display_name: 'Microsoft Windows 10 (64-bit)',
    network_type: 'STANDARD_NETWORK',
    incompatible_reasons: isUsable(call, vm) ? [] : ['NO_SNAPSHOTS'],
  });
}

function listBaseSnapshots(call: Call): Response {
  const vCenter = askedVCenter(call);
  const vm = findBaseVm(call, vCenter, call.requiredQuery('base_vm_id'));
  const items = call.world.directory.snapshots.filter((each) => each.vCenter === vCenter && each.baseVm === vm.id);
  return call.list({
    items,
    schema: schemaName('BaseSnapshotInfo', call.version),
    objectOf: (snapshot) => snapshotObject(call, snapshot),
    filterable: ['id', 'name'],
    sortable: ['name', 'path', 'created_timestamp'],
  });
}

const snapshotObject = (call: Call, { id, name, path, vCenter, createdAt }: Snapshot): WireObject =>
  call.encode('BaseSnapshotInfo', {
    id,
    name,
    path,
    vcenter_id: vCenter,
    description: `As it was on ${new Date(createdAt).toISOString().slice(0, 10)}`,
    created_timestamp: createdAt,
    disk_size_mb: 61_440,
    memory_mb: 4_096,
    hardware_version: 19,
    incompatible_reasons: [],
  });

const connectionServer = { id: guid('connection-server', 0), name: 'cs-1.example.com', status: 'OK' };
const yearMs = 365 * 86_400_000;

/** A vCenter as monitoring shows it: its name is its URL. */
const monitoredVirtualCenter = ({ id, serverName }: VCenter): WireObject => ({
  id,
  name: `https://${serverName}:443/sdk`,
  details: { version: '7.0.3', build: '20150588', api_version: '7.0.3.0' },
  connection_servers: [connectionServer],
  datastores: [],
  hosts: [],
});

function monitoredConnectionServer({ simulator, release }: World): WireObject {
  const clones = simulator.pools.flatMap(({ id }) => simulator.snapshot(id).context.clones);
  return {
    ...connectionServer,
    details: { version: `${versionOf(release)}.0`, build: '1' },
    connection_count: clones.filter(({ session }) => session).length,
    tunnel_connection_count: 0,
    default_certificate: true,
    certificate: { valid: true, valid_from: defaultStart - yearMs, valid_to: defaultStart + 2 * yearMs },
    cs_replications: [],
    services: ['PCOIP_SECURE_GATEWAY', 'BLAST_SECURE_GATEWAY', 'SECURITY_GATEWAY_COMPONENT'].map((service_name) => ({
      service_name,
      status: 'UP',
    })),
    session_protocol_data: [],
  };
}
