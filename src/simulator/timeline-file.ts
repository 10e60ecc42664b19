/** Reads what hvsim writes of runs, line by line: timelines, journals of a server, and observed sequences that were judged. */
import type { PoolState } from '../../machines/vocabulary.ts';
import { type Format, isFormat } from '../api/formats.ts';
import { findRelease, type Release } from '../api/releases.ts';
import { HvsimError } from '../errors.ts';
import type { RunMark, TimelineRecord } from './timeline.ts';

/** A status that was seen of a pool: a line of `hvsim check --json`. */
export interface ObservedLine {
  readonly pool?: string;
  /** Epoch milliseconds. */
  readonly at?: number;
  readonly verdict: 'first' | 'unchanged' | 'explained' | 'impossible';
  /** In words. */
  readonly seen: string;
  readonly state?: Omit<PoolState, 'task'>;
  /** What must have happened unseen. */
  readonly events: readonly { readonly event: string; readonly text: string }[];
  readonly reason?: { readonly rule: string; readonly text: string; readonly document: string };
  readonly release: Release;
  readonly format: Format;
  readonly status: unknown;
}

export type TimelineFile = ReturnType<typeof readTimelineFile>;

type Value = Readonly<Record<string, unknown>>;

type Line = { readonly line: number; readonly value: Value };

/** Reads the lines of a file, whose name is for errors. One that is cut off in its last line is read as far as it is whole, with a warning. */
export function readTimelineFile(texts: Iterable<string>, name: string) {
  const warnings: string[] = [];
  const lines = [...parsed(texts, name, warnings)];
  const [first] = lines;
  if (!first) throw wrong(name, warnings.length > 0 ? 'is cut off in its first line' : 'is empty');
  const kind = kindOf(first.value);
  if (kind === undefined) throw wrong(name, `is no timeline: line ${first.line} is ${looksLike(first.value)}`);
  const records = lines.flatMap(({ line, value }) => (isRecord(value) ? [{ line, record: value as unknown as TimelineRecord }] : []));
  const observed = lines.flatMap(({ line, value }) => (isObserved(value) ? [{ line, seen: value as unknown as ObservedLine }] : []));
  for (const { line, value } of lines) {
    if (kindOf(value) === undefined || (isObserved(value) || 'summary' in value) !== (kind === 'observed'))
      throw wrong(name, `has another thing in line ${line}, which is ${looksLike(value)}`);
  }
  if (records.length + observed.length === 0) throw wrong(name, 'has a head and nothing more: nothing has happened in it');
  return { name, run: toMark(lines, name), records, observed, warnings };
}

function* parsed(texts: Iterable<string>, name: string, warnings: string[]): Generator<Line, void, void> {
  let line = 0;
  let broken: number | undefined;
  for (const text of texts) {
    line += 1;
    const trimmed = text.replace(/^\uFEFF/, '').trim();
    if (trimmed === '') continue;
    if (broken !== undefined)
      throw wrong(name, broken === 1 ? 'is no timeline: line 1 is no JSON' : `is damaged: line ${broken} is no JSON`);
    try {
      yield { line, value: JSON.parse(trimmed) };
    } catch {
      broken = line;
      if (line === 1 && !trimmed.startsWith('{')) throw wrong(name, `is no timeline: line 1 is no JSON. ${hintOf(trimmed)}`);
    }
  }
  if (broken !== undefined) warnings.push(`${name} is cut off in line ${broken}; what is before it is shown.`);
}

const wrong = (name: string, what: string): HvsimError =>
  new HvsimError('wrong-timeline', `${name} ${what}. A timeline is what "hvsim run <scenario> --json" writes.`);

const isObject = (value: unknown): value is Value => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isRecord = (value: unknown): boolean =>
  isObject(value) && isObject(value.event) && typeof value.pool === 'string' && 'state' in value;
const isObserved = (value: unknown): boolean => isObject(value) && typeof value.verdict === 'string' && 'seen' in value && 'line' in value;
const isEnd = (value: Value): boolean => isObject(value.summary);

/** What a line belongs to: a timeline or a journal of one, or a sequence that was judged. */
function kindOf(value: unknown): 'run' | 'observed' | undefined {
  if (!isObject(value)) return undefined;
  const isHeadOrInput = !('event' in value) && (isObject(value.run) || isObject(value.input));
  if (isRecord(value) || isHeadOrInput) return 'run';
  return isObserved(value) || isEnd(value) ? 'observed' : undefined;
}

/** What a line is instead, and what to do with it. */
function looksLike(value: unknown): string {
  if (!isObject(value)) return Array.isArray(value) ? 'a list' : `${JSON.stringify(value)?.slice(0, 40)}`;
  if (typeof value.type === 'string') return 'an event: run the file with "hvsim run - --json" first';
  if ('inputs' in value && 'hvsim' in value) return 'a saved run';
  if ('title' in value && 'steps' in value) return 'a scenario: show it with "hvsim inspect <file>"';
  const keys = Object.keys(value);
  if (keys.some((key) => /^(status|operation|instantClone|instant_clone|provisioning|InstantClone|Operation)/.test(key)))
    return 'a status that was seen: judge the file with "hvsim check <file> --json" first';
  return `an object with ${keys.length === 0 ? 'nothing in it' : keys.slice(0, 5).join(', ')}`;
}

const hintOf = (text: string): string => {
  if (text.startsWith('#')) return 'It looks like events or a scenario: run it with "hvsim run … --json" first';
  const isScenario = /^(title|release|seed|engine|steps|pools|startAt)\s*:/.test(text);
  return isScenario ? 'It looks like a scenario: show it with "hvsim inspect <file>"' : 'It looks like text';
};

/** With which release and format it was recorded: the first line that says so; of what was judged the last, whose guess is the best. */
function toMark(lines: readonly Line[], name: string): RunMark {
  for (const { line, value } of isObserved(lines[0]?.value) ? lines.toReversed() : lines) {
    const mark = (value.run ?? (isObserved(value) || isEnd(value) ? { ...value, hvsim: 1 } : undefined)) as Partial<RunMark> | undefined;
    if (mark === undefined) continue;
    if (mark.hvsim !== 1)
      throw wrong(name, `comes from another version: line ${line} says form ${JSON.stringify(mark.hvsim)}, and this hvsim reads form 1`);
    if (typeof mark.release !== 'string' || typeof mark.format !== 'string' || !isFormat(mark.format))
      throw wrong(name, `does not say in line ${line} with which release and format it was recorded`);
    return { hvsim: 1, release: findRelease(mark.release), format: mark.format };
  }
  const missing = 'no line has a "run" that says with which release and format it was recorded';
  throw wrong(name, `has no begin, or comes from an older version: ${missing}`);
}
