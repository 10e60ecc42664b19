/** A simulator that is shown while it goes on. */
import type { Format } from '../api/formats.ts';
import { HvsimError } from '../errors.ts';
import { type EventInput, toEventInput } from '../simulator/input/read-event.ts';
import type { SendResult, Simulator } from '../simulator/simulator.ts';
import type { TimelineEntry } from '../simulator/timeline.ts';
import { toCommand, type ViewerCommand } from './command.ts';
import { toEvents } from './events.ts';
import { possible } from './possible.ts';
import type { Clock, CommandAnswer, Description, InspectedStep, Possible, Recording, ScriptFormat } from './protocol.ts';
import { toManualScenario, toScenario } from './script.ts';
import type { Change, Session, Wall } from './session.ts';
import { Tracer } from './steps.ts';

export interface Started {
  readonly simulator: Simulator;
  readonly title: string;
  readonly scenario?: string;
  /** Why the scenario did not come to its end. */
  readonly problem?: string;
}

/** How commands are carried out where somebody else has the simulator in hand. */
export interface CommandHandlers {
  readonly send?: (pool: string, event: EventInput) => SendResult | Promise<SendResult>;
  /** Lets virtual time pass, in milliseconds. */
  readonly advance?: (ms: number) => void | Promise<void>;
}

export interface SessionOptions {
  readonly format: Format;
  readonly wall: Wall;
  readonly scenarios?: Description['scenarios'];
  /** Starts over, with a scenario by name or a fresh pool; without it a session cannot be restarted. */
  readonly start?: (scenario?: string) => Started | Promise<Started>;
  readonly handlers?: CommandHandlers;
  readonly readonly?: boolean;
}

/** How often virtual time moves on while it plays, and is looked after otherwise, in milliseconds of wall time. */
const tickMs = 100;

export class LiveSession implements Session {
  description: Description;
  steps: InspectedStep[] = [];
  readonly #options: SessionOptions;
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #stopTicking: () => void;
  #started: Started;
  #unsubscribe: () => void = () => {};
  #speed = 0;
  #ticked: number;
  #told = '';
  /** A tick that is still being carried out by other handlers. */
  #isAdvancing = false;

  constructor(started: Started, options: SessionOptions) {
    this.#options = options;
    this.#started = started;
    this.description = this.#begin(started);
    this.#ticked = options.wall.now();
    this.#stopTicking = options.wall.every(tickMs, () => void this.#tick());
  }

