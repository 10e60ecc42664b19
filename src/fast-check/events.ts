/** Arbitraries of events and scripts. */
import fc from 'fast-check';
import { commandTypes, eventTable, factTypes, type Member, type Members } from '../../machines/event-table.ts';
import type { CommandType, EventType, PoolEvent } from '../../machines/events.ts';
import { findRelease, newestRelease, type ReleaseName } from '../api/releases.ts';
import { type Creation, eventsOf } from '../fixtures/script.ts';
import type { EventInput } from '../simulator/input/read-event.ts';
import { longLives } from './lives.ts';
import { printed } from './printed.ts';

const machine = fc.integer({ min: 1, max: 3 });

/** A member of an event: one of its examples, or any value of its kind. */
function arbitraryOf(member: Member): fc.Arbitrary<unknown> {
  switch (member.kind) {
    case 'flag':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...member.options);
    case 'clone':
      return machine;
    case 'clones':
      return fc.uniqueArray(machine, { maxLength: 3 });
    case 'group':
      return recordOf(member.members);
    case 'either':
      return fc.oneof(...Object.values(member.options).map(recordOf));
    case 'number':
      return member.max === undefined ? fc.constantFrom(...member.examples) : fc.integer({ min: member.min, max: member.max });
    default:
      return fc.constantFrom(...(member.examples ?? ['a text']));
  }
}

/** Members as an object; what need not be there sometimes is not. The members of what is one of several sets stand beside the others. */
function recordOf(members: Members): fc.Arbitrary<Record<string, unknown>> {
  const entries = Object.entries(members);
  const [either] = entries.flatMap(([, member]) => (member.kind === 'either' ? [arbitraryOf(member)] : []));
  const others = entries.filter(([, { kind }]) => kind !== 'either');
  const record = fc.record(Object.fromEntries(others.map(([name, member]) => [name, arbitraryOf(member)])), {
    requiredKeys: others.filter(([, { required }]) => required).map(([name]) => name),
    // They print as the JSON that `hvsim run -` takes.
    noNullPrototype: true,
  });
  return either ? fc.tuple(either, record).map(([one, rest]) => ({ ...(one as object), ...rest })) : record;
}

const eventOf = (type: EventType) => recordOf(eventTable[type].members).map((members) => ({ type, ...members }));

/** Commands without members first: a failing one shrinks to those. */
const hasMembers = (type: CommandType) => Object.keys(eventTable[type].members).length > 0;
const bare = commandTypes.filter((type) => !hasMembers(type));

/**
 * An administrator's command, well-formed but not necessarily possible: what a pool makes of it depends on its state. Clones are
 * given by their position, 1 to 3. Shrinks to commands without members, and prints as a line that `hvsim run -` takes.
 *
 * @example fc.property(fc.array(command()), (commands) => { for (const each of commands) simulator.send(0, each); })
 */
export function command(): fc.Arbitrary<EventInput> {
  return fc.oneof(
    fc.constantFrom(...bare).map((type) => ({ type })),
    ...commandTypes.filter(hasMembers).map(eventOf),
  ) as fc.Arbitrary<EventInput>;
}

/**
 * What the engine, vCenter or a user does, well-formed but not necessarily possible. Shrinks to facts that come first in a life,
 * and prints as a line that `hvsim run -` takes.
 *
 * @example fc.property(fc.array(fact()), (facts) => { for (const each of facts) simulator.send(0, each); })
 */
export function fact(): fc.Arbitrary<EventInput> {
  return fc.constantFrom(...factTypes).chain(eventOf) as fc.Arbitrary<EventInput>;
}

/**
 * A script that a pool of a release follows without a refusal: its creation, then events with their times, as
 * `hvsim run - --manual` reads them line by line. Shrinks to fewer and simpler events, and prints as NDJSON.
 *
 * @param constraints the release, any name; `maxEvents` is 40 when absent
 * @throws HvsimError `unknown-release`, `wrong-options`
 */
export function script(
  constraints: { readonly release?: ReleaseName; readonly maxEvents?: number } = {},
): fc.Arbitrary<readonly (Creation | PoolEvent)[]> {
  const release = findRelease(constraints.release ?? newestRelease);
  return longLives(release, constraints.maxEvents).map((life) => printed([...eventsOf(life)], life, release));
}
