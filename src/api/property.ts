/** What one row of the property table says. */
import type { ComputeProfile, PushImageSettings } from '../../machines/image.ts';
import type { CurrentImageState, LogoffSetting, Operation } from '../../machines/vocabulary.ts';
import type { Availability } from './availability.ts';
import type { DocumentName } from './documents.ts';
import type { EnumerationName } from './enumerations.ts';
import type { RestFormat } from './formats.ts';
import type { PendingImageView, PoolView, TaskView } from './pool-view.ts';
import type { Release } from './releases.ts';

/** What an accessor yields for a property of each type: plain values, free of any format. Times are epoch milliseconds. */
export interface SourceValues {
  string: string;
  /** An id of vCenter or of Horizon. */
  id: string;
  boolean: boolean;
  dateTime: number;
  /** An integer from 0 to 100. */
  percent: number;
  /** An integer from 0. */
  count: number;
  /** An integer from 1. */
  positiveInteger: number;
  operation: PoolView['operation'];
  pendingImageState: Pick<PendingImageView, 'state' | 'stateBefore'>;
  currentImageState: CurrentImageState;
  logoffSetting: LogoffSetting;
  taskType: TaskView['taskType'];
  status: PoolView;
  pushImageSettings: PushImageSettings;
  computeProfile: ComputeProfile;
  taskData: TaskView;
}

export type ValueType = keyof SourceValues;

/** The types that are objects with a table of their own. */
export type ObjectType = 'status' | 'pushImageSettings' | 'computeProfile' | 'taskData';

/** The types that have neither a table of their own nor a list of values. */
export type ScalarType = Exclude<ValueType, ObjectType | EnumerationName>;

/** When a property of a status is there. */
export const presences = {
  always: 'always',
  'while-not-absent': 'while the image exists',
  'with-pending-image': 'exactly while there is a pending image',
  'of-pending-image': 'only while there is a pending image, where the image has it',
  'while-scheduled': 'exactly while the operation is SCHEDULE_PUSH_IMAGE',
  'after-failure': 'exactly while the pending image is FAILED, or UNPUBLISHING after a failure',
  'where-known': 'where it is known',
} as const;

export type Presence = keyof typeof presences;

/** What a pool remembers beside its states, as far as a status shows it: the registers of the compiled life cycle. */
export type Register = 'pendingImage' | 'settings' | 'startTime' | 'progress' | 'error' | 'lastError' | 'lastErrorTime';

/** One property: both its names, its type, who has it since when, and where its value comes from. */
interface Row<Source, Type extends ValueType> {
  /** The name in the View API; PowerCLI capitalises it. */
  readonly view: string;
  /** The first View release with it. */
  readonly since: Availability;
  /** The name in REST; null where REST has no such object and carries its members in the object itself. */
  readonly rest: string | null;
  /** The first version of the REST status with it. */
  readonly restFrom: RestFormat;
  /** The first release whose REST API has it. */
  readonly restSince: Release;
  readonly type: Type;
  /** "This property need not be set." */
  readonly optional: boolean;
  /** The operations in which an optional property must be set. */
  readonly requiredIf?: readonly Operation[];
  /** "This property cannot be updated." */
  readonly readOnly: boolean;
  readonly presence: Presence;
  readonly description: string;
  readonly document: DocumentName;
  /** What its value depends on beside the states of the pool; absent where these alone decide. */
  readonly registers?: readonly Register[];
  /** The value, or undefined where the property is absent. */
  readonly from: (source: Source) => SourceValues[Type] | undefined;
}

/** A row of any type, its accessor checked against that type. */
export type Property<Source> = { [Type in ValueType]: Row<Source, Type> }[ValueType];

/** A row of any table. Whoever built the list that holds it knows the source. */
export type AnyProperty = Omit<Row<never, ValueType>, 'from'> & { readonly from: (source: never) => unknown };
