/** One macrostep of the pool machine, without an actor: pure, and as quick as an actor's own `send`. */
import { createActor, type InspectionEvent, type SnapshotFrom } from 'xstate';
import type { PoolInput } from '../../machines/context.ts';
import type { AuditEvent, Emitted, Fault } from '../../machines/emitted.ts';
import type { PoolEvent } from '../../machines/events.ts';
import { poolMachine } from '../../machines/pool.machine.ts';
import { memo } from '../memo.ts';

export type PoolSnapshot = SnapshotFrom<typeof poolMachine>;

/** What became of an event. */
export type Outcome = 'accepted' | 'ignored' | 'fault';

/** What one event did to a pool. */
export interface StepResult {
  readonly snapshot: PoolSnapshot;
  readonly outcome: Outcome;
  /** Why a command was refused. */
  readonly fault?: Fault;
  /** Why a fact was ignored. */
  readonly reason?: string;
  readonly audits: readonly AuditEvent[];
}

type Scope = Parameters<typeof poolMachine.transition>[2];

/** An actor scope in which steps of the machine can be taken, that nobody hears of but an inspector. */
export function inertScope(inspect?: (event: InspectionEvent) => void): { readonly scope: Scope; readonly emitted: Emitted[] } {
  const self = createActor(poolMachine, {
    input: { name: '', at: 0, image: { parentVm: '', snapshot: '' }, clones: [], selectivePush: false },
    ...(inspect ? { inspect } : {}),
  });
  const emitted: Emitted[] = [];
  const nothing = () => {};
  const scope = {
    self,
    system: self.system,
    id: '',
    sessionId: '',
    logger: nothing,
    defer: nothing,
    stopChild: nothing,
    emit: nothing,
    actionExecutor: (action: { type: string; params: unknown }) => {
      if (action.type === 'xstate.emit') emitted.push((action.params as { event: Emitted }).event);
    },
  } as unknown as Scope;
  return { scope, emitted };
}

/**
 * XState's `transition()` makes an inert actor scope for every call, which costs more than the step itself.
 * This makes one for all steps, on first use.
 */
const inert = memo(() => inertScope());

/** Sends one event to a pool. The snapshot is the very same one where the event is refused or ignored. */
export function step(snapshot: PoolSnapshot, event: PoolEvent): StepResult {
  const { scope, emitted } = inert();
  return outcomeOf(poolMachine.transition(snapshot, event, scope) as PoolSnapshot, emitted.splice(0));
}

/** Creates a pool: its initial publish is pending. */
export function create(input: PoolInput): StepResult {
  const { scope, emitted } = inert();
  const snapshot = poolMachine.getInitialSnapshot(scope, input) as PoolSnapshot;
  if (snapshot.status === 'error') throw snapshot.error;
  return outcomeOf(snapshot, emitted.splice(0));
}

function outcomeOf(snapshot: PoolSnapshot, emitted: readonly Emitted[]): StepResult {
  if (emitted.length === 0) return { snapshot, outcome: 'accepted', audits: [] };
  const audits = emitted.flatMap((each) => (each.type === 'audit' ? [each.audit] : []));
  for (const each of emitted) {
    if (each.type === 'fault') return { snapshot, outcome: 'fault', fault: each.fault, audits };
    if (each.type === 'ignored') return { snapshot, outcome: 'ignored', reason: each.reason, audits };
  }
  return { snapshot, outcome: 'accepted', audits };
}
