/** Ids and names as a function of position: pool 0's clone 3 is the same in every run of every release and seed. */
import { hash, hashText } from '../engine/random.ts';

const digits = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const dash = 45;
/** Where the 32 digits of a GUID stand among its 36 characters. */
const places = Array.from('xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx').flatMap((char, index) => (char === 'x' ? [index] : []));
const codes = new Array<number>(36).fill(dash);

/**
 * A GUID of a version (3 name-based, 4 random) that depends on the keys alone. It is written at one go, because a server that
 * starts with 100,000 clones makes as many of them.
 */
function guid(version: 3 | 4, kind: number, a: number, b?: number): string {
  for (let part = 1; part <= 4; part += 1) {
    let word = b === undefined ? hash(version, part, kind, a) : hash(version, part, kind, a, b);
    for (let digit = 7; digit >= 0; digit -= 1, word >>>= 4) codes[places[(part - 1) * 8 + digit] as number] = digits[word & 15] as number;
  }
  const variant = b === undefined ? hash(version, 5, kind, a) : hash(version, 5, kind, a, b);
  codes[14] = digits[version] as number;
  codes[19] = digits[8 + (variant % 4)] as number;
  return String.fromCharCode.apply(null, codes);
}

/** Pools have random (version 4) ids, as on a live pod. */
export const poolId = (pool: number): string => guid(4, 1, pool);
export const poolName = (pool: number): string => `ic-pool-${pool + 1}`;

/** Machines have name-based (version 3) ids, as on a live pod. */
export const cloneId = (pool: number, clone: number): string => guid(3, 2, pool, clone);
export const cloneName = (name: string, clone: number): string => `${name}-${String(clone + 1).padStart(3, '0')}`;

/** Ids of tasks, from the pool's id and the task's number. */
export const taskId = (pool: string, task: number): string => guid(4, 3, hashText(pool), task);
