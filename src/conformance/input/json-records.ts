/** Splits a stream of text into the JSON values in it: NDJSON, values one after the other, or the elements of an array. */
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

/** The longest number, text or word, in characters: none of them is a status, so they need not be kept. */
const longestScalar = 2 ** 16;

/** How deep a value may be nested. */
const deepest = 1_000;

/** The value that is being read. */
interface Begun {
  readonly place: Place;
  readonly isScalar: boolean;
  /** How long it may be, in characters. */
  readonly limit: number;
  /** What came of it so far; undefined where that is too long to be kept. */
  text: string | undefined;
  /** How many of its containers are open. */
  depth: number;
  /** The characters that close them, by their depth, up to the deepest. */
  readonly closing: string[];
  isTooDeep: boolean;
  inText: boolean;
  isEscaped: boolean;
  /** The last character outside texts that is no space. */
  last: string;
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
  constructor(limit = 8 * 2 ** 20) {
    this.#limit = limit;
  }

  /** Takes the next part of the text and yields what is complete. */
  *push(text: string): Generator<JsonRecord, void, void> {
    this.#countLines();
    this.#lineBegin -= this.#at;
    this.#text = this.#text.slice(this.#at) + text;
    this.#at = 0;
    this.#lineEnd = this.#breakFrom(0);
    for (;;) {
      if (!this.#begun && !this.#skipToValue()) return;
      const record = this.#begun ? this.#continue(this.#begun) : this.#start();
      if (record) yield record;
      else if (this.#at >= this.#text.length) return;
    }
  }

  /** Yields what is left when the text ends. */
  *end(): Generator<JsonRecord, void, void> {
    const begun = this.#begun;
    if (begun) yield begun.isScalar ? this.#complete(begun) : this.#finish(begun, cutOff);
    if (this.#inArray && (begun?.isScalar ?? true)) yield { ...this.#place, text: '', problem: 'ends in the middle of an array' };
    this.#inArray = false;
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
    const isScalar = first !== '{' && first !== '[';
    const limit = isScalar ? Math.min(this.#limit, longestScalar) : this.#limit;
    const blank = { text: '', depth: 0, closing: [], isTooDeep: false, inText: false, isEscaped: false, last: ':' };
    this.#begun = { place: this.#place, isScalar, limit, ...blank };
    return undefined;
  }

  #wholeLine(): JsonRecord | undefined {
    this.#countLines();
    if (this.#lineEnd === this.#text.length || this.#lineEnd - this.#at > this.#limit) return undefined;
    const line = this.#text.slice(this.#at, this.#lineEnd).trimEnd();
    const text = this.#inArray && line.endsWith(',') ? line.slice(0, -1) : line;
    const parsed = text.endsWith('}') && parseRecord(text);
    if (!parsed || 'problem' in parsed) return undefined;
    const record = { ...this.#place, text, ...parsed };
    this.#at += text.length;
    return record;
  }

  /** Goes on in a value until it is complete or broken; undefined where the text so far ends before. */
  #continue(begun: Begun): JsonRecord | undefined {
    const from = this.#at;
    const end = begun.isScalar ? this.#scalarEnd() : scan(begun, this.#text, from);
    this.#at = end?.at ?? this.#text.length;
    if (begun.text !== undefined) begun.text += this.#text.slice(from, this.#at);
    if ((begun.text?.length ?? 0) > begun.limit) begun.text = undefined;
    if (!end) return undefined;
    return end.problem === undefined ? this.#complete(begun) : this.#broken(begun, end.problem);
  }

  /** Where a number, text or word ends: with its line, or with the element of the array. */
  #scalarEnd(): End | undefined {
    this.#countLines();
    let at = this.#inArray ? this.#at : this.#lineEnd;
    while (at < this.#lineEnd && this.#text[at] !== ',' && this.#text[at] !== ']') at += 1;
    return at < this.#text.length ? { at } : undefined;
  }

  #complete(begun: Begun): JsonRecord {
    this.#wasLone = false;
    if (begun.isTooDeep) return this.#finish(begun, `is nested deeper than ${deepest} levels`);
    if (begun.text === undefined) return this.#finish(begun, `is longer than ${begun.limit} characters`);
    const text = begun.text.trimEnd();
    this.#begun = undefined;
    return { ...begun.place, text, ...parseRecord(text) };
  }

  /** Of braces in a row, all without anything in them, only the first one is reported. */
  #broken(begun: Begun, problem: string): JsonRecord | undefined {
    const wasLone = this.#wasLone;
    this.#wasLone = begun.text?.length === 1;
    const record = this.#finish(begun, problem);
    return this.#wasLone && wasLone ? undefined : record;
  }

  #finish({ place, text = '' }: Begun, problem: string): JsonRecord {
    this.#begun = undefined;
    return { ...place, text, problem };
  }
}

const cutOff = 'ends in the middle of a value';

/** Where a value ends, or where it is broken and how. */
interface End {
  readonly at: number;
  readonly problem?: string;
}

/** Follows the objects and arrays of a value to the end of the outermost, whatever else is in it; undefined where the text so far ends. */
function scan(begun: Begun, text: string, from: number): End | undefined {
  for (let at = from; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (begun.inText) {
      if (char === '\n') return { at, problem: 'has a line break inside a text' };
      if (char === '"' && !begun.isEscaped) begun.inText = false;
      begun.isEscaped = char === '\\' && !begun.isEscaped;
      continue;
    }
    const innermost = begun.closing[Math.min(begun.depth, deepest)];
    if (char === '"') begun.inText = true;
    else if (char === '{' || char === '[') {
      // Where an object may not begin, the one before was cut off.
      const mayBegin = char === '[' || begun.last === ':' || (innermost === ']' && (begun.last === '[' || begun.last === ','));
      if (!mayBegin) return { at, problem: cutOff };
      begun.depth += 1;
      if (begun.depth > deepest) begun.isTooDeep = true;
      else begun.closing[begun.depth] = char === '{' ? '}' : ']';
    } else if (char === '}' || char === ']') {
      if (begun.depth <= deepest && char !== innermost) return { at: at + 1, problem: `has a ${char} that closes nothing` };
      begun.depth -= 1;
      if (begun.depth === 0) return { at: at + 1 };
    }
    if (!isSpace(char)) begun.last = char;
  }
  return undefined;
}

/** Whether it is what JavaScript takes for a space, the byte order mark among it. */
const isSpace = (char: string): boolean => char.trim() === '';

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
