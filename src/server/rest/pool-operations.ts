/** Pools: what is there, and how they come, change and go. */
import type { WireObject } from '../../projector/object-encoder.ts';
import type { World } from '../world.types.ts';
import { bulk } from './bulk.ts';
import type { Call, Operations } from './call.ts';
import { allPools, type FoundPool, findPool } from './inventory.ts';
import { createdSettings, keptMembers, updatedSettings } from './kept-members.ts';
import { answerList } from './list.ts';
import { type PoolResource, poolResource } from './pool-resource.ts';
import { toInfrastructureChange, toNewPool } from './pool-specs.ts';
import { checkMembers } from './read-body.ts';
import { badRequest, RestError, show } from './rest-error.ts';
import { send } from './send.ts';
import { newVirtualTpm } from './virtual-tpm.ts';

const view = ['POOL_VIEW'] as const;
const manage = ['POOL_MANAGEMENT'] as const;

export const poolOperations = {
  listDesktopPools: { privileges: view, handle: listPools },
  getDesktopPool: { privileges: view, handle: (call) => call.text(resourceOf(call).textOf(findPool(call.world, call.param()))) },
  createDesktopPool: { privileges: manage, handle: createPool },
  updateDesktopPool: { privileges: manage, handle: updatePool },
  deleteDesktopPool: { privileges: manage, handle: deletePool },
  enableProvisioning: { privileges: manage, handle: forEach((world, { id }) => send(world, id, { type: 'command.enableProvisioning' })) },
  disableProvisioning: { privileges: manage, handle: forEach((world, { id }) => send(world, id, { type: 'command.disableProvisioning' })) },
  enable: { privileges: manage, handle: forEach((world, { id }) => world.setAttributes(id, { enabled: true })) },
  disable: { privileges: manage, handle: forEach((world, { id }) => world.setAttributes(id, { enabled: false })) },
} satisfies Operations;

/** The resources of a world by version. */
const resources = new WeakMap<World, PoolResource[]>();

function resourceOf({ world, version }: Call): PoolResource {
  const list = resources.get(world) ?? [];
  list[version] ??= poolResource(world, version);
  if (!resources.has(world)) resources.set(world, list);
  return list[version];
}

function listPools(call: Call): Response {
  const { objectOf, textOf, filterable, sortable } = resourceOf(call);
  const query = call.version === 1 ? {} : call.listQuery();
  return call.list(answerList({ items: allPools(call.world), objectOf, textOf, filterable, sortable }, query, call.release));
}

async function createPool(call: Call): Promise<Response> {
  const { world } = call;
  const body = await call.body<WireObject>();
  const settings = createdSettings(call.release);
  await checkMembers(body, settings, call.release);
  const spec = toNewPool(body, world);
  if (allPools(world).some(({ snapshot }) => snapshot.context.name === spec.name)) {
    throw new RestError(409, 'inventory.desktop-pool.exists', `There is a pool with the name ${show(spec.name)} already.`);
  }
  const kept = keptMembers(body, { schema: 'DesktopPoolCreateSpec', settings }, world);
  const id = world.createPool(spec, { ...kept, ...newVirtualTpm(body, spec) });
  await world.settled();
  return call.empty(201, { Location: `/rest/inventory/v1/desktop-pools/${id}` });
}

async function updatePool(call: Call): Promise<Response> {
  const { world } = call;
  findPool(world, call.param());
  const body = await call.body<WireObject>();
  const { id, snapshot } = findPool(world, call.param());
  const before = world.attributes(id);
  const change = toInfrastructureChange(body, snapshot, before);
  if (change) send(world, id, { type: 'command.changeInfrastructure', ...change });
  const { enable_provisioning } = body;
  if (enable_provisioning !== undefined && enable_provisioning !== snapshot.context.provisioningEnabled) {
    send(world, id, { type: enable_provisioning ? 'command.enableProvisioning' : 'command.disableProvisioning' });
  }
  world.setAttributes(id, keptMembers(body, { schema: 'DesktopPoolUpdateSpec', settings: updatedSettings, before }, world));
  await world.settled();
  return call.empty(204);
}

async function deletePool(call: Call): Promise<Response> {
  const { world } = call;
  findPool(world, call.param());
  const { delete_from_disk } = await call.body<{ delete_from_disk?: boolean }>({});
  if (delete_from_disk === false) throw badRequest('"delete_from_disk" is false; it must be true for a pool of instant clones.');
  const { id } = findPool(world, call.param());
  send(world, id, { type: 'command.delete' });
  await world.settled();
  return call.empty(204);
}

/** Does something to every pool that the body names. */
function forEach(change: (world: World, pool: FoundPool) => void): (call: Call) => Promise<Response> {
  return async (call) => {
    const { world } = call;
    const ids = await call.body<readonly string[]>();
    const items = bulk(world, ids, (id) => change(world, findPool(world, id)));
    await world.settled();
    return call.ok(items);
  };
}
