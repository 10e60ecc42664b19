/** The types every region is set up with. */
import { assign, emit, setup } from 'xstate';
import type { PoolContext, PoolInput } from './context.ts';
import type { Emitted } from './emitted.ts';
import type { EventOf, EventType, MachineEvent } from './events.ts';
import type { Evidence } from './vocabulary.ts';

export const base = setup({
  types: {
    context: {} as PoolContext,
    input: {} as PoolInput,
    events: {} as MachineEvent,
    emitted: {} as Emitted,
    transitionMeta: {} as { readonly evidence: Evidence },
  },
});

/** What guards and actions are given. */
export interface Args {
  readonly context: PoolContext;
  readonly event: MachineEvent;
}

/** Narrows an event to the type that the graph delivers at this place. */
export function only<T extends EventType>(event: MachineEvent, ..._types: T[]): EventOf<T> {
  return event as EventOf<T>;
}

/** An `assign` whose transition says more: `{ type: 'name', params }`. */
export const assignWith = <P extends Record<string, string>>(change: (args: Args, params: P) => Partial<PoolContext>) =>
  assign<PoolContext, MachineEvent, P, MachineEvent, never>(change);

/** An `emit` whose transition says more: `{ type: 'name', params }`. */
export const emitWith = <P extends Record<string, string>>(emitted: (args: Args, params: P) => Emitted) =>
  emit<PoolContext, MachineEvent, P, MachineEvent, Emitted>(emitted);
