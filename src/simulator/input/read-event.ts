/** Reads events as people and programs write them: from JSON or YAML, with forgiving ids and times, and clear refusals. */
import * as v from 'valibot';
import type { Fault } from '../../../machines/emitted.ts';
import { commandTypes, eventTable, eventTypes, imageMembers, type Member, type Members } from '../../../machines/event-table.ts';
import type { CommandType, EventOf, EventType, FactType, PoolEvent } from '../../../machines/events.ts';
import type { ImageSpec } from '../../../machines/image.ts';
import { HvsimError } from '../../errors.ts';
import { memo } from '../../memo.ts';
import { nearest } from '../../nearest.ts';
import { type Problem, readBy, readWith, toSentence } from './read.ts';
import { readTime } from './time.ts';

const text = v.pipe(v.string(), v.nonEmpty('Expected text that is not empty'));

/** An id: its text, or the View API's `{ id }`. */
const id = v.union(
  [
    text,
    v.pipe(
      v.strictObject({ id: text }),
      v.transform((value) => value.id),
    ),
  ],
  'Expected an id: text, or { "id": text }',
);

/** A clone: its id, its name, or its position from 1. */
const machine = v.union(
  [id, v.pipe(v.number(), v.integer(), v.minValue(1))],
  'Expected a machine: its id, its name, or its position from 1',
);

export const time = readBy<number | string, number>(
  readTime,
  'Expected a time: epoch milliseconds, or ISO 8601 such as "2026-01-05T08:00:00Z"',
);

const schemas = {
  id,
  ids: v.array(id),
  text,
  error: v.string(),
  number: v.pipe(v.number(), v.finite('Expected a number that is finite')),
  time,
  flag: v.boolean(),
  clone: machine,
  clones: v.array(machine),
} as const satisfies Partial<Record<Member['kind'], v.GenericSchema>>;

function schemaOf(member: Exclude<Member, { kind: 'either' }>): v.GenericSchema<unknown> {
  if (member.kind === 'choice') return v.picklist(member.options);
  return member.kind === 'group' ? groupOf(member.members) : schemas[member.kind];
}

/** The schemas of members by their names. Of what is one of several sets, any may be there as far as this says. */
export const entriesOf = (members: Members, partial = false): Record<string, v.GenericSchema<unknown>> =>
  Object.assign(
    {},
    ...Object.entries(members).flatMap(([name, member]) => {
      if (member.kind === 'either') return Object.values(member.options).map((option) => entriesOf(option, true));
      return { [name]: member.required && !partial ? schemaOf(member) : v.optional(schemaOf(member)) };
    }),
  );

/** Members as an object; where some are one of several sets, exactly one, and all of it. */
function groupOf(members: Members): v.GenericSchema<unknown> {
  const object = v.strictObject(entriesOf(members));
  const [either] = Object.values(members).filter((member) => member.kind === 'either');
  if (!either) return object;
  const options = Object.values(either.options);
  const required = options.map((option) => Object.keys(option).filter((name) => option[name]?.required));
  const isOne = (value: Record<string, unknown>) => {
    const has = (name: string) => value[name] !== undefined;
    return options.some((option, index) =>
      options.every((other) => (other === option ? required[index]?.every(has) : !Object.keys(other).some(has))),
    );
  };
  const expected = `Expected one kind of ${either.label.toLowerCase()}: ${required.map((names) => names.join(' with ')).join(', or ')}`;
  return v.pipe(object, v.check(isOne, expected), v.transform(defined));
}

/** Without the members that are set to undefined: JSON does not know them. */
export const defined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;

/** An image as commands and pools name it. */
export const imageSpec = groupOf(imageMembers) as v.GenericSchema<unknown, ImageSpec>;

/** A machine as it may be written where a clone is meant. */
export type MachineRef = string | number;

/** How members are written that are not as the machine has them. */
interface WrittenMembers {
  readonly machine: MachineRef;
  readonly machines: readonly MachineRef[];
  readonly startTime: number | string;
}

type Written<T> = T extends readonly (infer E)[]
  ? readonly Written<E>[]
  : T extends object
    ? { readonly [K in keyof T]: K extends keyof WrittenMembers ? WrittenMembers[K] : Written<T[K]> }
    : T;

