/** A machine's snapshot in the terms of the compiled life cycle. */
import type { PoolSnapshot } from '../simulator/step.ts';
import { stateOf } from '../simulator/timeline.ts';
import type { LifecycleNode } from './lifecycle.types.ts';
import type { Registers } from './registers.ts';

/** What decides the shape of a status, and what a reader of the graph wants to know of a node. */
export function shapeOf(snapshot: PoolSnapshot): Omit<LifecycleNode, 'id'> {
  const { pendingImage, push, lastProvisioningError } = snapshot.context;
  const state = stateOf(snapshot);
  const hasSettings = state.operation === 'SCHEDULE_PUSH_IMAGE' && push !== null;
  return {
    state,
    ...(state.pendingImage === 'UNPUBLISHING' && pendingImage ? { stateBefore: pendingImage.stateBefore } : {}),
    hasError: pendingImage?.error != null,
    hasSettings,
    hasStartTime: hasSettings && push.settings.startTime !== undefined,
    isWaiting: hasSettings && !push.due,
    isSelective: hasSettings && push.selective,
    hasLastError: lastProvisioningError !== null,
  };
}

/** The payload of a pool, as registers keep it. */
export function registersOf({ context }: PoolSnapshot): Registers {
  const { original, pendingImage, currentImage, push, lastProvisioningError, provisioningEnabled } = context;
  const { startTime = null, ...settings } = push?.settings ?? {};
  return {
    original: original.image,
    pendingImage: pendingImage?.image ?? null,
    currentImage: currentImage?.image ?? null,
    progress: pendingImage?.progress ?? 0,
    error: pendingImage?.error?.text ?? null,
    startTime,
    settings: push ? (settings as Registers['settings']) : null,
    lastError: lastProvisioningError && { prefix: '', error: lastProvisioningError.text },
    lastErrorTime: lastProvisioningError?.at ?? null,
    provisioning: provisioningEnabled,
  };
}
