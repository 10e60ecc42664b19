/** Drives one pool: sets the timers of what the engine begins, and cancels those of what it no longer does. */
import type { Agenda, Timer } from './agenda.ts';
import { type Activity, activitiesOf, type Failable, type FailureWish, type Planned } from './engine.ts';
import { hashText } from './random.ts';
import type { FactInput } from './read-event.ts';
import type { PoolSnapshot } from './step.ts';
import type { Timings } from './timings.ts';

export interface Driver {
  /** What every draw of the pool depends on: the seed, its position and its name. */
  readonly keys: readonly number[];
  readonly position: number;
  /** What the engine is at work on, with the timer of its next fact. */
  readonly running: Map<string, { timer: Timer }>;
  /** What is to fail on purpose, oldest first. */
  readonly wishes: { readonly what: Failable; readonly how: FailureWish }[];
  /** How many activities have begun: the key of their draws. */
  begun: number;
}

export const newDriver = (seed: number, position: number, name: string): Driver => ({
  keys: [seed, position, hashText(name)],
  position,
  running: new Map(),
  wishes: [],
  begun: 0,
});

/**
 * Brings the timers of a pool in line with its state.
 *
 * @param at virtual time in epoch milliseconds
 * @param send takes a fact of the engine
 * @param present the pool's snapshot at the time of asking
 */
export function drive(
  driver: Driver,
  snapshot: PoolSnapshot,
  timings: Timings,
  at: number,
  agenda: Agenda,
  send: (fact: FactInput) => void,
  present: () => PoolSnapshot,
): void {
  const activities = activitiesOf(snapshot, timings);
  for (const [key, { timer }] of driver.running) {
    if (activities.some((activity) => activity.key === key)) continue;
    timer.cancelled = true;
    driver.running.delete(key);
  }
  for (const activity of activities) {
    if (!driver.running.has(activity.key)) begin(activity);
  }

  function begin(activity: Activity): void {
    driver.begun += 1;
    const wish = driver.wishes.findIndex(({ what }) => what === activity.failable);
    const how = wish === -1 ? undefined : driver.wishes.splice(wish, 1)[0]?.how;
    const plan = activity.plan(at, [...driver.keys, driver.begun], how);
    setTimer(activity.key, plan, 0);
  }

  function setTimer(key: string, plan: readonly Planned[], index: number): void {
    const planned = plan[index];
    if (!planned) return;
    const timer = agenda.set(at + planned.afterMs, driver.position, () => {
      setTimer(key, plan, index + 1);
      if (isPossible(planned.fact, present())) send(planned.fact as FactInput);
    });
    driver.running.set(key, { timer });
  }
}

/** Progress that somebody else has overtaken is not reported. */
const isPossible = (fact: Planned['fact'], { context }: PoolSnapshot): boolean =>
  fact.type !== 'engine.publishProgressed' || fact.percent >= (context.pendingImage?.progress ?? 0);
