/** What a pool says of itself around its status, whatever the API: DesktopInfo of View and PowerCLI, or a pool of REST. */

/** A member that is not there, or cannot be read, is undefined. */
export interface PoolFacts {
  /** The image that the pool names as its own: its parent VM and snapshot, as `imageKey` joins them. */
  readonly image: string | undefined;
  readonly deleting: boolean | undefined;
  readonly provisioning: boolean | undefined;
  /** Empty where there is none. */
  readonly lastError: string | undefined;
}

/** A status, or the object around it, with what the pool says; no pool where the status came without. */
export interface Opened {
  readonly status: unknown;
  readonly pool: PoolFacts | undefined;
}

type Source = Readonly<Record<string, unknown>>;

/** The ids of an image as one text; undefined where one of them is missing. */
export const imageKey = (parentVm: string, snapshot: string): string | undefined =>
  parentVm === '' || snapshot === '' ? undefined : `${parentVm}/${snapshot}`;

/**
 * Takes the status out of a pool. Anything else is returned as it is.
 *
 * @example openPool({ delete_in_progress: false, provisioning_status_data: {} }).pool?.deleting //=> false
 */
export function openPool(value: unknown): Opened {
  if (isObject(value)) {
    if (isObject(value.provisioning_status_data)) return openRest(value, value.provisioning_status_data);
    const automated = value.automatedDesktopData ?? value.AutomatedDesktopData ?? value;
    const parent = isObject(automated) ? (automated.provisioningStatusData ?? automated.ProvisioningStatusData) : undefined;
    if (isObject(automated) && isObject(parent)) return openView(value, automated, parent);
  }
  return { status: value, pool: undefined };
}

function openRest(pool: Source, status: Source): Opened {
  const settings = objectIn(pool, 'provisioning_settings');
  return {
    status,
    pool: {
      image: imageKey(idOf(settings?.parent_vm_id), idOf(settings?.base_snapshot_id)),
      deleting: flagOf(pool.delete_in_progress),
      provisioning: flagOf(pool.enable_provisioning),
      lastError: textOf(status.last_provisioning_error),
    },
  };
}

function openView(info: Source, automated: Source, parent: Source): Opened {
  const settings = objectIn(automated, 'virtualCenterProvisioningSettings');
  const data = settings && objectIn(settings, 'virtualCenterProvisioningData');
  const desktop = objectIn(info, 'desktopSettings');
  return {
    status: parent,
    pool: {
      image: data && imageKey(idOf(either(data, 'parentVm')), idOf(either(data, 'snapshot'))),
      deleting: desktop && flagOf(either(desktop, 'deleting')),
      provisioning: settings && flagOf(either(settings, 'enableProvisioning')),
      lastError: textOf(either(parent, 'lastProvisioningError')),
    },
  };
}

/** Whether a pool says the same twice. */
export function saysTheSame(one: PoolFacts | undefined, other: PoolFacts | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return (
    one.image === other.image &&
    one.deleting === other.deleting &&
    one.provisioning === other.provisioning &&
    one.lastError === other.lastError
  );
}

/** Ids are texts in REST, `{ id }` in View and `{ Id }` in PowerCLI; empty where there is none. */
export function idOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return isObject(value) ? String(value.id ?? value.Id ?? '') : '';
}

/** A member as View writes it, or as PowerCLI does. */
const either = (source: Source, name: string): unknown => source[name] ?? source[name.charAt(0).toUpperCase() + name.slice(1)];

function objectIn(source: Source, name: string): Source | undefined {
  const member = either(source, name);
  return isObject(member) ? member : undefined;
}

const flagOf = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);
const textOf = (value: unknown): string | undefined => (value == null ? '' : typeof value === 'string' ? value : undefined);
const isObject = (value: unknown): value is Source => typeof value === 'object' && value !== null && !Array.isArray(value);
