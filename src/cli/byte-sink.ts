/** Bytes on their way to the reader, at the reader's pace. */
import { writeSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { HvsimError } from '../errors.ts';
import { type Io, OutputClosed, reasonOf } from './io.ts';

export interface ByteSink {
  /** Resolves when the bytes may be overwritten. Undefined: at once. */
  write(bytes: Buffer): Promise<void> | undefined;
}

/** Why writing failed, as the command line says it. */
function writeError(error: unknown): Error {
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') return new OutputClosed();
  return new HvsimError('cannot-write', `standard output cannot be written: ${reasonOf(error)}.`);
}

/** A sink for standard output: directly to its descriptor where there is one, which is twice as quick, else through the stream. */
export function byteSink(io: Pick<Io, 'stdout' | 'descriptor'>): ByteSink {
  const { descriptor } = io;
  let failed: Error | undefined;
  let stream: Writable | undefined;
  const openStream = () => {
    stream = io.stdout;
    stream.on('error', (error) => {
      failed ??= writeError(error);
    });
    return stream;
  };
  const throughStream = (bytes: Buffer) =>
    new Promise<void>((resolve, reject) => {
      const to = stream ?? openStream();
      if (failed) reject(failed);
      else to.write(Buffer.from(bytes), (error) => (error ? reject(writeError(error)) : resolve()));
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
