/** The thread of a worker: makes the blocks that it is asked for, one after another. */
import { parentPort, workerData } from 'node:worker_threads';
import { HvsimError } from '../errors.ts';
import { makerOf } from './fixtures-blocks.ts';
import { type FixturePlan, openPlan, type Part } from './fixtures-plan.ts';
import type { WorkerAnswer } from './fixtures-workers.ts';

const plan = workerData as FixturePlan;
const make = await makerOf(await openPlan(plan), plan.out);

parentPort?.on('message', (items: Part) => {
  const made = answer(items);
  parentPort?.postMessage(made, 'bytes' in made ? made.bytes.map(({ buffer }) => buffer as ArrayBuffer) : []);
});

function answer(items: Part): WorkerAnswer {
  try {
    return { bytes: Array.from(make(items), (bytes) => new Uint8Array(bytes)) };
  } catch (error) {
    if (!(error instanceof HvsimError)) throw error;
    return { code: error.code, message: error.message };
  }
}
