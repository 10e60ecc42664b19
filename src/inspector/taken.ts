/** Which transitions a step took: XState tells an inspector the very objects of the graph, and their positions are looked up. */
import type { AnyTransitionDefinition, InspectionEvent } from 'xstate';
import type { PoolInput } from '../../machines/context.ts';
import type { PoolEvent } from '../../machines/events.ts';
import { poolMachine } from '../../machines/pool.machine.ts';
import { graphTransitions } from '../../machines/transitions.ts';
import { inertScope, type PoolSnapshot } from '../simulator/step.ts';
import type { TransitionIndex } from './protocol.ts';

type Machine = typeof poolMachine;

/** Positions in the table, by machine: a snapshot may come from another copy of this package, with objects of its own. */
const positions = new WeakMap<Machine, ReadonlyMap<AnyTransitionDefinition, TransitionIndex>>();

function positionsIn(machine: Machine): ReadonlyMap<AnyTransitionDefinition, TransitionIndex> {
  const known = positions.get(machine);
  if (known) return known;
  const found = new Map(graphTransitions(machine).map(({ transition }, index) => [transition, index]));
  positions.set(machine, found);
  return found;
}

interface Recorder {
  readonly scope: ReturnType<typeof inertScope>['scope'];
  readonly taken: AnyTransitionDefinition[];
}

let shared: Recorder | undefined;

function recorder(): Recorder {
  if (shared) return shared;
  const taken: AnyTransitionDefinition[] = [];
  const { scope } = inertScope((event: InspectionEvent) => {
    if (event.type === '@xstate.microstep') taken.push(...event._transitions);
  });
  shared = { scope, taken };
  return shared;
}

function collect(machine: Machine, step: (scope: Recorder['scope']) => unknown): TransitionIndex[] {
  const { scope, taken } = recorder();
  taken.length = 0;
  step(scope);
  const known = positionsIn(machine);
  return [...new Set(taken.flatMap((transition) => known.get(transition) ?? []))];
}

/** What an event takes in every region, in order, together with all that follows from it by itself. */
export function takenBy(before: PoolSnapshot, event: PoolEvent): TransitionIndex[] {
  const machine = before.machine as unknown as Machine;
  return collect(machine, (scope) => machine.transition(before, event, scope));
}

/** What is taken when a pool is created. */
export const takenAtFirst = (input: PoolInput): TransitionIndex[] =>
  collect(poolMachine, (scope) => poolMachine.getInitialSnapshot(scope, input));
