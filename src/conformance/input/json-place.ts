/** Finds a member in JSON text, for messages that point at it. A text is searched once, when somebody asks, however many ask. */
import type { JsonRecord, Place } from './json-records.ts';

/** Keys and indices from the outside in. */
export type JsonPath = readonly (string | number)[];

type Text = Pick<JsonRecord, 'text' | 'line' | 'column'>;

interface Member {
  /** Where its value begins. */
  readonly place: Place;
  /** Of an object or array, by key or index. A key that is given twice is the last one, as for JSON.parse. */
  readonly members: Map<string, Member>;
}

const known = new WeakMap<Text, { readonly isOneLine: boolean; top?: Member }>();

/**
 * Where a member of a record is in its file: the value, or the innermost container on the way that exists.
 *
 * @example
 * placeOf({ text: '{"a":\n [7]}', line: 3, column: 1 }, ['a', 0]) //=> { line: 4, column: 3 }
 */
export function placeOf(record: Text, path: JsonPath): Place {
  if (path.length === 0) return { line: record.line, column: record.column };
  const found = foundIn(record);
  found.top ??= membersOf(record);
  let member = found.top;
  for (const key of path) {
    const inner = member.members.get(String(key));
    if (!inner) break;
    member = inner;
  }
  return member.place;
}

/** The line of a member: found without a search where the record has only one. */
export const lineOf = (record: Text, path: JsonPath): number => (foundIn(record).isOneLine ? record.line : placeOf(record, path).line);

function foundIn(record: Text) {
  const found = known.get(record) ?? { isOneLine: !record.text.includes('\n') };
  known.set(record, found);
  return found;
}

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:\n]|[^\s{}[\],:"]+/gs;

function membersOf({ text, line, column }: Text): Member {
  const top: Member = { place: { line, column }, members: new Map() };
  /** The containers around, and in each the key or index of the member that is read; undefined before a key. */
  const around: { readonly member: Member; readonly isArray: boolean; key: string | undefined }[] = [];
  let [lines, lineBegin] = [0, -column];
  for (const { 0: part, index } of text.matchAll(token)) {
    const outer = around.at(-1);
    if (part === ':') continue;
    if (part === '\n') [lines, lineBegin] = [lines + 1, index];
    else if (part === '}' || part === ']') around.pop();
    else if (part === ',') {
      if (outer) outer.key = outer.isArray ? String(Number(outer.key) + 1) : undefined;
    } else if (outer && outer.key === undefined) outer.key = JSON.parse(part) as string;
    else {
      const member = outer ? { place: { line: line + lines, column: index - lineBegin }, members: new Map() } : top;
      if (outer) outer.member.members.set(outer.key as string, member);
      if (part === '{' || part === '[') around.push({ member, isArray: part === '[', key: part === '[' ? '0' : undefined });
    }
  }
  return top;
}
