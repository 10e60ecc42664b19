/** The bodies that create and change pools, as the life cycle reads them and as far as it does. */
import type { Infrastructure } from '../../../machines/events.ts';
import type { Image } from '../../../machines/image.ts';
import type { PoolSpec } from '../../simulator/input/pool-spec.ts';
import type { PoolSnapshot } from '../../simulator/step.ts';
import type { PoolAttributes } from '../inputs.ts';
import type { World } from '../world.ts';
import { badRequest, notFound, notModelled, show } from './errors.ts';
import { type ImageMembers, toComputeProfile, toImage } from './images.ts';
import { type Body, objectAt } from './stored-attributes.ts';

/** As many machines as hvsim makes for one pool. */
const mostMachines = 100_000;

/**
 * The pool that a DesktopPoolCreateSpec asks for.
 *
 * @throws RestError 400, 404; 501 for pools that are not of instant clones
 */
export function toNewPool(body: Body, { directory }: World): PoolSpec {
  const { name, type, source, naming_method, vcenter_id, farm_id, machines, enable_provisioning, stop_provisioning_on_error } = body;
  if (type !== 'AUTOMATED' || source !== 'INSTANT_CLONE') {
    throw notModelled(`pools of type ${show(type)} and source ${show(source)}; it models AUTOMATED pools of INSTANT_CLONE`);
  }
  if (farm_id) throw notModelled(`pools of a farm: "farm_id" is ${show(farm_id)}`);
  if ((machines as readonly string[] | undefined)?.length)
    throw notModelled(`pools of machines that are there already: "machines" is ${show(machines)}`);
  if (naming_method === 'SPECIFIED') throw notModelled('machines that are named one by one; it models naming_method PATTERN');
  if (!/^[\w.-]{1,64}$/.test(name as string)) {
    throw badRequest(`"name" is ${show(name)}; it must have 1 to 64 letters, digits, hyphens, dots and underscores.`);
  }
  if (vcenter_id !== undefined && vcenter_id !== directory.vCenters[0]?.id) throw notFound('virtual-center', vcenter_id as string);
  const settings = objectAt(body, 'provisioning_settings');
  const { parent_vm_id, base_snapshot_id, im_stream_id, im_tag_id, datacenter_id } = settings;
  if (datacenter_id !== undefined && !directory.datacenters.some(({ id }) => id === datacenter_id)) {
    throw badRequest(`"provisioning_settings.datacenter_id" is ${show(datacenter_id)}; there is no such datacenter.`);
  }
  toComputeProfile(settings);
  const named = { parent_vm_id, snapshot_id: base_snapshot_id, im_stream_id, im_tag_id };
  for (const [member, value] of Object.entries(named)) assertText(value, `provisioning_settings.${member}`);
  const infrastructure = toInfrastructure(body);
  return {
    name: name as string,
    clones: machineCount(body),
    image: toImage(named as ImageMembers, directory),
    settings: {
      ...(enable_provisioning === undefined ? {} : { enableProvisioning: enable_provisioning as boolean }),
      ...(stop_provisioning_on_error === undefined ? {} : { stopProvisioningOnError: stop_provisioning_on_error as boolean }),
    },
    infrastructure: { hostOrCluster: 'domain-c1', datastores: ['datastore-1'], ...infrastructure },
  };
}

/**
 * What of the infrastructure a DesktopPoolUpdateSpec would change; undefined for nothing.
 *
 * @param before what is stored of the pool
 * @throws RestError 400; 501 for what a pool cannot change here
 */
export function toInfrastructureChange(body: Body, { context }: PoolSnapshot, before: PoolAttributes): Infrastructure | undefined {
  const { stop_provisioning_on_error } = body;
  if (stop_provisioning_on_error !== undefined && stop_provisioning_on_error !== context.stopProvisioningOnError) {
    throw notModelled(`a change of stop_provisioning_on_error to ${show(stop_provisioning_on_error)}`);
  }
  const count = objectAt(body, 'pattern_naming_settings').max_number_of_machines ?? context.clones.length;
  if (count !== context.clones.length)
    throw notModelled(`a change of the number of machines from ${context.clones.length} to ${show(count)}`);
  assertSameImage(objectAt(body, 'provisioning_settings'), (context.currentImage ?? context.original).image);
  const { hostOrCluster, datastores } = toInfrastructure(body);
  const now = context.infrastructure;
  const isOther = datastores && JSON.stringify(datastores) !== JSON.stringify(now.datastores ?? []);
  // The life cycle knows no datastore for replicas: it moves the pool with the datastores that it has.
  const { replica_disk_datastore_id: replica } = objectAt(body, 'storage_settings');
  assertText(replica, 'storage_settings.replica_disk_datastore_id');
  const isOtherReplica = replica !== undefined && replica !== objectAt(before, 'storage_settings').replica_disk_datastore_id;
  const change = {
    ...(hostOrCluster !== undefined && hostOrCluster !== now.hostOrCluster ? { hostOrCluster } : {}),
    ...(isOther || isOtherReplica ? { datastores: datastores ?? now.datastores ?? [] } : {}),
  };
  return Object.keys(change).length > 0 ? change : undefined;
}

/** An image comes with a push and with nothing else. */
function assertSameImage({ im_stream_id, im_tag_id }: Body, { catalog }: Image): void {
  const named = { im_stream_id: [im_stream_id, catalog?.imageManagementStream], im_tag_id: [im_tag_id, catalog?.imageManagementTag] };
  for (const [name, [value, now]] of Object.entries(named)) {
    if (value === undefined || value === now) continue;
    const rule = now === undefined ? 'the image of the pool has none' : `that of the pool is ${show(now)}`;
    throw badRequest(`"provisioning_settings.${name}" is ${show(value)} and ${rule}; an update cannot change the image, push it instead.`);
  }
}

function toInfrastructure(body: Body): Infrastructure {
  const { host_or_cluster_id: hostOrCluster } = objectAt(body, 'provisioning_settings');
  assertText(hostOrCluster, 'provisioning_settings.host_or_cluster_id');
  const { datastores } = objectAt(body, 'storage_settings');
  if (datastores !== undefined && !Array.isArray(datastores))
    throw badRequest(`"storage_settings.datastores" is ${show(datastores)}, which cannot be mapped to a list.`);
  const ids = datastores?.map((each, index) => {
    const id = (each as { datastore_id?: unknown } | undefined)?.datastore_id;
    if (typeof id !== 'string' || id === '')
      throw badRequest(`"storage_settings.datastores.${index}.datastore_id" is ${show(id)}; it must be an id.`);
    return id;
  });
  return {
    ...(hostOrCluster === undefined ? {} : { hostOrCluster: hostOrCluster as string }),
    ...(ids?.length ? { datastores: ids } : {}),
  };
}

function machineCount(body: Body): number {
  const { max_number_of_machines: count = 1 } = objectAt(body, 'pattern_naming_settings');
  if (typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= mostMachines) return count;
  throw badRequest(
    `"pattern_naming_settings.max_number_of_machines" is ${show(count)}; it must be a whole number from 0 to ${mostMachines}.`,
  );
}

function assertText(value: unknown, name: string): void {
  if (value === undefined || (typeof value === 'string' && value !== '')) return;
  throw badRequest(`"${name}" is ${show(value)}; it must be an id.`);
}
