/**
 * The journal: a run as lines of NDJSON. The first says what the run was made with; each that follows is a record of the timeline,
 * or an input that is no event. Replaying the inputs at their virtual times gives the same lines, so that a journal proves itself.
 */
import * as v from 'valibot';
import { formats } from '../api/formats.ts';
import { releases } from '../api/releases.ts';
import type { Failable } from '../engine/activities.ts';
import type { ForcedFailure } from '../engine/chance.ts';
import type { EngineOption } from '../engine/timings.ts';
import { HvsimError } from '../errors.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { PoolSpec } from '../simulator/input/pool-spec.ts';
import { toProblems, toProblemText } from '../simulator/input/read.ts';
import type { EventInput } from '../simulator/input/read-event.ts';
import type { TimelineEntry } from '../simulator/timeline.ts';
import type { FaultRule } from './faults.ts';

/** What a Connection Server keeps of a pool and the life cycle does not care about: names, texts, switches, by their REST names. */
export type PoolAttributes = Readonly<Record<string, unknown>>;

/** A schema that looks at the form alone: the rest is read when the input is replayed. */
const formOf = <T>(schema: v.GenericSchema<unknown>): v.GenericSchema<T> => schema as v.GenericSchema<T>;
const object = <T>(): v.GenericSchema<T> => formOf<T>(v.record(v.string(), v.unknown()));

const at = v.pipe(v.number(), v.safeInteger());
const pool = v.string();
const text = v.pipe(v.string(), v.nonEmpty());
const attributes = object<PoolAttributes>();
const finite = v.pipe(v.number(), v.finite());

const inputs = [
  v.strictObject({ at, pool, send: object<EventInput>() }),
  v.strictObject({ at, create: object<PoolSpec>(), attributes }),
  v.strictObject({ at, pool, attributes }),
  v.strictObject({ at, pool, failNext: formOf<Failable>(v.string()), how: object<ForcedFailure>() }),
  v.strictObject({
    at,
    image: v.strictObject({ parentVm: text, parentVmPath: text, snapshot: v.exactOptional(text), snapshotPath: v.exactOptional(text) }),
  }),
  v.strictObject({ at, faults: formOf<readonly FaultRule[]>(v.array(v.unknown())) }),
] as const;

const clock = v.strictObject({
  virtual: at,
  wall: finite,
  /** Virtual milliseconds per millisecond of wall time. */
  speed: v.pipe(finite, v.gtValue(0)),
});

/** A point of the straight line along which wall time drives virtual time, and its slope. */
export type ClockAnchor = Readonly<v.InferOutput<typeof clock>>;

const snapshotInput = v.union(inputs, 'Expected an input as GET /_hvsim/snapshot gives it');

/** An input of a journal, which has how the clock was set too. */
const journalInput = v.union([...inputs, v.strictObject({ at, clock })], 'Expected an input');

/** What a golden-image pipeline makes while the server runs: a base VM, with a snapshot or without one. */
export type NewImage = Extract<WorldInput, { readonly image: unknown }>['image'];

export type WorldInput = Readonly<v.InferOutput<typeof journalInput>>;

/** A record of something that was sent. */
const sentRecord = v.looseObject({ at, pool, event: v.looseObject({ type: v.string() }), attributes: v.optional(attributes) });

/** As many base VMs, and snapshots of each, as a directory may have. */
export const mostInDirectory = 999;
const directoryCount = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostInDirectory));

const head = v.object({
  /** The version of the journal's form. */
  hvsim: v.literal(1),
  release: v.picklist(releases),
  /** Of the statuses. */
  format: v.picklist(formats),
  seed: v.pipe(v.number(), v.safeInteger()),
  engine: formOf<EngineOption>(v.union([v.string(), v.looseObject({})], 'Expected a profile, or an object with timings')),
  /** Epoch milliseconds. */
  startAt: v.pipe(v.number(), v.safeInteger()),
  /** The begin was the present, as nobody asked for another: a reset begins at the present again. */
  startsNow: v.exactOptional(formOf<true>(v.unknown())),
  pools: formOf<readonly PoolSpec[]>(v.array(v.looseObject({}))),
  /** How many base VMs, and snapshots of each, where that was said. */
  baseVms: v.exactOptional(directoryCount),
  snapshots: v.exactOptional(directoryCount),
  scenario: v.exactOptional(formOf<Scenario>(v.looseObject({ steps: v.array(v.looseObject({})) }))),
});

/** What a world was made with: the first line. What is in its pools, engine and scenario is read when the run is made. */
export type RunHead = Readonly<v.InferOutput<typeof head>>;

/** Where what happens is written before it is answered. */
export interface Journal {
  /** What to call it in errors. */
  readonly name: string;
  /** What an earlier run has written already, in order; the world begins with it. */
  readonly earlier: readonly JournalLine[];
  write(text: string): void;
  /** Comes when everything that was written is as safe as was asked for. */
  settled(): Promise<void>;
  /** Forgets everything: what is written from now on takes its place as soon as it is settled. */
  startOver(): void;
}

/** A line of a journal with where it begins. */
export interface JournalLine {
  readonly line: number;
  readonly byte: number;
  readonly text: string;
}

/** A line after the first, and the input in it; none where it is what came of inputs, or of the begin of the run. */
export interface JournalEntry extends JournalLine {
  readonly at: number;
  readonly input: WorldInput | undefined;
}

