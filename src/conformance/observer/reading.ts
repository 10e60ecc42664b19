/** What the observer compares of two observations: that of a status, and what the pool around it says of itself, whatever the API. */
import type { PropertyName } from '../../api/properties.ts';
import type { States } from '../../api/shown-states.ts';
import { readTime } from '../../simulator/input/time.ts';
import { isRecord, type Layout, type Observation } from '../observation.ts';

/** What is seen of a pool. A member that the release or format does not have, or that cannot be read, is undefined. */
export interface Reading extends States {
  /** All that names the pending image, its parent VM and snapshot first; undefined without one. */
  readonly image: readonly string[] | undefined;
  /** The parent VM and snapshot of the pending image, where both are shown. */
  readonly imageKey: string | undefined;
  /** The pending image for people, such as `vm-2/snapshot-2`. */
  readonly imageName: string | undefined;
  /** Percent. */
  readonly progress: number | undefined;
  /** Empty where there is none; undefined where the release cannot tell. */
  readonly error: string | undefined;
  /** The last provisioning error: empty where there is none; undefined where the status is shown without it. */
  readonly lastError: string | undefined;
  /** The settings of the push but its start time; undefined without any. */
  readonly settings: readonly unknown[] | undefined;
  /** Epoch milliseconds; undefined without one. */
  readonly startTime: number | undefined;
  /** What the pool around the status says. */
  readonly pool: PoolFacts | undefined;
}

/** What a pool that does not exist shows. */
export const gone: Reading = {
  operation: 'DELETED',
  pendingImage: 'ABSENT',
  currentImage: 'ABSENT',
  image: undefined,
  imageName: undefined,
  progress: undefined,
  error: undefined,
  lastError: undefined,
  settings: undefined,
  startTime: undefined,
  imageKey: undefined,
  pool: undefined,
};

type Reader = (observation: Observation, pool: PoolFacts | undefined) => Reading | undefined;

const readers = new WeakMap<Layout, Reader>();

/** What the observer compares; undefined for a status whose states cannot be read. */
export function readingOf(observation: Observation, pool?: PoolFacts): Reading | undefined {
  const { layout } = observation;
  const read = readers.get(layout) ?? readerOf(layout);
  readers.set(layout, read);
  return read(observation, pool);
}

function readerOf(layout: Layout): Reader {
  const at = (name: PropertyName) => layout.positionOf(name);
  const image = imageProperties.map(at);
  const [progress, error, lastError] = [at('pendingImageProgress'), at('pendingImageError'), at('lastProvisioningError')];
  const [push, start] = [at('pushImageSettings'), at('startTime')];
  const settings = (['logoffSetting', 'stopOnFirstError', 'addVirtualTPM'] as const).map(at);
  const [hasError, hasLastError] = [layout.has('pendingImageError'), layout.has('lastProvisioningError')];

  /** Mostly the image is that of the status before, and nothing is made anew. */
  let latest: ImageNames = noImage;
  function imageOf(values: readonly unknown[]): ImageNames {
    if (latest.image && image.every((position, index) => latest.image?.[index] === idOf(values[position]))) return latest;
    const ids = image.map((position) => idOf(values[position]));
    const [vm = '', snapshot = '', stream = '', tag = ''] = ids;
    const imageName = stream !== '' ? `${stream}/${tag}` : vm !== '' ? `${vm}/${snapshot}` : undefined;
    latest = { image: ids, imageKey: keyOf(vm, snapshot), imageName };
    return latest;
  }

  return ({ values, operation, pendingImage, currentImage }, pool) => {
    if (operation === undefined || pendingImage === undefined || currentImage === undefined) return undefined;
    const named = pendingImage === 'ABSENT' ? noImage : imageOf(values);
    const percent = values[progress];
    const errorText = values[error];
    const hasPush = isRecord(values[push]);
    return {
      operation,
      pendingImage,
      currentImage,
      image: named.image,
      imageKey: named.imageKey,
      imageName: named.imageName,
      progress: typeof percent === 'number' ? percent : undefined,
      error: hasError ? (typeof errorText === 'string' ? errorText : '') : undefined,
      lastError: hasLastError ? textOf(values[lastError]) : undefined,
      settings: hasPush ? settings.map((position) => values[position]) : undefined,
      startTime: hasPush ? readTime(values[start]) : undefined,
      pool,
    };
  };
}

type ImageNames = Pick<Reading, 'image' | 'imageKey' | 'imageName'>;

const noImage: ImageNames = { image: undefined, imageKey: undefined, imageName: undefined };

