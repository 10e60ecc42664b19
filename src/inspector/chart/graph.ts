/** The machine as a graph, region by region: what every drawing and every other notation of it is made from. */
import type { AnyStateNode } from 'xstate';
import { poolMachine } from '../../../machines/pool.machine.ts';
import { graphTransitions, type TransitionRow, transitionTable } from '../../../machines/transitions.ts';
import { type Evidence, evidences, type PoolState } from '../../../machines/vocabulary.ts';
import type { TransitionIndex } from '../protocol.ts';

/** A transition with its position in `transitionTable()`. */
export interface GraphTransition extends TransitionRow {
  readonly index: TransitionIndex;
  /** What it tells the other regions, by the types of the events. */
  readonly raises: readonly string[];
}

/** Transitions of equal ends. */
export interface GraphEdge {
  /** Such as `operation.NONE>operation.INITIAL_PUBLISH`. */
  readonly id: string;
  /** The id of a state; the region's name for what is open in every state. */
  readonly from: string;
  /** The same as `from` where no state changes. */
  readonly to: string;
  readonly transitions: readonly GraphTransition[];
  /** The weakest of its transitions'. */
  readonly evidence: Evidence;
}

export type GraphRegion = ReturnType<typeof graph>[number];

export type GraphState = GraphRegion['states'][number];

export const regionNames = Object.keys(poolMachine.root.states) as readonly (keyof PoolState)[];

/** The pool machine as a graph. @example graph().map(({ states }) => states.length) //=> [7, 7, 5, 3] */
export function graph() {
  const own = graphTransitions();
  const rows = transitionTable().map((row, index) => ({ ...row, index, raises: raisedBy(own[index]?.transition.actions) }));
  return regionNames.map((region) => {
    const node = poolMachine.root.states[region] as AnyStateNode;
    const initial = node.initial.target[0]?.key;
    const transitions = rows.filter((row) => row.region === region);
    return {
      region,
      description: node.description ?? '',
      states: Object.values(node.states).map(({ key, description, type }) => ({
        id: `${region}.${key}`,
        state: key,
        description: description ?? '',
        initial: key === initial,
        final: type === 'final',
      })),
      /** In the order of the machine's table. */
      transitions,
      edges: edgesOf(transitions),
      /** Some are open in every state. */
      hasAny: transitions.some(({ from }) => from === region),
    };
  });
}

function edgesOf(rows: readonly GraphTransition[]): GraphEdge[] {
  const edges = new Map<string, GraphEdge>();
  for (const row of rows) {
    const from = row.from === row.region ? row.region : `${row.region}.${row.from}`;
    const to = row.to === undefined ? from : `${row.region}.${row.to}`;
    const id = `${from}>${to}`;
    const transitions = [...(edges.get(id)?.transitions ?? []), row];
    const evidence = evidences.findLast((each) => transitions.some((other) => other.evidence === each)) ?? 'assumed';
    edges.set(id, { id, from, to, transitions, evidence });
  }
  return [...edges.values()];
}

/** Stands for a context and an event of which only the members' names are known: each is such a thing again. */
const anything: unknown = new Proxy({}, { get: () => anything });

/** The types of the events that actions raise, in order. */
const raisedBy = (actions: readonly unknown[] = []): string[] =>
  actions.flatMap((action) => {
    const { type, event } = action as { readonly type?: string; readonly event?: unknown };
    if (type !== 'xstate.raise') return [];
    const raised = typeof event === 'function' ? event({ context: anything, event: anything }) : event;
    return [(raised as { readonly type: string }).type];
  });
