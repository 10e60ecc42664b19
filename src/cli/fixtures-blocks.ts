/** Fixtures block by block: lines, in memory that does not grow, or files and their entries in an index. */
import type { Asked, Part } from './fixtures-plan.ts';
import { encodeLine, LineBuffer, toAscii } from './line-buffer.ts';

/** A block: items and what is written for them. The bytes are valid until those of the next block are asked for. */
export interface Block {
  readonly items: Part;
  readonly bytes: Iterable<Uint8Array>;
}

/** Makes the bytes of some items. */
export type Maker = (items: Part) => Iterable<Uint8Array>;

/**
 * Enough items that turns are rare, few enough that a block stays in the processor's cache. A life is long by itself. A thread is asked
 * for more at a time: each message takes as long as hundreds of lines.
 */
export function* blocksOf({ begin, end }: Part, { corpus }: Asked, out: string | undefined, workers: number): Generator<Part> {
  const lines = workers === 1 ? 512 : 8_192;
  const size = corpus.line ? (out === undefined ? lines : 64) : out === undefined && workers === 1 ? 8 : 1;
  for (let first = begin; first < end; first += size) yield { begin: first, end: Math.min(first + size, end) };
}

/** Makes lines. */
function lineMaker({ corpus }: Asked): Maker {
  const { write } = corpus;
  // What is drawn is ASCII by itself; what comes from a scenario need not be.
  const encode = corpus.size === undefined ? (line: string) => line : toAscii;
  const buffer = new LineBuffer();
  return function* make({ begin, end }) {
    for (let index = begin; index < end; index += 1) {
      if (write && buffer.addItem(write, index)) continue;
      for (const line of corpus.lines(index)) {
        const text = encode(line);
        if (buffer.add(text)) continue;
        yield buffer.take();
        if (!buffer.add(text)) yield encodeLine(text);
      }
    }
    yield buffer.take();
  };
}

/** Makes what is to be written: lines, or the files of a folder. */
export async function makerOf(asked: Asked, out: string | undefined): Promise<Maker> {
  return out === undefined ? lineMaker(asked) : (await import('./fixtures-folder.ts')).fileMaker(asked.corpus, out);
}
