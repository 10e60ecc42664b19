/** A run of the world from its begin: everything that deeds change, and that a reset makes anew. */
import { toForcedFailure } from '../scenario/run-scenario.ts';
import { ScenarioPlay, type Step } from '../scenario/scenario-play.ts';
import type { PoolSpec } from '../simulator/input/pool-spec.ts';
import { createSimulator } from '../simulator/simulator.ts';
import type { PoolRef, Simulator } from '../simulator/simulator.types.ts';
import type { TimelineEntry, TimelineRecord } from '../simulator/timeline.ts';
import { Faults, readFaultRules } from './faults.ts';
import { History } from './history.ts';
import { type RunHead, toDeedLine, type WorldDeed } from './journal.ts';
import type { Notebook, Replayer } from './notebook.ts';
import type { Anchor } from './virtual-clock.ts';
import type { PoolAttributes } from './world.types.ts';

const noAttributes: PoolAttributes = {};
const nothing = {};

export class WorldRun implements Replayer {
  readonly simulator: Simulator;
  readonly #head: RunHead;
  readonly #notebook: Notebook;
  readonly #attributes = new Map<string, PoolAttributes>();
  readonly #play: ScenarioPlay;
  readonly #hear: (entry: TimelineEntry) => void;
  #faults: Faults;
  #anchor: Anchor;
  #history = new History();
  /** What the record that is about to be made says beside itself. */
  #beside: object = nothing;

  /**
   * @param anchor how wall time drives virtual time until a deed says otherwise
   * @param remember whether the simulator keeps everything that happens
   * @param hear told of everything that happens
   */
  constructor(head: RunHead, notebook: Notebook, anchor: Anchor, remember: boolean, hear: (entry: TimelineEntry) => void) {
    const { release, seed, engine, startAt, scenario } = head;
    this.#head = head;
    this.#notebook = notebook;
    this.#hear = hear;
    this.#anchor = anchor;
    this.#faults = new Faults(seed, []);
    this.#play = new ScenarioPlay(scenario?.steps ?? [], startAt);
    this.simulator = createSimulator({ release, seed, engine, startAt, pools: [], record: remember });
    this.simulator.subscribe((entry) => this.#happened(entry));
  }

  get faults(): Faults {
    return this.#faults;
  }

  get anchor(): Anchor {
    return this.#anchor;
  }

  get history(): History {
    return this.#history;
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
    this.#history = new History();
  }

  /** When something happens next by itself, in virtual time; undefined where nothing will. */
  nextDue(): number | undefined {
    const [timer, step] = [this.simulator.nextDue(), this.#play.due(this.simulator)];
    const due = step === undefined ? undefined : Math.max(step, this.simulator.now);
    return timer === undefined || (due !== undefined && due < timer) ? due : timer;
  }

  advance(until: number): void {
    while (this.#play.goOn(this.simulator, until, (step, index) => this.#perform(step, index)));
    this.simulator.advanceTo(until);
  }

  do(deed: WorldDeed): void {
    if ('send' in deed) this.simulator.send(deed.pool, deed.send);
    else if ('create' in deed) this.create(deed.create, deed.attributes);
    else {
      if ('failNext' in deed) this.simulator.failNext(deed.pool, deed.failNext, deed.how);
      else if ('attributes' in deed) this.#change(deed.pool, deed.attributes);
      else if ('faults' in deed) this.#faults = new Faults(this.#head.seed, readFaultRules(deed.faults));
      else this.#anchor = deed.clock;
      this.#notebook.note(toDeedLine(deed));
      if (!('clock' in deed)) this.#history.add(deed);
    }
  }

  /** Creates a pool and returns its id. */
  create(spec: PoolSpec, attributes: PoolAttributes): string {
    this.#beside = { attributes };
    try {
      const id = this.simulator.createPool(spec);
      this.#attributes.set(id, attributes);
      return id;
    } finally {
      this.#beside = nothing;
    }
  }

  attributes(pool: string): PoolAttributes {
    return this.#attributes.get(pool) ?? noAttributes;
  }

  /** @throws HvsimError `unknown-pool` */
  #change(pool: string, attributes: PoolAttributes): void {
    this.simulator.state(pool);
    this.#attributes.set(pool, { ...this.attributes(pool), ...attributes });
  }

  /** A line of the timeline, with the status in the run's format. */
  record(entry: TimelineEntry): TimelineRecord {
    return this.simulator.record(entry, this.#head.format);
  }

  /** The id of a pool that is called by id, name or position. */
  idOf(ref: PoolRef): string {
    if (typeof ref === 'string' && this.#attributes.has(ref)) return ref;
    const { name } = this.simulator.snapshot(ref).context;
    return this.simulator.pools.find((pool) => pool.name === name)?.id as string;
  }

  /** A step of the scenario. */
  #perform({ pool = 0, failNext, send }: Step, index: number): void {
    if (failNext) {
      const { what } = failNext;
      const how = toForcedFailure(failNext);
      this.simulator.failNext(pool, what, how);
      this.#notebook.note(toDeedLine({ at: this.simulator.now, step: index, pool: this.idOf(pool), failNext: what, how }));
    }
    this.#beside = { step: index };
    if (send) this.simulator.send(pool, send);
    this.#beside = nothing;
  }

  #happened(entry: TimelineEntry): void {
    if (this.#notebook.isKept) {
      const record = this.record(entry);
      this.#notebook.note(JSON.stringify(entry.by === 'engine' || this.#beside === nothing ? record : { ...record, ...this.#beside }));
    }
    this.#history.keep(entry, this.#beside);
    this.#hear(entry);
  }
}
