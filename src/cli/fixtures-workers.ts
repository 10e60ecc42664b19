/** Several threads that make one output: each makes every n-th block, and writes it when its turn has come. */
import { Worker } from 'node:worker_threads';
import { HvsimError } from '../errors.ts';
import type { Corpus } from '../fixtures/index.ts';
import type { FixturePlan, Part } from './fixtures-plan.ts';
import { OutputClosed } from './io.ts';

/** What a worker is given. Everything else it makes itself. */
export interface WorkerTask {
  readonly plan: FixturePlan;
  readonly part: Part;
  readonly blockSize: number;
  /** Which blocks are this worker's: those whose number leaves this rest. */
  readonly worker: number;
  readonly workers: number;
  readonly descriptor: number;
  /** Two 32-bit numbers: the block whose turn it is, and 1 when all are to stop. */
  readonly shared: SharedArrayBuffer;
}

/** What a worker says at its end, where something went wrong. */
export type WorkerEnd = { readonly code: string; readonly message: string };

export const turn = 0;
export const stop = 1;

/** Items of a block: lines are many, lives have many lines themselves. */
const blockSizeOf = (corpus: Corpus): number => (corpus.line ? 8_192 : 16);

/**
 * Writes a part of a plan's items with several threads.
 *
 * @returns how many items were written
 * @throws HvsimError `cannot-write`; OutputClosed
 */
export async function writeWithWorkers(
  { plan, corpus }: { readonly plan: FixturePlan; readonly corpus: Corpus },
  part: Part,
  workers: number,
  descriptor: number,
  signal: AbortSignal,
  onTurn: (done: number) => void,
): Promise<number> {
  const blockSize = blockSizeOf(corpus);
  const shared = new SharedArrayBuffer(8);
  const state = new Int32Array(shared);
  const done = () => Math.min(Atomics.load(state, turn) * blockSize, part.end - part.begin);
  const halt = () => {
    Atomics.store(state, stop, 1);
    Atomics.notify(state, turn);
  };
  signal.addEventListener('abort', halt);
  const timer = setInterval(() => onTurn(done()), 100);
  const ends = Array.from({ length: workers }, (_, worker) => {
    const task: WorkerTask = { plan, part, blockSize, worker, workers, descriptor, shared };
    // A worker that fails must not leave the others waiting for its turn.
    return runWorker(task).catch((error: unknown) => {
      halt();
      throw error;
    });
  });
  try {
    await Promise.all(ends);
    return done();
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', halt);
    halt();
    await Promise.allSettled(ends);
  }
}

function runWorker(task: WorkerTask): Promise<void> {
  return new Promise((resolve, reject) => {
    // The same folder from the bundle and from the modules it is made of.
    const worker = new Worker(new URL('../../src/cli/fixtures-worker.js', import.meta.url), { workerData: task });
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
