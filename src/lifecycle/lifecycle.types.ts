/** The compiled life cycle: abstract states of a pool, the events between them, and what is kept outside of both. */
import type { EventType } from '../../machines/events.ts';
import type { Evidence, PendingImageState, PoolState } from '../../machines/vocabulary.ts';
import type { Variant, VariantName } from './variants.ts';

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
  /** The events that a node accepts, in the order of `variants`. */
  edgesFrom(node: LifecycleNode): readonly LifecycleEdge[];
}

/** What a status can show of the three regions, however a release words it. */
export type ShownState = Omit<PoolState, 'task'>;

/** The graph as it is kept in `table.ts`, with the words of the vocabularies. */
export interface LifecycleTable {
  /** What edges do, each kept once: an edge names it by its position here. */
  readonly effects: readonly Effects[];
  /** The initial states are the first two: a pool that stops provisioning on errors, and one that does not. */
  readonly nodes: readonly (Omit<LifecycleNode, 'id'> & {
    readonly edges: readonly (Pick<LifecycleEdge, 'to' | 'when' | 'evidence'> & {
      readonly variant: VariantName;
      readonly effects: number;
    })[];
  })[];
}
