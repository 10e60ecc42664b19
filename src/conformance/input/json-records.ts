/** Splits a stream of text into the JSON values in it: NDJSON, values one after the other, or the elements of an array. */
import { parseRecord } from './parse-record.ts';

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

/** The longest value that is read, in characters. */
const defaultLimit = 16 * 2 ** 20;

/** How deep a value may be nested. */
const deepest = 1_000;

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
  #buffer = '';
  /** Index in the buffer up to which it is scanned. */
  #at = 0;
  #line = 1;
  #column = 1;
  #inArray = false;
  /** The containers that are open in the value being read; empty between values. */
  #open: string[] = [];
  #begin: Place | undefined;
  #inString = false;
  #escaped = false;
  #tooLong = false;
  /** Containers that are open below the deepest that is kept. */
  #beyond = 0;
  #tooDeep = false;
  /** The last character that is no space, inside the value being read. */
  #last = '';

  /** @param limit the longest value that is read, in characters; 16 Mi when absent */
  constructor(limit = defaultLimit) {
    this.#limit = limit;
  }

  /** Takes the next part of the text and yields what is complete. */
  *push(chunk: string): Generator<JsonRecord, void, void> {
    this.#buffer += chunk;
    yield* this.#scan(false);
  }

  /** Yields what is left when the text ends. */
  *end(): Generator<JsonRecord, void, void> {
    yield* this.#scan(true);
    if (this.#begin) yield this.#broken('ends in the middle of a value');
    else if (this.#inArray) yield { line: this.#line, column: this.#column, text: '', problem: 'ends in the middle of an array' };
    this.#inArray = false;
  }

  *#scan(isEnd: boolean): Generator<JsonRecord, void, void> {
    for (;;) {
      if (!this.#begin && !this.#skipToValue()) return;
      const record = this.#begin ? this.#continue() : this.#start(isEnd);
      if (record === 'more') return;
      if (record !== 'open') yield record;
    }
  }

  /** Passes over what may stand between values; false where the buffer ends. */
  #skipToValue(): boolean {
    for (; this.#at < this.#buffer.length; this.#step()) {
      const char = this.#buffer[this.#at] as string;
      if (char === '[' && !this.#inArray) this.#inArray = true;
      else if (char === ']' && this.#inArray) this.#inArray = false;
      else if (!isBetweenValues(char) && !(char === ',' && this.#inArray)) break;
    }
    this.#drop();
    return this.#buffer.length > 0;
  }

  /** Begins a value: a whole line at once where that is one, and anything that is no object or array up to its end. */
  #start(isEnd: boolean): JsonRecord | 'more' | 'open' {
    const first = this.#buffer[0] as string;
    const lineEnd = this.#buffer.indexOf('\n');
    if (first === '{' || first === '[') {
      const line = lineEnd > 0 && lineEnd <= this.#limit ? this.#buffer.slice(0, lineEnd).trimEnd() : '';
      const text = this.#inArray && line.endsWith(',') ? line.slice(0, -1) : line;
      const value = text.endsWith('}') ? parseRecord(text) : undefined;
      if (value && !('problem' in value)) return this.#take(text, value);
      this.#begin = { line: this.#line, column: this.#column };
      this.#last = ':';
      return 'open';
    }
    if (lineEnd === -1 && !isEnd && this.#buffer.length < this.#limit) return 'more';
    const line = lineEnd === -1 ? this.#buffer : this.#buffer.slice(0, lineEnd);
    const text = (this.#inArray ? line.replace(/[\],].*$/s, '') : line).trimEnd() || first;
    return this.#take(text, parseRecord(text));
  }

  /** Goes on in a value until it is complete, broken, or the buffer ends. */
  #continue(): JsonRecord | 'more' {
    for (; this.#at < this.#buffer.length; this.#step()) {
      const char = this.#buffer[this.#at] as string;
      if (this.#inString) {
        if (char === '\n') return this.#broken('has a line break inside a text');
        if (this.#escaped) this.#escaped = false;
        else if (char === '\\') this.#escaped = true;
        else if (char === '"') this.#inString = false;
      } else if (char === '"') this.#inString = true;
      else if (char === '{' || char === '[') {
        if (char === '{' && !this.#mayBegin()) return this.#broken('ends in the middle of a value');
        if (this.#open.length < deepest) this.#open.push(char);
        else this.#beyond += 1;
      } else if (char === '}' || char === ']') {
        if (this.#beyond > 0) {
          this.#beyond -= 1;
          this.#tooDeep = true;
        } else if (this.#open.pop() !== (char === '}' ? '{' : '[')) {
          this.#step();
          return this.#broken(`has a ${char} that closes nothing`);
        }
        if (this.#open.length === 0) {
          this.#step();
          return this.#complete();
        }
      }
      if (!/\s/.test(char)) this.#last = char;
      if (this.#at > this.#limit) this.#forget();
    }
    return 'more';
  }

  /** Whether an object may begin here: where it may not, the one before was cut off. */
  #mayBegin(): boolean {
    return this.#last === ':' || (this.#open.at(-1) === '[' && (this.#last === '[' || this.#last === ','));
  }

  #complete(): JsonRecord {
    if (this.#tooLong) return this.#broken(`is longer than ${this.#limit} characters`);
    if (this.#tooDeep) return this.#broken(`is nested deeper than ${deepest} levels`);
    const text = this.#buffer.slice(0, this.#at);
    const begin = this.#begin as Place;
    this.#reset();
    return { ...begin, text, ...parseRecord(text) };
  }

  #broken(problem: string): JsonRecord {
    const begin = this.#begin as Place;
    const text = this.#tooLong ? '' : this.#buffer.slice(0, this.#at);
    this.#reset();
    return { ...begin, text, problem };
  }

  #reset(): void {
    this.#drop();
    this.#begin = undefined;
    this.#open = [];
    this.#inString = false;
    this.#escaped = false;
    this.#tooLong = false;
    this.#beyond = 0;
    this.#tooDeep = false;
    this.#last = '';
  }

  #take(text: string, parsed: object): JsonRecord {
    const record = { line: this.#line, column: this.#column, text, ...parsed };
    this.#at += text.length;
    this.#column += text.length;
    this.#drop();
    return record;
  }

  /** A value that is too long is followed to its end, but not kept. */
  #forget(): void {
    this.#tooLong = true;
    this.#drop();
  }

  /** Passes over one character. */
  #step(): void {
    if (this.#buffer[this.#at] === '\n') {
      this.#line += 1;
      this.#column = 0;
    }
    this.#column += 1;
    this.#at += 1;
  }

  /** Lets go of what is scanned. */
  #drop(): void {
    this.#buffer = this.#buffer.slice(this.#at);
    this.#at = 0;
  }
}

/** Spaces, the byte order mark, and the separator of JSON text sequences. */
const isBetweenValues = (char: string): boolean => char.trim() === '' || char === '\u{1e}';
