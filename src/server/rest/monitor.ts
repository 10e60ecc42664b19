/** The servers that monitoring clients ask for. */
import { versionOf } from '../../api/releases.ts';
import type { WireObject } from '../../projector/object-encoder.ts';
import { defaultStart } from '../../simulator/options.ts';
import { guid, type VCenter } from '../directory.ts';
import type { World } from '../world.ts';
import type { Operations } from './call.ts';
import { findVCenter } from './vcenters.ts';

export const monitorOperations = {
  monitorVirtualCenters: { handle: (call) => call.ok(call.world.directory.vCenters.map(virtualCenterObject)) },
  monitorVirtualCenter: { handle: (call) => call.ok(virtualCenterObject(findVCenter(call, call.param()))) },
  monitorConnectionServers: { handle: (call) => call.ok([connectionServerObject(call.world)]) },
  monitorGateways: { handle: (call) => call.ok([]) },
} satisfies Operations;

const connectionServer = { id: guid('connection-server', 0), name: 'cs-1.example.com', status: 'OK' };
const yearMs = 365 * 86_400_000;

/** A vCenter as monitoring shows it: its name is its URL. */
const virtualCenterObject = ({ id, serverName }: VCenter): WireObject => ({
  id,
  name: `https://${serverName}:443/sdk`,
  details: { version: '7.0.3', build: '20150588', api_version: '7.0.3.0' },
  connection_servers: [connectionServer],
  datastores: [],
  hosts: [],
});

function connectionServerObject({ simulator, release }: World): WireObject {
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
