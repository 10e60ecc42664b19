/** A status read for the observer: the states it shows and what belongs to its pending image, whatever the format. */
import {
  type CurrentImageState,
  currentImageStates,
  type Operation,
  operations,
  type PendingImageState,
  pendingImageStates,
} from '../../../machines/vocabulary.ts';
import { fieldsOf } from '../../api/fields.ts';
import type { Format } from '../../api/formats.ts';
import type { PropertyName } from '../../api/properties.ts';
import type { Release } from '../../api/releases.ts';
import { readTime } from '../../simulator/input/time.ts';
import { idOf, imageKey, type PoolFacts } from './pool-facts.ts';

/** What a status shows. A member that the release or format does not have, or that cannot be read, is undefined. */
export interface Reading {
  readonly operation: Operation;
  /** As shown: a release may show another state in place of the true one. */
  readonly pendingImage: PendingImageState;
  readonly currentImage: CurrentImageState;
  /** All that names the pending image, joined; undefined without one. */
  readonly image: string | undefined;
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
  /** The settings of the push but its start time, joined; undefined without any. */
  readonly settings: string | undefined;
  /** Epoch milliseconds; undefined without one. */
  readonly startTime: number | undefined;
  /** What the pool around the status says. */
  readonly pool: PoolFacts | undefined;
}

/** How a format is read. */
export interface Reader {
  /** Whether a value is not a status but the object around one. */
  isParent(value: unknown): boolean;
  /** Reads a status, or the object around it; undefined for one whose states cannot be read. */
  read(value: unknown, pool?: PoolFacts): Reading | undefined;
}

type Source = Readonly<Record<string, unknown>>;

const imageProperties: readonly PropertyName[] = [
  'pendingImageParentVm',
  'pendingImageSnapshot',
  'pendingImageParentVmPath',
  'pendingImageSnapshotPath',
  'pendingImageManagementStream',
  'pendingImageManagementTag',
  'pendingImageManagementStreamName',
  'pendingImageManagementTagName',
];
const readers = new Map<string, Reader>();

/** The reader of a release and format, made on first use and kept. */
export function readerFor(release: Release, format: Format): Reader {
  const key = `${release} ${format}`;
  const reader = readers.get(key) ?? makeReader(release, format);
  readers.set(key, reader);
  return reader;
}

function makeReader(release: Release, format: Format): Reader {
  const names = new Map<string, string>();
  for (const object of ['parent', 'status', 'pushImageSettings', 'computeProfile'] as const)
    for (const { name, property } of fieldsOf(object, release, format)) names.set(property.view, name);
  const nameOf = (property: PropertyName) => names.get(property) ?? '';
  const [outer, operation, pending, current] = [
    nameOf('instantCloneProvisioningStatusData'),
    nameOf('operation'),
    nameOf('instantClonePendingImageState'),
    nameOf('instantCloneCurrentImageState'),
  ];
  const [vm, snapshot, stream, tag] = [
    nameOf('pendingImageParentVm'),
    nameOf('pendingImageSnapshot'),
    nameOf('pendingImageManagementStream'),
    nameOf('pendingImageManagementTag'),
  ];
  const [progress, error, settings] = [nameOf('pendingImageProgress'), names.get('pendingImageError'), nameOf('pushImageSettings')];
  const lastError = names.get('lastProvisioningError');
  const [start, logoff, stopOnError, tpm] = [
    nameOf('startTime'),
    nameOf('logoffSetting'),
    nameOf('stopOnFirstError'),
    nameOf('addVirtualTPM'),
  ];
  const nameImage = imageNamer(
    imageProperties.flatMap((property) => names.get(property) ?? []),
    [
      [stream, tag],
      [vm, snapshot],
    ],
  );
  const joinSettings = latestOnly((first, second, third) => `${first} ${second} ${third ?? ''}`);
  const timeOf = latestOnly(readTime);
  const isParent = (value: unknown) => outer !== '' && isObject(value) && value[outer] !== undefined;
  const read = (value: unknown, pool?: PoolFacts): Reading | undefined => {
    if (!isObject(value)) return undefined;
    const inner = outer === '' ? undefined : value[outer];
    const status = isObject(inner) ? inner : value;
    const shownOperation = wordOf(operations, status[operation]);
    const shownPending = status[pending] == null ? 'ABSENT' : wordOf(pendingImageStates, status[pending]);
    const shownCurrent = status[current] == null ? 'ABSENT' : wordOf(currentImageStates, status[current]);
    if (shownOperation === undefined || shownPending === undefined || shownCurrent === undefined) return undefined;
    const push = status[settings];
    const named = shownPending === 'ABSENT' ? noImage : nameImage(status);
    const percent = status[progress];
    return {
      operation: shownOperation,
      pendingImage: shownPending,
      currentImage: shownCurrent,
      image: named.image,
      imageKey: named.imageKey,
      imageName: named.imageName,
      progress: typeof percent === 'number' ? percent : undefined,
      error: error === undefined ? undefined : typeof status[error] === 'string' ? (status[error] as string) : '',
      lastError: textOf(outer === '' ? status : isObject(inner) ? value : undefined, lastError),
      settings: isObject(push) ? joinSettings(push[logoff], push[stopOnError], push[tpm]) : undefined,
      startTime: isObject(push) ? timeOf(push[start]) : undefined,
      pool,
    };
  };
  return { isParent, read };
}

