/** Bytes on their way to the reader, at the reader's pace. */
import { writeSync } from 'node:fs';
import { type Io, type LineWriter, lineWriter, writeError } from './io.ts';

export interface ByteSink {
  /** Resolves when the bytes may be overwritten. Undefined: at once. */
  write(bytes: Uint8Array): Promise<void> | undefined;
}

/** A sink for standard output: directly to its descriptor where there is one, which is twice as quick, else through the stream. */
export function byteSink(io: Pick<Io, 'stdout' | 'descriptor'>): ByteSink {
  const { descriptor } = io;
  let writer: LineWriter | undefined;
  const throughStream = (bytes: Uint8Array) => {
    writer ??= lineWriter(io.stdout);
    return writer.flush(Buffer.from(bytes));
  };
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
