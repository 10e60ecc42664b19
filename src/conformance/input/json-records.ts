/** Splits a stream of text into the JSON values in it: NDJSON, values one after the other, or the elements of an array. */
import { Containers, isSpace, noText, type Place, TextCursor } from './json-scanner.ts';

/** One JSON value of a stream, or why there is none. */
export interface JsonRecord extends Place {
  readonly text: string;
  readonly value?: unknown;
  /** Why it is no JSON. */
  readonly problem?: string;
}

/** The longest value that is read, in characters. */
const defaultLimit = 8 * 2 ** 20;

/** The longest number, text or word, in characters: none of them is a status, so they need not be kept. */
const longestScalar = 2 ** 16;

/**
 * Reads JSON values as they come, whatever the line breaks; a top-level array is read element by element. What is broken is
 * reported and passed over, up to the next place where a value can begin. Memory is bounded by the longest value.
 *
 * @example
 * const records = new JsonRecords();
 * [...records.push('{"a":1}\n{"a":'), ...records.push('2}'), ...records.end()].map(({ line }) => line) //=> 1,2
 */
export class JsonRecords {
  readonly #limit: number;
  readonly #cursor = new TextCursor();
  readonly #containers = new Containers();
  #inArray = false;
  /** Where the value being read begins; undefined between values. */
  #begin: Place | undefined;
  /** It is no object or array. */
  #isScalar = false;
  /** The value before was cut off right after its first brace. */
  #wasLone = false;

  /** @param limit the longest value that is read, in characters; 8 Mi when absent */
  constructor(limit = defaultLimit) {
    this.#limit = limit;
  }

  /** Takes the next part of the text and yields what is complete. */
  *push(text: string): Generator<JsonRecord, void, void> {
    this.#cursor.append(text);
    for (;;) {
      if (this.#begin === undefined && !this.#skipToValue()) return;
      const record = this.#begin === undefined ? this.#start() : this.#continue();
      if (record) yield record;
      else if (this.#cursor.isAtEnd) return;
    }
  }

  /** Yields what is left when the text ends. */
  *end(): Generator<JsonRecord, void, void> {
    if (this.#begin && !this.#isScalar) yield this.#broken('ends in the middle of a value');
    else {
      if (this.#begin) yield this.#complete();
      if (this.#inArray) yield { ...this.#cursor.place, text: '', problem: 'ends in the middle of an array' };
    }
    this.#inArray = false;
  }

  /** Passes over what may stand between values; false where the text so far ends. */
  #skipToValue(): boolean {
    const cursor = this.#cursor;
    for (; !cursor.isAtEnd; cursor.at += 1) {
      const char = cursor.part.charAt(cursor.at);
      if (isBetweenValues(char)) continue;
      if (char === '[' && !this.#inArray) this.#inArray = true;
      else if (char === ']' && this.#inArray) this.#inArray = false;
      else if (char !== ',' || !this.#inArray) return true;
    }
    return false;
  }

  /** Begins a value, or takes an object at once where it is the whole rest of a line. */
  #start(): JsonRecord | undefined {
    const cursor = this.#cursor;
    const first = cursor.part.charAt(cursor.at);
    this.#isScalar = first !== '{' && first !== '[';
    const whole = first === '{' ? this.#wholeLine() : undefined;
    if (whole) return whole;
    this.#begin = cursor.place;
    cursor.keep();
    this.#containers.reset();
    return undefined;
  }

  #wholeLine(): JsonRecord | undefined {
    const cursor = this.#cursor;
    const { lineEnd } = cursor;
    if (lineEnd === cursor.part.length || lineEnd - cursor.at > this.#limit) return undefined;
    const line = cursor.part.slice(cursor.at, lineEnd).trimEnd();
    const text = this.#inArray && line.endsWith(',') ? line.slice(0, -1) : line;
    if (!text.endsWith('}')) return undefined;
    const parsed = parseRecord(text);
    if ('problem' in parsed) return undefined;
    const record = { ...cursor.place, text, ...parsed };
    cursor.at += text.length;
    return record;
  }

  /** Goes on in a value until it is complete or broken; undefined where the text so far ends before. */
  #continue(): JsonRecord | undefined {
    const cursor = this.#cursor;
    if (this.#isScalar) {
      cursor.at = this.#scalarEnd();
      if (!cursor.isAtEnd) return this.#complete();
    } else {
      const end = this.#containers.scan(cursor);
      if (end === 'complete') return this.#complete();
      if (end !== undefined) return this.#isRun() ? undefined : this.#broken(end);
    }
    if (this.#isTooLong || this.#containers.isTooDeep) cursor.forget();
    return undefined;
  }

  /** A brace after braces, all without anything in them: the first one was reported, and this one is passed over. */
  #isRun(): boolean {
    const isLone = this.#cursor.keptLength === 1;
    const isRun = isLone && this.#wasLone;
    if (isRun) {
      this.#cursor.forget();
      this.#begin = undefined;
    }
    this.#wasLone = isLone;
    return isRun;
  }

  /** Where a number, text or word ends: with its line, or with the element of the array. */
  #scalarEnd(): number {
    const { part, at, lineEnd } = this.#cursor;
    if (!this.#inArray) return lineEnd;
    let end = at;
    while (end < lineEnd && part.charAt(end) !== ',' && part.charAt(end) !== ']') end += 1;
    return end;
  }

  get #longest(): number {
    return this.#isScalar ? Math.min(this.#limit, longestScalar) : this.#limit;
  }

  get #isTooLong(): boolean {
    return this.#cursor.keptLength > this.#longest;
  }

  #complete(): JsonRecord {
    this.#wasLone = false;
    const { kept } = this.#cursor;
    if (this.#containers.isTooDeep) return this.#broken(`is nested deeper than ${Containers.deepest} levels`);
    if (kept === '' || kept.length > this.#longest) return this.#broken(`is longer than ${this.#longest} characters`);
    const text = kept.trimEnd();
    return this.#finish({ text, ...parseRecord(text) });
  }

  #broken(problem: string): JsonRecord {
    return this.#finish({ text: this.#isTooLong ? '' : this.#cursor.kept, problem });
  }

  #finish(record: Pick<JsonRecord, 'text' | 'value' | 'problem'>): JsonRecord {
    const { line, column } = this.#begin as Place;
    this.#cursor.forget();
    this.#begin = undefined;
    return { line, column, ...record };
  }
}

/** Spaces, the byte order mark, and the separator of JSON text sequences. */
const isBetweenValues = (char: string): boolean => isSpace(char) || char === '\x1e';

/** The value of a JSON text, or why it has none. */
function parseRecord(text: string): { readonly value: unknown } | { readonly problem: string } {
  if (text.includes(noText)) return { problem: 'is no text in UTF-8; save it so' };
  // Most of what is no JSON cannot even begin a value, and an error takes as long to make as a hundred statuses to read.
  if (!mayBegin.test(text)) return { problem: `is no JSON: ${escaped(`Unexpected token '${text.charAt(0)}'`)}` };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const message = (error as Error).message;
    const what = /^(Unexpected (?:token|end|string|number|non-whitespace)[^,]*|Expected [^(]*|Bad [^(]*|Unterminated [^(]*)/.exec(message);
    const words = (what?.[1] ?? 'it cannot be parsed').replace(/ in JSON at position.*| after JSON at.*/s, '').trim();
    return { problem: `is no JSON: ${escaped(words)}` };
  }
}

const mayBegin = /^(?:[\s"[{\d\-tfn]|$)/;

/** Control characters would act on a terminal. */
const escaped = (text: string): string => text.replace(/\p{Cc}/gu, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
