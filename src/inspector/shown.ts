/** What a server of the page needs: a simulator that goes on, or a run that was recorded. */
import type { Clock, CommandAnswer, Description, InspectedStep, Possible } from './protocol.ts';

/** What changed, for whoever tells viewers. `session`: it began anew. */
export type Change = 'session' | 'steps' | 'clock';

/** What a server of the page needs. */
export interface Shown {
  readonly description: Description;
  /** All so far; their `seq` is their position from 1. */
  readonly steps: readonly InspectedStep[];
  /** Absent for a recorded run. */
  readonly clock: Clock | undefined;
  /** @throws HvsimError `unknown-pool`, `read-only` */
  possible(pool: string): Possible;
  /** @throws HvsimError `unknown-pool` */
  script(format: 'yaml' | 'ndjson', pool?: string): string;
  /** Takes a `ViewerCommand` as parsed JSON. */
  command(value: unknown): Promise<CommandAnswer>;
  subscribe(listener: (change: Change) => void): () => void;
}

/** Wall time, passed in. */
export interface Wall {
  /** Milliseconds from any moment. */
  now(): number;
  /** Calls back every so many milliseconds, until the function that it returns is called. */
  every(ms: number, callback: () => void): () => void;
}
