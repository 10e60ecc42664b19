/** Where the engine takes its chance from: how long something takes, and whether it fails. */
import type { FactType } from '../../machines/events.ts';
import { type Activity, activities, type Failable } from './activities.ts';
import { draw, drawSpan, pickByWeight } from './random.ts';
import type { Failure, Span, Timings } from './timings.ts';

/** How an activity ends other than well. */
export interface Setback {
  /** The activity's `failure` or `timeout`. */
  readonly fact: FactType;
  /** Why it failed, where the source of chance says so. */
  readonly error?: string;
  /** The share of the whole, from 0 to 1, at which an activity that reports progress comes to a stop. */
  readonly stopsAt: number;
}

/** What is left to chance in an activity. */
export interface Chance {
  /** A whole number of milliseconds within a span, both bounds included. */
  within(span: Span): number;
  /** How the activity ends other than well; undefined where it succeeds. */
  setback(activity: Activity): Setback | undefined;
}

/** How something is made to fail: with a text, or, for what can hang, by taking too long. */
export type ForcedFailure = { readonly error: string } | { readonly timeout: true };

/** Whether something can be made to fail in this way. */
export function isForcedFailure(what: Failable, how: object | null | undefined): how is ForcedFailure {
  const { error, timeout } = (how ?? {}) as { readonly error?: unknown; readonly timeout?: unknown };
  if (timeout === undefined) return typeof error === 'string';
  return timeout === true && error === undefined && activities.some((activity) => activity.name === what && activity.timeout);
}

/** What is drawn for an activity beside how long it takes. */
const purposes = { failure: 1, error: 2, stop: 3, timeout: 4 } as const;

/** Chance as a function of the keys of an activity that begins, unless its failure is asked for. */
export const keyedChance = (keys: readonly number[], timings: Timings, forced?: ForcedFailure): Chance => ({
  within: (span) => drawSpan(span, ...keys),
  setback({ failure, timeout }) {
    if (!failure) return undefined;
    const stopsAt = draw(...keys, purposes.stop);
    const hangs = forced ? 'timeout' in forced && forced.timeout : timeout && draw(...keys, purposes.timeout) < timings[timeout].share;
    if (timeout && hangs) return { fact: timeout, stopsAt };
    const { share, errors } = timings[failure] as Failure;
    if (!forced && draw(...keys, purposes.failure) >= share) return undefined;
    const error = forced && 'error' in forced ? forced.error : pickByWeight(errors, draw(...keys, purposes.error))?.text;
    return { fact: failure, stopsAt, ...(error === undefined ? {} : { error }) };
  },
});
