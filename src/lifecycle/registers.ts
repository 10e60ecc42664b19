/** The payload of a pool beside its node: what its status shows that the life cycle does not depend on. */
import type { Image, PushImageSettings } from '../../machines/image.ts';
import type { PoolView } from '../api/pool-view.ts';
import { toImageView } from '../projector/to-image-view.ts';
import type { Effects, LifecycleNode } from './lifecycle.types.ts';

/** The settings of a push beside its start time, after defaults. */
export type Settings = Omit<PushImageSettings, 'startTime'>;

/**
 * What a pool remembers; `null` where there is none. All times are epoch milliseconds.
 *
 * @typeParam Drawn what may stand in place of a value that is not known yet; nothing may in a life as it is
 */
export interface Registers<Drawn = never> {
  /** The image that the pool was created with. */
  readonly original: Image | Drawn;
  readonly pendingImage: Image | Drawn | null;
  readonly currentImage: Image | Drawn | null;
  /** Percent, 0 to 100. */
  readonly progress: number | Drawn;
  readonly error: string | Drawn | null;
  readonly startTime: number | Drawn | null;
  readonly settings: Settings | Drawn | null;
  /** The last provisioning error: a prefix, and the error behind it. */
  readonly lastError: { readonly prefix: string; readonly error: string | Drawn } | null;
  readonly lastErrorTime: number | Drawn | null;
  readonly provisioning: boolean;
}

/** What an event carries, as far as registers take it. */
export interface Payload<Drawn = never> {
  /** When it happens, in epoch milliseconds. */
  readonly at: number | Drawn;
  /** Of a push. */
  readonly image?: Image | Drawn;
  /** Of a push. */
  readonly settings?: Settings | Drawn;
  /** Of a push or reschedule that starts `later`, or in the `past`. */
  readonly startTime?: number | Drawn;
  /** Of a fact that reports progress. */
  readonly percent?: number | Drawn;
  /** Of a fact that reports a failure. */
  readonly error?: string | Drawn;
  /** Of an infrastructure change; no register takes it. */
  readonly hostOrCluster?: string;
}

/**
 * The registers of a pool that was just created.
 *
 * @example applyEffects(edge.effects, newRegisters(image), { at })
 */
export const newRegisters = <Drawn = never>(original: Image | NoInfer<Drawn>): Registers<Drawn> => ({
  original,
  pendingImage: original,
  currentImage: null,
  progress: 0,
  error: null,
  startTime: null,
  settings: null,
  lastError: null,
  lastErrorTime: null,
  provisioning: true,
});

export function applyEffects<Drawn = never>(effects: Effects, registers: Registers<Drawn>, payload: Payload<Drawn>): Registers<Drawn> {
  const after: { -readonly [K in keyof Registers]: Registers<Drawn>[K] } = { ...registers };
  if (effects.currentImage !== undefined) after.currentImage = effects.currentImage && registers.pendingImage;
  if (effects.pendingImage !== undefined) {
    const sources = { event: payload.image ?? null, original: registers.original, current: registers.currentImage };
    after.pendingImage = effects.pendingImage && sources[effects.pendingImage];
  }
  if (effects.progress !== undefined) after.progress = effects.progress === 'event' ? (payload.percent ?? 0) : effects.progress;
  if (effects.error !== undefined) {
    after.error = effects.error === 'event' ? (payload.error ?? '') : (effects.error?.text ?? null);
  }
  if (effects.startTime !== undefined) after.startTime = effects.startTime && (payload.startTime ?? null);
  if (effects.settings !== undefined) after.settings = effects.settings && (payload.settings ?? null);
  if (effects.lastError !== undefined) {
    const { lastError } = effects;
    const error = lastError?.of === 'error' ? after.error : payload.error;
    after.lastError = lastError && { prefix: lastError.prefix, error: error ?? '' };
    after.lastErrorTime = lastError && payload.at;
  }
  if (effects.provisioning !== undefined) after.provisioning = effects.provisioning;
  return after;
}

/**
 * What a status shows of a pool in a node: the same record that the projector makes of a machine's snapshot.
 *
 * @returns undefined for a pool that is DELETED
 * @example encodeStatus(viewOf(node, registers), { release: '2206', format: 'rest-v2' })
 */
export function viewOf(node: LifecycleNode, registers: Registers): PoolView | undefined {
  const { operation, pendingImage: state, currentImage } = node.state;
  if (operation === 'DELETED') return undefined;
  const { pendingImage, progress, error, settings, startTime, lastError, lastErrorTime } = registers;
  const stateBefore = node.stateBefore ?? (state as 'READY');
  const failed = error === null ? {} : { error };
  return {
    operation,
    currentImage,
    ...(state === 'ABSENT' || !pendingImage
      ? {}
      : { pendingImage: { state, stateBefore, ...toImageView(pendingImage), progress, ...failed } }),
    ...(node.hasSettings && settings ? { pushImageSettings: { ...(startTime === null ? {} : { startTime }), ...settings } } : {}),
    ...(lastError ? { lastProvisioningError: lastError.prefix + lastError.error } : {}),
    ...(lastErrorTime === null ? {} : { lastProvisioningErrorTime: lastErrorTime }),
  };
}
