/** What comes of an activity, and when: the same for a simulated pool and for a life that is made up. */
import type { FactType } from '../../machines/events.ts';
import { type Activity, spanOf } from './activities.ts';
import type { Span, Timings } from './timings.ts';

/** How an activity ends other than well. */
export interface Setback {
  /** The activity's `failure` or `timeout`. */
  readonly fact: FactType;
  /** Why it failed, where the source of chance says so. */
  readonly error?: string;
  /** The share of the whole, from 0 to 1, at which an activity that reports progress comes to a stop. */
  readonly stopsAt: number;
}

/** Where the engine takes its chance from. */
export interface Chance {
  /** A whole number of milliseconds within a span, both bounds included. */
  within(span: Span): number;
  /** How the activity ends other than well; undefined where it succeeds. */
  setback(activity: Activity): Setback | undefined;
}

/** A fact that is not sent yet, without the clone that it is about. */
export interface PlannedFact {
  /** From the begin of its activity, in milliseconds. */
  readonly afterMs: number;
  readonly type: FactType;
  readonly percent?: number;
  readonly error?: string;
}

/**
 * Everything that comes of an activity, in order: progress in even steps, then its end.
 *
 * @param startsInMs how long it is to the start time of the push: what the wait for it takes
 */
export function planOf(activity: Activity, timings: Timings, chance: Chance, startsInMs = 0): readonly PlannedFact[] {
  const { progress, timeout } = activity;
  const span = spanOf(activity.fact, timings);
  const wholeMs = span ? chance.within(span) : Math.max(0, startsInMs);
  const { fact, error, stopsAt }: Setback = chance.setback(activity) ?? { fact: activity.fact, stopsAt: 1 };
  if (!progress) return [{ afterMs: wholeMs, type: fact, ...(error === undefined ? {} : { error }) }];
  const endMs = fact === timeout ? timings[timeout].afterMs : Math.floor(wholeMs * stopsAt);
  const { progressSteps } = timings['engine.publishSucceeded'];
  const plan: PlannedFact[] = [];
  for (let step = 1; step < progressSteps && step / progressSteps < stopsAt; step += 1) {
    const afterMs = Math.floor(wholeMs * (step / progressSteps));
    if (afterMs <= endMs) plan.push({ afterMs, type: progress, percent: Math.floor((step * 100) / progressSteps) });
  }
  return [...plan, { afterMs: endMs, type: fact, ...(error === undefined ? {} : { error }) }];
}
