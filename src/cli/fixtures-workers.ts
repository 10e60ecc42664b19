/** Several threads that make one output: blocks are dealt out in turn, and come back in order. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type ErrorCode, HvsimError } from '../errors.ts';
import type { Block } from './fixtures-blocks.ts';
import type { FixturePlan, Part } from './fixtures-plan.ts';

/** What a worker is given. Everything else it makes itself. */
export interface WorkerTask {
  readonly plan: FixturePlan;
  /** The folder of files; lines when absent. */
  readonly out: string | undefined;
}

/** What a worker made of a block, or why it could not. */
export type WorkerAnswer = { readonly bytes: readonly Uint8Array[] } | { readonly code: ErrorCode; readonly message: string };

/** How many blocks of each worker are made before their turn, so that none waits for another. */
const mostAhead = 4;

/**
 * Makes blocks with several threads; begins no more of them after the signal.
 *
 * @param count how many threads at most: more than the machine has cores would only wait for one another
 * @throws HvsimError `cannot-write`
 */
export async function* makeWithWorkers(
  task: WorkerTask,
  blocks: Iterator<Part>,
  count: number,
  signal: AbortSignal,
): AsyncGenerator<Block> {
  const workers = Array.from({ length: Math.min(count, availableParallelism()) }, () => openWorker(task));
  const pending: { readonly items: Part; readonly answer: Promise<WorkerAnswer> }[] = [];
  let turn = 0;
  const deal = () => {
    while (pending.length < workers.length * mostAhead && !signal.aborted) {
      const { value: items, done } = blocks.next();
      if (done) return;
      pending.push({ items, answer: (workers[turn % workers.length] as OpenWorker).make(items) });
      turn += 1;
    }
  };
  try {
    deal();
    for (let next = pending.shift(); next; next = pending.shift()) {
      const answer = await next.answer;
      if ('code' in answer) throw new HvsimError(answer.code, answer.message);
      yield { items: next.items, bytes: answer.bytes };
      deal();
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.close()));
  }
}

interface OpenWorker {
  make(items: Part): Promise<WorkerAnswer>;
  close(): Promise<unknown>;
}

function openWorker(task: WorkerTask): OpenWorker {
  const worker = new Worker(new URL('./fixtures-worker.js', import.meta.url), { workerData: task });
  const waiting: { resolve(answer: WorkerAnswer): void; reject(error: Error): void }[] = [];
  worker.on('message', (answer: WorkerAnswer) => waiting.shift()?.resolve(answer));
  worker.on('error', (error: Error) => {
    for (const each of waiting.splice(0)) each.reject(error);
  });
  return {
    make(items) {
      worker.postMessage(items);
      const answer = new Promise<WorkerAnswer>((resolve, reject) => waiting.push({ resolve, reject }));
      // Whoever waits for it hears of it; the others are dropped.
      answer.catch(() => {});
      return answer;
    },
    close: () => worker.terminate(),
  };
}
