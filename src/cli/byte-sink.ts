/** Bytes on their way to the reader, at the reader's pace. */
import { writeSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { type Io, writeError } from './io.ts';

export interface ByteSink {
  /** Resolves when the bytes may be overwritten. Undefined: at once. */
  write(bytes: Uint8Array): Promise<void> | undefined;
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
  const throughStream = (bytes: Uint8Array) =>
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
