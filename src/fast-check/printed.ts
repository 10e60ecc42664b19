/** Values that print the script of their life when they are a counterexample. */
import { toStringMethod } from 'fast-check';
import type { Moment } from '../fixtures/life.ts';
import { scriptOf } from '../fixtures/script.ts';

/** The same value; whoever prints it with fast-check sees the value and how to get there. Nothing else notices. */
export function printed<T extends object>(value: T, life: readonly Moment[], release: string): T {
  const text = () => `${JSON.stringify(value)}\n# hvsim run - --manual --release ${release} <<'END'\n${scriptOf(life)}\nEND`;
  Object.defineProperty(value, toStringMethod, { value: text, enumerable: false, configurable: true });
  return value;
}
