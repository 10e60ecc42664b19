/** Which colour a state has on the timeline and in lists. */
import type { EntryState, PoolState } from '../../../machines/vocabulary.ts';

type Tone = 'none' | 'wait' | 'busy' | 'good' | 'held' | 'bad' | 'gone';

const tones = {
  INITIAL_PUBLISH: 'busy',
  NONE: 'none',
  SCHEDULE_PUSH_IMAGE: 'busy',
  CANCEL_SCHEDULED_PUSH_IMAGE: 'gone',
  INFRASTRUCTURE_CHANGE: 'held',
  FINAL_UNPUBLISH: 'gone',
  DELETED: 'none',
  ABSENT: 'none',
  PENDING_PUBLISH: 'wait',
  PUBLISHING: 'busy',
  READY: 'good',
  READY_HELD: 'held',
  FAILED: 'bad',
  PENDING_UNPUBLISH: 'wait',
  UNPUBLISHING: 'gone',
  IDLE: 'none',
  RUNNING: 'busy',
  PAUSED: 'held',
  SCHEDULED: 'wait',
  PROGRESSING: 'busy',
  COMPLETED: 'good',
  FAULT: 'bad',
  HOLDING: 'held',
  CANCELLED: 'gone',
} as const satisfies Record<PoolState[keyof PoolState] | EntryState, Tone>;

/** A state that is not known, as a recording of another version may have, has none. */
export const toneOf = (state: string): Tone => (tones as Readonly<Record<string, Tone>>)[state] ?? 'none';
