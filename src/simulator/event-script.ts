/** A run driven by lines of JSON, one event each: what `hvsim run -` does, without the reading and writing. */
import { assertFormat, type Format } from '../api/formats.ts';
import { findRelease, newestRelease } from '../api/releases.ts';
import type { EngineOption } from '../engine/timings.ts';
import { HvsimError } from '../errors.ts';
import { type PoolSpec, toPoolSpec } from './input/pool-spec.ts';
import { toProblemText, toSentence } from './input/read.ts';
import { readEvent } from './input/read-event.ts';
import { formatTime, readTime } from './input/time.ts';
import { poolId } from './names.ts';
import { defaultStart, type SimulatorOptions } from './options.ts';
import { createSimulator, type Simulator } from './simulator.ts';
import type { TimelineEntry, TimelineRecord } from './timeline.ts';

export interface EventScriptOptions extends Pick<SimulatorOptions, 'release' | 'seed'> {
  /** The format of the statuses; `view` when absent. */
  readonly format?: Format;
  /** `manual` when absent: only what is sent happens. */
  readonly engine?: EngineOption;
  /** Epoch milliseconds or ISO 8601: when a pool is created for which no time is given. */
  readonly startAt?: number | string;
  /** Told what was left out of a line, in a sentence. */
  readonly warn?: (warning: string) => void;
}

/** Time between two events of which the second gives none. */
const stepMs = 1_000;

/**
 * A run that takes events line by line. There is a default pool until a line creates another.
 *
 * @throws HvsimError `unknown-release`, `unknown-format`, `format-not-in-release`; from `take` also `not-json`, `unknown-event`,
 * `wrong-payload` and `time-goes-backwards`, each with the number of the line
 * @example
 * new EventScript({ release: '2206' }).take('{"type":"engine.publishStarted"}')[0]?.outcome //=> accepted
 */
export class EventScript {
  readonly #options: Required<EventScriptOptions>;
  #simulator: Simulator;
  #spec: PoolSpec = {};
  #happened: TimelineEntry[] = [];
  #line = 0;
  #seq = 0;
  /** The pool that records of a timeline are about. */
  #about: unknown;
  /** Whether the clock has a time that was given or has passed. A pool created without one takes the first that comes. */
  #clockIsSet = false;

