/** The compiled life cycle: abstract states of a pool, the events between them, and what is kept outside of both. */
import type { EventType } from '../../machines/events.ts';
import type { CurrentImageState, Evidence, Operation, PendingImageState, PoolState } from '../../machines/vocabulary.ts';

/**
 * Every way in which an event can be sent to a pool, as far as the life cycle tells them apart. What an event carries beside
 * that (an image, a text, a percentage, a time) is payload: it goes through registers and opens or closes no way.
 */
export const variantNames = [
  'push now',
  'push since',
  'push later',
  'push selectively now',
  'push selectively since',
  'push selectively later',
  'reschedule to now',
  'reschedule to the past',
  'reschedule later',
  'cancel',
  'promote',
  'change infrastructure',
  'enable provisioning',
  'disable provisioning',
  'delete',
  'publish started',
  'publish progressed',
  'publish succeeded',
  'publish failed',
  'publish timed out',
  'start time reached',
  'pending image unpublished',
  'pending image unpublish failed',
  'current image unpublish started',
  'current image unpublished',
  'current image unpublish failed',
] as const;

/** `since`: with a start time that has passed already; it stays in the settings that a status shows. */
export type Variant = (typeof variantNames)[number];

/** Where an image comes from that an event puts in a register. */
export type ImageSource = 'event' | 'original' | 'current' | 'pending';

/**
 * What an event does to the registers. A register that is not named stays as it is; `null` empties it.
 * All times are epoch milliseconds.
 */
export interface Effects {
  /** The pending image: a new one of the push, the original one (initial publish, retried), the current one (infrastructure change). */
  readonly pendingImage?: 'event' | 'original' | 'current' | null;
  /** The current image: the pending one is adopted. */
  readonly currentImage?: 'pending' | null;
  /** Percent, 0 to 100; `event` is the percentage that the fact reports. */
  readonly progress?: number | 'event';
  /** Why the pending image failed; `event` is the fact's own text, `{ text }` one that is always the same. */
  readonly error?: 'event' | { readonly text: string } | null;
  /** The start time of the push. */
  readonly startTime?: 'event' | null;
  /** The other settings of the push. */
  readonly settings?: 'event' | null;
  /** The last provisioning error, at the time of the event: a prefix, and the text that `error` has after the event or the fact's own. */
  readonly lastError?: { readonly prefix: string; readonly of: 'error' | 'event' } | null;
  /** Whether provisioning is on. No status shows it, pools do. */
  readonly provisioning?: boolean;
}

/** An abstract state of a pool: all that decides what can happen next, and which properties its status has. */
export interface LifecycleNode {
  /** Its position in `nodes`. Stable for one version of hvsim only. */
  readonly id: number;
  /** The four regions, as in the machine; `task` is always IDLE, because the graph's pools have no clones. */
  readonly state: PoolState;
  /** What a release without UNPUBLISHING shows instead; only while the pending image is UNPUBLISHING. */
  readonly stateBefore?: Exclude<PendingImageState, 'ABSENT' | 'UNPUBLISHING'>;
  /** The pending image has an error. */
  readonly hasError: boolean;
  /** The settings of a push are there: exactly while the operation is SCHEDULE_PUSH_IMAGE. */
  readonly hasSettings: boolean;
  /** These settings have a start time. */
  readonly hasStartTime: boolean;
  /** A push waits for its start time: some edges can only be taken before it, and some from it on. */
  readonly isWaiting: boolean;
  /** The push is selective; false without one. */
  readonly isSelective: boolean;
  /** There is a last provisioning error. */
  readonly hasLastError: boolean;
}

/** When an edge can be taken, in a node that `isWaiting`: at any time, before the start time only, or from it on. */
export type When = 'always' | 'before start' | 'from start';

/** An event that is accepted in a node, and what comes of it. */
export interface LifecycleEdge {
  /** Its position in `edges`. Stable for one version of hvsim only. */
  readonly id: number;
  readonly from: number;
  readonly to: number;
  readonly event: EventType;
  readonly variant: Variant;
  readonly when: When;
  /** How we know of it: the weakest of the machine's transitions that the event takes. */
  readonly evidence: Evidence;
  readonly effects: Effects;
}

/** The graph of one kind of release. */
export interface Lifecycle {
  /** Whether the releases have selective push (2111 and later). */
  readonly selectivePush: boolean;
  readonly nodes: readonly LifecycleNode[];
  readonly edges: readonly LifecycleEdge[];
  /** Where a pool begins: one that stops provisioning on errors (the default), and one that does not. */
  readonly initial: { readonly stopsOnError: LifecycleNode; readonly goesOnAfterError: LifecycleNode };
  /** The events that a node accepts, in the order of `variantNames`. */
  edgesFrom(node: LifecycleNode): readonly LifecycleEdge[];
}

/** What a status can show of the three regions, however a release words it. */
export interface ShownState {
  readonly operation: Operation;
  readonly pendingImage: PendingImageState;
  readonly currentImage: CurrentImageState;
}
