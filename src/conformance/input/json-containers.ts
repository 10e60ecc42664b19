/** Follows the objects and arrays of one JSON value to the end of the outermost, whatever else is in it. */

/** How deep a value may be nested. */
export const deepest = 1_000;

export class JsonContainers {
  /** The containers that are open, by the character that closes them. */
  readonly #open: string[] = [];
  /** Containers that are open below the deepest that is kept. */
  #beyond = 0;
  /** Whether the value is nested too deeply. */
  isTooDeep = false;
  #inText = false;
  #isEscaped = false;
  /** The last character outside texts that is no space. */
  #last = ':';

  /** Where the value ends, or where it is broken and how; undefined where the text so far ends. */
  scan(text: string, from: number): { readonly at: number; readonly problem?: string } | undefined {
    for (let at = from; at < text.length; at += 1) {
      const char = text.charAt(at);
      if (this.#inText) {
        if (char === '\n') return { at, problem: 'has a line break inside a text' };
        this.#stepInText(char);
        continue;
      }
      if (char === '{' && !this.#mayBegin()) return { at, problem: 'ends in the middle of a value' };
      if (char === '"') this.#inText = true;
      else if (char === '{' || char === '[') this.#begin(char === '{' ? '}' : ']');
      else if (char === '}' || char === ']') {
        if (!this.#close(char)) return { at: at + 1, problem: `has a ${char} that closes nothing` };
        if (this.#open.length === 0) return { at: at + 1 };
      }
      if (!isSpace(char)) this.#last = char;
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
    if (this.#open.length < deepest) this.#open.push(closing);
    else {
      this.#beyond += 1;
      this.isTooDeep = true;
    }
  }

  /** Closes the innermost container; false where that is of the other kind. */
  #close(closing: string): boolean {
    if (this.#beyond === 0) return this.#open.pop() === closing;
    this.#beyond -= 1;
    return true;
  }
}

/** Whether it is what JavaScript takes for a space, the byte order mark among it. */
export function isSpace(char: string): boolean {
  if (char < '\x80') return char === ' ' || (char >= '\t' && char <= '\r');
  return char === '\xa0' || (char >= '\u1680' && /\s/.test(char));
}
