/** A run of the world from its begin: everything that its inputs change, and that a reset makes anew. */
import { toForcedFailure } from '../scenario/run-scenario.ts';
import { ScenarioPlay, type Step } from '../scenario/scenario-play.ts';
import type { PoolSpec } from '../simulator/input/pool-spec.ts';
import { createSimulator } from '../simulator/simulator.ts';
import type { PoolRef, Simulator } from '../simulator/simulator.types.ts';
import type { TimelineEntry, TimelineRecord } from '../simulator/timeline.ts';
import { Faults, readFaultRules } from './faults.ts';
import type { ClockAnchor, PoolAttributes, WorldInput } from './inputs.ts';
import { type BesideRecord, type RunHead, toInputLine, toWorldInput } from './journal.ts';
import type { JournalReplay, Replayable } from './journal-replay.ts';

const noAttributes: PoolAttributes = {};
const nothing: BesideRecord = {};

/** How many entries of the timeline are kept. */
const mostEntries = 10_000;

export class WorldRun implements Replayable {
  readonly simulator: Simulator;
  faults: Faults;
  /** How wall time drives virtual time. */
  anchor: ClockAnchor;
  readonly #head: RunHead;
  readonly #journal: JournalReplay;
  readonly #attributes = new Map<string, PoolAttributes>();
  readonly #play: ScenarioPlay;
  readonly #hear: (entry: TimelineEntry) => void;
  /** What happened, and the inputs that bring it about again. */
  #timeline: TimelineEntry[] = [];
  #inputs: WorldInput[] = [];
  #beside = nothing;

  /**
   * @param anchor how wall time drives virtual time until an input says otherwise
   * @param remember whether the simulator keeps everything that happens
   * @param hear told of everything that happens
   */
  constructor(head: RunHead, journal: JournalReplay, anchor: ClockAnchor, remember: boolean, hear: (entry: TimelineEntry) => void) {
    const { release, seed, engine, startAt, scenario } = head;
    this.#head = head;
    this.#journal = journal;
    this.#hear = hear;
    this.anchor = anchor;
    this.faults = new Faults(seed, []);
    this.#play = new ScenarioPlay(scenario?.steps ?? [], startAt);
    this.simulator = createSimulator({ release, seed, engine, startAt, pools: [], record: remember });
    this.simulator.subscribe((entry) => this.#happened(entry));
  }

  /** The newest entries, newest last. */
  timeline(): readonly TimelineEntry[] {
    return this.#timeline.slice(-mostEntries);
  }

  inputs(): readonly WorldInput[] {
    return [...this.#inputs];
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
    this.#timeline = [];
    this.#inputs = [];
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

  do(input: WorldInput): void {
    if ('send' in input) this.simulator.send(input.pool, input.send);
    else if ('create' in input) this.create(input.create, input.attributes);
    else {
      if ('failNext' in input) this.simulator.failNext(input.pool, input.failNext, input.how);
      else if ('attributes' in input) this.#change(input.pool, input.attributes);
      else if ('faults' in input) this.faults = new Faults(this.#head.seed, readFaultRules(input.faults));
      else this.anchor = input.clock;
      this.#journal.write(toInputLine(input));
      if (!('clock' in input)) this.#inputs.push(input);
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

  #perform({ pool = 0, failNext, send }: Step, step: number): void {
    if (failNext) {
      const { what } = failNext;
      const how = toForcedFailure(failNext);
      this.simulator.failNext(pool, what, how);
      this.#journal.write(toInputLine({ at: this.simulator.now, step, pool: this.idOf(pool), failNext: what, how }));
    }
    this.#beside = { step };
    if (send) this.simulator.send(pool, send);
    this.#beside = nothing;
  }

  #happened(entry: TimelineEntry): void {
    const beside = this.#beside;
    const { by, outcome } = entry;
    if (this.#journal.isKept) {
      const record = this.record(entry);
      this.#journal.write(JSON.stringify(by === 'engine' || beside === nothing ? record : { ...record, ...beside }));
    }
    if (this.#timeline.push(entry) >= 2 * mostEntries) this.#timeline.splice(0, mostEntries);
    if (by !== 'engine' && outcome === 'accepted' && !('step' in beside)) this.#inputs.push(toWorldInput(entry, beside));
    this.#hear(entry);
  }
}
