/** Bytes on their way to the reader, at the reader's pace. */
import { writeSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { HvsimError } from '../errors.ts';
import { OutputClosed, reasonOf } from './io.ts';

export interface ByteSink {
  /** Resolves when the bytes may be overwritten. Undefined: at once. */
  write(bytes: Buffer): Promise<void> | undefined;
}

/** The file descriptor behind a stream that is a file, a pipe or a device; not a terminal, which has a pace of its own. */
export const descriptorOf = (stream: Writable): number | undefined => {
  const { fd, isTTY } = stream as { fd?: unknown; isTTY?: boolean };
  return typeof fd === 'number' && !isTTY ? fd : undefined;
};

/** Why writing failed, as the command line says it. */
function writeError(error: unknown): Error {
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') return new OutputClosed();
  return new HvsimError('cannot-write', `standard output cannot be written: ${reasonOf(error)}.`);
}

/** A sink for a stream: directly to its descriptor where it has one, which is twice as quick, else through the stream. */
export function byteSink(stream: Writable): ByteSink {
  const descriptor = descriptorOf(stream);
  let failed: Error | undefined;
  stream.on('error', (error) => {
    failed ??= writeError(error);
  });
  const throughStream = (bytes: Buffer) =>
    new Promise<void>((resolve, reject) => {
      if (failed) reject(failed);
      else stream.write(Buffer.from(bytes), (error) => (error ? reject(writeError(error)) : resolve()));
    });
  if (descriptor === undefined) return { write: throughStream };
  return {
    write(bytes) {
      let written = 0;
      try {
        while (written < bytes.length) written += writeSync(descriptor, bytes, written);
        return undefined;
      } catch (error) {
        // The pipe is full: the stream waits for the reader.
        if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return throughStream(bytes.subarray(written));
        throw writeError(error);
      }
    },
  };
}
