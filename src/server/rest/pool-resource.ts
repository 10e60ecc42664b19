/** Desktop pools as each version of their GET shows them. */
import type { Infrastructure } from '../../../machines/events.ts';
import { fieldsOf } from '../../api/fields.ts';
import { schemaName, sortableNames } from '../../api/rest/schemas.ts';
import { desktopPoolEncoder, statusFormatOf } from '../../projector/desktop-pool.ts';
import type { WireObject } from '../../projector/object-encoder.ts';
import { toPoolView } from '../../projector/to-pool-view.ts';
import type { PoolSnapshot } from '../../simulator/step.ts';
import type { PoolAttributes, World } from '../world.types.ts';
import { type FilterField, filterFields } from './filter.ts';
import type { FoundPool } from './inventory.ts';
import { hasVirtualTpm } from './virtual-tpm.ts';

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

/** Pools of a world as one version of the GET shows them. */
export interface PoolResource {
  objectOf(pool: FoundPool): WireObject;
  /** As JSON, kept until the pool changes. */
  textOf(pool: FoundPool): string;
  readonly filterable: readonly FilterField[];
  readonly sortable: readonly string[];
}

interface Kept {
  readonly attributes: PoolAttributes;
  readonly text: string;
}

export function poolResource(world: World, version: number): PoolResource {
  const { release } = world;
  const encode = desktopPoolEncoder(version, release);
  const [vCenter = { id: '', serverName: '' }] = world.directory.vCenters;
  const kept = new WeakMap<PoolSnapshot, Kept>();
  const objectOf = ({ id, snapshot }: FoundPool): WireObject => {
    const { context } = snapshot;
    const view = toPoolView(snapshot);
    if (!view) throw new Error(`pool ${id} is deleted`);
    const { image } = context.currentImage ?? context.original;
    const attributes = world.attributes(id);
    return encode({
      id,
      name: context.name,
      view,
      image,
      provisioningEnabled: context.provisioningEnabled,
      stopProvisioningOnError: context.stopProvisioningOnError,
      vCenter: { id: vCenter.id, name: vCenter.serverName },
      addVirtualTpm: hasVirtualTpm(attributes, image),
      hostOrCluster: context.infrastructure.hostOrCluster ?? 'domain-c1',
      more: { ...defaultAttributes(snapshot), ...attributes, storage_settings: storageSettings(context.infrastructure, attributes) },
    });
  };
  const schema = schemaName('DesktopPoolInfo', version);
  const ofStatus = new Set(version === 1 ? [] : fieldsOf('status', release, statusFormatOf(version as 2)).map(({ name }) => name));
  const inStatus = (names: readonly string[]) => names.filter((name) => ofStatus.has(name));
  return {
    objectOf,
    textOf(pool) {
      const attributes = world.attributes(pool.id);
      const known = kept.get(pool.snapshot);
      if (known && (known.attributes === attributes || isEmpty(known.attributes, attributes))) return known.text;
      const text = JSON.stringify(objectOf(pool));
      kept.set(pool.snapshot, { attributes, text });
      return text;
    },
    filterable: filterFields(schema, [...poolFilters, ...inStatus(filterableInStatus)], release),
    sortable: [...sortableNames(schema, release), ...inStatus(sortableInStatus)],
  };
}

const isEmpty = (...all: readonly PoolAttributes[]): boolean => all.every((each) => Object.keys(each).length === 0);

/** What a pool shows beside its life cycle until someone sets it. */
function defaultAttributes({ value, context }: PoolSnapshot): PoolAttributes {
  const { name, clones } = context;
  return {
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
    pattern_naming_settings: { naming_pattern: `${name}-{n:fixed=3}`, max_number_of_machines: clones.length },
  };
}

interface KeptStorage {
  readonly datastores?: readonly { readonly datastore_id: string }[];
}

/** The datastores that the pool is on, each as it was given; the rest as it is kept. */
function storageSettings({ datastores = [] }: Infrastructure, { storage_settings }: PoolAttributes): WireObject {
  const { datastores: given = [], ...kept } = (storage_settings ?? {}) as KeptStorage;
  return {
    datastores: datastores.map((id) => given.find(({ datastore_id }) => datastore_id === id) ?? { datastore_id: id }),
    use_vsan: false,
    ...kept,
  };
}