  get clock(): Clock {
    const { simulator } = this.#started;
    const nextDue = simulator.nextDue();
    return { now: simulator.now, ...(nextDue === undefined ? {} : { nextDue }), speed: this.#speed };
  }

  possible(pool: string): Possible {
    const { simulator } = this.#started;
    return possible(simulator.snapshot(pool), simulator.now);
  }

  script(format: ScriptFormat, pool?: string): string {
    const { simulator, title } = this.#started;
    const about = this.#idOf(pool);
    if (format === 'ndjson') return toEvents(this.steps, about, simulator.release);
    const saved = whereRecorded(() => simulator.save());
    return (saved && toScenario(saved, title)) ?? toManualScenario(this.steps, simulator.release, title);
  }

  async command(value: unknown): Promise<CommandAnswer> {
    try {
      const command = toCommand(value);
      if (this.#options.readonly) throw new HvsimError('read-only', 'This session may be looked at, and nothing more.');
      return { ok: true, ...(await this.#do(command)), clock: this.clock };
    } catch (error) {
      if (!(error instanceof HvsimError)) throw error;
      return { ok: false, code: error.code, message: error.message };
    } finally {
      this.#tellClock();
    }
  }

  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The run so far, for a page without a server. */
  toRecording(): Recording {
    const { scenarios: _, readonly: __, ...description } = this.description;
    return { description: { ...description, mode: 'recorded', scenarios: [] }, steps: this.steps, yaml: this.script('yaml') };
  }

  close(): void {
    this.#unsubscribe();
    this.#stopTicking();
  }

  async #do(command: ViewerCommand): Promise<Partial<Pick<SendResult, 'outcome' | 'fault' | 'reason'>>> {
    const { simulator } = this.#started;
    const { handlers, start } = this.#options;
    switch (command.do) {
      case 'send': {
        const event = toEventInput(command.event);
        const pool = this.#idOf(command.pool);
        const { outcome, fault, reason } = await (handlers?.send ? handlers.send(pool, event) : simulator.send(pool, event));
        return { outcome, ...(fault ? { fault } : {}), ...(reason ? { reason } : {}) };
      }
      case 'advance':
        await this.#advance(command.ms);
        return {};
      case 'next': {
        const due = simulator.nextDue();
        if (due === undefined) return { reason: 'Nothing more will happen by itself.' };
        await this.#advance(Math.max(0, due - simulator.now));
        return {};
      }
      case 'play':
        this.#ticked = this.#options.wall.now();
        this.#speed = command.speed;
        return {};
      case 'restart': {
        if (!start)
          throw new HvsimError('read-only', 'This session shows a simulator that something else has started: it cannot be restarted here.');
        this.#started = await start(command.scenario);
        this.#unsubscribe();
        this.#speed = 0;
        this.description = this.#begin(this.#started);
        this.#tell('session');
        const { problem } = this.#started;
        return problem === undefined ? {} : { reason: problem };
      }
    }
  }

  #begin({ simulator, title, scenario, problem }: Started): Description {
    const { wall, format, scenarios = [], readonly } = this.#options;
    const tracer = new Tracer();
    const steps: InspectedStep[] = [];
    const add = (entry: TimelineEntry) => steps.push(tracer.toStep({ ...entry, seq: steps.length + 1 }));
    for (const entry of whereRecorded(() => simulator.timeline()) ?? presentOf(simulator)) add(entry);
    this.steps = steps;
    this.#unsubscribe = simulator.subscribe((entry) => {
      add(entry);
      this.#tell('steps');
    });
    return {
      hvsim: 1,
      session: wall.newId(),
      title,
      mode: 'live',
      release: simulator.release,
      format,
      scenarios,
      ...(scenario === undefined ? {} : { scenario }),
      ...(readonly ? { readonly } : {}),
      ...(problem === undefined ? {} : { warnings: [`The scenario did not come to its end. ${problem}`] }),
    };
  }

  async #advance(ms: number): Promise<void> {
    const { handlers } = this.#options;
    await (handlers?.advance ? handlers.advance(ms) : this.#started.simulator.advance(ms));
  }

  async #tick(): Promise<void> {
    const now = this.#options.wall.now();
    const passed = Math.floor((now - this.#ticked) * this.#speed);
    if (passed > 0 && !this.#isAdvancing) {
      this.#ticked = now;
      this.#isAdvancing = true;
      try {
        await this.#advance(passed);
      } catch (error) {
        this.#speed = 0;
        if (!(error instanceof HvsimError)) throw error;
      } finally {
        this.#isAdvancing = false;
      }
    }
    this.#tellClock();
  }

  #tellClock(): void {
    const clock = JSON.stringify(this.clock);
    if (clock === this.#told) return;
    this.#told = clock;
    this.#tell('clock');
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** A pool's id; the first pool's where none is named. The simulator says which pools there are where it is none of them. */
  #idOf(pool: string | undefined): string {
    const { simulator } = this.#started;
    simulator.state(pool ?? 0);
    return simulator.pools.find(({ id, name }) => pool === undefined || id === pool || name === pool)?.id as string;
  }
}

/** What a simulator remembers; undefined where it does not record. */
function whereRecorded<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof HvsimError) return undefined;
    throw error;
  }
}

/** The pools as they are, where nothing is known of what happened before. */
const presentOf = (simulator: Simulator): TimelineEntry[] =>
  simulator.pools.map(({ id: pool }) => {
    const event = { type: 'observed' } as never;
    return { seq: 0, at: simulator.now, pool, event, by: 'script', outcome: 'accepted', audits: [], snapshot: simulator.snapshot(pool) };
  });
