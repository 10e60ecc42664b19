/** Drives one pool: sets the timers of what the engine begins, and cancels those of what it no longer does. */
import type { PoolEvent } from '../../machines/events.ts';
import { holds } from '../../machines/guards.ts';
import { type Clone, progressingTask, scheduledTask, type Task } from '../../machines/tasks.ts';
import type { PoolState } from '../../machines/vocabulary.ts';
import { type Activity, type Failable, imageActivities, resync, resyncStart } from '../engine/activities.ts';
import { type ForcedFailure, keyedChance } from '../engine/chance.ts';
import { type PlannedFact, planOf } from '../engine/plan.ts';
import { hashText } from '../engine/random.ts';
import type { Timings } from '../engine/timings.ts';
import type { Agenda, Timer } from './agenda.ts';
import type { FactInput } from './input/read-event.ts';
import type { PoolSnapshot } from './step.ts';

/** A pool, with what the engine is at work on in it. */
export interface Pool {
  readonly position: number;
  readonly id: string;
  snapshot: PoolSnapshot;
  /** What every draw of the pool depends on: the seed, its position and its name. */
  readonly keys: readonly number[];
  /** The timer of the next fact of everything that goes on. */
  readonly timers: Map<string, Timer>;
  /** What is to fail on purpose, oldest first. */
  readonly forced: { readonly what: Failable; readonly how: ForcedFailure }[];
  /** How many activities have begun: the key of their draws. */
  begun: number;
}

/** A pool in which the engine has not begun anything. */
export const newPool = (seed: number, position: number, id: string, snapshot: PoolSnapshot): Pool => ({
  position,
  id,
  snapshot,
  keys: [seed, position, hashText(snapshot.context.name)],
  timers: new Map(),
  forced: [],
  begun: 0,
});

/** An activity that goes on in a pool, from when its key appears until it is gone. */
interface Ongoing {
  readonly key: string;
  readonly activity: Activity;
  /** The clone that it is about. */
  readonly machine?: string;
}

/** Everything the engine is at work on in this state of a pool. */
function ongoingIn(snapshot: PoolSnapshot, { 'clone.resyncStarted': { concurrency } }: Timings): Ongoing[] {
  const { value, context } = snapshot;
  const ongoing: Ongoing[] = imageActivities.flatMap((activity) => {
    if (!goesOn(activity, snapshot)) return [];
    // A push that is rescheduled is waited for anew.
    const anew = activity.fact === 'engine.startTimeReached' ? `:${context.push?.settings.startTime}` : '';
    return [{ key: `${activity.name}${anew}`, activity }];
  });
  if (value.task !== resync.while.task) return ongoing;
  const waiting: Ongoing[] = [];
  const about = (activity: Activity, { number }: Task, index: number, { id }: Clone): Ongoing => ({
    key: `${activity.name}:${number}:${index}`,
    activity,
    machine: id,
  });
  let free = concurrency;
  for (const [index, clone] of context.clones.entries()) {
    const moving = progressingTask(context, index);
    const task = moving ?? scheduledTask(context, index);
    if (moving) ongoing.push(about(resync, moving, index, clone));
    else if (task && (!clone.session || task.logoffSetting === 'FORCE_LOGOFF')) waiting.push(about(resyncStart, task, index, clone));
    if (moving) free -= 1;
  }
  return [...ongoing, ...waiting.slice(0, Math.max(0, free))];
}

/** Whether an activity on images goes on. */
export function goesOn({ while: states, needs = [], fact }: Activity, snapshot: PoolSnapshot): boolean {
  for (const region in states) {
    if (snapshot.value[region as keyof PoolState] !== states[region as keyof PoolState]) return false;
  }
  return needs.every((name) => holds(name, snapshot, { type: fact, at: 0 } as PoolEvent));
}

/**
 * Brings the timers of a pool in line with its state.
 *
 * @param at virtual time in epoch milliseconds
 * @param send takes a fact of the engine
 */
export function drive(pool: Pool, timings: Timings, at: number, agenda: Agenda, send: (fact: FactInput) => void): void {
  const { snapshot, timers, forced } = pool;
  const ongoing = ongoingIn(snapshot, timings);
  for (const [key, timer] of timers) {
    if (ongoing.some((each) => each.key === key)) continue;
    timer.cancelled = true;
    timers.delete(key);
  }
  for (const each of ongoing) if (!timers.has(each.key)) begin(each);

  function begin({ key, activity, machine }: Ongoing): void {
    pool.begun += 1;
    const index = forced.findIndex(({ what }) => what === activity.name);
    const [failure] = index === -1 ? [] : forced.splice(index, 1);
    const chance = keyedChance([...pool.keys, pool.begun], timings, failure?.how);
    const plan = planOf(activity, timings, chance, (snapshot.context.push?.settings.startTime ?? at) - at);
    setTimer(key, plan, machine, 0);
  }

  function setTimer(key: string, plan: readonly PlannedFact[], machine: string | undefined, index: number): void {
    const planned = plan[index];
    if (!planned) return;
    const { afterMs, type, ...members } = planned;
    const fact = { type, ...(machine === undefined ? {} : { machine }), ...members } as FactInput;
    const timer = agenda.set(at + afterMs, pool.position, () => {
      setTimer(key, plan, machine, index + 1);
      if (!isOvertaken(fact, pool.snapshot)) send(fact);
    });
    timers.set(key, timer);
  }
}

/** Progress that somebody else has overtaken is not reported. */
const isOvertaken = (fact: FactInput, { context }: PoolSnapshot): boolean =>
  fact.type === 'engine.publishProgressed' && fact.percent < (context.pendingImage?.progress ?? 0);
