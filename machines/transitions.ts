/** The graph as a table: every transition with its conditions and how we know of it. Docs, `about` and tests read it. */
import type { AnyStateNode } from 'xstate';
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
export const describeCondition = (name: ConditionName): string => condition(name).says;

/**
 * Every transition of the pool machine's regions, in the order of the graph.
 *
 * @example
 * transitionTable().filter(({ evidence }) => evidence === 'assumed')
 */
export function transitionTable(): TransitionRow[] {
  return Object.entries(poolMachine.root.states).flatMap(([region, node]) =>
    [node as AnyStateNode, ...Object.values((node as AnyStateNode).states)].flatMap((from) => rowsOf(region as keyof PoolState, from)),
  );
}

function rowsOf(region: keyof PoolState, node: AnyStateNode): TransitionRow[] {
  const transitions = [...(node.always ?? []), ...[...node.transitions.values()].flat()];
  return transitions.map(({ eventType, guard, target, meta }) => ({
    region,
    from: node.key,
    event: eventType,
    conditions: conditionsOf(guard),
    ...(target?.[0] ? { to: target[0].key } : {}),
    evidence: (meta as { evidence: Evidence }).evidence,
  }));
}
