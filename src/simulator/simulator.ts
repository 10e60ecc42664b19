/** A deterministic simulator of pools: virtual time, an engine that drives them, and a timeline of what happened. */
import type { PoolState } from '../../machines/vocabulary.ts';
import { hasSelectivePush } from '../api/enumerations.ts';
import { assertFormat, type Format } from '../api/formats.ts';
import type { Release } from '../api/releases.ts';
import type { ParentStatus, Status, Task } from '../api/types.ts';
import { type Failable, failables } from '../engine/activities.ts';
import { type ForcedFailure, isForcedFailure } from '../engine/chance.ts';
import { type Timings, toTimings } from '../engine/timings.ts';
import { HvsimError } from '../errors.ts';
import { Agenda } from './agenda.ts';
import { drive, newPool, type Pool } from './driver.ts';
import { type PoolSpec, toPoolInput, toPoolSpec } from './input/pool-spec.ts';
import { type EventInput, malformed, readEvent, toPoolEvent } from './input/read-event.ts';
import { toDuration } from './input/time.ts';
import { type RunOptions, type SimulatorOptions, toRunOptions, toTime, wrongOption } from './options.ts';
import { type PoolRef, Pools } from './pools.ts';
import { RunLog, type SavedRun } from './run-log.ts';
import { create, type PoolSnapshot, type StepResult, step } from './step.ts';
import { stateOf, type TimelineEntry, type TimelineRecord, toRecord } from './timeline.ts';
import { type CloneView, provisioningStatusOf, statusOf, tasksOf, toCloneViews } from './views.ts';

/**
 * Makes a simulator. Same options and same calls: the same timeline, byte for byte.
 *
 * @throws HvsimError `unknown-release`, `unknown-profile`, `wrong-timings`, `wrong-options`, `wrong-payload`
 * @example
 * const sim = createSimulator({ release: '2206', engine: 'quick' });
 * sim.runUntil((s) => s.state().operation === 'NONE');
 * sim.send(0, { type: 'command.schedulePushImage', spec: { parentVm: 'vm-2', snapshot: 'snapshot-2', settings: { logoffSetting: 'FORCE_LOGOFF' } } }).outcome //=> accepted
 */
export const createSimulator = (options: SimulatorOptions = {}): Simulator => new Run(options);

/** What became of an event, and how the pool looks now. */
export interface SendResult extends Omit<StepResult, 'snapshot'> {
  readonly state: PoolState;
  /** In the `view` format; null for a deleted pool. */
  readonly status: Status<'view'> | null;
}

export interface Simulator extends Readonly<Pick<Run, keyof Run>> {}

class Run {
  readonly release: Release;
  readonly seed: number;
  /** Virtual time in epoch milliseconds. */
  now: number;
  readonly #options: RunOptions;
  readonly #timings: Timings | undefined;
  readonly #record: boolean;
  readonly #pools = new Pools();
  readonly #agenda = new Agenda();
  readonly #timeline: TimelineEntry[] = [];
  /** What was done to it once it was made. */
  readonly #log?: RunLog;
  readonly #listeners = new Set<(entry: TimelineEntry) => void>();
  #seq = 0;

  constructor(options: SimulatorOptions) {
    this.#options = toRunOptions(options);
    const { release, seed, pools, engine, startAt } = this.#options;
    this.release = release;
    this.seed = seed;
    this.now = startAt;
    this.#timings = toTimings(engine);
    this.#record = options.record ?? true;
    for (const spec of pools) this.createPool(spec);
    if (this.#record) this.#log = new RunLog();
  }

  get pools() {
    return this.#pools.named;
  }

  /** Desktop_Create: one more pool, whose initial publish begins. Returns its id. */
  createPool(spec: PoolSpec = {}): string {
    const position = this.#pools.size;
    const read = toPoolSpec(spec);
    const { id, input } = toPoolInput(read, position, this.now, hasSelectivePush(this.release));
    this.#pools.assertFree(id, input.name);
    const created = create(input);
    const pool = newPool(this.seed, position, id, created.snapshot);
    this.#pools.add(pool);
    this.#log?.add({ create: read });
    this.#happened(pool, { type: 'desktop.create', ...read }, 'script', created);
    return id;
  }

  /** Sends a command or a fact at the present virtual time. */
  send(ref: PoolRef, input: EventInput): SendResult {
    const pool = this.#pools.get(ref);
    const reading = readEvent(input);
    if ('problems' in reading)
      return this.#result(pool, { snapshot: pool.snapshot, outcome: 'fault', fault: malformed(input, reading), audits: [] });
    this.#log?.add({ pool: pool.position, send: reading.event });
    return this.#result(pool, this.#take(pool, reading.event, 'script'));
  }

  /** Makes the next try fail, once, whatever the engine would have drawn. */
  failNext(ref: PoolRef, what: Failable, how: ForcedFailure): void {
    const pool = this.#pools.get(ref);
    if (!failables.includes(what)) throw wrongOption('what', what, `one of ${failables.join(', ')}`);
    if (!isForcedFailure(what, how)) throw wrongOption('how', how, 'an error text, or timeout: true for a publish');
    this.#log?.add({ pool: pool.position, failNext: what, how });
    pool.forced.push({ what, how });
  }

  /** Lets virtual time pass: milliseconds, or text such as `1h 30m`. Timers fire one at a time, each at its own moment. */
  advance(duration: number | string): void {
    this.advanceTo(this.now + toDuration(duration));
  }

  /** Lets virtual time pass until a time: epoch milliseconds or ISO 8601. */
  advanceTo(time: number | string): void {
    const until = toTime(time);
    if (until < this.now)
      throw new HvsimError('time-goes-backwards', `Virtual time is ${this.now} already and cannot go back to ${until}.`);
    this.#log?.add({ advanceTo: until });
    this.#fire(Number.POSITIVE_INFINITY, until);
    this.now = until;
  }

  #fire(count: number, until: number): number {
    for (let fired = 0; fired < count; fired += 1) {
      const timer = this.#agenda.take(until);
      if (!timer) return fired;
      this.now = timer.due;
      timer.fire();
    }
    return count;
  }

