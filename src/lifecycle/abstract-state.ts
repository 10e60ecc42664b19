/** From a pool's snapshot to its abstract state, and from an abstract state to a snapshot that stands for it. */
import type { PoolContext } from '../../machines/context.ts';
import { poolMachine } from '../../machines/pool.machine.ts';
import type { PoolSnapshot } from '../simulator/step.ts';
import { sentinels } from './alphabet.ts';

/**
 * Everything but the payload: the regions, and the members of the context that conditions read or that decide which
 * properties a status has. What turns out to make no difference is merged afterwards.
 */
export function keyOf({ value, context }: PoolSnapshot): string {
  const { pendingImage, currentImage, push } = context;
  return JSON.stringify([
    value.operation,
    value.pendingImage,
    value.currentImage,
    value.task,
    context.stopProvisioningOnError,
    context.lastProvisioningError !== null,
    context.removal,
    context.replacementReady,
    currentImage !== null,
    pendingImage && [pendingImage.unpublishOnFailure, pendingImage.endsAs, pendingImage.stateBefore, pendingImage.error?.of ?? null],
    push && [push.due, push.settings.startTime !== undefined, push.selective],
  ]);
}

/** The snapshot with sentinels for its payload: two of the same key become equal. */
export function representative({ value, context }: PoolSnapshot): PoolSnapshot {
  const { images, error, progress, startTime, settings } = sentinels;
  const pendingImage = context.pendingImage && {
    ...context.pendingImage,
    image: images.pending,
    progress: progress.before,
    error: context.pendingImage.error && { ...context.pendingImage.error, text: error.before },
  };
  const push = context.push && {
    ...context.push,
    image: images.pending,
    settings: { ...settings.before, ...(context.push.settings.startTime === undefined ? {} : { startTime: startTime.before }) },
  };
  const payload: Partial<PoolContext> = {
    original: { ...context.original, image: images.original },
    currentImage: context.currentImage && { ...context.currentImage, image: images.current },
    pendingImage,
    push,
    provisioningEnabled: sentinels.provisioning,
    lastProvisioningError: context.lastProvisioningError && sentinels.lastError,
  };
  return poolMachine.resolveState({ value, context: { ...context, ...payload } }) as PoolSnapshot;
}
