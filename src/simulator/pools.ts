/** The pools of a run, by position, id and name. */
import { HvsimError } from '../errors.ts';
import type { Pool } from './driver.ts';
import { stateOf } from './timeline.ts';

/** A pool by its id, its name, or its position from 0. */
export type PoolRef = string | number;

type Named = { readonly id: string; readonly name: string };

export class Pools {
  readonly #list: Pool[] = [];
  /** By id and by name; a name belongs to the pool that was given it last. */
  readonly #byName = new Map<string, Pool>();
  #named: readonly Named[] | undefined;

  get size(): number {
    return this.#list.length;
  }

  get named(): readonly Named[] {
    // Names do not change, and a server with a thousand pools is asked for them with every list.
    this.#named ??= this.#list.map(({ id, snapshot }) => ({ id, name: snapshot.context.name }));
    return this.#named;
  }

  /** @throws HvsimError `wrong-options` where a pool has that id, or one that is not deleted has that name */
  assertFree(id: string, name: string): void {
    const namesake = this.#byName.get(name);
    if (!this.#byName.has(id) && (!namesake || namesake.snapshot.value.operation === 'DELETED')) return;
    throw new HvsimError(
      'wrong-options',
      `There is a pool ${JSON.stringify(this.#byName.has(id) ? id : name)} already. Ids and names must differ; the name of a deleted pool may be used again.`,
    );
  }

  add(pool: Pool): void {
    this.#list.push(pool);
    this.#named = undefined;
    this.#byName.set(pool.id, pool).set(pool.snapshot.context.name, pool);
  }

  /** @throws HvsimError `unknown-pool` */
  get(ref: PoolRef): Pool {
    const pool = typeof ref === 'number' ? this.#list[ref] : this.#byName.get(ref);
    if (pool) return pool;
    const some = this.named.slice(0, 5).map(({ id, name }) => `${name} (${id})`);
    const more = this.#list.length > some.length ? `, … (${this.#list.length} in all)` : '';
    throw new HvsimError('unknown-pool', `There is no pool ${JSON.stringify(ref)}. There are: ${some.join(', ')}${more}.`);
  }

  describe(): string {
    return this.#list
      .slice(0, 3)
      .map(({ snapshot }) => `${snapshot.context.name} ${Object.values(stateOf(snapshot)).join('/')}`)
      .join(', ');
  }
}
