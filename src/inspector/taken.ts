/** Which transitions a step took: XState tells an inspector the very objects of the graph, and their positions are looked up. */
import type { AnyTransitionDefinition, InspectionEvent } from 'xstate';
import type { PoolInput } from '../../machines/context.ts';
import type { PoolEvent } from '../../machines/events.ts';
import { poolMachine } from '../../machines/pool.machine.ts';
import { graphTransitions } from '../../machines/transitions.ts';
import { inertScope, type PoolSnapshot } from '../simulator/step.ts';
import type { TransitionIndex } from './protocol.ts';

interface Recorder {
  readonly positions: ReadonlyMap<AnyTransitionDefinition, TransitionIndex>;
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
  shared = { positions: new Map(graphTransitions().map(({ transition }, index) => [transition, index])), scope, taken };
  return shared;
}

function collect(step: (scope: Recorder['scope']) => unknown): TransitionIndex[] {
  const { positions, scope, taken } = recorder();
  taken.length = 0;
  step(scope);
  return [...new Set(taken.flatMap((transition) => positions.get(transition) ?? []))];
}

/** What an event takes in every region, in order, together with all that follows from it by itself. */
export const takenBy = (before: PoolSnapshot, event: PoolEvent): TransitionIndex[] =>
  collect((scope) => poolMachine.transition(before, event, scope));

/** What is taken when a pool is created. */
export const takenAtFirst = (input: PoolInput): TransitionIndex[] => collect((scope) => poolMachine.getInitialSnapshot(scope, input));
