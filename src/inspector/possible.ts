/** What a pool can take at the present moment, and why not: read off the graph by the machine's own explanations. */
import type { PoolContext } from '../../machines/context.ts';
import { eventTable, eventTypes } from '../../machines/event-table.ts';
import type { EventType, PoolEvent } from '../../machines/events.ts';
import { firstTaken, whyImpossible } from '../../machines/explain.ts';
import { type ConditionName, holds } from '../../machines/guards.ts';
import { poolMachine } from '../../machines/pool.machine.ts';
import type { PoolSnapshot } from '../simulator/step.ts';
import type { Choice, Possible } from './protocol.ts';

/**
 * For every event whether a pool can take one now, or why not. A member that is one of finitely many things, such as a clone, counts as
 * met where one of them is taken; conditions on an event's other members always do.
 *
 * @param at virtual time in epoch milliseconds
 * @example
 * possible(sim.snapshot(), sim.now)['command.promotePendingImage'] //=> needs a pending image that is READY_HELD; now …
 */
export function possible(snapshot: PoolSnapshot, at: number): Possible {
  const { root } = poolMachine;
  const { context } = snapshot;
  const machines = oneOfEachKind(context);
  const isIn = (region: keyof PoolSnapshot['value'], state: string) => snapshot.value[region] === state;
  const holdsFor = (name: ConditionName, event: PoolEvent) => holds(name, snapshot, event);
  const choices: { [T in EventType]?: Choice } = {};
  const answer = (type: EventType) => {
    const event = { type, at } as PoolEvent;
    const why = whyImpossible(root, { context, event }, { isIn, holds: (name) => holdsFor(name, event) });
    if (why !== undefined) return why;
    const toChoose = choicesOf(type, machines)?.map((choice) => ({ ...event, ...choice, choice }));
    if (!toChoose) return true;
    const taken = firstTaken(root, type, toChoose, { isIn, holds: holdsFor });
    if (typeof taken === 'string') return taken;
    choices[type] = taken.choice;
    return true;
  };
  const answers = Object.fromEntries(eventTypes.map((type) => [type, answer(type)])) as unknown as Possible;
  return Object.keys(choices).length > 0 ? { ...answers, choices } : answers;
}

/** All that can be chosen in an event; undefined where it has no member that is one of finitely many things. */
function choicesOf(type: EventType, machines: readonly string[]): readonly Choice[] | undefined {
  if (type === 'command.applyImage') return [true, false].map((pendingImage) => ({ machines: machines.slice(0, 1), pendingImage }));
  if ('machine' in eventTable[type].members) return (machines.length > 0 ? machines : ['']).map((machine) => ({ machine }));
  return undefined;
}

/** The first of all clones that are alike in everything but their ids and names: a pool may have very many. */
function oneOfEachKind({ clones, tasks }: PoolContext): string[] {
  const kinds = new Map<string, string>();
  for (const [index, { id, name: _, ...rest }] of clones.entries()) {
    const kind = JSON.stringify([rest, tasks.map(({ entries }) => entries[index])]);
    if (!kinds.has(kind)) kinds.set(kind, id);
  }
  return [...kinds.values()];
}
