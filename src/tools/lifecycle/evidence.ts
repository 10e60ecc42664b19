/** How we know of a step: the evidence of every transition that the machine takes in it. */
import type { AnyTransitionDefinition, InspectionEvent } from 'xstate';
import type { PoolEvent } from '../../../machines/events.ts';
import { poolMachine } from '../../../machines/pool.machine.ts';
import { type Evidence, evidences } from '../../../machines/vocabulary.ts';
import { memo } from '../../memo.ts';
import { inertScope, type PoolSnapshot } from '../../simulator/step.ts';

/** Made once: a scope costs more than a step. */
const inspected = memo(() => {
  const taken: AnyTransitionDefinition[] = [];
  const { scope } = inertScope((event: InspectionEvent) => {
    if (event.type === '@xstate.microstep') taken.push(...event._transitions);
  });
  return { scope, taken };
});

/** The transitions that an event takes, the graph's own objects, those of raised orders and reports included. */
export function transitionsTaken(snapshot: PoolSnapshot, event: PoolEvent): readonly AnyTransitionDefinition[] {
  const { scope, taken } = inspected();
  taken.length = 0;
  poolMachine.transition(snapshot, event, scope);
  return [...taken];
}

/** The weakest evidence of the transitions that an event takes. */
export function evidenceOf(snapshot: PoolSnapshot, event: PoolEvent): Evidence {
  const taken = new Set(transitionsTaken(snapshot, event).map(({ meta }) => meta?.evidence));
  const weakest = evidences.findLast((evidence) => taken.has(evidence));
  if (!weakest) throw new Error(`${event.type} takes no transition with evidence`);
  return weakest;
}
