/** Desktop pools as each version of their GET shows them. */
import type { Infrastructure } from '../../../machines/events.ts';
import { fieldsOf } from '../../api/fields.ts';
import { schemaName } from '../../api/rest/schemas.ts';
import { getOrMake } from '../../memo.ts';
import { desktopPoolEncoder, statusFormatOf } from '../../projector/desktop-pool.ts';
import type { WireObject } from '../../projector/object-encoder.ts';
import { toPoolView } from '../../projector/to-pool-view.ts';
import type { PoolSnapshot } from '../../simulator/step.ts';
import type { PoolAttributes } from '../journal.ts';
import type { World } from '../world.ts';
import type { FoundPool } from './inventory.ts';
import type { Listing } from './list.ts';
import { hasVirtualTpm } from './stored-attributes.ts';

/** What the documents say a list of pools can be filtered by, beside what is in the status. */
const poolFilters = [
  'id',
  'name',
  'display_name',
  'description',
  'enabled',
  'enable_provisioning',
  'delete_in_progress',
  'source',
  'type',
  'vcenter_id',
  'image_source',
  'user_assignment',
];

/** What they say it can be filtered by in the status, where its version has it. */
const filterableInStatus = [
  'instant_clone_pending_im_stream_id',
  'instant_clone_pending_im_tag_id',
  'instant_clone_pending_im_stream_name',
  'instant_clone_pending_im_tag_name',
];

/** And what it can be sorted by in the status. */
const sortableInStatus = [
  'instant_clone_operation',
  'instant_clone_pending_image_state',
  'instant_clone_current_image_state',
  'instant_clone_pending_image_error',
  'instant_clone_pending_image_progress',
  'last_provisioning_error',
  'last_provisioning_error_time',
];

export function listingOf(world: World, version: number): Omit<Listing<FoundPool>, 'items'> {
  const format = statusFormatOf(version);
  const ofStatus = format ? fieldsOf('status', world.release, format).map(({ name }) => name as string) : [];
  const inStatus = (names: readonly string[]) => names.filter((name) => ofStatus.includes(name));
  return {
    schema: schemaName('DesktopPoolInfo', version),
    objectOf: (pool) => objectOf(world, version, pool),
    textOf: (pool) => textOf(world, version, pool),
    filterable: [...poolFilters, ...inStatus(filterableInStatus)],
    sortable: inStatus(sortableInStatus),
  };
}

/** The JSON of pools as long as they do not change: clients poll them, and most of the time nothing has happened. */
const texts = new WeakMap<PoolSnapshot, WeakMap<PoolAttributes, Map<number, string>>>();

export function textOf(world: World, version: number, pool: FoundPool): string {
  const byAttributes = getOrMake(texts, pool.snapshot, () => new WeakMap<PoolAttributes, Map<number, string>>());
  const byVersion = getOrMake(byAttributes, world.attributes(pool.id), () => new Map<number, string>());
  return getOrMake(byVersion, version, () => JSON.stringify(objectOf(world, version, pool)));
}

function objectOf(world: World, version: number, { id, snapshot }: FoundPool): WireObject {
  const { context, value } = snapshot;
  const { name, clones, infrastructure, provisioningEnabled, stopProvisioningOnError } = context;
  const view = toPoolView(snapshot);
  if (!view) throw new Error(`pool ${id} is deleted`);
  const { image } = context.currentImage ?? context.original;
  const attributes = world.attributes(id);
  const [{ id: vCenter, serverName }] = world.directory.vCenters;
  return desktopPoolEncoder(
    version,
    world.release,
  )({
    id,
    name,
    view,
    image,
    provisioningEnabled,
    stopProvisioningOnError,
    vCenter: { id: vCenter, name: serverName },
    addVirtualTpm: hasVirtualTpm(attributes, image),
    hostOrCluster: infrastructure.hostOrCluster ?? 'domain-c1',
    more: {
      // What a pool shows beside its life cycle until someone sets it.
      description: '',
      access_group_id: 'root',
      settings: { delete_in_progress: value.operation === 'FINAL_UNPUBLISH' },
      allow_multiple_user_assignments: false,
      automatic_user_assignment: true,
      cloud_assigned: false,
      cloud_brokered: false,
      cloud_managed: false,
      display_assigned_machine_name: false,
      display_machine_alias: false,
      enable_client_restrictions: false,
      num_machines: clones.length,
      num_sessions: clones.filter(({ session }) => session).length,
      pattern_naming_settings: {
        naming_pattern: `${name}-{n:fixed=3}`,
        max_number_of_machines: clones.length,
        number_of_spare_machines: 1,
        provisioning_time: 'UP_FRONT',
      },
      ...attributes,
      storage_settings: storageSettings(infrastructure, attributes),
    },
  });
}

/** The datastores that the pool is on, each as it was given; the rest as it is stored. */
function storageSettings({ datastores = [] }: Infrastructure, { storage_settings }: PoolAttributes): WireObject {
  const { datastores: given = [], ...stored } = (storage_settings ?? {}) as { datastores?: readonly { readonly datastore_id: string }[] };
  return {
    datastores: datastores.map((id) => given.find(({ datastore_id }) => datastore_id === id) ?? { datastore_id: id }),
    use_vsan: false,
    ...stored,
  };
}
