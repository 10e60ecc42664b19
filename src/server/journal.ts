/**
 * The journal: a run as lines of NDJSON. The first says what the run was made with; each that follows is a record of the timeline,
 * or an input that is no event. Replaying the inputs at their virtual times gives the same lines, so that a journal proves itself.
 */
import * as v from 'valibot';
import { type Format, formats } from '../api/formats.ts';
import { type Release, releases } from '../api/releases.ts';
import type { EngineOption } from '../engine/timings.ts';
import { HvsimError } from '../errors.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { PoolSpec } from '../simulator/input/pool-spec.ts';
import { toProblems, toProblemText } from '../simulator/input/read.ts';
import type { EventInput } from '../simulator/input/read-event.ts';
import type { TimelineEntry } from '../simulator/timeline.ts';
import { journalInput, type PoolAttributes, sentRecord, type WorldInput } from './inputs.ts';

/** What a world was made with: the first line. */
export interface RunHead {
  /** The version of the journal's form. */
  readonly hvsim: 1;
  readonly release: Release;
  /** Of the statuses. */
  readonly format: Format;
  readonly seed: number;
  readonly engine: EngineOption;
  /** Epoch milliseconds. */
  readonly startAt: number;
  /** The begin was the present, as nobody asked for another: a reset begins at the present again. */
  readonly startsNow?: true;
  readonly pools: readonly PoolSpec[];
  readonly scenario?: Scenario;
}

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
  /** From 0. */
  readonly byte: number;
  readonly text: string;
}

/** A line after the first, and the input in it; none where it is what came of inputs, or of the begin of the run. */
export interface JournalEntry extends JournalLine {
  readonly at: number;
  readonly input: WorldInput | undefined;
}

/**
 * Splits a journal into lines. A last record that is cut off or no JSON is left out: the run ended while it was written.
 *
 * @param name what to call the journal in errors
 * @returns the complete lines, and how many bytes they take; what stands after them is torn
 * @throws HvsimError `wrong-state` for anything else that is no JSON, with its line and byte
 */
export function readLines(
  bytes: Uint8Array,
  name: string,
): { readonly lines: readonly JournalLine[]; readonly bytes: number; readonly isTorn: boolean } {
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

/** The error of a journal that cannot be used, with where. */
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

/** What a head must have so that a run can be made of it; what is in its pools, engine and scenario is read then. */
const head = v.looseObject({
  release: v.picklist(releases),
  format: v.picklist(formats),
  seed: v.pipe(v.number(), v.safeInteger()),
  engine: v.union([v.string(), v.looseObject({})], 'Expected a profile, or an object with timings'),
  startAt: v.pipe(v.number(), v.safeInteger()),
  pools: v.array(v.looseObject({})),
  scenario: v.optional(v.looseObject({ steps: v.array(v.looseObject({})) })),
});

/**
 * Reads the first line.
 *
 * @throws HvsimError `wrong-state`
 */
export function readHead(line: JournalLine, name: string): RunHead {
  const { run, event } = JSON.parse(line.text) as { run?: RunHead; event?: unknown };
  if (typeof run !== 'object' || run === null)
    throw new HvsimError('wrong-state', `${name} is no state file of hvsim: its first line has no "run".`);
  if (run.hvsim !== 1) {
    throw new HvsimError(
      'wrong-state',
      `${name} is of version ${JSON.stringify(run.hvsim)} and this hvsim reads version 1. Move the file away to begin anew.`,
    );
  }
  if (event !== undefined) throw damaged(name, line, 'is of a timeline, which no server can go on from');
  const parsed = v.safeParse(head, run);
  if (!parsed.success) throw damaged(name, line, `has a "run" that none can be made of: ${toProblemText(toProblems(parsed.issues))}`);
  return run;
}

/**
 * Reads a line after the first.
 *
 * @throws HvsimError `wrong-state`
 */
export function readEntry(line: JournalLine, name: string): JournalEntry {
  const value = JSON.parse(line.text) as SentRecord & { input?: object };
  const { at, input } = value;
  const check = (schema: v.GenericSchema<unknown>, given: unknown) => {
    const { issues } = v.safeParse(schema, given);
    if (issues) throw damaged(name, line, `cannot be read: ${toProblemText(toProblems(issues))}`);
  };
  if (input !== undefined) {
    if (isObject(input) && 'step' in input) return { ...line, at, input: undefined };
    check(journalInput, isObject(input) ? { at, ...input } : input);
    return { ...line, at, input: { at, ...input } as WorldInput };
  }
  if (value.by !== 'script' || value.step !== undefined) return { ...line, at, input: undefined };
  check(sentRecord, value);
  return { ...line, at, input: toWorldInput(value, value) };
}

/** A record of something that was sent, with what stands beside it in a journal. */
type SentRecord = Pick<TimelineEntry, 'at' | 'pool' | 'event' | 'by'> & BesideRecord;

/** What a record of the timeline says in a journal beside itself. */
export interface BesideRecord {
  /** The step of the scenario that it came of, from 0. */
  readonly step?: number;
  /** Of a pool that was created by a request. */
  readonly attributes?: PoolAttributes;
}

/** The input that an event which was sent is. */
export function toWorldInput(
  { at, pool, event }: Pick<TimelineEntry, 'at' | 'pool' | 'event'>,
  { attributes = {} }: BesideRecord,
): WorldInput {
  if (event.type !== 'desktop.create') return { at, pool, send: event as EventInput };
  const { type: _, ...create } = event;
  return { at, create, attributes };
}

/** Writes an input that is no event. */
export const toInputLine = ({ at, ...input }: WorldInput & BesideRecord): string => JSON.stringify({ at, input });

/** Writes the first line. */
export const toHeadLine = (run: RunHead): string => JSON.stringify({ run });
