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
import { readTime } from '../../simulator/time.ts';
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
  const image = imageProperties.flatMap((property) => names.get(property) ?? []);
  const [vm, snapshot, stream, tag] = [
    nameOf('pendingImageParentVm'),
    nameOf('pendingImageSnapshot'),
    nameOf('pendingImageManagementStream'),
    nameOf('pendingImageManagementTag'),
  ];
  const [progress, error, settings] = [nameOf('pendingImageProgress'), names.get('pendingImageError'), nameOf('pushImageSettings')];
  const [start, logoff, stopOnError, tpm] = [
    nameOf('startTime'),
    nameOf('logoffSetting'),
    nameOf('stopOnFirstError'),
    nameOf('addVirtualTPM'),
  ];
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
    const hasImage = shownPending !== 'ABSENT';
    const percent = status[progress];
    return {
      operation: shownOperation,
      pendingImage: shownPending,
      currentImage: shownCurrent,
      image: hasImage ? joined(status, image) : undefined,
      imageKey: hasImage ? imageKey(idOf(status[vm]), idOf(status[snapshot])) : undefined,
      imageName: hasImage ? nameOfImage(status, [stream, tag], [vm, snapshot]) : undefined,
      progress: typeof percent === 'number' ? percent : undefined,
      error: error === undefined ? undefined : typeof status[error] === 'string' ? (status[error] as string) : '',
      settings: isObject(push) ? `${push[logoff]} ${push[stopOnError]} ${push[tpm] ?? ''}` : undefined,
      startTime: isObject(push) ? readTime(push[start]) : undefined,
      pool,
    };
  };
  return { isParent, read };
}

function joined(status: Source, names: readonly string[]): string {
  let text = '';
  for (const name of names) text += `${idOf(status[name])}\n`;
  return text;
}

function nameOfImage(status: Source, ...pairs: readonly (readonly [string, string])[]): string | undefined {
  for (const [first, second] of pairs) if (status[first] != null) return `${idOf(status[first])}/${idOf(status[second])}`;
  return undefined;
}

const isObject = (value: unknown): value is Source => typeof value === 'object' && value !== null;

function wordOf<Word extends string>(words: readonly Word[], value: unknown): Word | undefined {
  return words.includes(value as Word) ? (value as Word) : undefined;
}
