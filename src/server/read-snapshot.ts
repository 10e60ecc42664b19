/** Reads a snapshot of a world that comes from outside. */
import * as v from 'valibot';
import { HvsimError } from '../errors.ts';
import { toProblems, toProblemText } from '../simulator/read.ts';
import type { WorldSnapshot } from './world.types.ts';

const at = v.pipe(v.number(), v.safeInteger());
const pool = v.string();
const object = v.record(v.string(), v.unknown());
const deed = v.union(
  [
    v.strictObject({ at, pool, send: object }),
    v.strictObject({ at, create: object, attributes: object }),
    v.strictObject({ at, pool, attributes: object }),
    v.strictObject({ at, pool, failNext: v.string(), how: object }),
    v.strictObject({ at, faults: v.array(v.unknown()) }),
  ],
  'Expected a deed as GET /_hvsim/snapshot gives it',
);
const snapshot = v.strictObject({ run: object, at, deeds: v.array(deed) });

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
