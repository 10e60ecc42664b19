/**
 * The journal: a run as lines of NDJSON. The first says what the run was made with; each that follows is a record of the timeline,
 * or a deed that is no event. Doing the deeds again at their virtual times gives the same lines, so that a journal proves itself.
 */
import * as v from 'valibot';
import { type Format, formats } from '../api/formats.ts';
import { type Release, releases } from '../api/releases.ts';
import type { Failable } from '../engine/activities.ts';
import type { ForcedFailure } from '../engine/chance.ts';
import type { EngineOption } from '../engine/timings.ts';
import { HvsimError } from '../errors.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { PoolSpec } from '../simulator/input/pool-spec.ts';
import { toProblems, toProblemText } from '../simulator/input/read.ts';
import type { EventInput } from '../simulator/input/read-event.ts';
import type { TimelineRecord } from '../simulator/timeline.ts';
import type { FaultRule } from './faults.ts';
import { journalDeed, sentRecord } from './read-deed.ts';
import type { Anchor } from './virtual-clock.ts';
import type { PoolAttributes } from './world.types.ts';

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

/** What was done to a world, in virtual time. */
export type WorldDeed = { readonly at: number } & (
  | { readonly pool: string; readonly send: EventInput }
  | { readonly create: PoolSpec; readonly attributes: PoolAttributes }
  | { readonly pool: string; readonly attributes: PoolAttributes }
  | { readonly pool: string; readonly failNext: Failable; readonly how: ForcedFailure }
  | { readonly faults: readonly FaultRule[] }
  | { readonly clock: Anchor }
);

/** A record of the timeline in a journal. */
export interface JournalRecord extends TimelineRecord {
  /** The step of the scenario that it came of, from 0. */
  readonly step?: number;
  /** Of a pool that was created by a request. */
  readonly attributes?: PoolAttributes;
}

/** A line of a journal with where it begins. */
export interface JournalLine {
  readonly line: number;
  /** From 0. */
  readonly byte: number;
  readonly text: string;
}

/** A line after the first, and the deed in it; none where it is what came of deeds, or of the begin of the run. */
export interface JournalEntry extends JournalLine {
  readonly at: number;
  readonly deed: WorldDeed | undefined;
}

/** What bytes say: complete lines, and how many bytes they take; what stands after them is torn. */
export interface Lines {
  readonly lines: readonly JournalLine[];
  readonly bytes: number;
  readonly isTorn: boolean;
}

/**
 * Splits a journal into lines. A last record that is cut off or no JSON is left out: the run ended while it was written.
 *
 * @param name what to call the journal in errors
 * @throws HvsimError `wrong-state` for anything else that is no JSON, with its line and byte
 */
export function readLines(bytes: Uint8Array, name: string): Lines {
  const lines: JournalLine[] = [];
  let from = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
    const text = textOf(bytes.subarray(from, end));
    const line = lines.length + 1;
    if (text === undefined || !isObjectText(text)) {
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

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function isObjectText(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
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
export function readEntry(each: JournalLine, name: string): JournalEntry {
  const value = JSON.parse(each.text) as JournalRecord & { deed?: object };
  const { at, deed } = value;
  const check = (schema: v.GenericSchema<unknown>, given: unknown) => {
    const { issues } = v.safeParse(schema, given);
    if (issues) throw damaged(name, each, `cannot be read: ${toProblemText(toProblems(issues))}`);
  };
  if (deed !== undefined) {
    if (isObject(deed) && 'step' in deed) return { ...each, at, deed: undefined };
    check(journalDeed, isObject(deed) ? { at, ...deed } : deed);
    return { ...each, at, deed: { at, ...deed } as WorldDeed };
  }
  if (value.by !== 'script' || value.step !== undefined) return { ...each, at, deed: undefined };
  check(sentRecord, value);
  return { ...each, at, deed: deedOf(value) };
}

function deedOf({ at, pool, event, attributes = {} }: JournalRecord): WorldDeed {
  if (event.type !== 'desktop.create') return { at, pool, send: event as EventInput };
  const { type: _, ...create } = event;
  return { at, create, attributes };
}

/** Writes a deed that is no event. */
export const toDeedLine = ({ at, ...deed }: WorldDeed | ({ readonly at: number } & Record<string, unknown>)): string =>
  JSON.stringify({ at, deed });

/** Writes the first line. */
export const toHeadLine = (run: RunHead): string => JSON.stringify({ run });