/** The complete lines. A last record that is cut off or no JSON is left out: the run ended while it was written. */
export function readLines(bytes: Uint8Array, name: string) {
  const lines: JournalLine[] = [];
  let from = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
    const text = objectText(bytes.subarray(from, end));
    const line = lines.length + 1;
    if (text === undefined) {
      if (end + 1 < bytes.length) throw damaged(name, { line, byte: from }, 'is no JSON object');
      break;
    }
    lines.push({ line, byte: from, text });
    from = end + 1;
  }
  if (lines.length === 0 && !isTornHead(bytes)) throw damaged(name, { line: 1, byte: 0 }, 'is no begin of a run');
  return { lines, bytes: from, isTorn: from < bytes.length };
}

/** Whether a file without a whole line may be ours: it begins as the first line does, or has what a lost write leaves. */
function isTornHead(bytes: Uint8Array): boolean {
  const begin = new TextEncoder().encode('{"run":{');
  return begin.every((byte, index) => index >= bytes.length || byte === bytes[index]) || bytes.every((byte) => byte === 0);
}

export const damaged = (name: string, { line, byte }: Pick<JournalLine, 'line' | 'byte'>, why: string): HvsimError =>
  new HvsimError('wrong-state', `${name}: line ${line} (at byte ${byte}) ${why}. Move the file away to begin anew.`);

/** Text of whole characters that is a JSON object; undefined for anything else. */
function objectText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return isObject(JSON.parse(text)) ? text : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

export function readHead(line: JournalLine, name: string): RunHead {
  const { run, event } = JSON.parse(line.text) as { run?: RunHead; event?: unknown };
  const refuse = (why: string) => new HvsimError('wrong-state', `${name} is ${why}`);
  if (typeof run !== 'object' || run === null) throw refuse('no state file of hvsim: its first line has no "run".');
  if (run.hvsim !== 1)
    throw refuse(`of version ${JSON.stringify(run.hvsim)} and this hvsim reads version 1. Move the file away to begin anew.`);
  if (event !== undefined) throw damaged(name, line, 'is of a timeline, which no server can go on from');
  const { issues } = v.safeParse(head, run);
  if (issues) throw damaged(name, line, `has a "run" that none can be made of: ${toProblemText(toProblems(issues))}`);
  return run;
}

export function readEntry(line: JournalLine, name: string): JournalEntry {
  const value = JSON.parse(line.text) as WrittenEntry & BesideRecord & { readonly input?: unknown };
  const { at, input } = value;
  const entryOf = (schema: v.GenericSchema<unknown>, given: unknown, read: () => WorldInput): JournalEntry => {
    const { issues } = v.safeParse(schema, given);
    if (issues) throw damaged(name, line, `cannot be read: ${toProblemText(toProblems(issues))}`);
    return { ...line, at, input: read() };
  };
  // What came of an input, or of the begin of the run, has none of its own.
  const isStep = (isObject(input) && 'step' in input) || (input === undefined && (value.by !== 'script' || value.step !== undefined));
  if (isStep) return { ...line, at, input: undefined };
  if (input === undefined) return entryOf(sentRecord, value, () => toWorldInput(value, value));
  const given = isObject(input) ? { at, ...input } : input;
  return entryOf(journalInput, given, () => given as WorldInput);
}

type WrittenEntry = Pick<TimelineEntry, 'at' | 'pool' | 'event' | 'by'>;

/** What a record of the timeline says in a journal beside itself. */
export interface BesideRecord {
  /** The step of the scenario that it came of, from 0. */
  readonly step?: number;
  /** Of a pool that was created by a request. */
  readonly attributes?: PoolAttributes;
}

export function toWorldInput({ at, pool, event }: Omit<WrittenEntry, 'by'>, { attributes = {} }: BesideRecord): WorldInput {
  if (event.type !== 'desktop.create') return { at, pool, send: event as EventInput };
  const { type: _, ...create } = event;
  return { at, create, attributes };
}

export const toInputLine = ({ at, ...input }: WorldInput & BesideRecord): string => JSON.stringify({ at, input });

const snapshotSchema = v.strictObject({
  run: formOf<RunHead>(v.record(v.string(), v.unknown())),
  /** Virtual time in epoch milliseconds. */
  at: v.pipe(v.number(), v.safeInteger()),
  inputs: formOf<readonly WorldInput[]>(v.array(snapshotInput)),
});

/** A world that `restore` brings back: what it was made with, and what was done to it. */
export type WorldSnapshot = Readonly<v.InferOutput<typeof snapshotSchema>>;

/** Makes sure that a snapshot can be one of a run. What is in its events, specs and rules is read when they are replayed. */
export function assertSnapshot(value: unknown, head: RunHead): asserts value is WorldSnapshot {
  const parsed = v.safeParse(snapshotSchema, value);
  if (!parsed.success) throw noSnapshot(toProblemText(toProblems(parsed.issues)));
  const { run, at, inputs } = parsed.output;
  const times = [...inputs.map((each) => each.at), at];
  const back = times.findIndex((time, index) => time < (times[index - 1] ?? time));
  if (back !== -1) throw noSnapshot(`time goes back to ${times[back]} at input ${back + 1}`);
  // A run that begins with the present begins anew with every reset, and is the same one.
  const same = head.startsNow && Number.isSafeInteger(run.startAt) ? { ...run, startAt: head.startAt } : run;
  if (JSON.stringify(same) === JSON.stringify(head)) return;
  const why = 'The snapshot is of another run: its release, seed, engine, pools and begin must be those of this one.';
  throw new HvsimError('wrong-save', why);
}

const noSnapshot = (why: string): HvsimError =>
  new HvsimError(
    'wrong-save',
    `This is no snapshot: ${why}. A snapshot is what GET /_hvsim/snapshot gives: an object with ${Object.keys(snapshotSchema.entries).join(', ')}.`,
  );
