/** The bodies that create and change pools, as the life cycle reads them and as far as it does. */
import type { Infrastructure } from '../../../machines/events.ts';
import type { PoolSpec } from '../../simulator/input/pool-spec.ts';
import type { PoolSnapshot } from '../../simulator/step.ts';
import type { PoolAttributes } from '../journal.ts';
import type { World } from '../world.ts';
import { type Body, objectAt, present } from './body.ts';
import { badRequest, notFound, notModelled, show, wrongValue } from './errors.ts';
import { type ImageMembers, toComputeProfile, toImage } from './images.ts';

/** As many machines as hvsim makes for one pool. */
const mostMachines = 100_000;

/** 501 for pools that are not of instant clones. */
export function toNewPool(body: Body, { directory }: World) {
  const { type, source, naming_method, vcenter_id, farm_id, machines } = body;
  const { enable_provisioning: enableProvisioning, stop_provisioning_on_error: stopProvisioningOnError } = body;
  const name = body.name as string;
  if (type !== 'AUTOMATED' || source !== 'INSTANT_CLONE')
    throw notModelled(`pools of type ${show(type)} and source ${show(source)}; it models AUTOMATED pools of INSTANT_CLONE`);
  if (farm_id) throw notModelled(`pools of a farm: "farm_id" is ${show(farm_id)}`);
  if (Array.isArray(machines) && machines.length > 0)
    throw notModelled(`pools of machines that are there already: "machines" is ${show(machines)}`);
  if (naming_method === 'SPECIFIED') throw notModelled('machines that are named one by one; it models naming_method PATTERN');
  if (!/^[\w.-]{1,64}$/.test(name)) throw wrongValue('"name"', name, 'have 1 to 64 letters, digits, hyphens, dots and underscores');
  if (vcenter_id !== undefined && vcenter_id !== directory.vCenters[0].id) throw notFound('virtual-center', vcenter_id as string);
  const settings = objectAt(body, 'provisioning_settings');
  const { parent_vm_id, base_snapshot_id: snapshot_id, im_stream_id, im_tag_id, datacenter_id } = settings;
  if (datacenter_id !== undefined && !directory.datacenters.some(({ id }) => id === datacenter_id))
    throw badRequest(`"provisioning_settings.datacenter_id" is ${show(datacenter_id)}; there is no such datacenter.`);
  toComputeProfile(settings);
  const named = { parent_vm_id, snapshot_id, im_stream_id, im_tag_id };
  for (const [member, value] of Object.entries(named)) assertId(value, `provisioning_settings.${member}`);
  const infrastructure = toInfrastructure(body);
  return {
    name,
    clones: machineCount(body),
    image: toImage(named as ImageMembers, directory),
    settings: present({ enableProvisioning, stopProvisioningOnError }) as Required<PoolSpec>['settings'],
    infrastructure: { hostOrCluster: 'domain-c1', datastores: ['datastore-1'], ...infrastructure },
  } satisfies PoolSpec;
}

/** What of the infrastructure a DesktopPoolUpdateSpec would change; undefined for nothing. 501 for what a pool cannot change here. */
export function toInfrastructureChange(body: Body, { context }: PoolSnapshot, before: PoolAttributes): Infrastructure | undefined {
  const { clones, infrastructure: now, stopProvisioningOnError } = context;
  const { stop_provisioning_on_error: stop = stopProvisioningOnError } = body;
  if (stop !== stopProvisioningOnError) throw notModelled(`a change of stop_provisioning_on_error to ${show(stop)}`);
  const { max_number_of_machines: count = clones.length } = objectAt(body, 'pattern_naming_settings');
  if (count !== clones.length) throw notModelled(`a change of the number of machines from ${clones.length} to ${show(count)}`);
  const { catalog } = (context.currentImage ?? context.original).image;
  const settings = objectAt(body, 'provisioning_settings');
  assertSame('im_stream_id', settings, catalog?.imageManagementStream);
  assertSame('im_tag_id', settings, catalog?.imageManagementTag);
  const { hostOrCluster = now.hostOrCluster, datastores = now.datastores ?? [] } = toInfrastructure(body);
  // The life cycle knows no datastore for replicas: it moves the pool with the datastores that it has.
  const { replica_disk_datastore_id: replica } = objectAt(body, 'storage_settings');
  assertId(replica, 'storage_settings.replica_disk_datastore_id');
  const isOtherReplica = replica !== undefined && replica !== objectAt(before, 'storage_settings').replica_disk_datastore_id;
  const isOther = isOtherReplica || JSON.stringify(datastores) !== JSON.stringify(now.datastores ?? []);
  const change = present({
    hostOrCluster: hostOrCluster === now.hostOrCluster ? undefined : hostOrCluster,
    datastores: isOther ? datastores : undefined,
  });
  return Object.keys(change).length > 0 ? change : undefined;
}

/** An image comes with a push and with nothing else. */
function assertSame(name: string, { [name]: value }: Body, now: string | undefined): void {
  if (value === undefined || value === now) return;
  const rule = now === undefined ? 'the image of the pool has none' : `that of the pool is ${show(now)}`;
  throw badRequest(`"provisioning_settings.${name}" is ${show(value)} and ${rule}; an update cannot change the image, push it instead.`);
}

function toInfrastructure(body: Body): Infrastructure {
  const { host_or_cluster_id: hostOrCluster } = objectAt(body, 'provisioning_settings');
  assertId(hostOrCluster, 'provisioning_settings.host_or_cluster_id');
  const { datastores } = objectAt(body, 'storage_settings');
  if (datastores !== undefined && !Array.isArray(datastores))
    throw badRequest(`"storage_settings.datastores" is ${show(datastores)}, which cannot be mapped to a list.`);
  const ids = datastores?.map((each: Body | undefined, index) => {
    const id = each?.datastore_id;
    if (!isId(id)) throw notAnId(`storage_settings.datastores.${index}.datastore_id`, id);
    return id;
  });
  return present({ hostOrCluster, datastores: ids?.length ? ids : undefined });
}

function machineCount(body: Body): number {
  const { max_number_of_machines: count = 1 } = objectAt(body, 'pattern_naming_settings');
  if (typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= mostMachines) return count;
  throw wrongValue('"pattern_naming_settings.max_number_of_machines"', count, `be a whole number from 0 to ${mostMachines}`);
}

const isId = (value: unknown): value is string => typeof value === 'string' && value !== '';
const notAnId = (name: string, value: unknown) => wrongValue(`"${name}"`, value, 'be an id');

function assertId(value: unknown, name: string): asserts value is string | undefined {
  if (value !== undefined && !isId(value)) throw notAnId(name, value);
}
