/** Ids and names as a function of position: pool 0's clone 3 is the same in every run of every release and seed. */
import { hash, hashText } from '../engine/random.ts';

/** A GUID of a version (3 name-based, 4 random) that depends on the keys alone. */
function guid(version: 3 | 4, ...keys: readonly number[]): string {
  const word = (part: number) => hash(version, part, ...keys);
  const [a, b, c, d] = [1, 2, 3, 4].map((part) => word(part).toString(16).padStart(8, '0')) as [string, string, string, string];
  const variant = (8 + (word(5) % 4)).toString(16);
  return `${a}-${b.slice(0, 4)}-${version}${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`;
}

/** Pools have random (version 4) ids, as on a live pod. */
export const poolId = (pool: number): string => guid(4, 1, pool);
export const poolName = (pool: number): string => `ic-pool-${pool + 1}`;

/** Machines have name-based (version 3) ids, as on a live pod. */
export const cloneId = (pool: number, clone: number): string => guid(3, 2, pool, clone);
export const cloneName = (name: string, clone: number): string => `${name}-${String(clone + 1).padStart(3, '0')}`;

/** Ids of tasks, from the pool's id and the task's number. */
export const taskId = (pool: string, task: number): string => guid(4, 3, hashText(pool), task);
