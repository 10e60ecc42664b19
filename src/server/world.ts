/** The world: pools in virtual time that wall time drives, noted in a journal, and brought back from it. */
import { HvsimError } from '../errors.ts';
import type { Failable, FailureWish } from '../simulator/engine.ts';
import { wrongOption } from '../simulator/options.ts';
import type { PoolSpec } from '../simulator/pool-spec.ts';
import type { EventInput } from '../simulator/read-event.ts';
import type { Scenario } from '../simulator/scenario.ts';
import { createSimulator } from '../simulator/simulator.ts';
import type { PoolRef, SendResult, Simulator } from '../simulator/simulator.types.ts';
import type { TimelineEntry } from '../simulator/timeline.ts';
import { createDirectory } from './directory.ts';
import { type FaultRule, Faults } from './faults.ts';
import { imagesOf } from './images.ts';
import { damaged, type JournalEntry, type RunHead, readEntry, readHead, toDeedLine, toHeadLine, type WorldDeed } from './journal.ts';
import { assertSameRun, toRunHead } from './run-head.ts';
import { ScenarioPlay, type Stage } from './scenario-play.ts';
import { system } from './system.ts';
import { type Anchor, virtualTime, wallSpan } from './virtual-clock.ts';
import type { Account, Journal, PoolAttributes, Surroundings, World, WorldOptions, WorldSnapshot } from './world.types.ts';

/** How many entries of the timeline are kept. */
const mostEntries = 10_000;

const defaultAccounts: readonly Account[] = [{ user: 'administrator', password: 'secret', domain: 'hvsim', privileges: ['ALL'] }];

const noAttributes: PoolAttributes = {};
const nothing = {};

/** Notes nothing. */
const noJournal: Journal = { name: '', past: [], write: () => {}, settled: () => Promise.resolve(), startOver: () => {} };

/**
 * Makes a world, or goes on with the one in the journal. The pools are idle and their images READY, whatever the engine.
 *
 * @param surroundings the clock and the randomness of this machine when absent
 * @throws HvsimError `wrong-options`, `unknown-release`, `unknown-profile`, `wrong-timings`, `wrong-payload`, `unknown-pool` for a
 * scenario that names a pool which is not there, `wrong-state` for a journal of another run or one that contradicts itself
 * @example
 * createWorld({ pools: 2, clones: 5 }).simulator.state(1).currentImage //=> READY
 */
export const createWorld = (options: WorldOptions = {}, surroundings: Surroundings = system): World => new PoolWorld(options, surroundings);

class PoolWorld implements World {
  readonly release;
  readonly seed;
  readonly speed;
  readonly directory;
  readonly accounts;
  readonly throttle;
  readonly #head: RunHead;
  readonly #surroundings: Surroundings;
  readonly #journal: Journal;
  readonly #listeners = new Set<(entry?: TimelineEntry) => void>();
  /** Lines that an earlier run has noted and that are to come out again. */
  #past: readonly JournalEntry[] = [];
  #passed = 0;
  #simulator!: Simulator;
  #attributes = new Map<string, PoolAttributes>();
  #play!: ScenarioPlay;
  #faults!: Faults;
  #anchor!: Anchor;
  #deeds: WorldDeed[] = [];
  #timeline: TimelineEntry[] = [];
  /** What the record that is about to be made says beside itself. */
  #beside: object = nothing;

