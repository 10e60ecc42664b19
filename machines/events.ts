/** Everything that can be sent to a pool: an administrator's commands, and the facts of engine, vCenter and users. */
import type { ComputeProfile, Image, ImageSpec } from './image.ts';
import type { LogoffSetting } from './vocabulary.ts';

/** `DesktopPushImageSpec` and `DesktopImageManagementPushImageSpec` in one: an image, settings and what a selective push adds. */
export type PushImageSpec = ImageSpec & {
  readonly settings: {
    /** Epoch milliseconds; absent or past means at once. */
    readonly startTime?: number;
    readonly logoffSetting: LogoffSetting;
    /** True when absent. */
    readonly stopOnFirstError?: boolean;
    /** False when absent. Since Horizon 7.7. */
    readonly addVirtualTPM?: boolean;
  };
  /** False when absent. Since Horizon 8.4 (2111). */
  readonly selectivePushImage?: boolean;
  /** Ids of the clones a selective push moves. Since Horizon 8.4 (2111). */
  readonly machines?: readonly string[];
  /** Since Horizon 8.6 (2206). */
  readonly computeProfile?: ComputeProfile;
};

/** What `Desktop_Update` may change while no operation is under way; at least one of the two. */
export interface Infrastructure {
  readonly hostOrCluster?: string;
  readonly datastores?: readonly string[];
}

/** When it happened, in epoch milliseconds. The machines have no clock of their own. */
export interface Timed {
  readonly at: number;
}

type CommandPayloads = {
  'command.schedulePushImage': { readonly spec: PushImageSpec };
  'command.cancelScheduledPushImage': unknown;
  'command.promotePendingImage': unknown;
  'command.applyImage': { readonly machines: readonly string[]; readonly pendingImage: boolean };
  'command.changeInfrastructure': Infrastructure;
  'command.enableProvisioning': unknown;
  'command.disableProvisioning': unknown;
  'command.delete': unknown;
  'command.pauseTask': unknown;
  'command.resumeTask': { readonly retryFailedVMs?: boolean; readonly stopOnError?: boolean };
  'command.cancelTask': unknown;
};

type FactPayloads = {
  'engine.publishStarted': unknown;
  'engine.publishProgressed': { readonly percent: number };
  'engine.publishSucceeded': unknown;
  'engine.publishFailed': { readonly error: string };
  'engine.publishTimedOut': unknown;
  'engine.startTimeReached': unknown;
  'engine.pendingImageUnpublished': unknown;
  'engine.pendingImageUnpublishFailed': { readonly error: string };
  'engine.currentImageUnpublishStarted': unknown;
  'engine.currentImageUnpublished': unknown;
  'engine.currentImageUnpublishFailed': { readonly error: string };
  'clone.resyncStarted': { readonly machine: string };
  'clone.resyncSucceeded': { readonly machine: string };
  'clone.resyncFailed': { readonly machine: string; readonly error: string };
  'clone.sessionOpened': { readonly machine: string };
  'clone.sessionClosed': { readonly machine: string };
};

type Payloads = CommandPayloads & FactPayloads;

export type CommandType = keyof CommandPayloads;
export type FactType = keyof FactPayloads;
export type EventType = keyof Payloads;

/** One event by its type. */
export type EventOf<T extends EventType> = { [K in T]: { readonly type: K } & Timed & Payloads[K] }[T];

/** An administrator's API call. One that is not allowed changes nothing and yields a fault. */
export type Command = EventOf<CommandType>;

/** What the instant-clone engine, vCenter and users do. One that cannot happen is ignored. */
export type Fact = EventOf<FactType>;

export type PoolEvent = Command | Fact;

/** Names of an event's members beside `type` and `at`. */
export type PayloadKey<T extends EventType> = Payloads[T] extends infer P ? (unknown extends P ? never : keyof P) : never;

/** What `operation` tells the image regions to do, inside the macrostep. */
export type Order = Timed &
  (
    | {
        readonly type: 'pendingImage.publish';
        readonly image: Image;
        readonly settings: ImageSettings;
        readonly unpublishOnFailure: boolean;
      }
    | { readonly type: 'pendingImage.hold' }
    | { readonly type: 'pendingImage.release' }
    | { readonly type: 'pendingImage.unpublish' }
    | { readonly type: 'pendingImage.retryUnpublish' }
    | { readonly type: 'currentImage.adopt' }
    | { readonly type: 'currentImage.replace' }
    | { readonly type: 'currentImage.proceed' }
    | { readonly type: 'currentImage.restore' }
    | { readonly type: 'currentImage.unpublish' }
    | { readonly type: 'currentImage.retryUnpublish' }
  );

/** What the image regions report back to `operation`, inside the same macrostep. */
export type Report = Timed &
  (
    | { readonly type: 'pendingImage.published' }
    | { readonly type: 'pendingImage.publishFailed'; readonly error: string }
    | { readonly type: 'pendingImage.unpublished' }
    | { readonly type: 'pendingImage.unpublishFailed' }
    | { readonly type: 'currentImage.unpublished' }
    | { readonly type: 'currentImage.unpublishFailed'; readonly error: string }
  );

/** How clones are moved to an image: what a task takes from the push that brought the image. */
export interface ImageSettings {
  readonly logoffSetting: LogoffSetting;
  readonly stopOnFirstError: boolean;
}

/** Everything the machines process. Only `PoolEvent`s come from outside. */
export type MachineEvent = PoolEvent | Order | Report;
