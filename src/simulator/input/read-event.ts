/** Reads events as people and programs write them: from JSON or YAML, with forgiving ids and times, and clear refusals. */
import * as v from 'valibot';
import type { Fault } from '../../../machines/emitted.ts';
import type { CommandType, EventOf, EventType, FactType, PayloadKey, PoolEvent } from '../../../machines/events.ts';
import { commandTypes, eventTypes } from '../../../machines/events.ts';
import { logoffSettings } from '../../../machines/vocabulary.ts';
import { HvsimError } from '../../errors.ts';
import { nearest } from '../../nearest.ts';
import { type Problem, readBy, readWith, toSentence } from './read.ts';
import { readTime } from './time.ts';

/** Text that is not empty. */
const text = v.pipe(v.string(), v.nonEmpty('Expected text that is not empty'));

/** A number that JSON can say. */
const finite = v.pipe(v.number(), v.finite('Expected a number that is finite'));

/** An id: its text, or the View API's `{ id }`. */
export const id = v.pipe(
  v.union(
    [
      text,
      v.pipe(
        v.strictObject({ id: text }),
        v.transform((value) => value.id),
      ),
    ],
    'Expected an id: text, or { "id": text }',
  ),
);

/** A clone: its id, its name, or its position from 1. */
const machine = v.union(
  [id, v.pipe(v.number(), v.integer(), v.minValue(1))],
  'Expected a machine: its id, its name, or its position from 1',
);

/** A time: epoch milliseconds or ISO 8601. */
export const time = readBy<number | string, number>(
  readTime,
  'Expected a time: epoch milliseconds, or ISO 8601 such as "2026-01-05T08:00:00Z"',
);

const imageMembers = {
  parentVm: v.optional(id),
  snapshot: v.optional(id),
  parentVmPath: v.optional(text),
  snapshotPath: v.optional(text),
  imageManagementStream: v.optional(id),
  imageManagementTag: v.optional(id),
  imageManagementStreamName: v.optional(text),
  imageManagementTagName: v.optional(text),
};

/** Exactly one kind of image, and all of it. */
const isOneImage = (image: { [K in keyof typeof imageMembers]?: string | undefined }): boolean => {
  const vm = [image.parentVm, image.snapshot];
  const vmMore = [image.parentVmPath, image.snapshotPath];
  const catalog = [image.imageManagementStream, image.imageManagementTag];
  const catalogMore = [image.imageManagementStreamName, image.imageManagementTagName];
  const all = (values: unknown[]) => values.every((value) => value !== undefined);
  const none = (values: unknown[]) => values.every((value) => value === undefined);
  return (all(vm) && none([...catalog, ...catalogMore])) || (all(catalog) && none([...vm, ...vmMore]));
};
/** Without the members that are set to undefined: JSON does not know them. */
const defined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
const oneImage = 'Expected one kind of image: parentVm with snapshot, or imageManagementStream with imageManagementTag';

/** An image as commands and pools name it. */
export const imageSpec = v.pipe(
  v.strictObject(imageMembers),
  v.check((spec) => isOneImage(spec), oneImage),
  v.transform(defined),
);

/** How clones are moved: the settings of a push that matter to its task. */
export const imageSettings = { logoffSetting: v.picklist(logoffSettings), stopOnFirstError: v.boolean() };

const pushImageSpec = v.pipe(
  v.strictObject({
    ...imageMembers,
    settings: v.strictObject({
      startTime: v.optional(time),
      logoffSetting: imageSettings.logoffSetting,
      stopOnFirstError: v.optional(v.boolean()),
      addVirtualTPM: v.optional(v.boolean()),
    }),
    selectivePushImage: v.optional(v.boolean()),
    machines: v.optional(v.array(machine)),
    computeProfile: v.optional(v.strictObject({ numCPU: finite, ram: finite, coresPerSocket: v.optional(finite) })),
  }),
  v.check((spec) => isOneImage(spec), oneImage),
  v.transform(defined),
);

const error = { error: v.string() };
const clone = { machine };

