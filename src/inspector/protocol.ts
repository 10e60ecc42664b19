/** What the page is told and what it may ask: one form of steps for a live run, a replay and a report. */
import type { Fault } from '../../machines/emitted.ts';
import type { EventType } from '../../machines/events.ts';
import type { Format } from '../api/formats.ts';
import type { PoolView } from '../api/pool-view.ts';
import type { Release } from '../api/releases.ts';
import type { Outcome } from '../simulator/step.ts';
import type { TimelineRecord } from '../simulator/timeline.ts';
import type { CloneView } from '../simulator/views.ts';

export interface Description {
  readonly hvsim: 1;
  /** Another one after the server was started again: the page then begins anew. */
  readonly session: string;
  readonly title: string;
  /** `live`: the viewer may send events and move the clock. `recorded`: the steps are all there are. */
  readonly mode: 'live' | 'recorded';
  readonly release: Release;
  /** The format that the status is shown in at first. */
  readonly format: Format;
  /** Scenarios that can be picked, in a live run of the command; the one that runs first is `scenario`. */
  readonly scenarios: readonly { readonly name: string; readonly title: string }[];
  readonly scenario?: string;
  /** A live run that viewers may look at, and nothing more. */
  readonly readonly?: true;
  /** What is not whole, in sentences: of a recorded run, or of a scenario that did not come to its end. Absent where all of it is there. */
  readonly warnings?: readonly string[];
}

/** What was done, as a scenario file or as events for `hvsim run -`. */
export type ScriptFormat = 'yaml' | 'ndjson';

/** A transition of the machine, by its position in `transitionTable()`. */
export type TransitionIndex = number;

/** Something that happened to a pool. Steps are in the order of `seq`, over all pools. */
export interface InspectedStep extends Omit<TimelineRecord, 'event' | 'run' | 'machines' | 'status'> {
  /** The pool's name, in its first step. */
  readonly name?: string;
  /** The event with its members; `desktop.create` for a pool's first step, `observed` where a status was seen and not an event. */
  readonly event: { readonly type: string; readonly [member: string]: unknown };
  /** What was taken, in every region. */
  readonly took: readonly TransitionIndex[];
  /** What a status shows, free of release and format; the page encodes it. Null for a deleted pool. Left out where it is as in the pool's step before. */
  readonly view?: PoolView | null;
  /** Clones that are not as in the pool's step before, by their ids; all, in order, in its first step. A deleted pool has none any more. */
  readonly clones?: readonly CloneView[];
  /** A status as it was recorded, where there is no more than that (`check`); then there is no `view`. */
  readonly recorded?: unknown;
}

/** What to choose in an event so that the pool takes it. */
export interface Choice {
  readonly machine?: string;
  readonly machines?: readonly string[];
  readonly pendingImage?: boolean;
}

/**
 * What a pool can take at the present moment: `true`, or why not. Conditions on what is chosen among finitely many things, such as
 * clones, count as met where one of them is taken, which `choices` then names; those on an event's other members always do.
 */
export type Possible = { readonly [T in EventType]: true | string } & { readonly choices?: { readonly [T in EventType]?: Choice } };

export interface Clock {
  readonly now: number;
  /** When something happens next by itself; absent where nothing will. */
  readonly nextDue?: number;
  /** Virtual milliseconds per millisecond of wall time while the clock plays; 0 while it stands. */
  readonly speed: number;
}

/**
 * What the server tells a viewer, as server-sent events named after `type`. Steps carry `id: <session>.<seq>`, so that a browser that
 * reconnects gets what it missed, or everything where the session is another one. `end` says that nothing more will come (`recorded`).
 */
export type ServerMessage =
  | { readonly type: 'description'; readonly description: Description }
  | { readonly type: 'steps'; readonly steps: readonly InspectedStep[] }
  | { readonly type: 'clock'; readonly clock: Clock }
  | { readonly type: 'end' };

/** What becomes of a `ViewerCommand`; 400 when it cannot be done. */
export type CommandAnswer =
  | { readonly ok: true; readonly outcome?: Outcome; readonly fault?: Fault; readonly reason?: string; readonly clock: Clock }
  /** `code` is one of hvsim's error codes; the pool is as it was. */
  | { readonly ok: false; readonly code: string; readonly message: string };

/** What the server would tell a page first, in its script `start`, so that the first picture waits for nothing; `null` means: ask. */
export interface Start {
  readonly description: Description;
  readonly steps: readonly InspectedStep[];
  /** Absent for a recorded run. */
  readonly clock?: Clock;
  /** What the first pool can take; absent where nothing may be sent. */
  readonly possible?: Possible;
}

/** What a page without a server has in its script `recording`; `null` means: ask the server. */
export interface Recording extends Pick<Start, 'description' | 'steps'> {
  /** What was done, as `GET /script?format=yaml` would give it. A pool's events are in its steps. */
  readonly yaml: string;
}
