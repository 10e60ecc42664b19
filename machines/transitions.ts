/** The graph as a table: every transition with its conditions and how we know of it. Docs, `about` and tests read it. */
import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { conditionsOf } from './explain.ts';
import { type ConditionName, condition } from './guards.ts';
import { poolMachine } from './pool.machine.ts';
import type { Evidence, PoolState } from './vocabulary.ts';

/** One transition of one region. */
export interface TransitionRow {
  readonly region: keyof PoolState;
  /** The state it leaves; the region itself where it is open in every state. */
  readonly from: string;
  /** A command, a fact, an order or a report; empty for what happens by itself as soon as it can. */
  readonly event: string;
  readonly conditions: readonly ConditionName[];
  /** The state it enters; absent where the state stays. */
  readonly to?: string;
  readonly evidence: Evidence;
}

/** What a condition demands, in words. */
export const describeCondition = (name: ConditionName): string => condition(name).label;

/** A transition as XState has it, with the region and the state it belongs to. */
export interface GraphTransition {
  readonly region: keyof PoolState;
  readonly node: AnyStateNode;
  readonly transition: AnyTransitionDefinition;
}

/**
 * Every transition of the pool machine's regions, in the order of `transitionTable()`: XState's own objects.
 *
 * @param machine the pool machine, where it comes from another copy of this package
 */
export function graphTransitions(machine: { readonly root: AnyStateNode } = poolMachine): GraphTransition[] {
  return Object.entries(machine.root.states).flatMap(([region, root]) =>
    [root as AnyStateNode, ...Object.values((root as AnyStateNode).states)].flatMap((node) =>
      [...(node.always ?? []), ...[...node.transitions.values()].flat()].map((transition) => ({
        region: region as keyof PoolState,
        node,
        transition,
      })),
    ),
  );
}

/**
 * Every transition of the pool machine's regions, in the order of the graph.
 *
 * @example
 * transitionTable().filter(({ evidence }) => evidence === 'assumed')
 */
export function transitionTable(): TransitionRow[] {
  return graphTransitions().map(({ region, node, transition: { eventType, guard, target, meta } }) => ({
    region,
    from: node.key,
    event: eventType,
    conditions: conditionsOf(guard),
    ...(target?.[0] ? { to: target[0].key } : {}),
    evidence: (meta as { evidence: Evidence }).evidence,
  }));
}
