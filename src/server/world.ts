/** The world behind the mock server: pools in virtual time that wall time drives, kept in a journal, and brought back from it. */
import type { Release } from '../api/releases.ts';
import type { Failable } from '../engine/activities.ts';
import type { ForcedFailure } from '../engine/chance.ts';
import type { PoolSpec } from '../simulator/input/pool-spec.ts';
import type { EventInput } from '../simulator/input/read-event.ts';
import { wrongOption } from '../simulator/options.ts';
import type { PoolRef } from '../simulator/pools.ts';
import type { SendResult, Simulator } from '../simulator/simulator.ts';
import type { TimelineEntry, TimelineRecord } from '../simulator/timeline.ts';
import { type Account, defaultAccounts } from './accounts.ts';
import type { Directory } from './directory.ts';
import type { FaultRule, Faults } from './faults.ts';
import { assertSnapshot, type ClockAnchor, type NewImage, type PoolAttributes, type RunHead, type WorldSnapshot } from './journal.ts';
import { JournalReplay } from './journal-replay.ts';
import { type Surroundings, thisMachine } from './surroundings.ts';
import { assertSameRun, toRunHead, type WorldOptions } from './world-options.ts';
import { findPool, mostEntries, WorldRun } from './world-run.ts';

const noAttributes: PoolAttributes = {};

/**
 * Makes a world, or goes on with the one in the journal. The pools are idle and their images READY, whatever the engine.
 *
 * @param surroundings the clock and the randomness of this machine when absent
 * @throws HvsimError `wrong-options`, `unknown-release`, `unknown-profile`, `wrong-timings`, `wrong-payload`, `unknown-pool` for a
 * scenario that names a pool which is not there, `wrong-state` for a journal of another run or one that contradicts itself
 * @example
 * createWorld({ pools: 2, clones: 5 }).simulator.state(1).currentImage //=> READY
 */
export const createWorld = (options: WorldOptions = {}, surroundings: Surroundings = thisMachine): World =>
  new World(options, surroundings);

/** Pools that a simulator steps, and what a Connection Server knows beside them. */
export class World {
  readonly release: Release;
  readonly seed: number;
  readonly speed: number;
  readonly accounts: readonly Account[];
  /** How many requests a session may send in a second; undefined without a limit. */
  readonly throttle: number | undefined;
  /** Wall time, by which tokens live, and randomness. */
  readonly surroundings: Surroundings;
  #head: RunHead;
  readonly #journal: JournalReplay;
  readonly #remember: boolean;
  readonly #listeners = new Set<(entry?: TimelineEntry) => void>();
  #run!: WorldRun;

  constructor(options: WorldOptions, surroundings: Surroundings) {
    const { journal, accounts = defaultAccounts, speed = 1, throttle, remember = false } = options;
    for (const [name, value] of Object.entries({ speed, throttle })) {
      if (value !== undefined && !(Number.isFinite(value) && value > 0)) throw wrongOption(name, value, 'a number above 0');
    }
    this.surroundings = surroundings;
    this.#remember = remember;
    this.#journal = new JournalReplay(journal);
    const { head, name } = this.#journal;
    if (head) assertSameRun(name, head, options);
    this.#head = head ?? toRunHead(options, surroundings.wallTime());
    const { release, seed } = this.#head;
    this.release = release;
    this.seed = seed;
    this.speed = speed;
    this.accounts = accounts;
    this.throttle = throttle;
    if (!head) this.#journal.begin(this.#head);
    this.#begin();
    this.#journal.replay(this.#run);
    this.#setClock(this.now());
  }

  /** Another one after `reset` and `restore`: ask for it anew with every request. */
  get simulator(): Simulator {
    return this.#run.simulator;
  }

  /** What can be pushed; another one after a snapshot is made, `reset` and `restore`. */
  get directory(): Directory {
    return this.#run.directory;
  }

  /** Rules by which requests go wrong on purpose. */
  get faults(): Faults {
    return this.#run.faults;
  }

  /** Virtual time in epoch milliseconds, after everything that is due by now has happened. Every request begins with it. */
  now(): number {
    this.#run.advance(Math.max(this.simulator.now, virtualTime(this.#run.anchor, this.surroundings.wallTime())));
    return this.simulator.now;
  }

  /** Moves virtual time ahead of wall time, to a time in epoch milliseconds. It goes on from there. */
  advanceTo(time: number): void {
    this.now();
    this.#run.advance(time);
    this.#setClock(time);
  }

  /** Moves virtual time ahead until nothing more will happen by itself. False where that would take longer than a limit in milliseconds. */
  advanceUntilIdle(limit: number): boolean {
    const end = this.now() + limit;
    let due = this.nextDue();
    for (; due !== undefined && due <= end; due = this.nextDue()) this.#run.advance(due);
    this.#setClock(this.simulator.now);
    return due === undefined;
  }

