/** How we know of a step: the evidence of every transition that the machine takes in it. */
import { createActor } from 'xstate';
import type { PoolEvent } from '../../../machines/events.ts';
import { poolMachine } from '../../../machines/pool.machine.ts';
import { type Evidence, evidences } from '../../../machines/vocabulary.ts';
import type { PoolSnapshot } from '../../simulator/step.ts';

type Scope = Parameters<typeof poolMachine.transition>[2];
type Taken = { readonly meta?: { readonly evidence?: Evidence } };
type Microstep = { readonly type: string; readonly _transitions?: readonly Taken[] };

let shared: { readonly scope: Scope; readonly taken: Taken[] } | undefined;

/** Like the simulator's own: an actor scope that does nothing, made once. This one listens to the inspection of microsteps. */
function listening() {
  if (shared) return shared;
  const taken: Taken[] = [];
  const self = createActor(poolMachine, {
    input: { name: '', at: 0, image: { parentVm: '', snapshot: '' }, clones: [], selectivePush: false },
  });
  const listen = ({ type, _transitions = [] }: Microstep) => {
    if (type === '@xstate.microstep') taken.push(..._transitions);
  };
  const system = Object.create(self.system, { _sendInspectionEvent: { value: listen } });
  const nothing = () => {};
  const scope = { self, system, id: '', sessionId: '', logger: nothing, defer: nothing, stopChild: nothing, emit: nothing };
  shared = { scope: { ...scope, actionExecutor: nothing } as unknown as Scope, taken };
  return shared;
}

/** The weakest evidence of the transitions that an event takes, raised orders and reports included. */
export function evidenceOf(snapshot: PoolSnapshot, event: PoolEvent): Evidence {
  const { scope, taken } = listening();
  poolMachine.transition(snapshot, event, scope);
  const found = taken.splice(0).flatMap(({ meta }) => (meta?.evidence ? [evidences.indexOf(meta.evidence)] : []));
  if (found.length === 0) throw new Error(`${event.type} takes no transition with evidence`);
  return evidences[Math.max(...found)] as Evidence;
}
