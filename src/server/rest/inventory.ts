/** Pools and machines of a world, by their ids. */
import type { Clone } from '../../../machines/tasks.ts';
import { getOrMake } from '../../memo.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import type { PoolSnapshot } from '../../simulator/step.ts';
import type { World } from '../world.ts';
import { found } from './errors.ts';

/** A pool that has not been deleted. */
export interface FoundPool {
  readonly id: string;
  readonly snapshot: PoolSnapshot;
}

export interface FoundMachine extends FoundPool {
  readonly clone: Clone;
  /** Its position in the pool, from 0. */
  readonly index: number;
}

/** By the list of pools, which is another as soon as there is one more. The machines of a pool stay the same. */
const poolIds = new WeakMap<Simulator['pools'], ReadonlySet<string>>();
const machinePlaces = new WeakMap<Simulator['pools'], ReadonlyMap<string, readonly [pool: string, index: number]>>();

/** @throws RestError 404 */
export function findPool({ simulator }: World, id: string): FoundPool {
  const { pools } = simulator;
  const isPool = getOrMake(poolIds, pools, () => new Set(pools.map((pool) => pool.id))).has(id);
  return { id, snapshot: found(isPool ? alive(simulator.snapshot(id)) : undefined, 'desktop-pool', id) };
}

export function allPools({ simulator }: World): FoundPool[] {
  const all = simulator.pools.map(({ id }, index) => ({ id, snapshot: simulator.snapshot(index) }));
  return all.filter(({ snapshot }) => alive(snapshot));
}

const alive = (snapshot: PoolSnapshot) => (snapshot.value.operation === 'DELETED' ? undefined : snapshot);

/** @throws RestError 404 */
export function findMachine({ simulator }: World, id: string): FoundMachine {
  const { pools } = simulator;
  const placesIn = (pool: string) => simulator.snapshot(pool).context.clones.map((clone, index) => [clone.id, [pool, index]] as const);
  const places = getOrMake(machinePlaces, pools, () => new Map(pools.flatMap((pool) => placesIn(pool.id))));
  const [pool, index] = found(places.get(id), 'machine', id);
  const snapshot = found(alive(simulator.snapshot(pool)), 'machine', id);
  return { id: pool, snapshot, clone: found(snapshot.context.clones[index], 'machine', id), index };
}

export const machinesOf = (pool: FoundPool): FoundMachine[] =>
  pool.snapshot.context.clones.map((clone, index) => ({ ...pool, clone, index }));