  /** When something happens next by itself, in virtual time; undefined where nothing will. */
  nextDue(): number | undefined {
    return this.#run.nextDue();
  }

  /** How long until then, in milliseconds of wall time. */
  untilDue(): number | undefined {
    const due = this.nextDue();
    const { anchor } = this.#run;
    return due === undefined ? undefined : Math.max(0, Math.ceil((due - virtualTime(anchor, this.surroundings.wallTime())) / anchor.speed));
  }

  /** Sends an event at the present virtual time, and writes it into the journal. */
  send(pool: string, event: EventInput): SendResult {
    this.now();
    return this.simulator.send(pool, event);
  }

  /** Creates a pool, and writes it into the journal. Returns its id. */
  createPool(spec: PoolSpec, attributes: PoolAttributes): string {
    this.now();
    return this.#run.create(spec, attributes);
  }

  /** Makes the next try fail, once, whatever the engine would have drawn. */
  failNext(ref: PoolRef, what: Failable, how: ForcedFailure): void {
    const at = this.now();
    this.#run.do({ at, pool: findPool(this.simulator, ref).id, failNext: what, how });
  }

  attributes(pool: string): PoolAttributes {
    return this.#run.attributes.get(pool) ?? noAttributes;
  }

  /** Changes some attributes, and writes them into the journal. */
  setAttributes(pool: string, changes: PoolAttributes): void {
    this.#run.do({ at: this.now(), pool, attributes: changes });
  }

  /** Makes a base VM, or a snapshot of one, and writes it into the journal. */
  makeImage(image: NewImage): void {
    this.#run.do({ at: this.now(), image });
  }

  setFaults(rules: readonly FaultRule[]): void {
    this.#run.do({ at: this.now(), faults: rules });
  }

  /** What happened, newest last: the last ten thousand. */
  timeline(): readonly TimelineEntry[] {
    return this.#run.timeline.slice(-mostEntries);
  }

  /** A line of the timeline, with the status in the release's newest REST format. */
  record(entry: TimelineEntry): TimelineRecord {
    return this.simulator.record(entry, this.#head.format);
  }

  /** Calls back for everything that happens from now on, and without an entry when the clock was moved; returns a function that ends it. */
  subscribe(listener: (entry?: TimelineEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  snapshot(): WorldSnapshot {
    return { run: this.#head, at: this.now(), inputs: [...this.#run.inputs] };
  }

  /**
   * Goes back to what `snapshot` gave, in virtual time too.
   *
   * @throws HvsimError `wrong-save`, and what its inputs throw: the world is as it was then
   */
  restore(snapshot: WorldSnapshot): void {
    assertSnapshot(snapshot, this.#head);
    const before = this.snapshot();
    try {
      this.#goTo(snapshot);
    } catch (error) {
      this.#goTo(before);
      throw error;
    }
  }

  /** Goes back to the begin: to the present, unless another begin was asked for. */
  reset(): void {
    const head = this.#head;
    this.#startOver(head.startsNow ? { ...head, startAt: this.surroundings.wallTime() } : head);
    this.#setClock(this.simulator.now);
  }

  /** Comes when everything that was written so far is as safe as was asked for. An answer to a change waits for it. */
  settled(): Promise<void> {
    return this.#journal.journal?.settled() ?? Promise.resolve();
  }

  #goTo({ run, at, inputs }: WorldSnapshot): void {
    this.#startOver(run);
    for (const input of inputs) {
      this.#run.advance(input.at);
      this.#run.do(input);
    }
    this.#run.advance(at);
    this.#setClock(at);
  }

  #startOver(head: RunHead): void {
    this.#head = head;
    this.#journal.journal?.startOver();
    this.#journal.begin(head);
    this.#begin();
  }

  #begin(): void {
    const anchor = { virtual: this.#head.startAt, wall: this.surroundings.wallTime(), speed: this.speed };
    this.#run = new WorldRun(this.#head, this.#journal, anchor, this.#remember, (entry) => this.#notify(entry));
    this.#run.begin();
  }

  #setClock(virtual: number): void {
    this.#run.do({ at: this.simulator.now, clock: { virtual, wall: this.surroundings.wallTime(), speed: this.speed } });
    this.#notify();
  }

  #notify(entry?: TimelineEntry): void {
    for (const listener of this.#listeners) listener(entry);
  }
}

/** Virtual time at a moment of wall time. It stands where wall time is set back. */
const virtualTime = ({ virtual, wall, speed }: ClockAnchor, at: number): number => virtual + Math.max(0, Math.floor((at - wall) * speed));
