/** What is done to a world: by requests, and by whoever brings a saved world back. */
import * as v from 'valibot';
import type { Failable } from '../engine/activities.ts';
import type { ForcedFailure } from '../engine/chance.ts';
import type { PoolSpec } from '../simulator/input/pool-spec.ts';
import type { EventInput } from '../simulator/input/read-event.ts';
import type { FaultRule } from './faults.ts';

/** What a Connection Server keeps of a pool and the life cycle does not care about: names, texts, switches, by their REST names. */
export type PoolAttributes = Readonly<Record<string, unknown>>;

/** A point of the straight line along which wall time drives virtual time, and its slope. */
export interface ClockAnchor {
  /** Epoch milliseconds. */
  readonly virtual: number;
  /** Epoch milliseconds. */
  readonly wall: number;
  /** Virtual milliseconds per millisecond of wall time. */
  readonly speed: number;
}

/** An input of a world, in virtual time. */
export type WorldInput = { readonly at: number } & (
  | { readonly pool: string; readonly send: EventInput }
  | { readonly create: PoolSpec; readonly attributes: PoolAttributes }
  | { readonly pool: string; readonly attributes: PoolAttributes }
  | { readonly pool: string; readonly failNext: Failable; readonly how: ForcedFailure }
  | { readonly faults: readonly FaultRule[] }
  | { readonly clock: ClockAnchor }
);

const at = v.pipe(v.number(), v.safeInteger());
const pool = v.string();
const object = v.record(v.string(), v.unknown());
const inputs = [
  v.strictObject({ at, pool, send: object }),
  v.strictObject({ at, create: object, attributes: object }),
  v.strictObject({ at, pool, attributes: object }),
  v.strictObject({ at, pool, failNext: v.string(), how: object }),
  v.strictObject({ at, faults: v.array(v.unknown()) }),
] as const;

/** An input of a snapshot. What is in its event, spec or rules is read when it is replayed. */
export const snapshotInput = v.union(inputs, 'Expected an input as GET /_hvsim/snapshot gives it');

const finite = v.pipe(v.number(), v.finite());
const clock = v.strictObject({ at, clock: v.strictObject({ virtual: at, wall: finite, speed: v.pipe(finite, v.gtValue(0)) }) });

/** An input of a journal, which has how the clock was set too. */
export const journalInput = v.union([...inputs, clock], 'Expected an input');

/** A record of something that was sent. */
export const sentRecord = v.looseObject({ at, pool, event: v.looseObject({ type: v.string() }), attributes: v.optional(object) });
