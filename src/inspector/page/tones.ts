/** Which colour a state has on the timeline and in lists. */
import type { CurrentImageState, EntryState, Operation, PendingImageState, TaskState } from '../../../machines/vocabulary.ts';
import type { Region } from './track.ts';

type Tone = 'none' | 'wait' | 'busy' | 'good' | 'held' | 'bad' | 'gone';

const toneTable = {
  operation: {
    INITIAL_PUBLISH: 'busy',
    NONE: 'none',
    SCHEDULE_PUSH_IMAGE: 'busy',
    CANCEL_SCHEDULED_PUSH_IMAGE: 'gone',
    INFRASTRUCTURE_CHANGE: 'held',
    FINAL_UNPUBLISH: 'gone',
    DELETED: 'none',
  },
  pendingImage: {
    PENDING_PUBLISH: 'wait',
    ABSENT: 'none',
    PUBLISHING: 'busy',
    READY: 'good',
    READY_HELD: 'held',
    FAILED: 'bad',
    UNPUBLISHING: 'gone',
  },
  currentImage: { ABSENT: 'none', READY: 'good', PENDING_UNPUBLISH: 'wait', UNPUBLISHING: 'gone', FAILED: 'bad' },
  task: { IDLE: 'none', RUNNING: 'busy', PAUSED: 'held' },
} as const satisfies {
  operation: Record<Operation, Tone>;
  pendingImage: Record<PendingImageState, Tone>;
  currentImage: Record<CurrentImageState, Tone>;
  task: Record<TaskState, Tone>;
};

/** The tone of a region's state. A state that is not known, as a recording of another version may have, has none. */
export const toneOf = (region: Region, state: string): Tone => (toneTable[region] as Record<string, Tone>)[state] ?? 'none';

export const entryTones = {
  SCHEDULED: 'wait',
  PROGRESSING: 'busy',
  COMPLETED: 'good',
  FAULT: 'bad',
  HOLDING: 'held',
  CANCELLED: 'gone',
} as const satisfies Record<EntryState, Tone>;
