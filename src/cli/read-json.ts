/** Reads JSON values and texts from files and standard input. */
import { createReadStream } from 'node:fs';
import { type JsonRecord, JsonRecords, noText } from '../conformance/input/json-records.ts';
import { HvsimError } from '../errors.ts';
import { decode } from './decode.ts';
import { cannotRead, type Io } from './io.ts';

/**
 * Reads the JSON values of a file, as they come: those of each part of it together.
 *
 * @param file its name, or - for standard input
 * @throws HvsimError `cannot-read`, also for bytes that are no UTF-16 in a file that says it is
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
    throw cannotRead(nameOf(file), error);
  } finally {
    io.signal.removeEventListener('abort', stop);
  }
}

/**
 * Reads a whole file as text.
 *
 * @param file its name, or - for the standard input of `io`
 * @throws HvsimError `cannot-read`, also for bytes that are no text
 */
export async function readText(file: string, io?: Io): Promise<string> {
  let text = '';
  try {
    for await (const part of decode(io && file === '-' ? io.stdin : createReadStream(file))) text += part;
    if (text.includes(noText)) throw new TypeError('it is no text in UTF-8');
    return text;
  } catch (error) {
    throw cannotRead(nameOf(file), error);
  }
}

/** What to call a file in messages. */
export const nameOf = (file: string): string => (file === '-' ? 'standard input' : file);
