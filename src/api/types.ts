/** The types of each object in each format, derived from the property table. */
import type { computeProfile } from './compute-profile.ts';
import type { WireEnum } from './enumerations.ts';
import type { Format, RestFormat, ViewFormat } from './formats.ts';
import type { instantCloneStatus } from './instant-clone-status.ts';
import type { ValueType } from './property.ts';
import type { provisioningStatus } from './provisioning-status.ts';
import type { pushImageSettings } from './push-image-settings.ts';
import type { taskData, taskInfo } from './task.ts';

/** What the type of a property is on the wire. */
interface WireValues<F extends Format> {
  string: string;
  id: F extends 'view' ? { readonly id: string } : F extends 'powercli' ? { readonly Id: string } : string;
  boolean: boolean;
  /** ISO 8601 in View and PowerCLI, epoch milliseconds in REST. */
  dateTime: F extends ViewFormat ? string : number;
  percent: number;
  count: number;
  positiveInteger: number;
  operation: WireEnum<'operation'>;
  pendingImageState: WireEnum<'pendingImageState'>;
  currentImageState: WireEnum<'currentImageState'>;
  logoffSetting: WireEnum<'logoffSetting'>;
  taskType: WireEnum<'taskType'>;
  status: Status<F>;
  pushImageSettings: PushImageSettingsOf<F>;
  computeProfile: F extends ViewFormat ? Members<typeof computeProfile, F> : never;
  taskData: F extends ViewFormat ? Members<typeof taskData, F> : never;
}

/** What the table says of a property, as far as types need it. */
interface RowShape {
  readonly view: string;
  readonly rest: string | null;
  readonly restFrom: RestFormat;
  readonly type: ValueType;
  readonly optional: boolean;
}

/** The REST versions whose properties a format has. */
interface UpTo {
  view: never;
  powercli: never;
  'rest-v1': 'rest-v1';
  'rest-v2': 'rest-v1' | 'rest-v2';
  'rest-v3': 'rest-v1' | 'rest-v2' | 'rest-v3';
}

/** The name of a row in a format, or never where the format does not have it. */
type Name<R extends RowShape, F extends Format> = F extends 'view'
  ? R['view']
  : F extends 'powercli'
    ? Capitalize<R['view']>
    : R['restFrom'] extends UpTo[F]
      ? R['rest'] extends string
        ? R['rest']
        : never
      : never;

/** PowerCLI has null where View and REST leave a key out. */
type Unset<F extends Format> = F extends 'powercli' ? null : never;

type Simplify<T> = { [K in keyof T]: T[K] };

type RequiredMembers<Rows extends readonly RowShape[], F extends Format> = {
  readonly [R in Rows[number] as R['optional'] extends false ? Name<R, F> : never]: WireValues<F>[R['type']];
};

type OptionalMembers<Rows extends readonly RowShape[], F extends Format> = {
  readonly [R in Rows[number] as R['optional'] extends true ? Name<R, F> : never]?: WireValues<F>[R['type']] | Unset<F>;
};

type Members<Rows extends readonly RowShape[], F extends Format> = Simplify<RequiredMembers<Rows, F> & OptionalMembers<Rows, F>>;

/** The whole REST status: the error, the images and the compute profile in one object. */
type RestStatus<F extends Format> = Simplify<
  Members<typeof provisioningStatus, F> & Members<typeof instantCloneStatus, F> & Partial<Members<typeof computeProfile, F>>
>;

/**
 * The status of an instant-clone pool as one format writes it. A property that the release lacks is not there.
 *
 * @example const status: Status<'rest-v1'> = { instant_clone_operation: 'NONE', instant_clone_current_image_state: 'READY' }
 */
export type Status<F extends Format = Format> = F extends ViewFormat ? Members<typeof instantCloneStatus, F> : RestStatus<F>;

/** DesktopProvisioningStatusData in View and PowerCLI; in REST the status itself. */
export type ParentStatus<F extends Format = Format> = F extends ViewFormat ? Members<typeof provisioningStatus, F> : RestStatus<F>;

/** DesktopPushImageSettings; DesktopPoolInstantClonePushImageSettings in REST. */
export type PushImageSettingsOf<F extends Format = Format> = F extends Format ? Members<typeof pushImageSettings, F> : never;

/** DesktopTaskInfo; DesktopPoolTaskInfo in REST. */
export type Task<F extends Format = Format> = F extends ViewFormat
  ? Members<typeof taskInfo, F>
  : Simplify<Members<typeof taskInfo, F> & Members<typeof taskData, F>>;
