/** The compiled life cycle of a release, read from the table on first use and kept. */
import { hasSelectivePush } from '../api/enumerations.ts';
import { findRelease, type ReleaseName } from '../api/releases.ts';
import { type Lifecycle, type LifecycleEdge, type LifecycleNode, type Variant, variantNames } from './lifecycle.types.ts';
import { table } from './table.ts';
import { type CompactTable, fromFlags, toWord } from './table-format.ts';

const known = new Map<boolean, Lifecycle>();

/**
 * The graph of everything that can happen to a pool of a release: its abstract states and the events that they accept. It is
 * derived from the XState machine by exploring it (`npm run update` writes it, `npm run verify` fails when it is stale), so
 * reading it loads no XState. There are two graphs, with and without selective push; the same one is returned every time.
 *
 * @param release any name of a release (Horizon 7.0 and later)
 * @throws HvsimError `unknown-release`
 * @example
 * const lifecycle = lifecycleOf('2206');
 * lifecycle.edgesFrom(lifecycle.initial.stopsOnError).map(({ variant }) => variant) //=> ['enable provisioning', …]
 */
export function lifecycleOf(release: ReleaseName): Lifecycle {
  const selectivePush = hasSelectivePush(findRelease(release));
  let lifecycle = known.get(selectivePush);
  if (!lifecycle) {
    lifecycle = readTable(table, selectivePush);
    known.set(selectivePush, lifecycle);
  }
  return lifecycle;
}

/** Reads a table. Without selective push, its commands and what only they lead to are left out. */
export function readTable({ events, effects, nodes }: CompactTable, selectivePush: boolean): Lifecycle {
  const exists = variantNames.map((name) => selectivePush || !name.startsWith('push selectively'));
  const order = [0, 1];
  const idOf = new Map([
    [0, 0],
    [1, 1],
  ]);
  for (const index of order) {
    for (const edge of (nodes[index] as CompactTable['nodes'][number])[1]) {
      if (exists[edge[0]] && !idOf.has(edge[1])) idOf.set(edge[1], order.push(edge[1]) - 1);
    }
  }
  const list: LifecycleNode[] = [];
  const edges: LifecycleEdge[] = [];
  const from: LifecycleEdge[][] = [];
  for (const [id, index] of order.entries()) {
    const [node, compactEdges] = nodes[index] as CompactTable['nodes'][number];
    list.push(toNode(id, node));
    const own: LifecycleEdge[] = [];
    // By position, and without a function for each: this is read at every start.
    for (const compact of compactEdges) {
      const variant = variantNames[compact[0]] as Variant;
      if (!exists[compact[0]]) continue;
      const edge: LifecycleEdge = {
        id: edges.length,
        from: id,
        to: idOf.get(compact[1]) as number,
        event: events[variant],
        variant,
        when: toWord('when', compact[2]),
        evidence: toWord('evidence', compact[3]),
        effects: effects[compact[4]] ?? {},
      };
      edges.push(edge);
      own.push(edge);
    }
    from.push(own);
  }
  const [stopsOnError, goesOnAfterError] = list as [LifecycleNode, LifecycleNode];
  return {
    selectivePush,
    nodes: list,
    edges,
    initial: { stopsOnError, goesOnAfterError },
    edgesFrom: ({ id }) => from[id] ?? [],
  };
}

function toNode(id: number, [operation, pendingImage, currentImage, stateBefore, flags]: CompactTable['nodes'][number][0]): LifecycleNode {
  return {
    id,
    state: {
      operation: toWord('operation', operation),
      pendingImage: toWord('pendingImage', pendingImage),
      currentImage: toWord('currentImage', currentImage),
      task: 'IDLE',
    },
    ...(stateBefore === -1 ? {} : { stateBefore: toWord('pendingImage', stateBefore) as NonNullable<LifecycleNode['stateBefore']> }),
    ...fromFlags(flags),
  };
}
