/** Writes a part of a corpus as lines, in memory that does not grow. */
import type { Corpus } from '../fixtures/index.ts';
import type { ByteSink } from './byte-sink.ts';
import type { Part } from './fixtures-plan.ts';
import { encodeLine, LineBuffer, toAscii } from './line-buffer.ts';

/** How long to go on before others get a turn: a signal can only be noticed then, and a progress bar drawn. */
const turnMs = 50;

/**
 * @param onTurn told how many items are complete
 * @returns how many items were written: fewer than there are where the signal came before
 */
export async function writeLines(
  corpus: Corpus,
  { begin, end }: Part,
  sink: ByteSink,
  signal: AbortSignal,
  onTurn: (done: number) => void,
): Promise<number> {
  const buffer = new LineBuffer();
  let turn = performance.now() + turnMs;
  const flush = async () => {
    await sink.write(buffer.take());
  };
  const addAfterFlush = async (text: string) => {
    await flush();
    if (!buffer.add(text)) await sink.write(encodeLine(text));
  };
  // What is drawn is ASCII by itself; what comes from a scenario need not be.
  const line = corpus.line && corpus.size !== undefined ? (index: number) => toAscii(corpus.line?.(index) ?? '') : corpus.line;
  for (let index = begin; index < end; index += 1) {
    if (line) {
      const text = line(index);
      if (!buffer.add(text)) await addAfterFlush(text);
    } else {
      for (const text of corpus.lines(index)) if (!buffer.add(text)) await addAfterFlush(text);
    }
    if ((index & 255) !== 0 && line) continue;
    if (performance.now() < turn) continue;
    onTurn(index + 1 - begin);
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (signal.aborted) {
      await flush();
      return index + 1 - begin;
    }
    turn = performance.now() + turnMs;
  }
  await flush();
  return end - begin;
}
