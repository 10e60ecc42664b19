/**
 * The life cycle compiled from the machine: explored, minimized, and written as a table that needs no XState to be read.
 * Nothing here runs when hvsim is used: `npm run update` writes `table.ts` with it, and tests compare.
 */
import { explore } from './explore.ts';
import { minimize } from './minimize.ts';
import { type CompactEdge, type CompactNode, type CompactTable, toFlags, toIndex } from './table-format.ts';

/**
 * Explores the machine in full.
 *
 * @param selectivePush whether the release can hold an image; the table of hvsim is the one that can
 */
export function compile(selectivePush = true): CompactTable {
  const raw = explore(selectivePush);
  const classes = minimize(raw);
  const effects: string[] = [];
  const events: Record<string, string> = {};
  const intern = (value: object): number => {
    const json = JSON.stringify(value);
    const known = effects.indexOf(json);
    return known === -1 ? effects.push(json) - 1 : known;
  };
  const nodes: [CompactNode, readonly CompactEdge[]][] = [];
  for (const [index, { shape, edges }] of raw.nodes.entries()) {
    if (classes.indexOf(classes[index] as number) !== index) continue;
    const list = edges.map(({ event, variant, when, evidence, effects: effect, to }): CompactEdge => {
      events[variant] = event;
      return [toIndex('variant', variant), classes[to] as number, toIndex('when', when), toIndex('evidence', evidence), intern(effect)];
    });
    const { operation, pendingImage, currentImage } = shape.state;
    const states = [toIndex('operation', operation), toIndex('pendingImage', pendingImage), toIndex('currentImage', currentImage)] as const;
    const before = shape.stateBefore === undefined ? -1 : toIndex('pendingImage', shape.stateBefore);
    nodes.push([[...states, before, toFlags(shape)], list]);
  }
  return { events, effects: effects.map((json) => JSON.parse(json)), nodes } as unknown as CompactTable;
}

/** The source of `table.ts`: one line a node, so that a change of the life cycle can be read in the difference. */
export function tableSource({ events, effects, nodes }: CompactTable): string {
  const rows = (list: readonly unknown[]) => list.map((each) => JSON.stringify(each)).join(',\n');
  return `// Written by "npm run update" from the pool machine (src/lifecycle/compile.ts). Do not edit.
import type { CompactTable } from './table-format.ts';

/** The compiled life cycle; \`table-format.ts\` says how to read it. */
export const table: CompactTable =
  JSON.parse(\`{"events":${JSON.stringify(events)},
"effects":[
${rows(effects)}
],
"nodes":[
${rows(nodes)}
]}\`);
`;
}
