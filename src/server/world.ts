/** The world: pools in virtual time that wall time drives, noted in a journal, and brought back from it. */
import type { Failable } from '../engine/activities.ts';
import type { ForcedFailure } from '../engine/chance.ts';
import { HvsimError } from '../errors.ts';
import type { PoolSpec } from '../simulator/input/pool-spec.ts';
import type { EventInput } from '../simulator/input/read-event.ts';
import { wrongOption } from '../simulator/options.ts';
import type { PoolRef, SendResult, Simulator } from '../simulator/simulator.types.ts';
import type { TimelineEntry } from '../simulator/timeline.ts';
import { createDirectory } from './directory.ts';
import type { FaultRule } from './faults.ts';
import { imagesOf } from './images.ts';
import type { RunHead, WorldDeed } from './journal.ts';
import { Notebook } from './notebook.ts';
import { assertSameRun, toRunHead } from './run-head.ts';
import { system } from './system.ts';
import { virtualTime, wallSpan } from './virtual-clock.ts';
import type { Account, PoolAttributes, Surroundings, World, WorldOptions, WorldSnapshot } from './world.types.ts';
import { WorldRun } from './world-run.ts';

const defaultAccounts: readonly Account[] = [{ user: 'administrator', password: 'secret', domain: 'hvsim', privileges: ['ALL'] }];

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
  #head: RunHead;
  readonly #surroundings: Surroundings;
  readonly #notebook: Notebook;
  readonly #remember: boolean;
  readonly #listeners = new Set<(entry?: TimelineEntry) => void>();
  #run!: WorldRun;

  constructor(options: WorldOptions, surroundings: Surroundings) {
    const { journal, accounts = defaultAccounts, speed = 1, throttle, remember = false } = options;
    if (!(Number.isFinite(speed) && speed > 0)) throw wrongOption('speed', speed, 'a number above 0');
    if (throttle !== undefined && !(Number.isFinite(throttle) && throttle > 0)) throw wrongOption('throttle', throttle, 'a number above 0');
    this.#surroundings = surroundings;
    this.#remember = remember;
    this.#notebook = new Notebook(journal);
    const { head, name } = this.#notebook;
    if (head) assertSameRun(name, head, options);
    this.#head = head ?? toRunHead(options, surroundings.wallTime());
    const { release, seed, pools, scenario } = this.#head;
    this.release = release;
    this.seed = seed;
    this.speed = speed;
    this.accounts = accounts;
    this.throttle = throttle;
    this.directory = createDirectory({ images: imagesOf(pools, scenario) });
    this.#notebook.begin(this.#head);
    this.#begin();
    this.#notebook.replay(this.#run);
    this.#setClock(this.now());
  }

  get simulator(): Simulator {
    return this.#run.simulator;
  }

  get faults() {
    return this.#run.faults;
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
    this.#run.advance(Math.max(this.simulator.now, virtualTime(this.#run.anchor, this.wallTime())));
    return this.simulator.now;
  }

  advanceTo(time: number): void {
    this.now();
    this.#run.advance(time);
    this.#setClock(time);
  }

  advanceUntilIdle(limit: number): boolean {
    const end = this.now() + limit;
    let due = this.nextDue();
    for (; due !== undefined && due <= end; due = this.nextDue()) this.#run.advance(due);
    this.#setClock(this.simulator.now);
    return due === undefined;
  }

  nextDue(): number | undefined {
    return this.#run.nextDue();
  }

  untilDue(): number | undefined {
    const due = this.nextDue();
    return due === undefined ? undefined : wallSpan(this.#run.anchor, this.wallTime(), due);
  }

  send(pool: string, event: EventInput): SendResult {
    this.now();
    return this.simulator.send(pool, event);
  }

  createPool(spec: PoolSpec, attributes: PoolAttributes): string {
    this.now();
    return this.#run.create(spec, attributes);
  }

  failNext(ref: PoolRef, what: Failable, how: ForcedFailure): void {
    const at = this.now();
    this.#run.do({ at, pool: this.#run.idOf(ref), failNext: what, how });
  }

  attributes(pool: string): PoolAttributes {
    return this.#run.attributes(pool);
  }

  setAttributes(pool: string, changes: PoolAttributes): void {
    const at = this.now();
    this.#run.do({ at, pool, attributes: changes });
  }

  setFaults(rules: readonly FaultRule[]): void {
    const at = this.now();
    this.#run.do({ at, faults: rules });
  }

  timeline(): readonly TimelineEntry[] {
    return this.#run.history.timeline();
  }

  record(entry: TimelineEntry) {
    return this.#run.record(entry);
  }

  subscribe(listener: (entry?: TimelineEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  snapshot(): WorldSnapshot {
    const at = this.now();
    return { run: this.#head, at, deeds: this.#run.history.deeds() };
  }

  restore({ run, at, deeds }: WorldSnapshot): void {
    const head = this.#head;
    // A run that begins with the present begins anew with every reset, and is the same one.
    const same = head.startsNow && Number.isSafeInteger(run.startAt) ? { ...run, startAt: head.startAt } : run;
    if (JSON.stringify(same) !== JSON.stringify(head)) {
      throw new HvsimError(
        'wrong-save',
        'The snapshot is of another run: its release, seed, engine, pools and begin must be those of this one.',
      );
    }
    const before = this.snapshot();
    try {
      this.#goTo(run, deeds, at);
    } catch (error) {
      this.#goTo(before.run, before.deeds, before.at);
      throw error;
    }
  }

  reset(): void {
    const head = this.#head;
    this.#startOver(head.startsNow ? { ...head, startAt: this.wallTime() } : head);
    this.#setClock(this.simulator.now);
  }

  settled(): Promise<void> {
    return this.#notebook.settled();
  }

  #goTo(head: RunHead, deeds: readonly WorldDeed[], at: number): void {
    this.#startOver(head);
    for (const deed of deeds) {
      this.#run.advance(deed.at);
      this.#run.do(deed);
    }
    this.#run.advance(at);
    this.#setClock(at);
  }

  #startOver(head: RunHead): void {
    this.#head = head;
    this.#notebook.startOver(head);
    this.#begin();
  }

  /** The world as it is when it is new. */
  #begin(): void {
    const anchor = { virtual: this.#head.startAt, wall: this.wallTime(), speed: this.speed };
    this.#run = new WorldRun(this.#head, this.#notebook, anchor, this.#remember, (entry) => this.#tell(entry));
    this.#run.begin();
  }

  /** Lets virtual time go on from a moment. */
  #setClock(virtual: number): void {
    this.#run.do({ at: this.simulator.now, clock: { virtual, wall: this.wallTime(), speed: this.speed } });
    this.#tell();
  }

  #tell(entry?: TimelineEntry): void {
    for (const listener of this.#listeners) listener(entry);
  }
}
