/** What a pool remembers beside the states of its regions. */
import type { ImageSettings, Infrastructure, PushImageSpec } from './events.ts';
import { type Image, type ImageSpec, type PushImageSettings, resolveImage } from './image.ts';
import type { Clones } from './tasks.ts';
import type { PendingImageState } from './vocabulary.ts';

/** An image together with how clones are to be moved to it. */
export interface ImageInUse {
  readonly image: Image;
  readonly settings: ImageSettings;
}

export interface PendingImage extends ImageInUse {
  /** Percent, 0 to 100. */
  readonly progress: number;
  /** Why it failed; an error of its publish outlasts one of its removal. */
  readonly error: { readonly text: string; readonly of: 'publish' | 'unpublish' } | null;
  /** The state before UNPUBLISHING. */
  readonly stateBefore: Exclude<PendingImageState, 'ABSENT' | 'UNPUBLISHING'>;
  /** A push removes what it failed to publish; other operations leave it FAILED. */
  readonly unpublishOnFailure: boolean;
  /** What is left of it when it has been removed. */
  readonly endsAs: 'ABSENT' | 'FAILED';
}

/** The push that is scheduled, after defaults. */
export interface Push {
  readonly image: Image;
  readonly settings: PushImageSettings;
  readonly selective: boolean;
  /** Ids of the clones a selective push moves. */
  readonly machines: readonly string[];
  /** Remembered as due: its start time has come, or it never had one. */
  readonly due: boolean;
}

export interface PoolContext extends Clones {
  /** Display name, for messages. */
  readonly name: string;
  /** The release has READY_HELD (View 8.4 / 2111 and later). */
  readonly selectivePush: boolean;
  readonly stopProvisioningOnError: boolean;
  readonly provisioningEnabled: boolean;
  /** `at` in epoch milliseconds. */
  readonly lastProvisioningError: { readonly text: string; readonly at: number } | null;
  /** What the pool was created with: an initial publish that failed is retried with it. */
  readonly original: ImageInUse;
  readonly pendingImage: PendingImage | null;
  readonly currentImage: ImageInUse | null;
  /** What the current image's removal makes room for: nothing (delete), or its copy in another place (a change). */
  readonly removal: 'delete' | 'change' | null;
  /** The copy in the other place is READY, so the old one may be removed. */
  readonly replacementReady: boolean;
  readonly push: Push | null;
  readonly infrastructure: Infrastructure;
  readonly pendingInfrastructure: Infrastructure | null;
}

/** What Desktop_Create says, after names and ids were given. */
export interface PoolInput {
  readonly name: string;
  /** When it was created, in epoch milliseconds. */
  readonly at: number;
  readonly image: ImageSpec;
  readonly clones: readonly { readonly id: string; readonly name: string }[];
  /** Whether the release can hold an image: View 8.4 (2111) and later. */
  readonly selectivePush: boolean;
  /** True when absent. */
  readonly stopProvisioningOnError?: boolean;
  /** True when absent. */
  readonly enableProvisioning?: boolean;
  /** How clones move to the first image when it is applied to them again; waits for logoff and stops on the first error when absent. */
  readonly settings?: Partial<ImageSettings>;
  readonly infrastructure?: Infrastructure;
}

const defaultImageSettings: ImageSettings = { logoffSetting: 'WAIT_FOR_LOGOFF', stopOnFirstError: true };

/** A pending image that has just been accepted. */
export function newPendingImage({ image, settings }: ImageInUse, unpublishOnFailure: boolean): PendingImage {
  return { image, settings, progress: 0, error: null, stateBefore: 'PENDING_PUBLISH', unpublishOnFailure, endsAs: 'ABSENT' };
}

export function createContext(input: PoolInput): PoolContext {
  const original = { image: resolveImage(input.image), settings: { ...defaultImageSettings, ...input.settings } };
  return {
    name: input.name,
    selectivePush: input.selectivePush,
    stopProvisioningOnError: input.stopProvisioningOnError ?? true,
    provisioningEnabled: input.enableProvisioning ?? true,
    lastProvisioningError: null,
    original,
    pendingImage: newPendingImage(original, false),
    currentImage: null,
    removal: null,
    replacementReady: false,
    push: null,
    infrastructure: input.infrastructure ?? {},
    pendingInfrastructure: null,
    clones: input.clones.map(({ id, name }) => ({ id, name, image: null, session: false })),
    tasks: [],
    counts: { remaining: 0, halted: 0 },
  };
}

/** A push after the documented defaults; `at` decides whether it is due from the start. */
export function newPush(spec: PushImageSpec, at: number): Push {
  const { startTime, logoffSetting, stopOnFirstError = true, addVirtualTPM = false } = spec.settings;
  return {
    image: resolveImage(spec, spec.computeProfile),
    settings: { ...(startTime === undefined ? {} : { startTime }), logoffSetting, stopOnFirstError, addVirtualTPM },
    selective: spec.selectivePushImage ?? false,
    machines: spec.machines ?? [],
    due: startTime === undefined || startTime <= at,
  };
}

/** Names of the members in which a push differs from an earlier one, the start time aside. */
export function pushDifferences(push: Push, earlier: Push): string[] {
  const flat = ({ image, settings, selective, machines }: Push): Record<string, unknown> => ({
    parentVm: image.parentVm,
    snapshot: image.snapshot,
    imageManagementStream: image.catalog?.imageManagementStream,
    imageManagementTag: image.catalog?.imageManagementTag,
    'computeProfile.numCPU': image.computeProfile?.numCPU,
    'computeProfile.ram': image.computeProfile?.ram,
    'computeProfile.coresPerSocket': image.computeProfile && (image.computeProfile.coresPerSocket ?? 1),
    'settings.logoffSetting': settings.logoffSetting,
    'settings.stopOnFirstError': settings.stopOnFirstError,
    'settings.addVirtualTPM': settings.addVirtualTPM,
    selectivePushImage: selective,
    machines: machines.join('\n'),
  });
  const then = flat(earlier);
  return Object.entries(flat(push)).flatMap(([key, value]) => (Object.is(value, then[key]) ? [] : [key]));
}
