/** What a command reads and writes: passed in, so that commands can be run without a process. */
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { HvsimError } from '../errors.ts';

export interface Io {
  readonly stdin: Readable;
  readonly stdout: Writable & { readonly isTTY?: boolean };
  /** The file descriptor behind stdout, where there is one: whoever writes much writes there, and the stream is not made. */
  readonly descriptor?: number;
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C: the command ends after the line it is at. */
  readonly signal: AbortSignal;
}

/** The reader of our output has gone away: nothing is left to be done, and nobody to be told. */
export class OutputClosed extends Error {}

/** Data for programs and people, line by line, with the reader's pace. */
export interface LineWriter {
  write(line: string): Promise<void>;
  /** Resolves when all of it has been handed over, and these bytes behind it. */
  flush(bytes?: Uint8Array): Promise<void>;
}

/** Why writing failed, as the command line says it. */
export const writeError = (error: unknown, name = 'standard output'): Error =>
  (error as NodeJS.ErrnoException).code === 'EPIPE'
    ? new OutputClosed()
    : new HvsimError('cannot-write', `${name} cannot be written: ${reasonOf(error)}.`);

/**
 * Writes lines to a stream.
 *
 * @param name what to call the stream in errors
 */
export function lineWriter(stream: Writable, name?: string): LineWriter {
  let failed: Error | undefined;
  stream.on('error', (error) => {
    failed ??= writeError(error, name);
  });
  return {
    async write(line) {
      if (failed) throw failed;
      if (stream.write(`${line}\n`)) return;
      await once(stream, 'drain').catch(() => {});
      if (failed) throw failed;
    },
    flush: (bytes = new Uint8Array()) =>
      new Promise((resolve, reject) => {
        if (failed) reject(failed);
        else stream.write(bytes, (error) => (error ? reject(writeError(error, name)) : resolve()));
      }),
  };
}

/**
 * Writes a file.
 *
 * @throws HvsimError `cannot-write`
 */
export async function writeText(file: string, text: string): Promise<void> {
  const { writeFile } = await import('node:fs/promises');
  await writeFile(file, text).catch((error: unknown) => {
    throw writeError(error, file);
  });
}

/** Writes some lines to standard output. */
export async function writeAll(io: Io, lines: readonly string[]): Promise<void> {
  const writer = lineWriter(io.stdout);
  for (const line of lines) await writer.write(line);
  await writer.flush();
}

/**
 * Reads standard input line by line.
 *
 * @throws HvsimError `cannot-read`
 */
export async function* readLines({ stdin, signal }: Io): AsyncGenerator<string, void, void> {
  let failed: unknown;
  const { createInterface } = await import('node:readline');
  const lines = createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY, signal });
  stdin.on('error', (error) => {
    failed = error;
    lines.close();
  });
  yield* lines;
  if (failed) throw cannotRead('Standard input', failed);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission is denied',
  EPERM: 'that is not permitted',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
};

/** Why the system refused something, in words. */
export const reasonOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code && reasons[code]) ?? message;
};

export const cannotRead = (name: string, error: unknown): HvsimError =>
  new HvsimError('cannot-read', `${name} cannot be read: ${reasonOf(error)}.`, { cause: error });

/** Comes when the signal does. */
export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
