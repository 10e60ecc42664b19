/** Pools: what is there, and how they come, change and go. */
import { type Body, objectAt } from './body.ts';
import type { Call, Operations } from './call.ts';
import { listingOf, textOf } from './desktop-pool-info.ts';
import { toInfrastructureChange, toNewPool } from './desktop-pool-specs.ts';
import { RestError, show, wrongValue } from './errors.ts';
import { allPools, findPool } from './inventory.ts';
import { storedAttributes, virtualTpmAfter } from './stored-attributes.ts';

const view = ['POOL_VIEW'] as const;
const manage = ['POOL_MANAGEMENT'] as const;

export const poolOperations = {
  listDesktopPools: { privileges: view, handle: listPools },
  getDesktopPool: { privileges: view, handle: (call) => call.text(textOf(call.world, call.version, call.pool())) },
  createDesktopPool: { privileges: manage, handle: createPool },
  updateDesktopPool: { privileges: manage, handle: updatePool },
  deleteDesktopPool: { privileges: manage, handle: deletePool },
  enableProvisioning: { privileges: manage, handle: forEach((call, id) => call.send(id, { type: 'command.enableProvisioning' })) },
  disableProvisioning: { privileges: manage, handle: forEach((call, id) => call.send(id, { type: 'command.disableProvisioning' })) },
  enable: { privileges: manage, handle: forEach(({ world }, id) => world.setAttributes(id, { enabled: true })) },
  disable: { privileges: manage, handle: forEach(({ world }, id) => world.setAttributes(id, { enabled: false })) },
} satisfies Operations;

function listPools(call: Call): Response {
  return call.list({ ...listingOf(call.world, call.version), items: allPools(call.world) });
}

async function createPool(call: Call): Promise<Response> {
  const { world, release } = call;
  const body = await call.body<Body>();
  const spec = toNewPool(body, world);
  if (allPools(world).some(({ snapshot }) => snapshot.context.name === spec.name))
    throw new RestError(409, 'inventory.desktop-pool.exists', `There is a pool with the name ${show(spec.name)} already.`);
  const stored = storedAttributes(body, call.bodyType.type, release);
  const { add_virtual_tpm } = objectAt(body, 'provisioning_settings');
  const id = world.createPool(spec, { ...stored, ...virtualTpmAfter({}, spec.image, add_virtual_tpm === true) });
  return call.empty(201, { Location: `/rest/inventory/v1/desktop-pools/${id}` });
}

async function updatePool(call: Call): Promise<Response> {
  const { world, release } = call;
  const { body, id, snapshot } = await call.bodyAndPool<Body>();
  const before = world.attributes(id);
  const change = toInfrastructureChange(body, snapshot, before);
  if (change) call.send(id, { type: 'command.changeInfrastructure', ...change });
  const { enable_provisioning: isOn = snapshot.context.provisioningEnabled } = body;
  if (isOn !== snapshot.context.provisioningEnabled)
    call.send(id, { type: isOn ? 'command.enableProvisioning' : 'command.disableProvisioning' });
  world.setAttributes(id, storedAttributes(body, call.bodyType.type, release, before));
  return call.empty();
}

async function deletePool(call: Call): Promise<Response> {
  const { body, id } = await call.bodyAndPool<{ delete_from_disk?: boolean }>({});
  if (body.delete_from_disk === false) throw wrongValue('"delete_from_disk"', false, 'be true for a pool of instant clones');
  call.send(id, { type: 'command.delete' });
  return call.empty();
}

function forEach(change: (call: Call, pool: string) => void): (call: Call) => Promise<Response> {
  return async (call) => {
    const ids = await call.body<readonly string[]>();
    return call.bulk(ids, (id) => change(call, findPool(call.world, id).id));
  };
}
