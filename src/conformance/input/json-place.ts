/** Finds a member in JSON text, for messages that point at it. Nothing is parsed until something is wrong. */
import type { JsonRecord } from './json-records.ts';
import type { Place } from './text-cursor.ts';

/** Keys and indices from the outside in. */
export type JsonPath = readonly (string | number)[];

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;

/**
 * Where a member of a record is in its file: the value, or the innermost container on the way that exists.
 *
 * @example
 * placeOf({ text: '{"a":\n [7]}', line: 3, column: 1 }, ['a', 0]) //=> { line: 4, column: 3 }
 */
export function placeOf(record: Pick<JsonRecord, 'text' | 'line' | 'column'>, path: JsonPath): Place {
  const { text } = record;
  const before = text.slice(0, offsetOf(text, path)).split('\n');
  const last = before.at(-1) ?? '';
  return {
    line: record.line + before.length - 1,
    column: before.length === 1 ? record.column + last.length : last.length + 1,
  };
}

/** The offset at which the value begins. A key that is given twice is the last one, as for JSON.parse. */
function offsetOf(text: string, path: JsonPath): number {
  let found = text.search(/\S/);
  for (const key of path) {
    const next = memberOf(text, found, key);
    if (next === undefined) break;
    found = next;
  }
  return Math.max(found, 0);
}

/** Where the value of a key or index begins, in the container that begins at an offset. */
function memberOf(text: string, from: number, key: string | number): number | undefined {
  const isObject = text[from] === '{';
  if (!isObject && text[from] !== '[') return undefined;
  const scan = new RegExp(token);
  scan.lastIndex = from + 1;
  let depth = 0;
  let index = 0;
  let name: string | undefined;
  let isNext = !isObject;
  let found: number | undefined;
  for (let match = scan.exec(text); match; match = scan.exec(text)) {
    const [part] = match;
    if (depth === 0 && (part === '}' || part === ']')) break;
    if (depth === 0 && part === ',') {
      index += 1;
      isNext = !isObject;
    } else if (depth === 0 && part === ':') isNext = true;
    else {
      if (depth === 0 && isNext) {
        if (isObject ? name === key : index === Number(key)) found = match.index;
        isNext = false;
      } else if (depth === 0) name = readName(part);
      if (part === '{' || part === '[') depth += 1;
      if (part === '}' || part === ']') depth -= 1;
    }
  }
  return found;
}

function readName(part: string): string | undefined {
  try {
    return JSON.parse(part) as string;
  } catch {
    return undefined;
  }
}