/** An event as one writes it: without a time (the simulator's own is meant), clones by id, name or position, times as text too. */
export type EventInput = { [T in EventType]: Written<Omit<EventOf<T>, 'at'>> }[EventType];

export type FactInput = Extract<EventInput, { readonly type: FactType }>;

export type EventReading =
  | { readonly event: EventInput; readonly warnings: readonly Problem[] }
  | { readonly problems: readonly Problem[]; readonly unknownType: boolean };

const strictSchemaOf = memo(
  (type: EventType) =>
    v.strictObject({ type: v.literal(type), ...entriesOf(eventTable[type].members) }) as unknown as v.GenericSchema<unknown, EventInput>,
);

/** Reads one event without its time, from parsed JSON or YAML. Unknown members are left out and reported as warnings. */
export function readEvent(value: unknown): EventReading {
  const type = typeof value === 'object' && value !== null ? (value as { type?: unknown }).type : undefined;
  const none = (path: string, message: string): EventReading => ({ problems: [{ path, message, kind: 'type' }], unknownType: path !== '' });
  if (type === undefined) return none('', 'Expected an object with a "type"');
  if (typeof type !== 'string') return none('type', `Expected the name of an event, and the type is a ${typeof type}`);
  if (!eventTypes.includes(type as EventType)) {
    return none('type', `There is no event ${JSON.stringify(type)}${nearest(type, eventTypes).replace(/^ (.*)$/, ' ($1)')}`);
  }
  const reading = readWith(strictSchemaOf(type as EventType), value);
  return 'output' in reading ? { event: reading.output, warnings: reading.warnings } : { ...reading, unknownType: false };
}

/**
 * Reads one event, or says why it is none.
 *
 * @throws HvsimError `unknown-event`, `wrong-payload`
 */
export function toEventInput(value: unknown): EventInput {
  const reading = readEvent(value);
  if ('event' in reading) return reading.event;
  throw new HvsimError(reading.unknownType ? 'unknown-event' : 'wrong-payload', toSentence(reading.problems));
}

/** The fault of a command of the wrong shape, as Horizon would give it. A fact of the wrong shape is a mistake of whoever sends it. */
export function malformed(value: unknown, { problems, unknownType }: Extract<EventReading, { problems: unknown }>): Fault {
  const message = toSentence(problems);
  const { type } = (value ?? {}) as { type?: CommandType };
  if (unknownType || !commandTypes.some((command) => command === type)) {
    throw new HvsimError(unknownType ? 'unknown-event' : 'wrong-payload', message);
  }
  const [first] = problems;
  const name = first?.kind === 'type' ? 'InvalidType' : 'InvalidArgument';
  return { name, command: type as CommandType, message: `${type}: ${message}`, ...(first?.path ? { field: first.path } : {}) };
}

type Named = readonly { readonly id: string; readonly name: string }[];

/** Gives an event its time, and clones their ids. What is no clone stays as it is: the machine says so. */
export function toPoolEvent(input: EventInput, at: number, clones: Named): PoolEvent {
  const event = { ...input, at } as PoolEvent;
  if ('machine' in event) return { ...event, machine: resolveMachine(event.machine, clones) };
  if (event.type === 'command.applyImage') return { ...event, machines: event.machines.map((each) => resolveMachine(each, clones)) };
  if (event.type === 'command.schedulePushImage') {
    const { machines, settings } = event.spec;
    const startTime = settings.startTime === undefined ? {} : { startTime: readTime(settings.startTime) ?? settings.startTime };
    const named = machines ? { machines: machines.map((each) => resolveMachine(each, clones)) } : {};
    return { ...event, spec: { ...event.spec, ...named, settings: { ...settings, ...startTime } } };
  }
  return event;
}

function resolveMachine(ref: MachineRef, clones: Named): string {
  const found =
    typeof ref === 'number' ? clones[ref - 1] : (clones.find(({ id }) => id === ref) ?? clones.find(({ name }) => name === ref));
  return found?.id ?? String(ref);
}
