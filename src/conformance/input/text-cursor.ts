/** A place in a text that comes in parts, and the text since an earlier place where that is wanted. */

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
