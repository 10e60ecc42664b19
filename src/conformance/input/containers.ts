/** Follows the objects and arrays of one JSON value to the end of the outermost, whatever else is in it. */
import { backslash, closeBrace, closeBracket, colon, comma, isSpace, lineBreak, openBrace, openBracket, quote } from './characters.ts';
import type { TextCursor } from './text-cursor.ts';

export class Containers {
  /** How deep a value may be nested. */
  static readonly deepest = 1_000;

  /** The containers that are open, by the character that closes them. */
  readonly #open: number[] = [];
  /** Containers that are open below the deepest that is kept. */
  #beyond = 0;
  #isTooDeep = false;
  #inText = false;
  #isEscaped = false;
  /** The last character outside texts that is no space. */
  #last = colon;

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
    this.#last = colon;
  }

  /** Moves the cursor on to the end of the value, or to where it is broken, and says how; undefined where the text so far ends. */
  scan(cursor: TextCursor): 'complete' | string | undefined {
    const { part } = cursor;
    for (; cursor.at < part.length; cursor.at += 1) {
      const char = part.charCodeAt(cursor.at);
      if (this.#inText) {
        if (char === lineBreak) return 'has a line break inside a text';
        this.#stepInText(char);
      } else {
        if (char === openBrace && !this.#mayBegin()) return 'ends in the middle of a value';
        if (char === quote) this.#inText = true;
        else if (char === openBrace) this.#begin(closeBrace);
        else if (char === openBracket) this.#begin(closeBracket);
        else if (char === closeBrace || char === closeBracket) {
          const isClosed = this.#close(char);
          if (!isClosed || this.#open.length === 0) cursor.at += 1;
          if (!isClosed) return `has a ${String.fromCharCode(char)} that closes nothing`;
          if (this.#open.length === 0) return 'complete';
        }
        if (!isSpace(char)) this.#last = char;
      }
    }
    return undefined;
  }

  #stepInText(char: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (char === backslash) this.#isEscaped = true;
    else if (char === quote) this.#inText = false;
  }

  /** Whether an object may begin here: where it may not, the one before was cut off. */
  #mayBegin(): boolean {
    if (this.#last === colon) return true;
    return this.#open.at(-1) === closeBracket && (this.#last === openBracket || this.#last === comma);
  }

  #begin(closing: number): void {
    if (this.#open.length < Containers.deepest) this.#open.push(closing);
    else {
      this.#beyond += 1;
      this.#isTooDeep = true;
    }
  }

  /** Closes the innermost container; false where that is of the other kind. */
  #close(closing: number): boolean {
    if (this.#beyond === 0) return this.#open.pop() === closing;
    this.#beyond -= 1;
    return true;
  }
}
