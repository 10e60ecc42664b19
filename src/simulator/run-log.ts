/** What was done to a simulator: a saved run is a list of its inputs, and resuming it is replaying them. */
import type { RunInput, Simulator } from './simulator.types.ts';

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

/** Does to a simulator what was done to another one. */
export function replay(simulator: Simulator, input: RunInput): void {
  if ('advanceTo' in input) simulator.advanceTo(input.advanceTo);
  else if ('fire' in input) simulator.fire(input.fire);
  else if ('create' in input) simulator.createPool(input.create);
  else if ('send' in input) simulator.send(input.pool, input.send);
  else simulator.failNext(input.pool, input.failNext, input.how);
}
