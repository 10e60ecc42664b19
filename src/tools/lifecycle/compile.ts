/**
 * The life cycle compiled from the machine: explored, minimized, and written as a table that needs no XState to be read.
 * Nothing here runs when hvsim is used: `npm run update` writes `src/lifecycle/table.ts` with it, and tests compare.
 */
import type { LifecycleTable } from '../../lifecycle/lifecycle.types.ts';
import { exploreLifecycle, type RawEdge } from './explore.ts';
import { minimize } from './minimize.ts';

/** Explores the machine in full. The table of hvsim is the one of releases that can hold an image. */
export function compile(selectivePush = true): LifecycleTable {
  const raw = exploreLifecycle(selectivePush);
  const classes = minimize(raw);
  const effects: string[] = [];
  const intern = (value: object): number => {
    const json = JSON.stringify(value);
    const known = effects.indexOf(json);
    return known === -1 ? effects.push(json) - 1 : known;
  };
  const rowOf = ({ variant: { name }, to, when, evidence, effects: effect }: RawEdge) =>
    ({ variant: name, to: classes[to] as number, when, evidence, effects: intern(effect) }) as const;
  const nodes = raw.flatMap(({ shape, edges }, index) =>
    classes.indexOf(classes[index] as number) === index ? [{ ...shape, edges: edges.map(rowOf) }] : [],
  );
  return { effects: effects.map((json) => JSON.parse(json)), nodes };
}

/** The source of `table.ts`: one line a node, so that a change of the life cycle can be read in the difference. */
export function tableSource({ effects, nodes }: LifecycleTable): string {
  const rows = (list: readonly unknown[]) => list.map((each) => JSON.stringify(each)).join(',\n');
  return `// Written by "npm run update" from the pool machine (src/tools/lifecycle/compile.ts). Do not edit.
import type { LifecycleTable } from './lifecycle.types.ts';

/** The compiled life cycle. */
export const table: LifecycleTable = JSON.parse(\`{"effects":[
${rows(effects)}
],
"nodes":[
${rows(nodes)}
]}\`);
`;
}
