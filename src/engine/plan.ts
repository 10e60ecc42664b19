/** What comes of an activity, and when: the same for a simulated pool and for a life that is made up. */
import type { FactType } from '../../machines/events.ts';
import { type Activity, spanOf } from './activities.ts';
import type { Chance, Setback } from './chance.ts';
import type { Timings } from './timings.ts';

/** A fact that is not sent yet, without the clone that it is about. */
export interface PlannedFact {
  /** From the begin of its activity, in milliseconds. */
  readonly afterMs: number;
  readonly type: FactType;
  readonly percent?: number;
  readonly error?: string;
}

/** Everything that comes of an activity, in order: progress in even steps, then its end. Waiting for a start time takes what is left to it. */
export function planOf(activity: Activity, timings: Timings, chance: Chance, startsInMs = 0): readonly PlannedFact[] {
  const { progress, timeout } = activity;
  const span = spanOf(activity.fact, timings);
  const wholeMs = span ? chance.within(span) : Math.max(0, startsInMs);
  const { fact, error, stopsAt }: Setback = chance.setback(activity) ?? { fact: activity.fact, stopsAt: 1 };
  const end = { type: fact, ...(error === undefined ? {} : { error }) };
  if (!progress) return [{ afterMs: wholeMs, ...end }];
  const endMs = fact === timeout ? timings[timeout].afterMs : Math.floor(wholeMs * stopsAt);
  const { progressSteps } = timings['engine.publishSucceeded'];
  const plan: PlannedFact[] = [];
  for (let step = 1; step < progressSteps && step / progressSteps < stopsAt; step += 1) {
    const afterMs = Math.floor(wholeMs * (step / progressSteps));
    if (afterMs <= endMs) plan.push({ afterMs, type: progress, percent: Math.floor((step * 100) / progressSteps) });
  }
  return [...plan, { afterMs: endMs, ...end }];
}
