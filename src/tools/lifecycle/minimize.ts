/** Merges states that nobody can tell apart: equal shape, and equal events that lead to states which are merged in turn. */
import type { RawEdge, RawGraph } from './explore.ts';

/**
 * Partition refinement: begins with one class a shape and splits classes until equal members have equal edges.
 *
 * @returns the class of every node; classes are numbered in the order of their first nodes
 */
export function minimize({ nodes }: RawGraph): readonly number[] {
  let classes = numbered(nodes.map(({ shape }) => JSON.stringify(shape)));
  for (;;) {
    const describe = ({ to, ...edge }: RawEdge) => JSON.stringify([edge, classes[to]]);
    const next = numbered(nodes.map(({ edges }, index) => JSON.stringify([classes[index], edges.map(describe)])));
    if (countOf(next) === countOf(classes)) return classes;
    classes = next;
  }
}

const countOf = (classes: readonly number[]) => new Set(classes).size;

function numbered(keys: readonly string[]): number[] {
  const numbers = new Map<string, number>();
  return keys.map((key) => {
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  });
}
