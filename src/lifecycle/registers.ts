/** The payload of a pool beside its node: what its status shows that the life cycle does not depend on. */
import type { Image, PushImageSettings } from '../../machines/image.ts';
import type { PoolView } from '../api/pool-view.ts';
import { toImageView } from '../projector/to-image-view.ts';
import type { Effects, LifecycleNode } from './lifecycle.types.ts';

/** The settings of a push beside its start time, after defaults. */
export type Settings = Omit<PushImageSettings, 'startTime'>;

/** What a pool remembers; `null` where there is none. All times are epoch milliseconds. */
export interface Registers {
  /** The image that the pool was created with. */
  readonly original: Image;
  readonly pendingImage: Image | null;
  readonly currentImage: Image | null;
  /** Percent, 0 to 100. */
  readonly progress: number;
  readonly error: string | null;
  readonly startTime: number | null;
  readonly settings: Settings | null;
  readonly lastError: { readonly text: string; readonly at: number } | null;
  readonly provisioning: boolean;
}

/** What an event carries, as far as registers take it. */
export interface Payload {
  /** When it happens, in epoch milliseconds. */
  readonly at: number;
  /** Of a push. */
  readonly image?: Image;
  /** Of a push. */
  readonly settings?: Settings;
  /** Of a push or reschedule that has one: to come for `later`, passed for `since` and `to the past`. */
  readonly startTime?: number;
  /** Of a fact that reports progress. */
  readonly percent?: number;
  /** Of a fact that reports a failure. */
  readonly error?: string;
  /** Of an infrastructure change; no register takes it. */
  readonly hostOrCluster?: string;
}

/**
 * The registers of a pool that was just created.
 *
 * @example applyEffects(edge.effects, newRegisters(image), { at })
 */
export const newRegisters = (original: Image, provisioning = true): Registers => ({
  original,
  pendingImage: original,
  currentImage: null,
  progress: 0,
  error: null,
  startTime: null,
  settings: null,
  lastError: null,
  provisioning,
});

/** The registers after an event. */
export function applyEffects(effects: Effects, registers: Registers, payload: Payload): Registers {
  const after: { -readonly [K in keyof Registers]: Registers[K] } = { ...registers };
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
    const text = lastError?.of === 'error' ? after.error : payload.error;
    after.lastError = lastError && { text: `${lastError.prefix}${text ?? ''}`, at: payload.at };
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
  const { pendingImage, settings, startTime, lastError } = registers;
  return {
    operation,
    currentImage,
    ...(state === 'ABSENT' || !pendingImage
      ? {}
      : { pendingImage: pendingView(state, node.stateBefore ?? (state as 'READY'), pendingImage, registers) }),
    ...(node.hasSettings && settings ? { pushImageSettings: { ...(startTime === null ? {} : { startTime }), ...settings } } : {}),
    ...(lastError ? { lastProvisioningError: lastError.text, lastProvisioningErrorTime: lastError.at } : {}),
  };
}

type PendingView = NonNullable<PoolView['pendingImage']>;

function pendingView(
  state: PendingView['state'],
  stateBefore: PendingView['stateBefore'],
  image: Image,
  { progress, error }: Registers,
): PendingView {
  return {
    state,
    stateBefore,
    ...toImageView(image),
    progress,
    ...(error === null ? {} : { error }),
  };
}
