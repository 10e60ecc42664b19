/** From an edge of the graph and its payload to the event that a machine takes. */
import type { EventType, PoolEvent, PushImageSpec } from '../../machines/events.ts';
import type { Image } from '../../machines/image.ts';
import type { Variant } from './lifecycle.types.ts';
import type { Payload, Settings } from './registers.ts';

/** The push that is scheduled: what a reschedule must repeat. */
export interface ScheduledPush {
  readonly image: Image;
  readonly settings: Settings;
  readonly selective: boolean;
}

/** Which event each variant is, and of which kind its payload is. */
const kinds = {
  'push now': 'command.schedulePushImage',
  'push since': 'command.schedulePushImage',
  'push later': 'command.schedulePushImage',
  'push selectively now': 'command.schedulePushImage',
  'push selectively since': 'command.schedulePushImage',
  'push selectively later': 'command.schedulePushImage',
  'reschedule to now': 'command.schedulePushImage',
  'reschedule to the past': 'command.schedulePushImage',
  'reschedule later': 'command.schedulePushImage',
  cancel: 'command.cancelScheduledPushImage',
  promote: 'command.promotePendingImage',
  'change infrastructure': 'command.changeInfrastructure',
  'enable provisioning': 'command.enableProvisioning',
  'disable provisioning': 'command.disableProvisioning',
  delete: 'command.delete',
  'publish started': 'engine.publishStarted',
  'publish progressed': 'engine.publishProgressed',
  'publish succeeded': 'engine.publishSucceeded',
  'publish failed': 'engine.publishFailed',
  'publish timed out': 'engine.publishTimedOut',
  'start time reached': 'engine.startTimeReached',
  'pending image unpublished': 'engine.pendingImageUnpublished',
  'pending image unpublish failed': 'engine.pendingImageUnpublishFailed',
  'current image unpublish started': 'engine.currentImageUnpublishStarted',
  'current image unpublished': 'engine.currentImageUnpublished',
  'current image unpublish failed': 'engine.currentImageUnpublishFailed',
} as const satisfies Record<Variant, EventType>;

/**
 * The event of a variant, for a real machine or a script.
 *
 * @param payload what it carries; times in epoch milliseconds
 * @param scheduled the push to reschedule
 * @returns undefined where there is nothing to reschedule
 * @example toEvent('publish progressed', { at: 0, percent: 40 }) //=> { type: 'engine.publishProgressed', percent: 40, at: 0 }
 */
export function toEvent(variant: Variant, payload: Payload, scheduled?: ScheduledPush): PoolEvent | undefined {
  const type = kinds[variant];
  const { at } = payload;
  switch (type) {
    case 'command.schedulePushImage': {
      const push = variant.startsWith('push') ? newPush(variant, payload) : scheduled;
      return push && { type, spec: specOf(push, startOf(variant, payload)), at };
    }
    case 'command.changeInfrastructure':
      return { type, hostOrCluster: payload.hostOrCluster ?? 'domain-c2', at };
    case 'engine.publishProgressed':
      return { type, percent: payload.percent ?? 0, at };
    case 'engine.publishFailed':
    case 'engine.pendingImageUnpublishFailed':
    case 'engine.currentImageUnpublishFailed':
      return { type, error: payload.error ?? '', at };
    default:
      return { type, at };
  }
}

function newPush(variant: Variant, { image, settings }: Payload): ScheduledPush | undefined {
  return image && settings && { image, settings, selective: variant.startsWith('push selectively') };
}

const startOf = (variant: Variant, { startTime }: Payload) => (variant.endsWith('now') || startTime === undefined ? {} : { startTime });

function specOf({ image, settings, selective }: ScheduledPush, start: { readonly startTime?: number }): PushImageSpec {
  const { parentVm, snapshot, parentVmPath, snapshotPath, catalog, computeProfile } = image;
  return {
    ...(catalog ?? { parentVm, snapshot, parentVmPath, snapshotPath }),
    settings: { ...start, ...settings },
    ...(selective ? { selectivePushImage: true } : {}),
    ...(computeProfile ? { computeProfile } : {}),
  };
}
