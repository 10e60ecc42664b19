/** vCenters and what is in them, and the servers that monitoring clients ask for. */
import { type Release, versionOf } from '../../api/releases.ts';
import { schemaName } from '../../api/rest/schemas.ts';
import type { WireObject } from '../../projector/object-encoder.ts';
import { recordEncoder } from '../../projector/rest-record.ts';
import { defaultStart } from '../../simulator/options.ts';
import type { BaseSnapshot, BaseVm, Datacenter, VCenter } from '../directory.ts';
import { guid } from '../ids.ts';
import type { World } from '../world.types.ts';

export function datacenterObject({ id, name, path }: Datacenter, release: Release): WireObject {
  return recordEncoder('DatacenterInfo', release)({ id, name, path });
}

export function baseVmObject(vm: BaseVm, { release, directory }: World, version: number): WireObject {
  return recordEncoder(
    schemaName('BaseVMInfo', version),
    release,
  )({
    id: vm.id,
    name: vm.name,
    path: vm.path,
    vcenter_id: vm.vCenter,
    datacenter_id: vm.datacenter,
    operating_system: 'WINDOWS_10',
    operating_system_display_name: 'Microsoft Windows 10 (64-bit)',
    network_type: 'STANDARD_NETWORK',
    incompatible_reasons: isUsable(vm, directory.snapshots) ? [] : ['NO_SNAPSHOTS'],
  });
}

/** A base VM without a snapshot cannot be pushed. */
export const isUsable = (vm: BaseVm, snapshots: readonly BaseSnapshot[]): boolean =>
  snapshots.some(({ vCenter, baseVm }) => vCenter === vm.vCenter && baseVm === vm.id);

export function baseSnapshotObject(snapshot: BaseSnapshot, release: Release, version: number): WireObject {
  return recordEncoder(
    schemaName('BaseSnapshotInfo', version),
    release,
  )({
    id: snapshot.id,
    name: snapshot.name,
    path: snapshot.path,
    vcenter_id: snapshot.vCenter,
    created_timestamp: snapshot.createdAt,
    disk_size_mb: 61_440,
    memory_mb: 4_096,
    hardware_version: 19,
    incompatible_reasons: [],
  });
}

/** As the configuration shows it. No document at hand has its schema. */
export const virtualCenterObject = ({ id, serverName }: VCenter): WireObject => ({
  id,
  server_name: serverName,
  display_name: serverName,
  port: 443,
  use_ssl: true,
  user_name: 'administrator@vsphere.local',
});

/** As monitoring shows it: its name is its URL. */
export const monitoredVirtualCenter = ({ id, serverName }: VCenter): WireObject => ({
  id,
  name: `https://${serverName}:443/sdk`,
  details: { version: '7.0.3', build: '20150588', api_version: '7.0.3.0' },
  connection_servers: [{ id: connectionServerId, name: connectionServerName, status: 'OK' }],
  datastores: [],
  hosts: [],
});

const connectionServerId = guid('connection-server', 0);
const connectionServerName = 'cs-1.example.com';
const yearMs = 365 * 86_400_000;

export function connectionServerObject(world: World): WireObject {
  const sessions = world.simulator.pools.reduce(
    (sum, { id }) => sum + world.simulator.snapshot(id).context.clones.filter(({ session }) => session).length,
    0,
  );
  return {
    id: connectionServerId,
    name: connectionServerName,
    status: 'OK',
    details: { version: `${versionOf(world.release)}.0`, build: '1' },
    connection_count: sessions,
    tunnel_connection_count: 0,
    default_certificate: true,
    certificate: { valid: true, valid_from: defaultStart - yearMs, valid_to: defaultStart + 2 * yearMs },
    cs_replications: [],
    services: ['CONNECTION_BROKER', 'MESSAGE_BUS', 'SECURITY_GATEWAY'].map((service_name) => ({ service_name, status: 'UP' })),
    session_protocol_data: [],
  };
}
