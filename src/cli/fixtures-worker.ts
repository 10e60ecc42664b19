/** The thread of a worker: makes its blocks, and writes each when all before it are written. */
import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { Corpus } from '../fixtures/index.ts';
import { openPlan } from './fixtures-plan.ts';
import { stop, turn, type WorkerTask } from './fixtures-workers.ts';
import { reasonOf } from './io.ts';
import { encodeLine, LineBuffer, toAscii } from './line-buffer.ts';

const pauseMs = 1;

const task = workerData as WorkerTask;
const state = new Int32Array(task.shared);

/** Pauses this thread. */
const pause = (): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
};

const capacity = 1 << 18;
/** Used again for every block: fresh memory costs more than what is written to it. */
const buffers: LineBuffer[] = [];

/** The lines of some items as pieces of memory, which the next block overwrites. */
function makeBlock(corpus: Corpus, begin: number, end: number): readonly Buffer[] {
  const pieces: Buffer[] = [];
  let used = 0;
  const next = () => {
    const buffer = buffers[used] ?? new LineBuffer(capacity);
    buffers[used] = buffer;
    used += 1;
    return buffer;
  };
  let buffer = next();
  const add = (line: string) => {
    if (buffer.add(line)) return;
    pieces.push(buffer.take());
    buffer = next();
    if (!buffer.add(line)) pieces.push(encodeLine(line));
  };
  for (let index = begin; index < end; index += 1) {
    if (corpus.line) add(corpus.size === undefined ? corpus.line(index) : toAscii(corpus.line(index)));
    else for (const line of corpus.lines(index)) add(line);
  }
  pieces.push(buffer.take());
  return pieces;
}

/** Waits until a block may be written; false where all are to stop. */
function awaitTurn(block: number): boolean {
  for (;;) {
    if (Atomics.load(state, stop) === 1) return false;
    const present = Atomics.load(state, turn);
    if (present === block) return true;
    Atomics.wait(state, turn, present, 1_000);
  }
}

/** Writes all of it, however slow the reader is. */
function writeAllSync(bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(task.descriptor, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      pause();
    }
  }
}

const { corpus } = await openPlan(task.plan);
const { begin, end } = task.part;
try {
  for (let block = task.worker; begin + block * task.blockSize < end; block += task.workers) {
    const from = begin + block * task.blockSize;
    const pieces = makeBlock(corpus, from, Math.min(from + task.blockSize, end));
    if (!awaitTurn(block)) break;
    for (const piece of pieces) writeAllSync(piece);
    Atomics.store(state, turn, block + 1);
    Atomics.notify(state, turn);
  }
} catch (error) {
  const { code = '' } = error as NodeJS.ErrnoException;
  Atomics.store(state, stop, 1);
  Atomics.notify(state, turn);
  parentPort?.postMessage({ code, message: `standard output cannot be written: ${reasonOf(error)}.` });
}
