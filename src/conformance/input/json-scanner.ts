/** Follows the text of a stream, which comes in parts: where it is, what is kept of it, and which objects and arrays are open. */

/** Stands for bytes that are no text: half of a surrogate pair, which no encoded text has. */
export const noText = '\udcff';

/** Whether it is what JavaScript takes for a space, the byte order mark among it. */
export function isSpace(char: string): boolean {
  if (char < '\x80') return char === ' ' || (char >= '\t' && char <= '\r');
  return char === '\xa0' || (char >= '\u1680' && /\s/.test(char));
}

/** Where something is in a text, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export class TextCursor {
  /** The part of the text that is at hand. */
  part = '';
  /** The index in it. */
  at = 0;
  /** How many characters came before this part. */
  #before = 0;
  #line = 1;
  /** Where the line begins, in characters of the whole text. */
  #lineBegin = 0;
  /** The parts of the kept text before this one. */
  #kept: string[] = [];
  #keptLength = 0;
  #isKeeping = false;
  /** The index in this part from which on it is kept. */
  #keptFrom = 0;
  /** The index of the next line break in this part, or the length of the part. */
  #lineEnd = 0;

  /** Takes the next part of the text. */
  append(text: string): void {
    this.#countLines();
    const rest = this.part.slice(this.at);
    if (this.#isKeeping) this.#keep(this.part.slice(this.#keptFrom, this.at));
    this.#before += this.at;
    this.part = rest + text;
    this.at = 0;
    this.#keptFrom = 0;
    this.#lineEnd = this.#breakFrom(0);
  }

  get isAtEnd(): boolean {
    return this.at >= this.part.length;
  }

  /** The index of the next line break at or after the place, or the length of the part. */
  get lineEnd(): number {
    this.#countLines();
    return this.#lineEnd;
  }

  get place(): Place {
    this.#countLines();
    return { line: this.#line, column: this.#before + this.at - this.#lineBegin + 1 };
  }

  /** Begins to keep the text from the place on. */
  keep(): void {
    this.forget();
    this.#isKeeping = true;
    this.#keptFrom = this.at;
  }

  /** How much is kept, in characters. */
  get keptLength(): number {
    return this.#isKeeping ? this.#keptLength + this.at - this.#keptFrom : 0;
  }

  /** The text that is kept, up to the place; empty where none is. */
  get kept(): string {
    if (!this.#isKeeping) return '';
    const last = this.part.slice(this.#keptFrom, this.at);
    return this.#kept.length === 0 ? last : this.#kept.join('') + last;
  }

  /** Lets go of the text that is kept. */
  forget(): void {
    this.#isKeeping = false;
    this.#kept = [];
    this.#keptLength = 0;
  }

  #keep(text: string): void {
    this.#kept.push(text);
    this.#keptLength += text.length;
  }

  #countLines(): void {
    while (this.#lineEnd < this.at) {
      this.#line += 1;
      this.#lineBegin = this.#before + this.#lineEnd + 1;
      this.#lineEnd = this.#breakFrom(this.#lineEnd + 1);
    }
  }

  #breakFrom(index: number): number {
    const found = this.part.indexOf('\n', index);
    return found === -1 ? this.part.length : found;
  }
}

export class Containers {
  /** How deep a value may be nested. */
  static readonly deepest = 1_000;

  /** The containers that are open, by the character that closes them. */
  readonly #open: string[] = [];
  /** Containers that are open below the deepest that is kept. */
  #beyond = 0;
  #isTooDeep = false;
  #inText = false;
  #isEscaped = false;
  /** The last character outside texts that is no space. */
  #last = ':';

  /** Whether the value is nested too deeply. */
  get isTooDeep(): boolean {
    return this.#isTooDeep;
  }

  /** Before the first character of a value. */
  reset(): void {
    this.#open.length = 0;
    this.#beyond = 0;
    this.#isTooDeep = false;
    this.#inText = false;
    this.#isEscaped = false;
    this.#last = ':';
  }

  /** Moves the cursor on to the end of the value, or to where it is broken, and says how; undefined where the text so far ends. */
  scan(cursor: TextCursor): 'complete' | string | undefined {
    const { part } = cursor;
    for (; cursor.at < part.length; cursor.at += 1) {
      const char = part.charAt(cursor.at);
      if (this.#inText) {
        if (char === '\n') return 'has a line break inside a text';
        this.#stepInText(char);
      } else {
        if (char === '{' && !this.#mayBegin()) return 'ends in the middle of a value';
        if (char === '"') this.#inText = true;
        else if (char === '{') this.#begin('}');
        else if (char === '[') this.#begin(']');
        else if (char === '}' || char === ']') {
          const isClosed = this.#close(char);
          if (!isClosed || this.#open.length === 0) cursor.at += 1;
          if (!isClosed) return `has a ${char} that closes nothing`;
          if (this.#open.length === 0) return 'complete';
        }
        if (!isSpace(char)) this.#last = char;
      }
    }
    return undefined;
  }

  #stepInText(char: string): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (char === '\\') this.#isEscaped = true;
    else if (char === '"') this.#inText = false;
  }

  /** Whether an object may begin here: where it may not, the one before was cut off. */
  #mayBegin(): boolean {
    if (this.#last === ':') return true;
    return this.#open.at(-1) === ']' && (this.#last === '[' || this.#last === ',');
  }

  #begin(closing: string): void {
    if (this.#open.length < Containers.deepest) this.#open.push(closing);
    else {
      this.#beyond += 1;
      this.#isTooDeep = true;
    }
  }

  /** Closes the innermost container; false where that is of the other kind. */
  #close(closing: string): boolean {
    if (this.#beyond === 0) return this.#open.pop() === closing;
    this.#beyond -= 1;
    return true;
  }
}
