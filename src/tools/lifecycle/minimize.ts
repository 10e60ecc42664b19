/** Merges states that nobody can tell apart: equal shape, and equal events that lead to states which are merged in turn. */
import type { RawEdge, RawNode } from './explore.ts';

/** Splits classes of states until equal members have equal edges. Returns the class of every node, numbered in the order of the first nodes. */
export function minimize(nodes: readonly RawNode[]): readonly number[] {
  let classes = numbered(nodes.map(({ shape }) => JSON.stringify(shape)));
  for (;;) {
    const describe = ({ to, ...edge }: RawEdge) => JSON.stringify([edge, classes[to]]);
    const next = numbered(nodes.map(({ edges }, index) => JSON.stringify([classes[index], edges.map(describe)])));
    if (Math.max(...next) === Math.max(...classes)) return classes;
    classes = next;
  }
}

function numbered(keys: readonly string[]): number[] {
  const numbers = new Map<string, number>();
  for (const key of keys) if (!numbers.has(key)) numbers.set(key, numbers.size);
  return keys.map((key) => numbers.get(key) as number);
}