type ImageNames = Pick<Reading, 'image' | 'imageKey' | 'imageName'>;

const noImage: ImageNames = { image: undefined, imageKey: undefined, imageName: undefined };

/**
 * Reads what names the pending image. Mostly it is that of the status before, so nothing is joined anew.
 *
 * @param pairs what an image is called by, the first that is there: a stream with its tag, a parent VM with its snapshot
 */
function imageNamer(names: readonly string[], pairs: readonly (readonly [string, string])[]): (status: Source) => ImageNames {
  const ids = names.map((): string | undefined => undefined);
  let latest: ImageNames | undefined;
  return (status) => {
    let isSame = latest !== undefined;
    for (let index = 0; index < names.length; index += 1) {
      const member = status[names[index] as string];
      const id = member == null ? undefined : idOf(member);
      if (id === ids[index]) continue;
      ids[index] = id;
      isSame = false;
    }
    if (latest && isSame) return latest;
    const pair = pairs.find(([first]) => status[first] != null);
    const [vm, snapshot] = pairs.at(-1) as readonly [string, string];
    latest = {
      image: ids.map((id) => `${id ?? ''}\n`).join(''),
      imageKey: imageKey(idOf(status[vm]), idOf(status[snapshot])),
      imageName: pair && `${idOf(status[pair[0]])}/${idOf(status[pair[1]])}`,
    };
    return latest;
  };
}

/** Keeps the result for the values that it was asked for last: mostly the next status has the same. */
function latestOnly<Result>(make: (first: unknown, second: unknown, third: unknown) => Result) {
  let latest: { first: unknown; second: unknown; third: unknown; result: Result } | undefined;
  return (first: unknown, second?: unknown, third?: unknown): Result => {
    if (latest === undefined || latest.first !== first || latest.second !== second || latest.third !== third)
      latest = { first, second, third, result: make(first, second, third) };
    return latest.result;
  };
}

/** A text that may be missing: empty then; undefined where it is none, or there is no place for it. */
function textOf(source: Source | undefined, name: string | undefined): string | undefined {
  if (source === undefined || name === undefined) return undefined;
  const text = source[name] ?? '';
  return typeof text === 'string' ? text : undefined;
}

const isObject = (value: unknown): value is Source => typeof value === 'object' && value !== null;

function wordOf<Word extends string>(words: readonly Word[], value: unknown): Word | undefined {
  return words.includes(value as Word) ? (value as Word) : undefined;
}
