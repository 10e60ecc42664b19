/** Arbitraries of statuses, timelines and near misses. */
import fc from 'fast-check';
import { assertFormat, type Format, type Target } from '../api/formats.ts';
import { findRelease, type Release } from '../api/releases.ts';
import type { Status } from '../api/types.ts';
import type { Moment } from '../fixtures/life.ts';
import { type Draft, type NearMissRule, nearMisses, rulesToBreak, wireOf } from '../fixtures/near-miss.ts';
import type { Where } from '../fixtures/where.ts';
import { viewOf } from '../lifecycle/index.ts';
import { encodeStatus } from '../projector/encode.ts';
import { longLives, shortLives } from './lives.ts';
import { printed } from './printed.ts';

/** What statuses are wanted of. */
export interface StatusConstraints<F extends Format = Format> extends Target<F> {
  /** Only such states; as text it is what `hvsim fixtures --where` takes. */
  readonly where?: Where | string;
}

/** One poll of a pool; the status is null when the pool is gone. */
export interface Observed<F extends Format = Format> {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly status: Status<F> | null;
}

/** The canonical name of a release that has the format. */
function releaseOf({ release, format }: Target): Release {
  assertFormat(release, format);
  return findRelease(release);
}

function statusOf<F extends Format>({ node, registers }: Moment, release: Release, format: F): Status<F> | null {
  const view = viewOf(node, registers);
  return view ? structuredClone(encodeStatus(view, { release, format })) : null;
}

/**
 * Statuses that a pool can have, of every reachable state. Shrinks to an idle pool and to lives of few events. A counterexample
 * prints the events that lead to it. Horizon 7.0 and later.
 *
 * @throws HvsimError `unknown-release`, `unknown-format`, `format-not-in-release`, `wrong-options`, `nothing-fits`
 * @example fc.assert(fc.property(status({ release: '2206', format: 'rest-v2' }), (each) => client.accepts(each)));
 */
export function status<F extends Format>(constraints: StatusConstraints<F>): fc.Arbitrary<Status<F>> {
  const { format, where } = constraints;
  const release = releaseOf(constraints);
  return shortLives({ release, format, where }).map((life) => {
    const shown = statusOf(life.at(-1) as Moment, release, format) as Status<F>;
    return printed(shown as object, life, release) as Status<F>;
  });
}

/**
 * What a client sees of a pool that notices every change: an observation for the creation and for every event after it. Shrinks
 * to fewer and simpler events.
 *
 * @param constraints with `maxEvents`, how many events a life has at most; 40 when absent
 * @throws HvsimError `unknown-release`, `unknown-format`, `format-not-in-release`, `wrong-options`
 */
export function timeline<F extends Format>(constraints: Target<F> & { readonly maxEvents?: number }): fc.Arbitrary<readonly Observed<F>[]> {
  const { format, maxEvents } = constraints;
  const release = releaseOf(constraints);
  return longLives(release, maxEvents).map((life) => {
    const observed = life.map((moment) => ({ at: moment.at, status: statusOf(moment, release, format) }));
    return printed(observed, life, release);
  });
}

/** A status that breaks one rule. */
export interface InvalidStatus {
  /** The id of the rule, as `validate` reports it. */
  readonly rule: NearMissRule;
  readonly status: Record<string, unknown>;
}

/**
 * Statuses that are nearly right: each breaks exactly the rule that it names.
 *
 * @param constraints with `rules`, the rules to break; all that the release and format can break when absent
 * @throws HvsimError `unknown-release`, `unknown-format`, `format-not-in-release`, `wrong-options`
 */
export function invalidStatus(constraints: Target & { readonly rules?: readonly NearMissRule[] }): fc.Arbitrary<InvalidStatus> {
  const { format } = constraints;
  const release = releaseOf(constraints);
  const wire = wireOf(release, format);
  const rules = rulesToBreak(constraints.rules, wire);
  const ofRule = (rule: NearMissRule) =>
    shortLives({ release, format, accepts: nearMisses[rule].from }).map((life) => {
      const spoiled = statusOf(life.at(-1) as Moment, release, format) as unknown as Draft;
      nearMisses[rule].spoil(spoiled, wire);
      return printed({ rule, status: spoiled }, life, release);
    });
  return fc.oneof(...rules.map(ofRule));
}