const imageProperties: readonly PropertyName[] = [
  'pendingImageParentVm',
  'pendingImageSnapshot',
  'pendingImageManagementStream',
  'pendingImageManagementTag',
  'pendingImageParentVmPath',
  'pendingImageSnapshotPath',
  'pendingImageManagementStreamName',
  'pendingImageManagementTagName',
];

/** Whether two images, or the settings of two pushes, are the same. */
export function areSame(one: readonly unknown[] | undefined, other: readonly unknown[] | undefined): boolean {
  if (one === other) return true;
  if (one === undefined || other === undefined) return false;
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) return false;
  return true;
}

/** What a pool says of itself. A member that is not there, or cannot be read, is undefined. */
export interface PoolFacts {
  /** The image that the pool names as its own: its parent VM and snapshot. */
  readonly image: string | undefined;
  readonly deleting: boolean | undefined;
  readonly provisioning: boolean | undefined;
  /** Empty where there is none. */
  readonly lastError: string | undefined;
}

/** A status, or the object around it, with what the pool says; no pool where the status came without. */
interface Opened {
  readonly status: unknown;
  readonly pool: PoolFacts | undefined;
}

type Source = Readonly<Record<string, unknown>>;

/**
 * Takes the status out of a pool: DesktopInfo of View and PowerCLI, or a pool of REST. Anything else is returned as it is.
 *
 * @example openPool({ delete_in_progress: false, provisioning_status_data: {} }).pool?.deleting //=> false
 */
export function openPool(value: unknown): Opened {
  if (!isRecord(value)) return { status: value, pool: undefined };
  const status = value.provisioning_status_data;
  if (isRecord(status)) {
    const settings = objectIn(value, 'provisioning_settings');
    const image = keyOf(idOf(settings.parent_vm_id), idOf(settings.base_snapshot_id));
    return opened(status, image, value.delete_in_progress, value.enable_provisioning, status.last_provisioning_error);
  }
  const automated = value.automatedDesktopData ?? value.AutomatedDesktopData ?? value;
  const parent = isRecord(automated) ? (automated.provisioningStatusData ?? automated.ProvisioningStatusData) : undefined;
  if (!isRecord(automated) || !isRecord(parent)) return { status: value, pool: undefined };
  const settings = objectIn(automated, 'virtualCenterProvisioningSettings');
  const data = objectIn(settings, 'virtualCenterProvisioningData');
  const image = keyOf(idOf(either(data, 'parentVm')), idOf(either(data, 'snapshot')));
  const deleting = either(objectIn(value, 'desktopSettings'), 'deleting');
  return opened(parent, image, deleting, either(settings, 'enableProvisioning'), either(parent, 'lastProvisioningError'));
}

const opened = (status: Source, image: string | undefined, deleting: unknown, provisioning: unknown, lastError: unknown): Opened => ({
  status,
  pool: { image, deleting: flagOf(deleting), provisioning: flagOf(provisioning), lastError: textOf(lastError) },
});

/** Whether a pool says the same twice. */
export function saysTheSame(one: PoolFacts | undefined, other: PoolFacts | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return areSame(Object.values(one), Object.values(other));
}

/** The ids of an image as one text; undefined where one of them is missing. */
const keyOf = (parentVm: string, snapshot: string): string | undefined =>
  parentVm === '' || snapshot === '' ? undefined : `${parentVm}/${snapshot}`;

/** Ids are texts in REST, `{ id }` in View and `{ Id }` in PowerCLI; empty where there is none. */
function idOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return isRecord(value) ? String(value.id ?? value.Id ?? '') : '';
}

/** A member as View writes it, or as PowerCLI does. */
const either = (source: Source, name: string): unknown => source[name] ?? source[name.charAt(0).toUpperCase() + name.slice(1)];

const nothing: Source = {};

function objectIn(source: Source, name: string): Source {
  const member = either(source, name);
  return isRecord(member) ? member : nothing;
}

const flagOf = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);
const textOf = (value: unknown): string | undefined => (value == null ? '' : typeof value === 'string' ? value : undefined);

/**
 * Whether two values are objects that have the same members with the same values: polls of a pool at rest are mostly that. False for
 * an object compared with itself, or with one that shares a part: somebody may have changed it in between.
 *
 * @example repeats({ a: 1 }, { a: 1 }) //=> true
 */
export function repeats(now: unknown, before: unknown): boolean {
  if (typeof now !== 'object' || typeof before !== 'object' || now === null || before === null || now === before) return false;
  let open = 0;
  for (const name in now) {
    const [value, was] = [(now as Source)[name], (before as Source)[name]];
    if (value === was ? typeof value === 'object' && value !== null : !repeats(value, was)) return false;
    open += 1;
  }
  for (const _ in before) open -= 1;
  return open === 0 && Array.isArray(now) === Array.isArray(before);
}
