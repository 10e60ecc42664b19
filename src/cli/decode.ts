/** Bytes as text, in any Unicode encoding that begins with its mark, else in UTF-8. */
import type { Readable } from 'node:stream';
import { noText } from '../conformance/input/json-records.ts';

/**
 * Reads a stream as text. Bytes that are no UTF-8 become `noText`, which no text has, so that the lines around them can be read.
 *
 * @throws TypeError for bytes that are no UTF-16, after the whole lines before them
 */
export async function* decode(stream: Readable): AsyncGenerator<string, void, void> {
  let decoder: Utf8 | Utf16 | undefined;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array);
    decoder ??= decoderFor(bytes);
    yield* decoder.decode(bytes);
  }
  if (decoder) yield* decoder.end();
}

/** By its byte order mark: PowerShell writes UTF-16. */
function decoderFor([first, second]: Uint8Array): Utf8 | Utf16 {
  if (first === 0xff && second === 0xfe) return new Utf16('utf-16le');
  return first === 0xfe && second === 0xff ? new Utf16('utf-16be') : new Utf8();
}

class Utf8 {
  readonly #strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  readonly #lenient = new TextDecoder('utf-8', { ignoreBOM: true });
  /** A character that is not complete yet. */
  #rest = Buffer.alloc(0);
  #hasBegun = false;

  *decode(chunk: Uint8Array): Generator<string, void, void> {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const end = completeEnd(bytes);
    this.#rest = Buffer.from(bytes.subarray(end));
    const text = this.#text(bytes.subarray(0, end));
    yield this.#hasBegun || !text.startsWith('\ufeff') ? text : text.slice(1);
    this.#hasBegun ||= text !== '';
  }

  *end(): Generator<string, void, void> {
    yield this.#text(this.#rest);
  }

  #text(bytes: Uint8Array): string {
    try {
      return this.#strict.decode(bytes);
    } catch {
      return this.#lines(bytes);
    }
  }

  /** Line by line, so that a replacement character that is really there is told from one that stands for broken bytes. */
  #lines(bytes: Uint8Array): string {
    let text = '';
    for (let begin = 0, end = 0; begin < bytes.length; begin = end) {
      const found = bytes.indexOf(0x0a, begin);
      end = found === -1 ? bytes.length : found + 1;
      text += this.#line(bytes.subarray(begin, end));
    }
    return text;
  }

  #line(bytes: Uint8Array): string {
    try {
      return this.#strict.decode(bytes);
    } catch {
      return this.#lenient.decode(bytes).replaceAll('\ufffd', noText);
    }
  }
}

/** Where the last character begins, where it is not complete; else the end. */
function completeEnd(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

class Utf16 {
  readonly #decoder;

  constructor(encoding: 'utf-16le' | 'utf-16be') {
    this.#decoder = new TextDecoder(encoding, { fatal: true });
  }

  *decode(bytes: Uint8Array): Generator<string, void, void> {
    try {
      yield this.#decoder.decode(bytes, { stream: true });
    } catch {
      const text = new TextDecoder(this.#decoder.encoding).decode(bytes);
      yield text.slice(0, text.lastIndexOf('\n', text.indexOf('\ufffd')) + 1);
      throw this.#refusal;
    }
  }

  *end(): Generator<string, void, void> {
    try {
      yield this.#decoder.decode();
    } catch {
      throw this.#refusal;
    }
  }

  get #refusal(): TypeError {
    return new TypeError(`it is no text in ${this.#decoder.encoding.toUpperCase()}`);
  }
}
