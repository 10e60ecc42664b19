/** Lines on their way out: collected in one piece of memory that is used again and again. */

import type { FastCorpus } from '../fixtures/fast/statuses.ts';
import type { Bytes } from '../fixtures/fast/writers.ts';

const size = 1 << 16;

/** Collects lines as bytes. What does not fit is kept for the next time. */
export class LineBuffer {
  readonly #bytes: Bytes;
  #length = 0;

  constructor(capacity = size) {
    this.#bytes = Buffer.allocUnsafe(capacity) as Bytes;
  }

  /** Takes a line of ASCII; false where it does not fit any more. */
  add(line: string): boolean {
    const end = this.#length + line.length + 1;
    if (end > this.#bytes.length) return false;
    this.#length += this.#bytes.latin1Write(line, this.#length);
    this.#bytes[this.#length] = 10;
    this.#length += 1;
    return true;
  }

  /** Takes an item that writes itself; false where it does not fit any more. */
  addItem(write: FastCorpus['write'], index: number): boolean {
    const end = write(index, this.#bytes, this.#length);
    if (end === -1) return false;
    this.#length = end;
    return true;
  }

  /** What was collected; valid until the next line. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }
}

/** Any text as one line of UTF-8: for lines that are no ASCII, or longer than a buffer. */
export const encodeLine = (line: string): Buffer => Buffer.from(`${line}\n`);

/** JSON with everything beyond ASCII escaped means the same, and its length in bytes is known. */
export const toAscii = (json: string): string =>
  json.replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