/** The members of every event beside `type` and `at`. */
export const payloads = {
  'command.schedulePushImage': { spec: pushImageSpec },
  'command.cancelScheduledPushImage': {},
  'command.promotePendingImage': {},
  'command.applyImage': { machines: v.array(machine), pendingImage: v.boolean() },
  'command.changeInfrastructure': { hostOrCluster: v.optional(id), datastores: v.optional(v.array(id)) },
  'command.enableProvisioning': {},
  'command.disableProvisioning': {},
  'command.delete': {},
  'command.pauseTask': {},
  'command.resumeTask': { retryFailedVMs: v.optional(v.boolean()), stopOnError: v.optional(v.boolean()) },
  'command.cancelTask': {},
  'engine.publishStarted': {},
  'engine.publishProgressed': { percent: finite },
  'engine.publishSucceeded': {},
  'engine.publishFailed': error,
  'engine.publishTimedOut': {},
  'engine.startTimeReached': {},
  'engine.pendingImageUnpublished': {},
  'engine.pendingImageUnpublishFailed': error,
  'engine.currentImageUnpublishStarted': {},
  'engine.currentImageUnpublished': {},
  'engine.currentImageUnpublishFailed': error,
  'clone.resyncStarted': clone,
  'clone.resyncSucceeded': clone,
  'clone.resyncFailed': { ...clone, ...error },
  'clone.sessionOpened': clone,
  'clone.sessionClosed': clone,
} as const satisfies { [T in EventType]: { [K in PayloadKey<T>]-?: v.GenericSchema<unknown> } };

/** A machine as it may be written where a clone is meant. */
export type MachineRef = string | number;

type Written<T> = T extends readonly (infer E)[]
  ? readonly Written<E>[]
  : T extends object
    ? {
        readonly [K in keyof T]: K extends 'machine'
          ? MachineRef
          : K extends 'machines'
            ? readonly MachineRef[]
            : K extends 'startTime'
              ? number | string
              : Written<T[K]>;
      }
    : T;

/** An event as one writes it: without a time (the simulator's own is meant), clones by id, name or position, times as text too. */
export type EventInput = { [T in EventType]: Written<Omit<EventOf<T>, 'at'>> }[EventType];

/** A fact, as an engine plans it. */
export type FactInput = Extract<EventInput, { readonly type: FactType }>;

export type EventReading =
  | { readonly event: EventInput; readonly warnings: readonly Problem[] }
  | { readonly problems: readonly Problem[]; readonly unknownType: boolean };

const strict = new Map<string, v.GenericSchema<unknown, EventInput>>();

function schemaOf(type: EventType): v.GenericSchema<unknown, EventInput> {
  let schema = strict.get(type);
  if (!schema) {
    schema = v.strictObject({ type: v.literal(type), ...payloads[type] }) as unknown as v.GenericSchema<unknown, EventInput>;
    strict.set(type, schema);
  }
  return schema;
}

/**
 * Reads one event without its time. Unknown members are left out and reported as warnings.
 *
 * @param value parsed JSON or YAML
 * @example
 * readEvent({ type: 'engine.publishProgressed', percent: 40 }) //=> { event: …, warnings: [] }
 */
export function readEvent(value: unknown): EventReading {
  const type = typeof value === 'object' && value !== null ? (value as { type?: unknown }).type : undefined;
  if (!eventTypes.includes(type as EventType)) {
    const message =
      type === undefined
        ? 'Expected an object with a "type"'
        : typeof type === 'string'
          ? `There is no event ${JSON.stringify(type)}${nearest(type, eventTypes).replace(/^ (.*)$/, ' ($1)')}`
          : `Expected the name of an event, and the type is a ${typeof type}`;
    return { problems: [{ path: type === undefined ? '' : 'type', message, kind: 'type' }], unknownType: type !== undefined };
  }
  const reading = readWith(schemaOf(type as EventType), value);
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

/**
 * The fault of a command of the wrong shape, as Horizon would give it. A fact of the wrong shape is a mistake of whoever sends it.
 *
 * @throws HvsimError `unknown-event`, `wrong-payload`
 */
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

/** What a clone reference is resolved against. */
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
