/** How quick the engine can be: what decides whether a pending image can have been replaced by another one between two polls. */

import type { EventType } from '../../../machines/events.ts';
import type { Timings } from '../../engine/timings.ts';
import { type Config, isSameImage } from './config.ts';

/** The least time that the parts of a publish and of a removal take, in milliseconds. */
export interface Pace {
  readonly startMs: number;
  readonly publishMs: number;
  readonly unpublishMs: number;
  /** The share of a publish that may have passed since its last report. */
  readonly unreported: number;
}

/** The pace of an engine at its quickest; without timings everything may happen at once. */
export function paceOf(timings: Timings | undefined): Pace {
  if (!timings) return { startMs: 0, publishMs: 0, unpublishMs: 0, unreported: 1 };
  const { minMs, progressSteps } = timings['engine.publishSucceeded'];
  return {
    startMs: timings['engine.publishStarted'].minMs,
    publishMs: minMs,
    unpublishMs: timings['engine.pendingImageUnpublished'].minMs,
    unreported: 1 / progressSteps,
  };
}

/**
 * The least time that an event takes after the one before it. What had begun before the first poll may end at once, but for
 * a publish whose progress is known.
 *
 * @param done the share of the publish that is done at most, from 0 to 1, where the first poll shows one
 */
export function leastMs(event: EventType, config: Config, { startMs, publishMs, unpublishMs }: Pace, done: number): number {
  const isOld = isSameImage(config);
  switch (event) {
    case 'engine.publishStarted':
      return isOld ? 0 : startMs;
    case 'engine.publishSucceeded':
      return isOld ? publishMs * (1 - done) : publishMs;
    case 'engine.pendingImageUnpublished':
    case 'engine.pendingImageUnpublishFailed':
      return isOld && !config.moved ? 0 : unpublishMs;
    default:
      return 0;
  }
}
