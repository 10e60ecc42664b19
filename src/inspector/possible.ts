/** What a pool can take at the present moment, and why not: read off the graph by the machine's own explanations. */
import { type EventType, eventTypes, type PoolEvent } from '../../machines/events.ts';
import { whyImpossible } from '../../machines/explain.ts';
import { holds } from '../../machines/guards.ts';
import { poolMachine } from '../../machines/pool.machine.ts';
import type { PoolSnapshot } from '../simulator/step.ts';
import type { Possible } from './protocol.ts';

/**
 * For every event whether a pool can take one now, or why not. Conditions on an event's own members count as met.
 *
 * @param at virtual time in epoch milliseconds
 * @example
 * possible(sim.snapshot(), sim.now)['command.promotePendingImage'] //=> needs a pending image that is READY_HELD; now …
 */
export function possible(snapshot: PoolSnapshot, at: number): Possible {
  const isIn = (region: keyof PoolSnapshot['value'], state: string) => snapshot.value[region] === state;
  const answer = (type: EventType) => {
    const event = { type, at } as PoolEvent;
    const moment = { isIn, holds: (name: Parameters<typeof holds>[0]) => holds(name, snapshot, event) };
    return whyImpossible(poolMachine.root, { context: snapshot.context, event }, moment) ?? true;
  };
  return Object.fromEntries(eventTypes.map((type) => [type, answer(type)])) as unknown as Possible;
}
