/** What a server of the page shows: a simulator that goes on (`live-session.ts`), or a run that was recorded. */
import { HvsimError } from '../errors.ts';
import { toEvents } from './events.ts';
import type { Clock, CommandAnswer, Description, InspectedStep, Possible, Recording, ScriptFormat } from './protocol.ts';

/** What changed, for whoever tells viewers. `session`: it began anew. */
export type Change = 'session' | 'steps' | 'clock';

export interface Session {
  readonly description: Description;
  /** All so far; their `seq` is their position from 1. */
  readonly steps: readonly InspectedStep[];
  /** Absent for a recorded run. */
  readonly clock: Clock | undefined;
  /** @throws HvsimError `unknown-pool`, `read-only` */
  possible(pool: string): Possible;
  /** @throws HvsimError `unknown-pool` */
  script(format: ScriptFormat, pool?: string): string;
  /** Takes a `ViewerCommand` as parsed JSON. */
  command(value: unknown): Promise<CommandAnswer>;
  subscribe(listener: (change: Change) => void): () => void;
}

/** The wall clock and chance, passed in. */
export interface Wall {
  /** Milliseconds from any moment. */
  now(): number;
  /** Calls back every so many milliseconds, until the function that it returns is called. */
  every(ms: number, callback: () => void): () => void;
  /** Of a session, so that a page notices that it is another one. */
  newId(): string;
}

export function recordedSession({ description, steps, yaml }: Recording): Session {
  const readOnly = () => new HvsimError('read-only', 'This session shows a recorded run: nothing can be sent to it.');
  return {
    description,
    steps,
    clock: undefined,
    possible() {
      throw readOnly();
    },
    script(format, pool = steps[0]?.pool ?? '') {
      if (format === 'yaml') return yaml;
      if (steps.some((step) => step.pool === pool)) return toEvents(steps, pool, description.release);
      throw new HvsimError('unknown-pool', `There is no pool ${JSON.stringify(pool)} in this run.`);
    },
    async command() {
      const { code, message } = readOnly();
      return { ok: false, code, message };
    },
    subscribe: () => () => {},
  };
}
