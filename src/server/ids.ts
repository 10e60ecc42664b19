/** Ids of what a server has beside pools and machines, as a function of position. */
import { hash, hashText } from '../engine/random.ts';

const hex = (value: number) => value.toString(16).padStart(8, '0');

/** A random-looking (version 4) GUID that depends on a kind and on positions alone. */
export function guid(kind: string, ...keys: readonly number[]): string {
  const [a, b, c, d] = [21, 22, 23, 24].map((part) => hex(hash(part, hashText(kind), ...keys))) as [string, string, string, string];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`;
}
