/** What a simulator is made with, what it can do, and what it answers. */
import type { AuditEvent, Fault } from '../../machines/emitted.ts';
import type { PoolState } from '../../machines/vocabulary.ts';
import type { Format } from '../api/formats.ts';
import type { Release, ReleaseName } from '../api/releases.ts';
import type { ParentStatus, Status, Task } from '../api/types.ts';
import type { Failable } from '../engine/activities.ts';
import type { ForcedFailure } from '../engine/chance.ts';
import type { EngineOption } from '../engine/timings.ts';
import type { PoolSpec } from './input/pool-spec.ts';
import type { EventInput } from './input/read-event.ts';
import type { Outcome, PoolSnapshot } from './step.ts';
import type { TimelineEntry, TimelineRecord } from './timeline.ts';
import type { CloneView } from './views.ts';

export interface SimulatorOptions {
  /** Any name of a release; the newest when absent. */
  readonly release?: ReleaseName;
  /** Any safe integer; 1 when absent. */
  readonly seed?: number;
  /** How many pools there are from the start, or what each is created with; one when absent. */
  readonly pools?: number | readonly PoolSpec[];
  /** `production` when absent. */
  readonly engine?: EngineOption;
  /** Epoch milliseconds or ISO 8601; 2026-01-05T08:00:00Z when absent. */
  readonly startAt?: number | string;
  /** Whether `timeline()` and `save()` can be asked; true when absent. Without it memory stays flat. */
  readonly record?: boolean;
}

/** A pool by its id, its name, or its position from 0. */
export type PoolRef = string | number;

/** What became of an event, and how the pool looks now. */
export interface SendResult {
  readonly outcome: Outcome;
  /** Why a command was refused. */
  readonly fault?: Fault;
  /** Why a fact was ignored. */
  readonly reason?: string;
  readonly audits: readonly AuditEvent[];
  readonly state: PoolState;
  /** In the `view` format; null for a deleted pool. */
  readonly status: Status<'view'> | null;
}

/** One input of a run: something that was done to a simulator. */
export type RunInput =
  | { readonly advanceTo: number }
  | { readonly fire: number }
  | { readonly create: PoolSpec }
  | { readonly pool: number; readonly send: EventInput }
  | { readonly pool: number; readonly failNext: Failable; readonly how: ForcedFailure };

/** A run that `resumeSimulator` continues byte for byte: what it was made with, and what was done to it. */
export interface SavedRun {
  readonly hvsim: 1;
  readonly options: {
    readonly release: Release;
    readonly seed: number;
    readonly pools: readonly PoolSpec[];
    readonly engine: EngineOption;
    readonly startAt: number;
  };
  readonly inputs: readonly RunInput[];
}

export interface Simulator {
  readonly release: Release;
  readonly seed: number;
  /** Virtual time in epoch milliseconds. */
  readonly now: number;
  readonly pools: readonly { readonly id: string; readonly name: string }[];
  /** Desktop_Create: one more pool, whose initial publish begins. Returns its id. */
  createPool(spec?: PoolSpec): string;
  /** Sends a command or a fact at the present virtual time. */
  send(pool: PoolRef, event: EventInput): SendResult;
  /** Makes the next try fail, once, whatever the engine would have drawn. */
  failNext(pool: PoolRef, what: Failable, how: ForcedFailure): void;
  /** Lets virtual time pass: milliseconds, or text such as `1h 30m`. Timers fire one at a time, each at its own moment. */
  advance(duration: number | string): void;
  /** Lets virtual time pass until a time: epoch milliseconds or ISO 8601. */
  advanceTo(time: number | string): void;
  /** Lets virtual time pass from timer to timer until the predicate holds. Returns the time it took in milliseconds. */
  runUntil(predicate: (simulator: Simulator) => boolean, limit?: number | string): number;
  /** Fires the next timers, one when no count is given, and returns how many there were. Time moves to each. */
  fire(count?: number): number;
  /** When the next timer fires, in epoch milliseconds; undefined where nothing will happen by itself. */
  nextDue(): number | undefined;
  state(pool?: PoolRef): PoolState;
  /** The status object, `view` when no format is given; null for a deleted pool. */
  status<F extends Format = 'view'>(pool?: PoolRef, format?: F): Status<F> | null;
  /** The status with the last provisioning error around it. */
  provisioningStatus<F extends Format = 'view'>(pool?: PoolRef, format?: F): ParentStatus<F> | null;
  /** The newest task, in a format; undefined where there never was one. */
  task<F extends Format = 'view'>(pool?: PoolRef, format?: F): Task<F> | undefined;
  /** All listed tasks, newest last. */
  tasks<F extends Format = 'view'>(pool?: PoolRef, format?: F): Task<F>[];
  clones(pool?: PoolRef): CloneView[];
  /** The machine's own snapshot, for whoever knows XState. */
  snapshot(pool?: PoolRef): PoolSnapshot;
  /** What happened so far. */
  timeline(): readonly TimelineEntry[];
  /** A line of the timeline with the status of that moment in a format. */
  record(entry: TimelineEntry, format: Format): TimelineRecord;
  /** Calls back for everything that happens from now on; returns a function that ends it. */
  subscribe(listener: (entry: TimelineEntry) => void): () => void;
  save(): SavedRun;
}
