/**
 * Chance, keyed: a draw is a function of the seed and of what it is drawn for, so that pools do not disturb each other
 * and nothing has to be kept between draws.
 */

/** One round of a 32-bit mixing function (the finalizer of MurmurHash3). */
function mix(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A whole number from 0 to 2³² − 1 that depends on all of the keys and their order. */
export function hash(...keys: readonly number[]): number {
  let h = 0x9e3779b9;
  for (const key of keys) {
    h = mix(h ^ (key >>> 0));
    h = mix(h + 0x6d2b79f5 + Math.floor(key / 0x1_0000_0000));
  }
  return h;
}

/** A whole number from 0 to 2³² − 1 that depends on a text. */
export const hashText = (text: string): number => hash(...Array.from(text, (char) => char.charCodeAt(0)));

/** A number in [0, 1) that depends on all of the keys and their order. */
export const draw = (...keys: readonly number[]): number => hash(...keys) / 0x1_0000_0000;

/** A whole number of milliseconds from `minMs` to `maxMs`, both included. */
export const drawSpan = ({ minMs, maxMs }: { readonly minMs: number; readonly maxMs: number }, ...keys: readonly number[]): number =>
  minMs + Math.floor(draw(...keys) * (maxMs - minMs + 1));

/** One of a list by its weight, from a draw in [0, 1); undefined of an empty list. */
export function pickByWeight<T extends { readonly weight: number }>(list: readonly T[], drawn: number): T | undefined {
  let rest = drawn * list.reduce((sum, { weight }) => sum + weight, 0);
  for (const each of list) {
    rest -= each.weight;
    if (rest < 0) return each;
  }
  return list.at(-1);
}
