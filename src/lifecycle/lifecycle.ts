/** The compiled life cycle of a release, read from the table on first use and kept. */
import { hasSelectivePush } from '../api/enumerations.ts';
import { findRelease, type ReleaseName } from '../api/releases.ts';
import { memo } from '../memo.ts';
import type { Lifecycle, LifecycleEdge, LifecycleNode, LifecycleTable } from './lifecycle.types.ts';
import { table } from './table.ts';
import { variantOf } from './variants.ts';

const lifecycleWith = memo((selectivePush: boolean) => readTable(table, selectivePush));

/**
 * The graph of everything that can happen to a pool of a release: its abstract states and the events that they accept. It is
 * derived from the XState machine by exploring it (`npm run update` writes it, `npm run verify` fails when it is stale), so
 * reading it loads no XState. There are two graphs, with and without selective push; the same one is returned every time.
 *
 * @param release any name of a release (Horizon 7.0 and later)
 * @throws HvsimError `unknown-release`
 * @example
 * const lifecycle = lifecycleOf('2206');
 * lifecycle.edgesFrom(lifecycle.initial.stopsOnError).map(({ variant }) => variant.name) //=> ['enable provisioning', …]
 */
export function lifecycleOf(release: ReleaseName): Lifecycle {
  return lifecycleWith(hasSelectivePush(findRelease(release)));
}

type Row = LifecycleTable['nodes'][number]['edges'][number];

/** Reads a table. Without selective push, its commands and what only they lead to are left out. */
export function readTable({ effects, nodes }: LifecycleTable, selectivePush: boolean): Lifecycle {
  const exists = ({ variant }: Row) => selectivePush || !variantOf(variant).selective;
  const order = [0, 1];
  const idOf = new Map(order.map((index) => [index, index]));
  for (const index of order) {
    for (const row of nodes[index]?.edges ?? []) if (exists(row) && !idOf.has(row.to)) idOf.set(row.to, order.push(row.to) - 1);
  }
  const list: LifecycleNode[] = [];
  const edges: LifecycleEdge[] = [];
  const from: LifecycleEdge[][] = [];
  for (const [id, index] of order.entries()) {
    const { edges: rows, ...shape } = nodes[index] as LifecycleTable['nodes'][number];
    list.push({ id, ...shape });
    const own = rows.filter(exists).map(({ variant: name, to, when, evidence, effects: done }, position): LifecycleEdge => {
      const variant = variantOf(name);
      const [edge, target] = [edges.length + position, idOf.get(to) as number];
      return { id: edge, from: id, to: target, event: variant.event, variant, when, evidence, effects: effects[done] ?? {} };
    });
    edges.push(...own);
    from.push(own);
  }
  const [stopsOnError, goesOnAfterError] = list as [LifecycleNode, LifecycleNode];
  return { selectivePush, nodes: list, edges, initial: { stopsOnError, goesOnAfterError }, edgesFrom: ({ id }) => from[id] ?? [] };
}