  constructor(options: EventScriptOptions = {}) {
    const defaults = { release: newestRelease, format: 'view', engine: 'manual', seed: 1, startAt: defaultStart, warn: () => {} } as const;
    this.#options = { ...defaults, ...options };
    assertFormat(findRelease(this.#options.release), this.#options.format);
    this.#simulator = this.#create({}, this.#options.startAt);
    this.#happened = [];
  }

  /** The simulator of the present pool. */
  get simulator(): Simulator {
    return this.#simulator;
  }

  /** Takes one line. Returns what happened because of it, in order; nothing for a blank line or a comment. */
  take(text: string): TimelineEntry[] {
    this.#line += 1;
    const line = text.replace(/^\uFEFF/, '').trim();
    if (line === '' || line.startsWith('#')) return [];
    try {
      this.#takeValue(parse(line));
    } catch (error) {
      if (error instanceof HvsimError) throw new HvsimError(error.code, `line ${this.#line}: ${error.message}`);
      throw error;
    }
    return this.#entries();
  }

  /** Lets virtual time pass after the last line: to a time, or from timer to timer for 30 days at the most. */
  *finish(until = this.#simulator.now + 30 * 86_400_000): Generator<TimelineEntry, void, void> {
    for (let due = this.#simulator.nextDue(); due !== undefined && due <= until; due = this.#simulator.nextDue()) {
      this.#simulator.fire();
      yield* this.#entries();
    }
  }

  /** The line of a timeline for something that happened, in the run's format. */
  record(entry: TimelineEntry): TimelineRecord {
    return this.#simulator.record(entry, this.#options.format);
  }

  #takeValue(value: unknown): void {
    const { at, by, pool, ...members } = unwrap(value);
    const { type, ...spec } = members;
    if (type === 'desktop.create') {
      this.#about = pool;
      this.#clockIsSet = at !== undefined;
      this.#spec = toPoolSpec(spec, (problems) => this.#warn(toProblemText(problems)));
      this.#simulator = this.#create(this.#spec, at === undefined ? this.#options.startAt : toTime(at));
      return;
    }
    if (pool !== undefined && this.#about !== undefined && pool !== this.#about) {
      const [other, own] = [JSON.stringify(pool), JSON.stringify(this.#about)];
      throw wrong(`The event is about pool ${other}, and the run is about ${own}. Give the lines of one pool.`);
    }
    if (by === 'engine' && this.#options.engine !== 'manual') return;
    const reading = readEvent(members);
    if ('problems' in reading) {
      const why = toSentence(reading.problems);
      if (!reading.unknownType) throw wrong(`${why} See "hvsim about --events" for the members of every event.`);
      throw new HvsimError('unknown-event', `${why} Expected desktop.create, command.…, engine.… or clone.…: see "hvsim about --events".`);
    }
    if (reading.warnings.length > 0) this.#warn(toProblemText(reading.warnings));
    this.#advance(at === undefined ? this.#simulator.now + stepMs : toTime(at));
    this.#simulator.send(0, reading.event);
  }

  #advance(time: number): void {
    const { now } = this.#simulator;
    if (time < now && !this.#clockIsSet) {
      this.#simulator = this.#create(this.#spec, time);
      this.#happened = [];
    } else if (time < now) {
      const [given, reached] = [time, now].map((each) => `${each} (${formatTime(each)})`);
      throw new HvsimError('time-goes-backwards', `at is ${given}, and it is ${reached} already. Give times that do not fall.`);
    }
    this.#clockIsSet = true;
    this.#simulator.advanceTo(time);
  }

  #create(spec: PoolSpec, at: number | string): Simulator {
    const { release, seed, engine } = this.#options;
    const simulator = createSimulator({ release, seed, engine, startAt: at, pools: 0, record: false });
    simulator.subscribe((entry) => this.#happened.push(entry));
    simulator.createPool(spec);
    return simulator;
  }

  #entries(): TimelineEntry[] {
    return this.#happened.splice(0).map((entry) => ({ ...entry, seq: ++this.#seq }));
  }

  #warn(what: string): void {
    this.#options.warn(`line ${this.#line}: ${what}; left out`);
  }
}

const wrong = (message: string) => new HvsimError('wrong-payload', message);

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new HvsimError('not-json', `${(error as Error).message}. Expected one event as JSON, such as {"type":"engine.publishStarted"}.`);
  }
}

/** The members of an event, also of one in a record of a timeline. */
function unwrap(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong(`${JSON.stringify(value)?.slice(0, 80)} is no event. Expected an object such as {"type":"engine.publishStarted"}.`);
  }
  const { event, at, by, pool, machines } = value as Record<string, unknown>;
  if ('type' in value || typeof event !== 'object' || event === null) return { ...value };
  // A run has one pool, at position 0: one that was recorded at another position keeps the names and ids of that.
  const isKept = 'type' in event && event.type === 'desktop.create' && pool !== poolId(0);
  return { ...(isKept ? recordedSpec(event, pool, machines) : event), at, by, pool };
}

/** What a recorded pool was created with, its names and ids said in full, so that it is the same at any position. */
export function recordedSpec(spec: object, pool: unknown, machines: unknown): object {
  if (!Array.isArray(machines)) return spec;
  const [first] = machines as readonly { readonly name?: unknown }[];
  const name = typeof first?.name === 'string' ? { name: first.name.replace(/-\d+$/, '') } : {};
  return { id: pool, ...name, ...spec, clones: machines.map((machine) => machine?.id) };
}

function toTime(at: unknown): number {
  const time = readTime(at);
  if (time !== undefined) return time;
  throw wrong(`at: ${JSON.stringify(at)} is no time. Expected epoch milliseconds, or ISO 8601 such as "2026-01-05T08:00:00Z".`);
}
