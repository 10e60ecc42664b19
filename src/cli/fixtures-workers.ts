/** Several threads that make one output: blocks are dealt out in turn, and come back in order. */
import { on } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type ErrorCode, HvsimError } from '../errors.ts';
import type { Block } from './fixtures-blocks.ts';
import type { FixturePlan, Part } from './fixtures-plan.ts';

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
  plan: FixturePlan,
  blocks: Iterator<Part>,
  count: number,
  signal: AbortSignal,
): AsyncGenerator<Block> {
  const workers = Array.from({ length: Math.min(count, availableParallelism()) }, () => {
    const worker = new Worker(new URL('./fixtures-worker.js', import.meta.url), { workerData: plan });
    return { worker, answers: on(worker, 'message') as AsyncIterator<[WorkerAnswer]> };
  });
  const pending: { readonly items: Part; readonly answers: AsyncIterator<[WorkerAnswer]> }[] = [];
  let turn = 0;
  const deal = () => {
    while (pending.length < workers.length * mostAhead && !signal.aborted) {
      const { value: items, done } = blocks.next();
      if (done) return;
      const { worker, answers } = workers[turn % workers.length] as (typeof workers)[number];
      worker.postMessage(items);
      pending.push({ items, answers });
      turn += 1;
    }
  };
  try {
    deal();
    for (let next = pending.shift(); next; next = pending.shift()) {
      const [answer] = (await next.answers.next()).value;
      if ('code' in answer) throw new HvsimError(answer.code, answer.message);
      yield { items: next.items, bytes: answer.bytes };
      deal();
    }
  } finally {
    await Promise.all(workers.map(({ worker }) => worker.terminate()));
  }
}
