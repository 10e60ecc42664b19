/** A deterministic simulator of pools: virtual time, an engine that drives them, and a timeline of what happened. */
import type { Fault } from '../../machines/emitted.ts';
import type { PoolEvent } from '../../machines/events.ts';
import type { PoolState } from '../../machines/vocabulary.ts';
import { hasSelectivePush } from '../api/enumerations.ts';
import { assertFormat, type Format } from '../api/formats.ts';
import { findRelease, type Release } from '../api/releases.ts';
import type { ParentStatus, Status, Task } from '../api/types.ts';
import { HvsimError } from '../errors.ts';
import { encodeParent, encodeStatus, encodeTask } from '../projector/encode.ts';
import { toPoolView, toTaskView } from '../projector/to-pool-view.ts';
import { Agenda } from './agenda.ts';
import { type Driver, drive, newDriver } from './driver.ts';
import type { Failable, FailureWish } from './engine.ts';
import { taskId } from './names.ts';
import { type PoolSpec, toPoolInput, toPoolSpec } from './pool-spec.ts';
import { type Problem, toProblemText } from './read.ts';
import { type EventInput, readEvent, toPoolEvent } from './read-event.ts';
import type { CloneView, PoolRef, SavedRun, SendResult, Simulator, SimulatorOptions } from './simulator.types.ts';
import { create, type PoolSnapshot, type Step, step } from './step.ts';
import { readTime, toDuration } from './time.ts';
import { type Deed, stateOf, type TimelineEntry, type TimelineRecord, toRecord } from './timeline.ts';
import { type Timings, toTimings } from './timings.ts';

/** 2026-01-05T08:00:00Z, a Monday. */
export const defaultStart = 1_767_600_000_000;

interface Pool {
  readonly position: number;
  readonly id: string;
  readonly spec: PoolSpec;
  readonly driver: Driver;
  snapshot: PoolSnapshot;
}

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
  if (saved?.hvsim !== 1 || !Array.isArray(saved.deeds))
    throw new HvsimError('wrong-save', 'This is no saved run of hvsim: its member "hvsim" must be 1 and "deeds" a list.');
  const simulator = createSimulator(saved.options);
  for (const deed of saved.deeds) {
    if ('advanceTo' in deed) simulator.advanceTo(deed.advanceTo);
    else if ('fire' in deed) simulator.fire(deed.fire);
    else if ('create' in deed) simulator.createPool(deed.create);
    else if ('send' in deed) simulator.send(deed.pool, deed.send);
    else simulator.failNext(deed.pool, deed.failNext, deed.how);
  }
  return simulator;
}

class Run implements Simulator {
  readonly options: SavedRun['options'];
  readonly release: Release;
  readonly seed: number;
  now: number;
  readonly #timings: Timings | undefined;
  readonly #record: boolean;
  readonly #pools: Pool[] = [];
  readonly #byName = new Map<string, Pool>();
  readonly #agenda = new Agenda();
  readonly #timeline: TimelineEntry[] = [];
  readonly #deeds: Deed[] = [];
  readonly #listeners = new Set<(entry: TimelineEntry) => void>();
  #seq = 0;

  constructor({ release = '2512', seed = 1, pools = 1, engine = 'production', startAt = defaultStart, record = true }: SimulatorOptions) {
    if (!Number.isSafeInteger(seed)) throw wrongOption('seed', seed, 'a whole number');
    if (typeof pools === 'number' && !(Number.isInteger(pools) && pools >= 0))
      throw wrongOption('pools', pools, 'a whole number from 0, or a list');
    this.release = findRelease(release);
    this.seed = seed;
    this.now = toTime(startAt);
    this.#timings = toTimings(engine);
    this.#record = record;
    const specs = typeof pools === 'number' ? Array.from({ length: pools }, (): PoolSpec => ({})) : pools.map((spec) => toPoolSpec(spec));
    this.options = { release: this.release, seed, pools: specs, engine, startAt: this.now };
  }

  get pools() {
    return this.#pools.map(({ id, snapshot }) => ({ id, name: snapshot.context.name }));
  }

