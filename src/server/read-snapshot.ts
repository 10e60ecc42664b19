/** Reads a snapshot of a world that comes from outside. */
import * as v from 'valibot';
import { HvsimError } from '../errors.ts';
import { toProblems, toProblemText } from '../simulator/input/read.ts';
import { snapshotDeed } from './read-deed.ts';
import type { WorldSnapshot } from './world.types.ts';

const snapshot = v.strictObject({
  run: v.record(v.string(), v.unknown()),
  at: v.pipe(v.number(), v.safeInteger()),
  deeds: v.array(snapshotDeed),
});

/**
 * Reads what `GET /_hvsim/snapshot` gave.
 *
 * @throws HvsimError `wrong-save`
 */
export function readSnapshot(value: unknown): WorldSnapshot {
  const parsed = v.safeParse(snapshot, value);
  if (!parsed.success) throw wrong(toProblemText(toProblems(parsed.issues)));
  const { at: end, deeds } = parsed.output;
  const times = [...deeds.map((each) => each.at), end];
  const back = times.findIndex((time, index) => index > 0 && time < (times[index - 1] as number));
  if (back !== -1) throw wrong(`time goes back to ${times[back]} at deed ${back + 1}`);
  return value as WorldSnapshot;
}

const wrong = (why: string): HvsimError =>
  new HvsimError(
    'wrong-save',
    `This is no snapshot: ${why}. A snapshot is what GET /_hvsim/snapshot gives: an object with ${Object.keys(snapshot.entries).join(', ')}.`,
  );
