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
import { toRunOptions, toTime, wrongOption } from './options.ts';
import { Pools } from './pools.ts';
import { RunLog, replay } from './run-log.ts';
import type { PoolRef, RunInput, SavedRun, SendResult, Simulator, SimulatorOptions } from './simulator.types.ts';
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
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const run = new Run(options);
  for (const spec of run.options.pools) run.createPool(spec, false);
  return run;
}

/**
 * Continues a saved run.
 *
 * @throws HvsimError `wrong-save`
 * @example
 * resumeSimulator(sim.save()).now === sim.now //=> true
 */
export function resumeSimulator(saved: SavedRun): Simulator {
  if (saved?.hvsim !== 1 || !Array.isArray(saved.inputs)) {
    throw new HvsimError('wrong-save', 'This is no saved run of hvsim: its member "hvsim" must be 1 and "inputs" a list.');
  }
  const simulator = createSimulator(saved.options);
  for (const input of saved.inputs) replay(simulator, input);
  return simulator;
}

class Run implements Simulator {
  readonly options: SavedRun['options'];
  readonly release: Release;
  readonly seed: number;
  now: number;
  readonly #timings: Timings | undefined;
  readonly #record: boolean;
  readonly #pools = new Pools();
  readonly #agenda = new Agenda();
  readonly #timeline: TimelineEntry[] = [];
  readonly #log = new RunLog();
  readonly #listeners = new Set<(entry: TimelineEntry) => void>();
  #seq = 0;

  constructor(options: SimulatorOptions) {
    this.options = toRunOptions(options);
    this.release = this.options.release;
    this.seed = this.options.seed;
    this.now = this.options.startAt;
    this.#timings = toTimings(this.options.engine);
    this.#record = options.record ?? true;
  }

  get pools() {
    return this.#pools.named;
  }

  createPool(spec: PoolSpec = {}, isInput = true): string {
    const position = this.#pools.size;
    const read = toPoolSpec(spec);
    const { id, input } = toPoolInput(read, position, this.now, hasSelectivePush(this.release));
    this.#pools.assertFree(id, input.name);
    const created = create(input);
    const pool = newPool(this.seed, position, id, created.snapshot);
    this.#pools.add(pool);
    if (isInput) this.#did({ create: read });
    this.#happened(pool, { type: 'desktop.create', ...read }, 'script', created);
    return id;
  }

  send(ref: PoolRef, input: EventInput): SendResult {
    const pool = this.#pools.get(ref);
    const reading = readEvent(input);
    if ('problems' in reading) {
      return this.#result(pool, { snapshot: pool.snapshot, outcome: 'fault', fault: malformed(input, reading), audits: [] });
    }
    this.#did({ pool: pool.position, send: reading.event });
    return this.#result(pool, this.#take(pool, reading.event, 'script'));
  }

  failNext(ref: PoolRef, what: Failable, how: ForcedFailure): void {
    const pool = this.#pools.get(ref);
    if (!failables.includes(what)) throw wrongOption('what', what, `one of ${failables.join(', ')}`);
    if (!isForcedFailure(what, how)) throw wrongOption('how', how, 'an error text, or timeout: true for a publish');
    this.#did({ pool: pool.position, failNext: what, how });
    pool.forced.push({ what, how });
  }

  advance(duration: number | string): void {
    this.advanceTo(this.now + toDuration(duration));
  }

  advanceTo(time: number | string): void {
    const until = toTime(time);
    if (until < this.now) {
      throw new HvsimError('time-goes-backwards', `Virtual time is ${this.now} already and cannot go back to ${until}.`);
    }
    this.#did({ advanceTo: until });
    while (this.#fireNext(until));
    this.now = until;
  }

  /** Fires the next timer that is due until a time. */
  #fireNext(until: number): boolean {
    const timer = this.#agenda.take(until);
    if (!timer) return false;
    this.now = timer.due;
    timer.fire();
    return true;
  }

  runUntil(predicate: (simulator: Simulator) => boolean, limit: number | string = '30d'): number {
    const begin = this.now;
    const end = begin + toDuration(limit);
    while (!predicate(this)) {
      const next = this.#agenda.next();
      if (!next || next.due > end) {
        const why = next ? `within ${end - begin} ms of virtual time` : 'and nothing more will happen by itself';
        throw new HvsimError('limit-reached', `What was waited for did not happen ${why}. The pools are: ${this.#pools.describe()}.`);
      }
      this.fire();
    }
    return this.now - begin;
  }

  fire(count = 1): number {
    let fired = 0;
    while (fired < count && this.#fireNext(Number.POSITIVE_INFINITY)) fired += 1;
    if (fired > 0) this.#did({ fire: fired });
    return fired;
  }

  nextDue(): number | undefined {
    return this.#agenda.next()?.due;
  }

  state(ref: PoolRef = 0): PoolState {
    return stateOf(this.#pools.get(ref).snapshot);
  }

  status<F extends Format = 'view'>(ref: PoolRef = 0, format = 'view' as F): Status<F> | null {
    return statusOf(this.#pools.get(ref).snapshot, { release: this.release, format });
  }

  provisioningStatus<F extends Format = 'view'>(ref: PoolRef = 0, format = 'view' as F): ParentStatus<F> | null {
    return provisioningStatusOf(this.#pools.get(ref).snapshot, { release: this.release, format });
  }

  task<F extends Format = 'view'>(ref: PoolRef = 0, format = 'view' as F): Task<F> | undefined {
    return this.tasks(ref, format).at(-1);
  }

  tasks<F extends Format = 'view'>(ref: PoolRef = 0, format = 'view' as F): Task<F>[] {
    const { id, snapshot } = this.#pools.get(ref);
    return tasksOf(id, snapshot, { release: this.release, format });
  }

  clones(ref: PoolRef = 0): CloneView[] {
    return toCloneViews(this.#pools.get(ref).snapshot);
  }

  snapshot(ref: PoolRef = 0): PoolSnapshot {
    return this.#pools.get(ref).snapshot;
  }

  timeline(): readonly TimelineEntry[] {
    this.#assertRecorded('timeline');
    return this.#timeline;
  }

  record(entry: TimelineEntry, format: Format): TimelineRecord {
    const { release } = this;
    assertFormat(release, format);
    return toRecord(entry, statusOf(entry.snapshot, { release, format }), { hvsim: 1, release, format });
  }

  subscribe(listener: (entry: TimelineEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  save(): SavedRun {
    this.#assertRecorded('save');
    return { hvsim: 1, options: this.options, inputs: this.#log.list() };
  }

  #result({ snapshot }: Pool, { snapshot: _, ...result }: StepResult): SendResult {
    return { ...result, state: stateOf(snapshot), status: statusOf(snapshot, { release: this.release, format: 'view' }) };
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

  #did(input: RunInput): void {
    if (this.#record) this.#log.add(input);
  }

  #assertRecorded(what: string): void {
    if (!this.#record)
      throw new HvsimError('wrong-options', `${what}() needs a simulator that records: create it without "record: false".`);
  }
}
