/** The thread of a worker: makes blocks, and writes each when all before it are written. */
import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { HvsimError } from '../errors.ts';
import { fileWriter, withoutComma } from './fixtures-folder.ts';
import { stepsOf } from './fixtures-lines.ts';
import { openPlan, type Part } from './fixtures-plan.ts';
import { cells, halts, type WorkerEnd, type WorkerTask } from './fixtures-workers.ts';
import { reasonOf } from './io.ts';
import { LineBuffer } from './line-buffer.ts';

/** How long to wait for a reader that is slow. */
const pauseMs = 0.1;
/** How many blocks wait for their turn at most, so that a thread that is held up does not hold up the others. */
const mostPending = 4;
const capacity = 1 << 16;

const { plan, part, blockSize, descriptor, folder, shared } = workerData as WorkerTask;
const state = new Int32Array(shared);

/** A block that is made. */
interface Block {
  readonly number: number;
  readonly pieces: readonly Buffer[];
  /** The memory of the pieces. */
  readonly buffers: readonly LineBuffer[];
}

/** Used again and again: fresh memory costs more than what is written to it. */
const free: LineBuffer[] = [];

const { corpus } = await openPlan(plan);

function makeLines(items: Part): Omit<Block, 'number'> {
  const pieces: Buffer[] = [];
  const buffers: LineBuffer[] = [];
  const nextBuffer = () => {
    const buffer = free.pop() ?? new LineBuffer(capacity);
    buffers.push(buffer);
    return buffer;
  };
  for (const { bytes } of stepsOf(corpus, items, nextBuffer)) if (bytes) pieces.push(bytes);
  return { pieces, buffers };
}

const writeFiles = folder === undefined ? undefined : fileWriter(corpus, folder);

function makeFiles({ begin, end }: Part, write: (index: number) => string): Omit<Block, 'number'> {
  let entries = '';
  for (let index = begin; index < end; index += 1) entries += write(index);
  return { pieces: [Buffer.from(entries)], buffers: [] };
}

/** The next block that nobody has begun; undefined when there is none, or all are to stop. */
function nextBlock(): Block | undefined {
  if (Atomics.load(state, cells.halt) !== halts.none) return undefined;
  const number = Atomics.add(state, cells.next, 1);
  const begin = part.begin + number * blockSize;
  if (begin >= part.end) return undefined;
  const items = { begin, end: Math.min(begin + blockSize, part.end) };
  return { number, ...(writeFiles ? makeFiles(items, writeFiles) : makeLines(items)) };
}

/** Waits until a block may be written; false where another thread has failed. */
function awaitTurn({ number }: Block): boolean {
  for (;;) {
    if (Atomics.load(state, cells.halt) === halts.failed) return false;
    const present = Atomics.load(state, cells.turn);
    if (present === number) return true;
    Atomics.wait(state, cells.turn, present, 1_000);
  }
}

const nothing = new Int32Array(new SharedArrayBuffer(4));

/** Writes all of it, however slow the reader is. */
function writeBytes(bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(nothing, 0, 0, pauseMs);
    }
  }
}

function writeBlock({ number, pieces, buffers }: Block): void {
  for (const bytes of pieces) {
    const isFirst = folder !== undefined && bytes.length > 0 && Atomics.exchange(state, cells.begun, 1) === 0;
    writeBytes(isFirst ? Buffer.from(withoutComma(bytes.toString())) : bytes);
  }
  free.push(...buffers);
  Atomics.store(state, cells.turn, number + 1);
  Atomics.notify(state, cells.turn);
}

function work(): void {
  const pending: Block[] = [];
  for (;;) {
    for (let [first] = pending; first && first.number === Atomics.load(state, cells.turn); [first] = pending) {
      writeBlock(first);
      pending.shift();
    }
    const block = pending.length < mostPending ? nextBlock() : undefined;
    if (block) pending.push(block);
    else if (!pending[0] || !awaitTurn(pending[0])) return;
  }
}

try {
  work();
} catch (error) {
  const { code = '' } = error as NodeJS.ErrnoException;
  const message = error instanceof HvsimError ? error.message : `the output cannot be written: ${reasonOf(error)}.`;
  Atomics.store(state, cells.halt, halts.failed);
  Atomics.notify(state, cells.turn);
  parentPort?.postMessage({ code, message } satisfies WorkerEnd);
}
