/** Pools and machines of a world, by their ids. */
import type { Clone } from '../../../machines/tasks.ts';
import type { Simulator } from '../../simulator/simulator.types.ts';
import type { PoolSnapshot } from '../../simulator/step.ts';
import type { World } from '../world.ts';
import { notFound } from './errors.ts';

/** A pool that has not been deleted. */
export interface FoundPool {
  readonly id: string;
  readonly snapshot: PoolSnapshot;
}

/** A machine of such a pool. */
export interface FoundMachine extends FoundPool {
  readonly clone: Clone;
  /** Its position in the pool, from 0. */
  readonly index: number;
}

/** What has which id, in a simulator with so many pools: pools and machines only ever become more. */
interface Ids {
  readonly count: number;
  readonly pools: ReadonlySet<string>;
  /** Each machine's pool and position; made with the first machine that is asked for. */
  machines?: ReadonlyMap<string, readonly [pool: string, index: number]>;
}

const idsOf = new WeakMap<Simulator, Ids>();

function readIds(simulator: Simulator): Ids {
  const { pools } = simulator;
  const known = idsOf.get(simulator);
  if (known?.count === pools.length) return known;
  const ids = { count: pools.length, pools: new Set(pools.map(({ id }) => id)) };
  idsOf.set(simulator, ids);
  return ids;
}

/** @throws RestError 404 */
export function findPool({ simulator }: World, id: string): FoundPool {
  const snapshot = readIds(simulator).pools.has(id) ? simulator.snapshot(id) : undefined;
  if (!snapshot || snapshot.value.operation === 'DELETED') throw notFound('desktop-pool', id);
  return { id, snapshot };
}

export function allPools({ simulator }: World): FoundPool[] {
  return simulator.pools
    .map(({ id }, index) => ({ id, snapshot: simulator.snapshot(index) }))
    .filter(({ snapshot }) => snapshot.value.operation !== 'DELETED');
}

/** @throws RestError 404 */
export function findMachine(world: World, id: string): FoundMachine {
  const { simulator } = world;
  const ids = readIds(simulator);
  ids.machines ??= new Map(
    simulator.pools.flatMap((pool) =>
      simulator.snapshot(pool.id).context.clones.map((clone, index) => [clone.id, [pool.id, index]] as const),
    ),
  );
  const [pool = '', index = -1] = ids.machines.get(id) ?? [];
  const snapshot = pool === '' ? undefined : simulator.snapshot(pool);
  const clone = snapshot?.context.clones[index];
  if (!snapshot || !clone || snapshot.value.operation === 'DELETED') throw notFound('machine', id);
  return { id: pool, snapshot, clone, index };
}

export function machinesOf(pool: FoundPool): FoundMachine[] {
  return pool.snapshot.context.clones.map((clone, index) => ({ ...pool, clone, index }));
}