  constructor(options: WorldOptions, surroundings: Surroundings) {
    const { journal = noJournal, accounts = defaultAccounts, speed = 1, throttle } = options;
    if (!(Number.isFinite(speed) && speed > 0)) throw wrongOption('speed', speed, 'a number above 0');
    if (throttle !== undefined && !(Number.isFinite(throttle) && throttle > 0)) throw wrongOption('throttle', throttle, 'a number above 0');
    this.#surroundings = surroundings;
    this.#journal = journal;
    const [first, ...past] = journal.past;
    if (first) {
      this.#head = readHead(first, journal.name);
      assertSameRun(journal.name, this.#head, options);
    } else this.#head = toRunHead(options, surroundings.wallTime());
    const { release, seed, pools, scenario } = this.#head;
    this.release = release;
    this.seed = seed;
    this.speed = speed;
    this.accounts = accounts;
    this.throttle = throttle;
    this.directory = createDirectory({ images: imagesOf(pools, scenario) });
    if (!first) journal.write(toHeadLine(this.#head));
    this.#past = past.map(readEntry);
    this.#begin();
    this.#replay();
    this.#setClock(this.now());
  }

  get simulator(): Simulator {
    return this.#simulator;
  }

  get faults() {
    return this.#faults;
  }

  wallTime(): number {
    return this.#surroundings.wallTime();
  }

  randomBytes(count: number): Uint8Array {
    return this.#surroundings.randomBytes(count);
  }

  wait(ms: number): Promise<void> {
    return this.#surroundings.wait(ms);
  }

  now(): number {
    this.#advance(Math.max(this.#simulator.now, virtualTime(this.#anchor, this.wallTime())));
    return this.#simulator.now;
  }

  advanceTo(time: number): void {
    this.now();
    this.#advance(time);
    this.#setClock(time);
  }

  advanceUntilIdle(limit: number): boolean {
    const end = this.now() + limit;
    let due = this.nextDue();
    for (; due !== undefined && due <= end; due = this.nextDue()) this.#advance(due);
    this.#setClock(this.#simulator.now);
    return due === undefined;
  }

  nextDue(): number | undefined {
    const [timer, step] = [this.#simulator.nextDue(), this.#play.due(this.#stage)];
    return timer === undefined || (step !== undefined && step < timer) ? step : timer;
  }

  untilDue(): number | undefined {
    const due = this.nextDue();
    return due === undefined ? undefined : wallSpan(this.#anchor, this.wallTime(), due);
  }

  send(pool: string, event: EventInput): SendResult {
    this.now();
    return this.#simulator.send(pool, event);
  }

  createPool(spec: PoolSpec, attributes: PoolAttributes): string {
    this.now();
    return this.#create(spec, attributes);
  }

  failNext(ref: PoolRef, what: Failable, how: FailureWish): void {
    const at = this.now();
    this.#do({ at, pool: this.#idOf(ref), failNext: what, how });
  }

  attributes(pool: string): PoolAttributes {
    return this.#attributes.get(pool) ?? noAttributes;
  }

  setAttributes(pool: string, changes: PoolAttributes): void {
    const at = this.now();
    this.#do({ at, pool, attributes: changes });
  }

  setFaults(rules: readonly FaultRule[]): void {
    const at = this.now();
    this.#do({ at, faults: rules });
  }

  timeline(): readonly TimelineEntry[] {
    return this.#timeline.slice(-mostEntries);
  }

  record(entry: TimelineEntry) {
    return this.#simulator.record(entry, this.#head.format);
  }

  subscribe(listener: (entry?: TimelineEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  snapshot(): WorldSnapshot {
    const at = this.now();
    return { run: this.#head, at, deeds: [...this.#deeds] };
  }

  restore({ run, at, deeds }: WorldSnapshot): void {
    if (JSON.stringify(run) !== JSON.stringify(this.#head)) {
      throw new HvsimError(
        'wrong-save',
        'The snapshot is of another run: its release, seed, engine, pools and begin must be those of this one.',
      );
    }
    const before = this.snapshot();
    try {
      this.#goTo(deeds, at);
    } catch (error) {
      this.#goTo(before.deeds, before.at);
      throw error;
    }
  }

  reset(): void {
    this.#startOver();
    this.#setClock(this.#simulator.now);
  }

  settled(): Promise<void> {
    return this.#journal.settled();
  }

  readonly #stage: Stage = (() => {
    const world = this;
    return {
      get simulator() {
        return world.#simulator;
      },
      perform: (step, index) => this.#perform(step, index),
    };
  })();

  #goTo(deeds: readonly WorldDeed[], at: number): void {
    this.#startOver();
    for (const deed of deeds) {
      this.#advance(deed.at);
      this.#do(deed);
    }
    this.#advance(at);
    this.#setClock(at);
  }

  #startOver(): void {
    this.#journal.startOver();
    this.#journal.write(toHeadLine(this.#head));
    this.#begin();
  }

  /** The world as it is when it is new. */
  #begin(): void {
    const { release, seed, engine, startAt, pools, scenario } = this.#head;
    this.#simulator = createSimulator({ release, seed, engine, startAt, pools: [], record: false });
    this.#simulator.subscribe((entry) => this.#happened(entry));
    this.#attributes = new Map();
    this.#faults = new Faults(seed, []);
    this.#play = new ScenarioPlay(scenario, startAt);
    this.#anchor = { virtual: startAt, wall: this.wallTime(), speed: this.speed };
    for (const spec of pools) {
      const pool = this.#simulator.createPool(spec);
      if (scenario) continue;
      this.#simulator.send(pool, { type: 'engine.publishStarted' });
      this.#simulator.send(pool, { type: 'engine.publishSucceeded' });
    }
    for (const { pool } of scenario?.steps ?? []) this.#simulator.state(pool);
    this.#deeds = [];
    this.#timeline = [];
  }

  /** Does again what the journal tells, and makes sure that the same comes of it. */
  #replay(): void {
    while (this.#passed < this.#past.length) {
      const next = this.#past.findIndex(({ deed }, index) => index >= this.#passed && deed !== undefined);
      const entry = this.#past[next];
      this.#advance((entry ?? (this.#past.at(-1) as JournalEntry)).at);
      if (!entry ? this.#passed < this.#past.length : this.#passed !== next)
        throw this.#contradiction(this.#past[this.#passed] as JournalEntry);
      if (entry?.deed) this.#do(entry.deed);
      if (entry && this.#passed !== next + 1) throw this.#contradiction(entry);
    }
  }

  #advance(until: number): void {
    this.#play.advance(this.#stage, until);
  }

  #do(deed: WorldDeed): void {
    if ('send' in deed) this.#simulator.send(deed.pool, deed.send);
    else if ('create' in deed) this.#create(deed.create, deed.attributes);
    else {
      if ('failNext' in deed) this.#simulator.failNext(deed.pool, deed.failNext, deed.how);
      else if ('attributes' in deed) this.#attributes.set(deed.pool, { ...this.attributes(deed.pool), ...deed.attributes });
      else if ('faults' in deed) this.#faults = new Faults(this.seed, deed.faults);
      else this.#anchor = deed.clock;
      this.#write(toDeedLine(deed));
      if (!('clock' in deed)) this.#deeds.push(deed);
    }
  }

  #create(spec: PoolSpec, attributes: PoolAttributes): string {
    this.#beside = { attributes };
    try {
      const id = this.#simulator.createPool(spec);
      this.#attributes.set(id, attributes);
      return id;
    } finally {
      this.#beside = nothing;
    }
  }

  /** A step of the scenario. */
  #perform({ pool = 0, failNext, send }: Scenario['steps'][number], index: number): void {
    if (failNext) {
      const { what, error } = failNext;
      const how: FailureWish = error === undefined ? { timeout: true } : { error };
      this.#simulator.failNext(pool, what, how);
      this.#write(toDeedLine({ at: this.#simulator.now, step: index, pool: this.#idOf(pool), failNext: what, how }));
    }
    this.#beside = { step: index };
    if (send) this.#simulator.send(pool, send);
    this.#beside = nothing;
  }

  #happened(entry: TimelineEntry): void {
    if (this.#journal !== noJournal) {
      const record = this.record(entry);
      this.#write(JSON.stringify(entry.by === 'engine' || this.#beside === nothing ? record : { ...record, ...this.#beside }));
    }
    this.#keep(entry);
    for (const listener of this.#listeners) listener(entry);
  }

  #keep(entry: TimelineEntry): void {
    const { at, pool, event, by, outcome } = entry;
    if (this.#timeline.push(entry) >= 2 * mostEntries) this.#timeline.splice(0, mostEntries);
    if (by === 'engine' || outcome !== 'accepted' || 'step' in this.#beside) return;
    if (event.type !== 'desktop.create') this.#deeds.push({ at, pool, send: event as EventInput });
    else {
      const { type: _, ...create } = event;
      this.#deeds.push({ at, create, attributes: {}, ...this.#beside });
    }
  }

  /** Notes a line, or passes over one that is noted already. */
  #write(text: string): void {
    const past = this.#past[this.#passed];
    if (!past) {
      this.#journal.write(text);
      return;
    }
    if (past.text !== text) throw this.#contradiction(past);
    this.#passed += 1;
  }

  /** Lets virtual time go on from a moment. */
  #setClock(virtual: number): void {
    this.#do({ at: this.#simulator.now, clock: { virtual, wall: this.wallTime(), speed: this.speed } });
    for (const listener of this.#listeners) listener();
  }

  #idOf(ref: PoolRef): string {
    if (typeof ref === 'string' && this.#attributes.has(ref)) return ref;
    const { name } = this.#simulator.snapshot(ref).context;
    return this.#simulator.pools.find((pool) => pool.name === name)?.id as string;
  }

  #contradiction(entry: JournalEntry): HvsimError {
    return damaged(
      this.#journal.name,
      entry,
      'is not what comes of the lines before it: it was changed, or written by another version of hvsim',
    );
  }
}
