/** Deeds as they come from outside: in a snapshot, or in a journal. */
import * as v from 'valibot';

const at = v.pipe(v.number(), v.safeInteger());
const pool = v.string();
const object = v.record(v.string(), v.unknown());
const event = v.looseObject({ type: v.string() });

const deeds = [
  v.strictObject({ at, pool, send: object }),
  v.strictObject({ at, create: object, attributes: object }),
  v.strictObject({ at, pool, attributes: object }),
  v.strictObject({ at, pool, failNext: v.string(), how: object }),
  v.strictObject({ at, faults: v.array(v.unknown()) }),
] as const;

/** A deed of a snapshot. What is in its event, spec or rules is read when it is done. */
export const snapshotDeed = v.union(deeds, 'Expected a deed as GET /_hvsim/snapshot gives it');

const finite = v.pipe(v.number(), v.finite());
const clock = v.strictObject({ at, clock: v.strictObject({ virtual: at, wall: finite, speed: v.pipe(finite, v.gtValue(0)) }) });

/** A deed of a journal, which notes how the clock was set too. */
export const journalDeed = v.union([...deeds, clock], 'Expected a deed');

/** A record of something that was sent. */
export const sentRecord = v.looseObject({ at, pool, event, attributes: v.optional(object) });
