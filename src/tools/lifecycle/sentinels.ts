/** The events that the exploration sends: one of every variant, with a payload made of values that can be found again afterwards. */
import type { PoolContext } from '../../../machines/context.ts';
import type { PoolEvent } from '../../../machines/events.ts';
import { type Image, resolveImage } from '../../../machines/image.ts';
import { toEvent, type Variant } from '../../lifecycle/index.ts';

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
  lastError: { text: 'a last error before', at: 300_000 },
  startTime: { before: 2_000_000, later: 4_000_000, past: 500_000 },
  settings: {
    before: { logoffSetting: 'WAIT_FOR_LOGOFF', stopOnFirstError: true, addVirtualTPM: false },
    event: { logoffSetting: 'FORCE_LOGOFF', stopOnFirstError: false, addVirtualTPM: true },
  },
  /** No boolean: an event that sets one of the two can be told from one that sets none. */
  provisioning: 'as before' as unknown as boolean,
  at: { beforeStart: 1_000_000, fromStart: 2_000_000 },
} as const;

/** The event of a variant for a pool; undefined where there is nothing that it could be about. */
export function sentinelEvent(variant: Variant, { push }: PoolContext, at: number): PoolEvent | undefined {
  const payload = {
    at,
    image: sentinels.images.event,
    settings: sentinels.settings.event,
    startTime: variant.start === 'later' ? sentinels.startTime.later : sentinels.startTime.past,
    percent: sentinels.progress.event,
    error: sentinels.error.event,
  };
  if (!push) return toEvent(variant, payload);
  const { startTime: _, ...settings } = push.settings;
  return toEvent(variant, payload, { image: push.image, settings, selective: push.selective });
}
