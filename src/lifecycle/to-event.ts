/** From an edge of the graph and its payload to the event that a machine takes. */
import type { PoolEvent, PushImageSpec } from '../../machines/events.ts';
import { type Image, imageSpecOf } from '../../machines/image.ts';
import type { Payload, Settings } from './registers.ts';
import type { Variant } from './variants.ts';

/** The push that is scheduled: what a reschedule must repeat. */
export interface ScheduledPush {
  readonly image: Image;
  readonly settings: Settings;
  readonly selective: boolean;
}

/**
 * The event of a variant, for a real machine or a script.
 *
 * @param payload what it carries; times in epoch milliseconds
 * @param scheduled the push to reschedule
 * @returns undefined where there is nothing to reschedule
 * @example toEvent(variantOf('publish progressed'), { at: 0, percent: 40 }) //=> { type: 'engine.publishProgressed', percent: 40, at: 0 }
 */
export function toEvent(variant: Variant, payload: Payload, scheduled?: ScheduledPush): PoolEvent | undefined {
  const { event: type, kind } = variant;
  const { at } = payload;
  switch (type) {
    case 'command.schedulePushImage': {
      const push = kind === 'push' ? scheduledBy(variant, payload) : scheduled;
      return push && { type, spec: specOf(push, variant.start === 'now' ? undefined : payload.startTime), at };
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

/** The push that is scheduled after a variant; undefined where it is no new one. */
export function scheduledBy({ kind, selective = false }: Variant, { image, settings }: Payload): ScheduledPush | undefined {
  return kind === 'push' && image && settings ? { image, settings, selective } : undefined;
}

function specOf({ image, settings, selective }: ScheduledPush, startTime: number | undefined): PushImageSpec {
  const { computeProfile } = image;
  return {
    ...imageSpecOf(image),
    settings: { ...(startTime === undefined ? {} : { startTime }), ...settings },
    ...(selective ? { selectivePushImage: true } : {}),
    ...(computeProfile ? { computeProfile } : {}),
  };
}