  createPool(spec: PoolSpec = {}, isDeed = true): string {
    const position = this.#pools.length;
    const { id, input } = toPoolInput(toPoolSpec(spec), position, this.now, hasSelectivePush(this.release));
    if (this.#byName.has(id) || this.#byName.has(input.name)) {
      throw new HvsimError(
        'wrong-options',
        `There is a pool ${JSON.stringify(this.#byName.has(id) ? id : input.name)} already. Ids and names must differ.`,
      );
    }
    const created = create(input);
    const pool: Pool = { position, id, spec, driver: newDriver(this.seed, position, input.name), snapshot: created.snapshot };
    this.#pools.push(pool);
    this.#byName.set(id, pool).set(input.name, pool);
    if (isDeed) this.#did({ create: spec });
    this.#happened(pool, { type: 'desktop.create', ...spec }, 'script', created);
    return id;
  }

  send(ref: PoolRef, input: EventInput): SendResult {
    const pool = this.#pool(ref);
    const reading = readEvent(input);
    if ('problems' in reading) return this.#unreadable(pool, input, reading.problems, reading.unknownType);
    this.#did({ pool: pool.position, send: reading.event });
    const taken = this.#take(pool, reading.event, 'script');
    return this.#result(pool, taken);
  }

  /** A command of the wrong shape is refused as Horizon does; anything else is a mistake of the caller. */
  #unreadable(pool: Pool, input: EventInput, problems: readonly Problem[], unknownType: boolean): SendResult {
    const message = `${toProblemText(problems)}.`;
    const { type } = (input ?? {}) as { type?: unknown };
    if (unknownType || typeof type !== 'string' || !type.startsWith('command.'))
      throw new HvsimError(unknownType ? 'unknown-event' : 'wrong-payload', message);
    const [first] = problems;
    const name = first?.kind === 'type' ? 'InvalidType' : 'InvalidArgument';
    const fault: Fault = {
      name,
      command: input.type as Fault['command'],
      message: `${type}: ${message}`,
      ...(first?.path ? { field: first.path } : {}),
    };
    return this.#result(pool, { snapshot: pool.snapshot, outcome: 'fault', fault, audits: [] });
  }

  failNext(ref: PoolRef, what: Failable, how: FailureWish): void {
    const pool = this.#pool(ref);
    this.#did({ pool: pool.position, failNext: what, how });
    pool.driver.wishes.push({ what, how });
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
        throw new HvsimError('limit-reached', `What was waited for did not happen ${why}. The pools are: ${this.#describePools()}.`);
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
    return stateOf(this.#pool(ref).snapshot);
  }

  status<F extends Format = 'view'>(ref: PoolRef = 0, format = 'view' as F): Status<F> | null {
    return this.#status(this.#pool(ref).snapshot, format);
  }

  provisioningStatus<F extends Format = 'view'>(ref: PoolRef = 0, format = 'view' as F): ParentStatus<F> | null {
    const view = toPoolView(this.#pool(ref).snapshot);
    return view ? encodeParent(view, { release: this.release, format }) : null;
  }

  task<F extends Format = 'view'>(ref: PoolRef = 0, format = 'view' as F): Task<F> | undefined {
    return this.tasks(ref, format).at(-1);
  }

  tasks<F extends Format = 'view'>(ref: PoolRef = 0, format = 'view' as F): Task<F>[] {
    const pool = this.#pool(ref);
    return pool.snapshot.context.tasks.map((task) =>
      encodeTask(toTaskView(task, taskId(pool.id, task.number)), { release: this.release, format }),
    );
  }

  clones(ref: PoolRef = 0): CloneView[] {
    const { clones, tasks } = this.#pool(ref).snapshot.context;
    return clones.map(({ id, name, image, session }, index) => ({
      id,
      name,
      image: image && { parentVm: image.parentVm, snapshot: image.snapshot },
      session,
      task: tasks.findLast((task) => task.entries[index] !== null)?.entries[index] ?? null,
    }));
  }

  snapshot(ref: PoolRef = 0): PoolSnapshot {
    return this.#pool(ref).snapshot;
  }

  timeline(): readonly TimelineEntry[] {
    this.#assertRecorded('timeline');
    return this.#timeline;
  }

  record(entry: TimelineEntry, format: Format): TimelineRecord {
    assertFormat(this.release, format);
    return toRecord(entry, this.#status(entry.snapshot, format));
  }

  subscribe(listener: (entry: TimelineEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  save(): SavedRun {
    this.#assertRecorded('save');
    return { hvsim: 1, options: this.options, deeds: structuredClone(this.#deeds) };
  }

  #pool(ref: PoolRef): Pool {
    const pool = typeof ref === 'number' ? this.#pools[ref] : this.#byName.get(ref);
    if (pool) return pool;
    const some = this.pools.slice(0, 5).map(({ id, name }) => `${name} (${id})`);
    const more = this.#pools.length > some.length ? `, … (${this.#pools.length} in all)` : '';
    throw new HvsimError('unknown-pool', `There is no pool ${JSON.stringify(ref)}. There are: ${some.join(', ')}${more}.`);
  }

  #status<F extends Format>(snapshot: PoolSnapshot, format: F): Status<F> | null {
    const view = toPoolView(snapshot);
    return view ? encodeStatus(view, { release: this.release, format }) : null;
  }

  #result(pool: Pool, { outcome, fault, reason, audits }: Step): SendResult {
    return {
      outcome,
      ...(fault ? { fault } : {}),
      ...(reason ? { reason } : {}),
      audits,
      state: stateOf(pool.snapshot),
      status: this.#status(pool.snapshot, 'view'),
    };
  }

  #take(pool: Pool, event: EventInput, by: TimelineEntry['by']): Step {
    const sent = toPoolEvent(event, this.now, pool.snapshot.context.clones);
    const taken = step(pool.snapshot, sent);
    pool.snapshot = taken.snapshot;
    this.#happened(pool, by === 'engine' ? event : withoutTime(sent), by, taken);
    return taken;
  }

  #happened(pool: Pool, event: TimelineEntry['event'], by: TimelineEntry['by'], { outcome, fault, reason, audits, snapshot }: Step): void {
    if (this.#timings && outcome === 'accepted') {
      drive(
        pool.driver,
        snapshot,
        this.#timings,
        this.now,
        this.#agenda,
        (fact) => this.#take(pool, fact, 'engine'),
        () => pool.snapshot,
      );
    }
    this.#seq += 1;
    if (!this.#record && this.#listeners.size === 0) return;
    const entry: TimelineEntry = {
      seq: this.#seq,
      at: this.now,
      pool: pool.id,
      event,
      by,
      outcome,
      ...(fault ? { fault } : {}),
      ...(reason ? { reason } : {}),
      audits,
      snapshot,
    };
    if (this.#record) this.#timeline.push(entry);
    for (const listener of this.#listeners) listener(entry);
  }

  /** Waits that follow one another are one wait: splitting one changes nothing. */
  #did(deed: Deed): void {
    if (!this.#record) return;
    const last = this.#deeds.at(-1);
    if (last && 'advanceTo' in deed && 'advanceTo' in last) this.#deeds[this.#deeds.length - 1] = deed;
    else if (last && 'fire' in deed && 'fire' in last) this.#deeds[this.#deeds.length - 1] = { fire: last.fire + deed.fire };
    else this.#deeds.push(deed);
  }

  #assertRecorded(what: string): void {
    if (!this.#record)
      throw new HvsimError('wrong-options', `${what}() needs a simulator that records: create it without "record: false".`);
  }

  #describePools(): string {
    return this.#pools
      .slice(0, 3)
      .map(({ snapshot }) => `${snapshot.context.name} ${Object.values(stateOf(snapshot)).join('/')}`)
      .join(', ');
  }
}

/** The event as a timeline keeps it: clones by their ids, the time beside it. */
function withoutTime({ at: _, ...event }: PoolEvent): EventInput {
  return event as EventInput;
}

const wrongOption = (name: string, value: unknown, demand: string) =>
  new HvsimError('wrong-options', `The option ${name} is ${JSON.stringify(value)}; it must be ${demand}.`);

function toTime(value: number | string): number {
  const time = readTime(value);
  if (time === undefined)
    throw new HvsimError('wrong-options', `${JSON.stringify(value)} is no time. Give epoch milliseconds, or ISO 8601 with a zone.`);
  return time;
}
