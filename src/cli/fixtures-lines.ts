/** Writes a part of a corpus as lines, in memory that does not grow. */

import type { ByteSink } from './byte-sink.ts';
import type { Asked, Part } from './fixtures-plan.ts';
import { encodeLine, LineBuffer, toAscii } from './line-buffer.ts';
import { newTurns } from './progress.ts';

/** How far the making of lines has come. */
export interface Step {
  /** How many items are complete. */
  readonly done: number;
  /** Lines to be written; undefined where there is only an opportunity to do something else. */
  readonly bytes: Buffer | undefined;
}

/**
 * The lines of some items, a buffer at a time.
 *
 * @param nextBuffer asked for memory at the begin, and each time when bytes were given away
 */
export function* stepsOf(corpus: Asked['corpus'], { begin, end }: Part, nextBuffer: () => LineBuffer): Generator<Step, void, void> {
  const { write } = corpus;
  // What is drawn is ASCII by itself; what comes from a scenario need not be.
  const encode = corpus.size === undefined ? (line: string) => line : toAscii;
  let buffer = nextBuffer();
  for (let index = begin; index < end; index += 1) {
    const isWritten = write !== undefined && buffer.addItem(write, index);
    for (const line of isWritten ? [] : corpus.lines(index)) {
      const text = encode(line);
      if (buffer.add(text)) continue;
      yield { done: index - begin, bytes: buffer.take() };
      buffer = nextBuffer();
      if (!buffer.add(text)) yield { done: index - begin, bytes: encodeLine(text) };
    }
    if ((index & 255) === 0 || !corpus.line) yield { done: index + 1 - begin, bytes: undefined };
  }
  yield { done: end - begin, bytes: buffer.take() };
}

/**
 * @param onTurn told how many items are complete
 * @returns how many items were written: fewer than there are where the signal came before
 */
export async function writeLines(
  corpus: Asked['corpus'],
  part: Part,
  sink: ByteSink,
  signal: AbortSignal,
  onTurn: (done: number) => void,
): Promise<number> {
  const buffer = new LineBuffer();
  const turns = newTurns(signal);
  for (const { done, bytes } of stepsOf(corpus, part, () => buffer)) {
    if (bytes) await sink.write(bytes);
    if (bytes || !turns.isDue()) continue;
    onTurn(done);
    if (await turns.take()) continue;
    await sink.write(buffer.take());
    return done;
  }
  return part.end - part.begin;
}
