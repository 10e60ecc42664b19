/** The last observation of a pool, and whether the next one is the same once more. */
import type { ShownState } from '../../lifecycle/index.ts';
import { mustWait, type NodeSet } from './fitting.ts';
import { type PoolFacts, saysTheSame } from './pool-facts.ts';
import type { Reading } from './reading.ts';
import { repeats } from './repeats.ts';

export interface Seen {
  /** As it was given. */
  readonly status: unknown;
  readonly reading: Reading;
  /** The reading in words. */
  readonly words: string;
  readonly shown: ShownState;
  at: number | undefined;
  readonly states: NodeSet;
  /** The same status, not more milliseconds later than that, would leave the same states. */
  readonly restsFor: number;
}

export const shownOf = ({ operation, pendingImage, currentImage }: Reading): ShownState => ({ operation, pendingImage, currentImage });

/** No time at all: less than what passes between two observations. */
export const noTime = -1;

/** What a pool that does not exist shows. */
export const gone: Reading = {
  operation: 'DELETED',
  pendingImage: 'ABSENT',
  currentImage: 'ABSENT',
  image: undefined,
  imageName: undefined,
  progress: undefined,
  error: undefined,
  lastError: undefined,
  settings: undefined,
  startTime: undefined,
  imageKey: undefined,
  pool: undefined,
};

/** Whether it is the same status again, and the time that has passed makes no difference to it. */
export function isSeenAgain(
  { status: was, reading, at: beforeAt }: Seen,
  status: unknown,
  pool: PoolFacts | undefined,
  at: number | undefined,
): boolean {
  if (!repeats(status, was) || !saysTheSame(pool, reading.pool)) return false;
  return reading.startTime === undefined || mustWait(reading, at) === mustWait(reading, beforeAt);
}
