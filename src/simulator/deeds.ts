/** What was done to a simulator: a saved run is a list of deeds, and resuming it is doing them again. */
import type { Failable, FailureWish } from './engine.ts';
import type { PoolSpec } from './pool-spec.ts';
import type { EventInput } from './read-event.ts';
import type { Simulator } from './simulator.types.ts';

/** One deed of whoever drives a simulator. */
export type Deed =
  | { readonly advanceTo: number }
  | { readonly fire: number }
  | { readonly create: PoolSpec }
  | { readonly pool: number; readonly send: EventInput }
  | { readonly pool: number; readonly failNext: Failable; readonly how: FailureWish };

/** Deeds in order. Waits that follow one another are one wait: splitting one changes nothing. */
export class Deeds {
  readonly #list: Deed[] = [];

  add(deed: Deed): void {
    const last = this.#list.at(-1);
    if (last && 'advanceTo' in deed && 'advanceTo' in last) this.#list[this.#list.length - 1] = deed;
    else if (last && 'fire' in deed && 'fire' in last) this.#list[this.#list.length - 1] = { fire: last.fire + deed.fire };
    else this.#list.push(deed);
  }

  /** A copy that later deeds do not change. */
  list(): Deed[] {
    return structuredClone(this.#list);
  }
}

/** Does a deed to another simulator. */
export function doAgain(simulator: Simulator, deed: Deed): void {
  if ('advanceTo' in deed) simulator.advanceTo(deed.advanceTo);
  else if ('fire' in deed) simulator.fire(deed.fire);
  else if ('create' in deed) simulator.createPool(deed.create);
  else if ('send' in deed) simulator.send(deed.pool, deed.send);
  else simulator.failNext(deed.pool, deed.failNext, deed.how);
}
