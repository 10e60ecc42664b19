/** A run of the world from its begin: everything that its inputs change, and that a reset makes anew. */
import { toForcedFailure } from '../scenario/run-scenario.ts';
import { ScenarioPlay, type Step } from '../scenario/scenario-play.ts';
import type { PoolSpec } from '../simulator/input/pool-spec.ts';
import type { PoolRef } from '../simulator/pools.ts';
import { createSimulator, type Simulator } from '../simulator/simulator.ts';
import type { TimelineEntry } from '../simulator/timeline.ts';
import { createDirectory, type Directory, imagesOf } from './directory.ts';
import { Faults, readFaultRules } from './faults.ts';
import {
  type BesideRecord,
  type ClockAnchor,
  type NewImage,
  type PoolAttributes,
  type RunHead,
  toInputLine,
  toWorldInput,
  type WorldInput,
} from './journal.ts';
import type { JournalReplay } from './journal-replay.ts';

const nothing: BesideRecord = {};

export type NamedPool = Simulator['pools'][number];

export const mostEntries = 10_000;

export class WorldRun {
  readonly simulator: Simulator;
  faults: Faults;
  /** vCenters, datacenters, base VMs, snapshots: what images can be pushed. */
  directory: Directory;
  anchor: ClockAnchor;
  readonly attributes = new Map<string, PoolAttributes>();
  /** What happened, newest last, and the inputs that bring it about again. */
  timeline: TimelineEntry[] = [];
  inputs: WorldInput[] = [];
  readonly #head: RunHead;
  readonly #made: (NewImage & { readonly createdAt: number })[] = [];
  readonly #journal: JournalReplay;
  readonly #play: ScenarioPlay;
  readonly #hear: (entry: TimelineEntry) => void;
  #beside = nothing;

  constructor(head: RunHead, journal: JournalReplay, anchor: ClockAnchor, remember: boolean, hear: (entry: TimelineEntry) => void) {
    const { release, seed, engine, startAt, scenario } = head;
    this.#head = head;
    this.#journal = journal;
    this.#hear = hear;
    this.anchor = anchor;
    this.faults = new Faults(seed, []);
    this.directory = this.#newDirectory();
    this.#play = new ScenarioPlay(scenario?.steps ?? [], startAt);
    this.simulator = createSimulator({ release, seed, engine, startAt, pools: [], record: remember });
    this.simulator.subscribe((entry) => this.#happened(entry));
  }

  /** Creates the pools. Without a scenario they are idle and their images READY, whatever the engine. */
  begin(): void {
    const { pools, scenario } = this.#head;
    for (const spec of pools) {
      const pool = this.simulator.createPool(spec);
      if (scenario) continue;
      this.simulator.send(pool, { type: 'engine.publishStarted' });
      this.simulator.send(pool, { type: 'engine.publishSucceeded' });
    }
    for (const { pool } of scenario?.steps ?? []) this.simulator.state(pool);
    this.timeline = [];
    this.inputs = [];
  }

  nextDue(): number | undefined {
    const [timer, step] = [this.simulator.nextDue(), this.#play.due(this.simulator)];
    const due = step === undefined ? undefined : Math.max(step, this.simulator.now);
    return timer === undefined || (due !== undefined && due < timer) ? due : timer;
  }

  advance(until: number): void {
    while (this.#play.goOn(this.simulator, until, (step, index) => this.#perform(step, index)));
    this.simulator.advanceTo(until);
  }

  do(input: WorldInput): void {
    if ('send' in input) this.simulator.send(input.pool, input.send);
    else if ('create' in input) this.create(input.create, input.attributes);
    else {
      if ('failNext' in input) this.simulator.failNext(input.pool, input.failNext, input.how);
      else if ('attributes' in input) this.#change(input.pool, input.attributes);
      else if ('image' in input) this.#make(input.image, input.at);
      else if ('faults' in input) this.faults = new Faults(this.#head.seed, readFaultRules(input.faults));
      else this.anchor = input.clock;
      this.#journal.write(toInputLine({ ...this.#beside, ...input }));
      if (!('clock' in input || 'step' in this.#beside)) this.inputs.push(input);
    }
  }

  create(spec: PoolSpec, attributes: PoolAttributes): string {
    const id = this.#with({ attributes }, () => this.simulator.createPool(spec));
    this.attributes.set(id, attributes);
    return id;
  }

  #make(image: NewImage, createdAt: number): void {
    this.#made.push({ ...image, createdAt });
    this.directory = this.#newDirectory();
  }

  #newDirectory(): Directory {
    const { pools, scenario } = this.#head;
    return createDirectory({ ...this.#head, images: imagesOf(pools, scenario), made: this.#made });
  }

  /** @throws HvsimError `unknown-pool` */
  #change(pool: string, attributes: PoolAttributes): void {
    this.simulator.state(pool);
    this.attributes.set(pool, { ...this.attributes.get(pool), ...attributes });
  }

  #perform({ pool = 0, failNext, send }: Step, step: number): void {
    const { now: at } = this.simulator;
    this.#with({ step }, () => {
      if (failNext) this.do({ at, pool: findPool(this.simulator, pool).id, failNext: failNext.what, how: toForcedFailure(failNext) });
      if (send) this.simulator.send(pool, send);
    });
  }

  /** Writes what happens in an action with something beside it. */
  #with<T>(beside: BesideRecord, action: () => T): T {
    this.#beside = beside;
    try {
      return action();
    } finally {
      this.#beside = nothing;
    }
  }

  #happened(entry: TimelineEntry): void {
    const beside = entry.by === 'engine' ? nothing : this.#beside;
    if (this.#journal.journal) this.#journal.write(JSON.stringify({ ...this.simulator.record(entry, this.#head.format), ...beside }));
    if (this.timeline.push(entry) >= 2 * mostEntries) this.timeline.splice(0, mostEntries);
    if (entry.by !== 'engine' && entry.outcome === 'accepted' && !('step' in beside)) this.inputs.push(toWorldInput(entry, beside));
    this.#hear(entry);
  }
}

/** A pool by its id, its name, or its position from 0. A name is that of the newest pool that was given it. */
export function findPool(simulator: Simulator, ref: PoolRef): NamedPool {
  const { pools } = simulator;
  const named = pools.findLast(({ id, name }) => id === ref || name === ref);
  const found = named ?? pools[/^\d{1,6}$/.test(String(ref)) ? Number(ref) : -1];
  if (!found) simulator.state(ref);
  return found as NamedPool;
}
