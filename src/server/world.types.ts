/** The world behind the mock server: pools that a simulator steps, and what a Connection Server knows beside them. */
import type { Release, ReleaseName } from '../api/releases.ts';
import type { Failable } from '../engine/activities.ts';
import type { ForcedFailure } from '../engine/chance.ts';
import type { EngineOption } from '../engine/timings.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { PoolSpec } from '../simulator/input/pool-spec.ts';
import type { EventInput } from '../simulator/input/read-event.ts';
import type { PoolRef, SendResult, Simulator } from '../simulator/simulator.types.ts';
import type { TimelineEntry, TimelineRecord } from '../simulator/timeline.ts';
import type { Directory } from './directory.ts';
import type { FaultRule, Faults } from './faults.ts';
import type { JournalLine, RunHead, WorldDeed } from './journal.ts';

/** What a Connection Server keeps of a pool and the life cycle does not care about: names, texts, switches, by their REST names. */
export type PoolAttributes = Readonly<Record<string, unknown>>;

/** An administrator who can log in. */
export interface Account {
  readonly user: string;
  readonly password: string;
  readonly domain: string;
  /** Privileges such as POOL_VIEW; `ALL` for an administrator of everything. */
  readonly privileges: readonly string[];
}

/** What the world takes from the machine it runs on. */
export interface Surroundings {
  /** Wall time in epoch milliseconds. */
  wallTime(): number;
  randomBytes(count: number): Uint8Array;
  /** Comes after some milliseconds of wall time. */
  wait(ms: number): Promise<void>;
}

/** Where what happens is noted before it is answered. */
export interface Journal {
  /** What to call it in errors. */
  readonly name: string;
  /** What an earlier run has noted already, in order; the world begins with it. */
  readonly past: readonly JournalLine[];
  write(text: string): void;
  /** Comes when everything that was written is as safe as was asked for. */
  settled(): Promise<void>;
  /** Forgets everything: what is written from now on takes its place as soon as it is settled. */
  startOver(): void;
}

export interface WorldOptions {
  /** Any name of a release that has REST push images; the newest when absent. */
  readonly release?: ReleaseName;
  /** Any safe integer; 1 when absent. */
  readonly seed?: number;
  /** `quick` when absent. */
  readonly engine?: EngineOption;
  /** How many pools there are from the start, or what each is created with; one when absent. They begin idle, with a READY image. */
  readonly pools?: number | readonly PoolSpec[];
  /** Clones of each pool that does not say it itself; 3 when absent. */
  readonly clones?: number;
  /** Virtual time at the begin, epoch milliseconds or ISO 8601; wall time when absent. */
  readonly startAt?: number | string;
  /** Virtual milliseconds per millisecond of wall time, above 0; 1 when absent. */
  readonly speed?: number;
  /** What happens by itself. Its pools begin with their initial publish, as in `hvsim run`; what it expects is not looked at. */
  readonly scenario?: Scenario;
  /** Who can log in; `administrator` with the password `secret` in the domain `hvsim` when absent. */
  readonly accounts?: readonly Account[];
  /** How many requests a session may send in a second before it is answered 429; as many as it likes when absent. */
  readonly throttle?: number;
  readonly journal?: Journal;
  /** Whether `simulator.timeline()` and `simulator.save()` can be asked, for an inspector; false when absent. Without it memory stays flat. */
  readonly remember?: boolean;
}

/** A world that `restore` brings back: what it was made with, and what was done to it. */
export interface WorldSnapshot {
  readonly run: RunHead;
  /** Virtual time in epoch milliseconds. */
  readonly at: number;
  readonly deeds: readonly WorldDeed[];
}

export interface World {
  readonly release: Release;
  readonly seed: number;
  readonly speed: number;
  /** Another one after `reset` and `restore`: ask for it anew with every request. */
  readonly simulator: Simulator;
  /** vCenters, datacenters, base VMs, snapshots: what images can be pushed. */
  readonly directory: Directory;
  readonly accounts: readonly Account[];
  /** How many requests a session may send in a second; undefined without a limit. */
  readonly throttle: number | undefined;
  /** Rules by which requests go wrong on purpose. */
  readonly faults: Faults;
  /** Virtual time in epoch milliseconds, after everything that is due by now has happened. Every request begins with it. */
  now(): number;
  /** Wall time in epoch milliseconds: tokens live by it. */
  wallTime(): number;
  /** Random bytes, for tokens. */
  randomBytes(count: number): Uint8Array;
  /** Comes after some milliseconds of wall time. */
  wait(ms: number): Promise<void>;
  /** Sends an event at the present virtual time, and notes it in the journal. */
  send(pool: string, event: EventInput): SendResult;
  /** Makes the next try fail, once, whatever the engine would have drawn. */
  failNext(pool: PoolRef, what: Failable, how: ForcedFailure): void;
  /** Creates a pool, and notes it in the journal. Returns its id. */
  createPool(spec: PoolSpec, attributes: PoolAttributes): string;
  attributes(pool: string): PoolAttributes;
  /** Changes some attributes, and notes it in the journal. */
  setAttributes(pool: string, changes: PoolAttributes): void;
  setFaults(rules: readonly FaultRule[]): void;
  /** Moves virtual time ahead of wall time, to a time in epoch milliseconds. It goes on from there. */
  advanceTo(time: number): void;
  /** Moves virtual time ahead until nothing more will happen by itself. False where that would take longer than a limit in milliseconds. */
  advanceUntilIdle(limit: number): boolean;
  /** When something happens next by itself, in virtual time; undefined where nothing will. */
  nextDue(): number | undefined;
  /** How long until then, in milliseconds of wall time. */
  untilDue(): number | undefined;
  /** What happened, newest last: the last ten thousand. */
  timeline(): readonly TimelineEntry[];
  /** A line of the timeline, with the status in the release's newest REST format. */
  record(entry: TimelineEntry): TimelineRecord;
  /** Calls back for everything that happens from now on, and without an entry when the clock was moved; returns a function that ends it. */
  subscribe(listener: (entry?: TimelineEntry) => void): () => void;
  snapshot(): WorldSnapshot;
  /** Goes back to what `snapshot` gave, in virtual time too. */
  restore(snapshot: WorldSnapshot): void;
  /** Goes back to the begin: to the present, unless another begin was asked for. */
  reset(): void;
  /** Comes when everything that was noted so far is as safe as was asked for. An answer to a change waits for it. */
  settled(): Promise<void>;
}
