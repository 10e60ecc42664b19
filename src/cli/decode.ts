/** Bytes as text, in any Unicode encoding that begins with its mark, else in UTF-8. */
import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import { noText } from '../conformance/input/json-records.ts';

/** Gives the text of the next bytes, or without any, of what is left at the end. */
type Decoder = (bytes?: Uint8Array) => Iterable<string>;

/**
 * Reads a stream as text. Bytes that are no UTF-8 become `noText`, which no text has, so that the lines around them can be read.
 *
 * @throws TypeError for bytes that are no UTF-16, after the whole lines before them
 */
export async function* decode(stream: Readable): AsyncGenerator<string, void, void> {
  let decoder: Decoder | undefined;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array);
    decoder ??= decoderFor(bytes);
    yield* decoder(bytes);
  }
  if (decoder) yield* decoder();
}

/** By its byte order mark: PowerShell writes UTF-16. */
function decoderFor([first, second]: Uint8Array): Decoder {
  if (first === 0xff && second === 0xfe) return utf16('utf-16le');
  return first === 0xfe && second === 0xff ? utf16('utf-16be') : utf8();
}

function utf8(): Decoder {
  /** A character that is not complete yet. */
  let rest: Uint8Array = new Uint8Array();
  let hasBegun = false;
  return (chunk) => {
    const bytes = chunk ? Buffer.concat([rest, chunk]) : Buffer.from(rest);
    const end = chunk ? completeEnd(bytes) : bytes.length;
    rest = bytes.subarray(end);
    const text = toText(bytes.subarray(0, end));
    const begins = !hasBegun && text.startsWith('\ufeff');
    hasBegun ||= text !== '';
    return [begins ? text.slice(1) : text];
  };
}

/** Line by line where need be, so that a replacement character that is really there is told from one that stands for broken bytes. */
function toText(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString();
  const lines = bytes.toString('latin1').split(/(?<=\n)/);
  if (lines.length <= 1) return bytes.toString().replaceAll('\ufffd', noText);
  return lines.map((line) => toText(Buffer.from(line, 'latin1'))).join('');
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

function utf16(encoding: 'utf-16le' | 'utf-16be'): Decoder {
  const decoder = new TextDecoder(encoding, { fatal: true });
  return function* (bytes) {
    try {
      yield decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      const text = new TextDecoder(encoding).decode(bytes);
      yield text.slice(0, text.lastIndexOf('\n', text.indexOf('\ufffd')) + 1);
      throw new TypeError(`it is no text in ${encoding.toUpperCase()}`);
    }
  };
}
