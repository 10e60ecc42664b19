/** Finds a member in JSON text, for messages that point at it. A text is searched once, when somebody asks, however many ask. */
import type { JsonRecord, Place } from './json-records.ts';

/** Keys and indices from the outside in. */
export type JsonPath = readonly (string | number)[];

type Text = Pick<JsonRecord, 'text' | 'line' | 'column'>;

interface Member {
  /** Where its value begins. */
  readonly offset: number;
  /** Of an object or array, by key or index. A key that is given twice is the last one, as for JSON.parse. */
  readonly members: Map<string, Member>;
}

/** What was found in a text: where its lines end, and, when it was asked for, its members. */
interface Found {
  readonly breaks: readonly number[];
  top?: Member;
}

const known = new WeakMap<Text, Found>();

/**
 * Where a member of a record is in its file: the value, or the innermost container on the way that exists.
 *
 * @example
 * placeOf({ text: '{"a":\n [7]}', line: 3, column: 1 }, ['a', 0]) //=> { line: 4, column: 3 }
 */
export function placeOf(record: Text, path: JsonPath): Place {
  const offset = offsetOf(record, path);
  const { breaks } = foundIn(record);
  let [low, high] = [0, breaks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((breaks[middle] as number) < offset) low = middle + 1;
    else high = middle;
  }
  const lineBegin = low === 0 ? -record.column : (breaks[low - 1] as number);
  return { line: record.line + low, column: offset - lineBegin };
}

/** The line of a member: found without a search where the record has only one. */
export const lineOf = (record: Text, path: JsonPath): number =>
  foundIn(record).breaks.length === 0 ? record.line : placeOf(record, path).line;

function foundIn(record: Text): Found {
  let found = known.get(record);
  if (!found) {
    const breaks: number[] = [];
    for (let at = record.text.indexOf('\n'); at !== -1; at = record.text.indexOf('\n', at + 1)) breaks.push(at);
    found = { breaks };
    known.set(record, found);
  }
  return found;
}

function offsetOf(record: Text, path: JsonPath): number {
  const first = Math.max(record.text.search(/\S/), 0);
  if (path.length === 0) return first;
  const found = foundIn(record);
  found.top ??= membersOf(record.text, first);
  let member = found.top;
  for (const key of path) {
    const inner = member.members.get(String(key));
    if (!inner) break;
    member = inner;
  }
  return member.offset;
}

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;

function membersOf(text: string, offset: number): Member {
  const top: Member = { offset, members: new Map() };
  /** The containers around, and in each the key or index of the member that is read; undefined before a key. */
  const around: { readonly member: Member; readonly isArray: boolean; key: string | undefined }[] = [];
  for (const { 0: part, index } of text.matchAll(token)) {
    const outer = around.at(-1);
    if (part === ':') continue;
    if (part === '}' || part === ']') around.pop();
    else if (part === ',') {
      if (outer) outer.key = outer.isArray ? String(Number(outer.key) + 1) : undefined;
    } else if (outer && outer.key === undefined) outer.key = readName(part);
    else {
      const member = outer ? { offset: index, members: new Map() } : top;
      if (outer) outer.member.members.set(outer.key as string, member);
      if (part === '{' || part === '[') around.push({ member, isArray: part === '[', key: part === '[' ? '0' : undefined });
    }
  }
  return top;
}

/** What is no key is called like none. */
function readName(part: string): string {
  try {
    return JSON.parse(part) as string;
  } catch {
    return part;
  }
}
