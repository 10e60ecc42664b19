/** Snapshots of a world, as they come from outside. */
import * as v from 'valibot';
import { HvsimError } from '../errors.ts';
import { toProblems, toProblemText } from '../simulator/input/read.ts';
import { snapshotInput, type WorldInput } from './inputs.ts';
import type { RunHead } from './journal.ts';

/** A world that `restore` brings back: what it was made with, and what was done to it. */
export interface WorldSnapshot {
  readonly run: RunHead;
  /** Virtual time in epoch milliseconds. */
  readonly at: number;
  readonly inputs: readonly WorldInput[];
}

const schema = v.strictObject({
  run: v.record(v.string(), v.unknown()),
  at: v.pipe(v.number(), v.safeInteger()),
  inputs: v.array(snapshotInput),
});

/**
 * Makes sure that a snapshot can be one of a run. What is in its events, specs and rules is read when they are replayed.
 *
 * @throws HvsimError `wrong-save`
 */
export function assertSnapshot(value: unknown, head: RunHead): asserts value is WorldSnapshot {
  const parsed = v.safeParse(schema, value);
  if (!parsed.success) throw noSnapshot(toProblemText(toProblems(parsed.issues)));
  const { run, at, inputs } = parsed.output;
  const times = [...inputs.map((each) => each.at), at];
  const back = times.findIndex((time, index) => index > 0 && time < (times[index - 1] as number));
  if (back !== -1) throw noSnapshot(`time goes back to ${times[back]} at input ${back + 1}`);
  // A run that begins with the present begins anew with every reset, and is the same one.
  const same = head.startsNow && Number.isSafeInteger(run.startAt) ? { ...run, startAt: head.startAt } : run;
  if (JSON.stringify(same) === JSON.stringify(head)) return;
  throw new HvsimError(
    'wrong-save',
    'The snapshot is of another run: its release, seed, engine, pools and begin must be those of this one.',
  );
}

const noSnapshot = (why: string): HvsimError =>
  new HvsimError(
    'wrong-save',
    `This is no snapshot: ${why}. A snapshot is what GET /_hvsim/snapshot gives: an object with ${Object.keys(schema.entries).join(', ')}.`,
  );
