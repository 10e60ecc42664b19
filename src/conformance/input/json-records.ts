/** Splits a stream of text into the JSON values in it: NDJSON, values one after the other, or the elements of an array. */
import { deepest, isSpace, JsonContainers } from './json-containers.ts';

/** Where something is in a text, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** One JSON value of a stream, or why there is none. */
export interface JsonRecord extends Place {
  readonly text: string;
  readonly value?: unknown;
  /** Why it is no JSON. */
  readonly problem?: string;
}

/** Stands for bytes that are no text: half of a surrogate pair, which no encoded text has. */
export const noText = '\udcff';

/** The longest value that is read, in characters. */
const defaultLimit = 8 * 2 ** 20;

/** The longest number, text or word, in characters: none of them is a status, so they need not be kept. */
const longestScalar = 2 ** 16;

/** The value that is being read. */
interface Begun {
  readonly place: Place;
  /** What came of it before the text at hand: long texts are joined once. Undefined where it is too long to be kept. */
  kept: string[] | undefined;
  keptLength: number;
  /** Where it goes on in the text at hand. */
  from: number;
  /** Its objects and arrays; undefined for a number, text or word. */
  readonly containers: JsonContainers | undefined;
}

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
  /** What is at hand of the text, and how far it is read. */
  #text = '';
  #at = 0;
  /** The line that is read, and where it begins and ends in the text at hand. */
  #line = 1;
  #lineBegin = 0;
  #lineEnd = 0;
  #inArray = false;
  #begun: Begun | undefined;
  /** The value before was cut off right after its first brace. */
  #wasLone = false;

  /** @param limit the longest value that is read, in characters; 8 Mi when absent */
  constructor(limit = defaultLimit) {
    this.#limit = limit;
  }

  /** Takes the next part of the text and yields what is complete. */
  *push(text: string): Generator<JsonRecord, void, void> {
    this.#append(text);
    for (;;) {
      if (!this.#begun && !this.#skipToValue()) return;
      const record = this.#begun ? this.#continue(this.#begun) : this.#start();
      if (record) yield record;
      else if (this.#at >= this.#text.length) return;
    }
  }

  /** Yields what is left when the text ends. */
  *end(): Generator<JsonRecord, void, void> {
    if (this.#begun?.containers) yield this.#finish(this.#begun, 'ends in the middle of a value');
    else {
      if (this.#begun) yield this.#complete(this.#begun);
      if (this.#inArray) yield { ...this.#place, text: '', problem: 'ends in the middle of an array' };
    }
    this.#inArray = false;
  }

  #append(text: string): void {
    this.#countLines();
    if (this.#begun) {
      this.#begun.kept?.push(this.#text.slice(this.#begun.from, this.#at));
      this.#begun.keptLength += this.#at - this.#begun.from;
      this.#begun.from = 0;
    }
    this.#lineBegin -= this.#at;
    this.#text = this.#text.slice(this.#at) + text;
    this.#at = 0;
    this.#lineEnd = this.#breakFrom(0);
  }

  #countLines(): void {
    while (this.#lineEnd < this.#at) {
      this.#line += 1;
      this.#lineBegin = this.#lineEnd + 1;
      this.#lineEnd = this.#breakFrom(this.#lineBegin);
    }
  }

  #breakFrom(index: number): number {
    const found = this.#text.indexOf('\n', index);
    return found === -1 ? this.#text.length : found;
  }

  get #place(): Place {
    this.#countLines();
    return { line: this.#line, column: this.#at - this.#lineBegin + 1 };
  }

  /** Passes over what may stand between values, the separator of JSON text sequences too; false where the text so far ends. */
  #skipToValue(): boolean {
    for (; this.#at < this.#text.length; this.#at += 1) {
      const char = this.#text.charAt(this.#at);
      if (isSpace(char) || char === '\x1e') continue;
      if (char === '[' && !this.#inArray) this.#inArray = true;
      else if (char === ']' && this.#inArray) this.#inArray = false;
      else if (char !== ',' || !this.#inArray) return true;
    }
    return false;
  }

  /** Begins a value, or takes an object at once where it is the whole rest of a line. */
  #start(): JsonRecord | undefined {
    const first = this.#text.charAt(this.#at);
    const whole = first === '{' ? this.#wholeLine() : undefined;
    if (whole) return whole;
    const containers = first === '{' || first === '[' ? new JsonContainers() : undefined;
    this.#begun = { place: this.#place, kept: [], keptLength: 0, from: this.#at, containers };
    return undefined;
  }

  #wholeLine(): JsonRecord | undefined {
    this.#countLines();
    if (this.#lineEnd === this.#text.length || this.#lineEnd - this.#at > this.#limit) return undefined;
    const line = this.#text.slice(this.#at, this.#lineEnd).trimEnd();
    const text = this.#inArray && line.endsWith(',') ? line.slice(0, -1) : line;
    if (!text.endsWith('}')) return undefined;
    const parsed = parseRecord(text);
    if ('problem' in parsed) return undefined;
    const record = { ...this.#place, text, ...parsed };
    this.#at += text.length;
    return record;
  }

  /** Goes on in a value until it is complete or broken; undefined where the text so far ends before. */
  #continue(begun: Begun): JsonRecord | undefined {
    if (begun.containers) {
      const end = begun.containers.scan(this.#text, this.#at);
      this.#at = end?.at ?? this.#text.length;
      if (end) return end.problem === undefined ? this.#complete(begun) : this.#broken(begun, end.problem);
    } else {
      this.#at = this.#scalarEnd();
      if (this.#at < this.#text.length) return this.#complete(begun);
    }
    if (this.#isTooLong(begun) || begun.containers?.isTooDeep) begun.kept = undefined;
    return undefined;
  }

  /** Where a number, text or word ends: with its line, or with the element of the array. */
  #scalarEnd(): number {
    this.#countLines();
    if (!this.#inArray) return this.#lineEnd;
    let end = this.#at;
    while (end < this.#lineEnd && this.#text[end] !== ',' && this.#text[end] !== ']') end += 1;
    return end;
  }

  #longest({ containers }: Begun): number {
    return containers ? this.#limit : Math.min(this.#limit, longestScalar);
  }

  #isTooLong(begun: Begun): boolean {
    return begun.kept === undefined || this.#lengthOf(begun) > this.#longest(begun);
  }

  #lengthOf({ keptLength, from }: Begun): number {
    return keptLength + this.#at - from;
  }

  #textOf({ kept, from }: Begun): string {
    const last = this.#text.slice(from, this.#at);
    return kept?.length ? kept.join('') + last : last;
  }

  #complete(begun: Begun): JsonRecord {
    this.#wasLone = false;
    if (begun.containers?.isTooDeep) return this.#finish(begun, `is nested deeper than ${deepest} levels`);
    if (this.#isTooLong(begun)) return this.#finish(begun, `is longer than ${this.#longest(begun)} characters`);
    const text = this.#textOf(begun).trimEnd();
    this.#begun = undefined;
    return { ...begun.place, text, ...parseRecord(text) };
  }

  /** Of braces in a row, all without anything in them, only the first one is reported. */
  #broken(begun: Begun, problem: string): JsonRecord | undefined {
    const isLone = this.#lengthOf(begun) === 1;
    const isRun = isLone && this.#wasLone;
    this.#wasLone = isLone;
    if (!isRun) return this.#finish(begun, problem);
    this.#begun = undefined;
    return undefined;
  }

  #finish(begun: Begun, problem: string): JsonRecord {
    this.#begun = undefined;
    return { ...begun.place, text: this.#isTooLong(begun) ? '' : this.#textOf(begun), problem };
  }
}

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
