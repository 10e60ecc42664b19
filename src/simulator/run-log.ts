/** What was done to a simulator: a saved run is a list of its inputs, and resuming it is replaying them. */
import type { Failable } from '../engine/activities.ts';
import type { ForcedFailure } from '../engine/chance.ts';
import type { PoolSpec } from './input/pool-spec.ts';
import type { EventInput } from './input/read-event.ts';
import type { RunOptions } from './options.ts';

/** One input of a run: something that was done to a simulator. */
export type RunInput =
  | { readonly advanceTo: number }
  | { readonly fire: number }
  | { readonly create: PoolSpec }
  | { readonly pool: number; readonly send: EventInput }
  | { readonly pool: number; readonly failNext: Failable; readonly how: ForcedFailure };

/** A run that `resumeSimulator` continues byte for byte: what it was made with, and what was done to it. */
export interface SavedRun {
  readonly hvsim: 1;
  readonly options: RunOptions;
  readonly inputs: readonly RunInput[];
}

/** Inputs in order. Waits that follow one another are one wait: splitting one changes nothing. */
export class RunLog {
  readonly #list: RunInput[] = [];

  add(input: RunInput): void {
    const last = this.#list.at(-1);
    if (last && 'advanceTo' in input && 'advanceTo' in last) this.#list[this.#list.length - 1] = input;
    else if (last && 'fire' in input && 'fire' in last) this.#list[this.#list.length - 1] = { fire: last.fire + input.fire };
    else this.#list.push(input);
  }

  /** A copy that later inputs do not change. */
  list(): RunInput[] {
    return structuredClone(this.#list);
  }
}