  /** Lets virtual time pass from timer to timer until the predicate holds. Returns the time it took in milliseconds. */
  runUntil(predicate: (simulator: Simulator) => boolean, limit: number | string = '30d'): number {
    const begin = this.now;
    const end = begin + toDuration(limit);
    while (!predicate(this)) {
      const next = this.nextDue();
      if (next === undefined || next > end) {
        const why = next === undefined ? 'and nothing more will happen by itself' : `within ${end - begin} ms of virtual time`;
        throw new HvsimError('limit-reached', `What was waited for did not happen ${why}. The pools are: ${this.#pools.describe()}.`);
      }
      this.fire();
    }
    return this.now - begin;
  }

  /** Fires the next timers, one when no count is given, and returns how many there were. Time moves to each. */
  fire(count = 1): number {
    const fired = this.#fire(count, Number.POSITIVE_INFINITY);
    if (fired > 0) this.#log?.add({ fire: fired });
    return fired;
  }

  /** When the next timer fires, in epoch milliseconds; undefined where nothing will happen by itself. */
  nextDue(): number | undefined {
    return this.#agenda.next()?.due;
  }

  state(ref: PoolRef = 0): PoolState {
    return stateOf(this.snapshot(ref));
  }

  /** The status object, `view` when no format is given; null for a deleted pool. */
  status<F extends Format = 'view'>(ref: PoolRef = 0, format = 'view' as F): Status<F> | null {
    return statusOf(this.snapshot(ref), { release: this.release, format });
  }

  /** The status with the last provisioning error around it. */
  provisioningStatus<F extends Format = 'view'>(ref: PoolRef = 0, format = 'view' as F): ParentStatus<F> | null {
    return provisioningStatusOf(this.#pools.get(ref).snapshot, { release: this.release, format });
  }

  /** The newest task, in a format; undefined where there never was one. */
  task<F extends Format = 'view'>(ref: PoolRef = 0, format = 'view' as F): Task<F> | undefined {
    return this.tasks(ref, format).at(-1);
  }

  /** All listed tasks, newest last. */
  tasks<F extends Format = 'view'>(ref: PoolRef = 0, format = 'view' as F): Task<F>[] {
    const { id, snapshot } = this.#pools.get(ref);
    return tasksOf(id, snapshot, { release: this.release, format });
  }

  clones(ref: PoolRef = 0): CloneView[] {
    return toCloneViews(this.snapshot(ref));
  }

  /** The machine's own snapshot, for whoever knows XState. */
  snapshot(ref: PoolRef = 0): PoolSnapshot {
    return this.#pools.get(ref).snapshot;
  }

  /** What happened so far. */
  timeline(): readonly TimelineEntry[] {
    this.#assertRecorded('timeline');
    return this.#timeline;
  }

  /** A line of the timeline with the status of that moment in a format. */
  record(entry: TimelineEntry, format: Format): TimelineRecord {
    assertFormat(this.release, format);
    const run = { hvsim: 1, release: this.release, format } as const;
    return toRecord(entry, statusOf(entry.snapshot, run), run);
  }

  /** Calls back for everything that happens from now on; returns a function that ends it. */
  subscribe(listener: (entry: TimelineEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  save(): SavedRun {
    this.#assertRecorded('save');
    return { hvsim: 1, options: this.#options, inputs: this.#log?.list() ?? [] };
  }

  #result(pool: Pool, { snapshot: _, ...result }: StepResult): SendResult {
    return { ...result, state: stateOf(pool.snapshot), status: this.status(pool.position) };
  }

  #take(pool: Pool, event: EventInput, by: TimelineEntry['by']): StepResult {
    const sent = toPoolEvent(event, this.now, pool.snapshot.context.clones);
    const taken = step(pool.snapshot, sent);
    pool.snapshot = taken.snapshot;
    // A timeline keeps clones by their ids, and the time beside the event.
    const { at: _, ...untimed } = sent;
    this.#happened(pool, by === 'engine' ? event : (untimed as EventInput), by, taken);
    return taken;
  }

  #happened(pool: Pool, event: TimelineEntry['event'], by: TimelineEntry['by'], result: StepResult): void {
    if (this.#timings && result.outcome === 'accepted') {
      drive(pool, this.#timings, this.now, this.#agenda, (fact) => this.#take(pool, fact, 'engine'));
    }
    this.#seq += 1;
    if (!this.#record && this.#listeners.size === 0) return;
    const entry: TimelineEntry = { seq: this.#seq, at: this.now, pool: pool.id, event, by, ...result };
    if (this.#record) this.#timeline.push(entry);
    for (const listener of this.#listeners) listener(entry);
  }

  #assertRecorded(what: string): void {
    if (!this.#record)
      throw new HvsimError('wrong-options', `${what}() needs a simulator that records: create it without "record: false".`);
  }
}
