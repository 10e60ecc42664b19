/** The events that the exploration sends: one of every variant, with a payload made of sentinels that can be found again afterwards. */
import type { PoolContext } from '../../machines/context.ts';
import type { PoolEvent } from '../../machines/events.ts';
import { type Image, resolveImage } from '../../machines/image.ts';
import type { Variant } from './lifecycle.types.ts';
import { toEvent } from './to-event.ts';

const sentinelImage = (name: string): Image => resolveImage({ parentVm: `vm-${name}`, snapshot: `snapshot-${name}` });

/** Values that occur nowhere else, so that what is in a register afterwards tells where it came from. */
export const sentinels = {
  images: {
    original: sentinelImage('original'),
    current: sentinelImage('current'),
    pending: sentinelImage('pending'),
    event: sentinelImage('event'),
  },
  progress: { before: 37, event: 61 },
  error: { before: 'an error before', event: 'the error of the event' },
  lastError: { text: 'a last error before', at: 5 },
  startTime: { before: 2_000_000, event: 4_000_000, past: 500_000 },
  settings: {
    before: { logoffSetting: 'WAIT_FOR_LOGOFF', stopOnFirstError: true, addVirtualTPM: false },
    event: { logoffSetting: 'FORCE_LOGOFF', stopOnFirstError: false, addVirtualTPM: true },
  },
  /** No boolean: an event that sets one of the two can be told from one that sets none. */
  provisioning: 'as before' as unknown as boolean,
  at: { beforeStart: 1_000_000, fromStart: 2_000_000 },
} as const;

/** What every event of the exploration carries, by when the push it may be is to start. */
const payload = {
  image: sentinels.images.event,
  settings: sentinels.settings.event,
  percent: sentinels.progress.event,
  error: sentinels.error.event,
} as const;

/**
 * The event of a variant for a pool.
 *
 * @param at epoch milliseconds
 * @returns undefined where there is nothing that it could be about
 */
export function sentinelEvent(variant: Variant, { push }: PoolContext, at: number): PoolEvent | undefined {
  const startTime = variant.endsWith('later') ? sentinels.startTime.event : sentinels.startTime.past;
  if (!push) return toEvent(variant, { ...payload, startTime, at });
  const { startTime: _, ...settings } = push.settings;
  return toEvent(variant, { ...payload, startTime, at }, { image: push.image, settings, selective: push.selective });
}
