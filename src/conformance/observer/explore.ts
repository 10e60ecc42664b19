/** Everything that can happen unseen after an observation: breadth first, so that the first way to a state is a shortest one. */
import type { LifecycleEdge, LifecycleNode } from '../../lifecycle/index.ts';
import type { Config } from './config.ts';
import type { Configurations } from './configurations.ts';
import { leastMs, type Pace } from './pace.ts';

/** A configuration that was reached, and how. */
export interface Reached {
  readonly config: Config;
  /** How many events lead to it. */
  readonly length: number;
  /** The least time that they take, in milliseconds. */
  readonly ms: number;
  readonly from?: Reached;
  readonly edge?: LifecycleEdge;
}

/** What the exploration depends on beside the states it begins in. */
export interface Circumstances {
  readonly pace: Pace;
  /** The share of the publish that is done at most, from 0 to 1. */
  readonly done: number;
  /** Something can have happened before the start time that the first observation shows. */
  readonly beforeStart: boolean;
  /** Something can have happened from that start time on. */
  readonly fromStart: boolean;
}

/**
 * Every configuration that some events lead to, in the order of their number. Where a longer way takes less time, it is
 * listed too, after the shorter one.
 */
export function explore(configurations: Configurations, nodes: readonly LifecycleNode[], circumstances: Circumstances): readonly Reached[] {
  const reached: Reached[] = nodes.map((node) => ({ config: configurations.observed(node), length: 0, ms: 0 }));
  const least = new Map(reached.map(({ config }) => [config, 0]));
  for (let index = 0; index < reached.length; index += 1) {
    const from = reached[index] as Reached;
    for (const { edge, config } of configurations.movesFrom(from.config)) {
      if (!isPossible(edge, from.config, circumstances)) continue;
      const ms = from.ms + leastMs(edge.event, from.config, circumstances.pace, circumstances.done);
      if ((least.get(config) ?? Number.POSITIVE_INFINITY) <= ms) continue;
      least.set(config, ms);
      reached.push({ config, length: from.length + 1, ms, from, edge });
    }
  }
  return reached;
}

/** Time: what needs the start time does not happen before it, and what needs it to be still to come does not happen after. */
function isPossible(
  { when, event, variant }: LifecycleEdge,
  { node, startTime }: Config,
  { beforeStart, fromStart }: Circumstances,
): boolean {
  if (!node.isWaiting || startTime === 'new') return true;
  if (when === 'before start' || variant.kind === 'reschedule' || event === 'command.cancelScheduledPushImage') return beforeStart;
  return (when !== 'from start' && event !== 'engine.startTimeReached') || fromStart;
}

/** The events that lead to a configuration, in order. */
export function eventsTo(reached: Reached): readonly Reached[] {
  const list: Reached[] = [];
  for (let step: Reached | undefined = reached; step?.edge; step = step.from) list.push(step);
  return list.reverse();
}
