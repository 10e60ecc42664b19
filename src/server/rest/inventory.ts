/** Finds pools and machines of a world by their ids. */
import type { Clone } from '../../../machines/tasks.ts';
import type { Simulator } from '../../simulator/simulator.types.ts';
import type { PoolSnapshot } from '../../simulator/step.ts';
import type { World } from '../world.types.ts';
import { notFound } from './rest-error.ts';

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

interface Ids {
  readonly pools: ReadonlySet<string>;
  /** Each machine's pool and position; made with the first machine that is asked for. */
  machines?: ReadonlyMap<string, readonly [pool: string, index: number]>;
}

/** The ids of a simulator's pools, which only ever become more. */
const idsOf = new WeakMap<Simulator, Ids>();

function readIds(simulator: Simulator): Ids {
  const ids = { pools: new Set(simulator.pools.map(({ id }) => id)) };
  idsOf.set(simulator, ids);
  return ids;
}

/** @throws RestError 404 */
export function findPool({ simulator }: World, id: string): FoundPool {
  const isKnown = idsOf.get(simulator)?.pools.has(id) || readIds(simulator).pools.has(id);
  const snapshot = isKnown ? simulator.snapshot(id) : undefined;
  if (!snapshot || snapshot.value.operation === 'DELETED') throw notFound('desktop-pool', id);
  return { id, snapshot };
}

export function allPools({ simulator }: World): FoundPool[] {
  return simulator.pools
    .map(({ id }, index) => ({ id, snapshot: simulator.snapshot(index) }))
    .filter(({ snapshot }) => snapshot.value.operation !== 'DELETED');
}

/** @throws RestError 404 */
export function findMachine({ simulator }: World, id: string): FoundMachine {
  let ids = idsOf.get(simulator) ?? readIds(simulator);
  if (!ids.machines?.has(id)) ids = withMachines(simulator);
  const [pool, index] = ids.machines?.get(id) ?? [];
  const snapshot = pool === undefined ? undefined : simulator.snapshot(pool);
  const clone = snapshot?.context.clones[index ?? -1];
  if (pool === undefined || index === undefined || !clone || snapshot?.value.operation === 'DELETED') throw notFound('machine', id);
  return { id: pool, snapshot: snapshot as PoolSnapshot, clone, index };
}

function withMachines(simulator: Simulator): Ids {
  const machines = simulator.pools.flatMap(({ id: pool }) =>
    simulator.snapshot(pool).context.clones.map(({ id }, index) => [id, [pool, index]] as const),
  );
  return Object.assign(readIds(simulator), { machines: new Map(machines) });
}

export function machinesOf(pool: FoundPool): FoundMachine[] {
  return pool.snapshot.context.clones.map((clone, index) => ({ ...pool, clone, index }));
}
