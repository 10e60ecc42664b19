/** Several threads that make one output: each makes the block that nobody has begun, and writes it when its turn has come. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { HvsimError } from '../errors.ts';
import type { Corpus } from '../fixtures/index.ts';
import { openIndex } from './fixtures-folder.ts';
import type { FixturePlan, Part } from './fixtures-plan.ts';
import { OutputClosed } from './io.ts';

/** What a worker is given. Everything else it makes itself. */
export interface WorkerTask {
  readonly plan: FixturePlan;
  readonly part: Part;
  readonly blockSize: number;
  /** Where lines go, or the entries of an index. */
  readonly descriptor: number;
  /** Where files go, when there are files. */
  readonly folder?: string;
  /** 32-bit numbers that all threads read and write: see `cells`. */
  readonly shared: SharedArrayBuffer;
}

/** What a worker says at its end, where something went wrong. */
export type WorkerEnd = { readonly code: string; readonly message: string };

export const cells = {
  /** The first block that nobody has begun. */
  next: 0,
  /** The block that is to be written next. */
  turn: 1,
  /** One of `halts`. */
  halt: 2,
  /** 1 when an index has an entry. */
  begun: 3,
} as const;

/** Nobody begins another block; those that are begun are written, so that what is there has no hole. Or: everybody drops everything. */
export const halts = { none: 0, orderly: 1, failed: 2 } as const;

/** Items of a block: enough that turns are rare, few enough that a block stays in the processor's cache. */
function blockSizeOf(corpus: Corpus, folder: string | undefined): number {
  if (!corpus.line) return 1;
  return folder === undefined ? 512 : 64;
}

/** Where several threads write to. */
export interface SharedOutput {
  /** The folder of files, or the descriptor of lines. */
  readonly to: { readonly folder: string } | { readonly descriptor: number };
  /** How many threads at most: more than the machine has cores would only wait for one another. */
  readonly workers: number;
}

/**
 * Writes a part of a plan's items with several threads.
 *
 * @param onTurn told how many items are complete
 * @returns how many items were written
 * @throws HvsimError `cannot-write`; OutputClosed
 */
export async function writeWithWorkers(
  { plan, corpus }: { readonly plan: FixturePlan; readonly corpus: Corpus },
  part: Part,
  { to, workers }: SharedOutput,
  signal: AbortSignal,
  onTurn: (done: number) => void,
): Promise<number> {
  const folder = 'folder' in to ? to.folder : undefined;
  const index = folder === undefined ? undefined : openIndex(corpus, part, folder);
  const descriptor = 'folder' in to ? (index?.descriptor as number) : to.descriptor;
  const blockSize = blockSizeOf(corpus, folder);
  const shared = new SharedArrayBuffer(4 * Object.keys(cells).length);
  const state = new Int32Array(shared);
  const done = () => Math.min(Atomics.load(state, cells.turn) * blockSize, part.end - part.begin);
  const halt = (how: number) => {
    Atomics.store(state, cells.halt, how);
    Atomics.notify(state, cells.turn);
  };
  const interrupt = () => halt(halts.orderly);
  signal.addEventListener('abort', interrupt);
  const timer = setInterval(() => onTurn(done()), 100);
  const task: WorkerTask = { plan, part, blockSize, descriptor, ...(folder === undefined ? {} : { folder }), shared };
  const ends = Array.from({ length: Math.min(workers, availableParallelism()) }, () =>
    // A worker that fails must not leave the others waiting for its turn.
    runWorker(task).catch((error: unknown) => {
      halt(halts.failed);
      throw error;
    }),
  );
  try {
    await Promise.all(ends);
    return done();
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', interrupt);
    await Promise.allSettled(ends);
    index?.end();
  }
}

function runWorker(task: WorkerTask): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./fixtures-worker.js', import.meta.url), { workerData: task });
    let end: WorkerEnd | undefined;
    worker.on('message', (message: WorkerEnd) => {
      end = message;
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      if (end === undefined) resolve();
      else reject(end.code === 'EPIPE' ? new OutputClosed() : new HvsimError('cannot-write', end.message));
    });
  });
}
