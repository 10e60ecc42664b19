/** Reads JSON values from files and standard input, in any Unicode encoding that begins with its mark, else in UTF-8. */
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { JsonRecord } from '../conformance/input/json-records.ts';
import { JsonRecords } from '../conformance/input/json-records.ts';
import { HvsimError } from '../errors.ts';
import { type Io, reasonOf } from './io.ts';

/**
 * Reads the JSON values of a file, as they come: those of each part of it together.
 *
 * @param file its name, or - for standard input
 * @throws HvsimError `cannot-read`, also for bytes that are no text
 */
export async function* readJson(file: string, io: Io): AsyncGenerator<Iterable<JsonRecord>, void, void> {
  const records = new JsonRecords();
  const stream = file === '-' ? io.stdin : createReadStream(file);
  const stop = () => stream.destroy();
  io.signal.addEventListener('abort', stop);
  try {
    for await (const text of decode(stream)) {
      yield records.push(text);
      if (io.signal.aborted) return;
    }
    yield records.end();
  } catch (error) {
    if (io.signal.aborted) return;
    if (error instanceof HvsimError) throw error;
    throw new HvsimError('cannot-read', `${nameOf(file)} cannot be read: ${reasonOf(error)}.`);
  } finally {
    io.signal.removeEventListener('abort', stop);
  }
}

/**
 * Reads a whole file as text.
 *
 * @param file its name, or - for standard input
 * @throws HvsimError `cannot-read`, also for bytes that are no text
 */
export async function readText(file: string, { stdin }: Io): Promise<string> {
  try {
    return await toText(file === '-' ? stdin : createReadStream(file));
  } catch (error) {
    throw new HvsimError('cannot-read', `${nameOf(file)} cannot be read: ${reasonOf(error)}.`);
  }
}

/** Reads a file as text. Fails as the system does, or with a TypeError for bytes that are no text. */
export const readTextFile = (file: string): Promise<string> => toText(createReadStream(file));

async function toText(stream: Readable): Promise<string> {
  let text = '';
  for await (const part of decode(stream)) text += part;
  return text;
}

/** What to call a file in messages. */
export const nameOf = (file: string): string => (file === '-' ? 'standard input' : file);

async function* decode(stream: Readable): AsyncGenerator<string, void, void> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : (chunk as Uint8Array);
    decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true });
    try {
      yield decodeWith(decoder, bytes);
    } catch (error) {
      yield linesBefore(bytes, decoder.encoding);
      throw error;
    }
  }
  if (decoder) yield decodeWith(decoder);
}

/** The whole lines before the first bytes that are no text. */
function linesBefore(bytes: Uint8Array, encoding: string): string {
  const text = new TextDecoder(encoding).decode(bytes);
  return text.slice(0, text.lastIndexOf('\n', text.indexOf('\ufffd')) + 1);
}

function decodeWith(decoder: InstanceType<typeof TextDecoder>, bytes?: Uint8Array): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch {
    throw new TypeError(`it is no text in ${decoder.encoding.toUpperCase()}`);
  }
}

/** By its byte order mark: PowerShell writes UTF-16. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return 'utf-8';
}
