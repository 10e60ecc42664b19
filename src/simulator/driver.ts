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

export const newPool = (seed: number, position: number, id: string, snapshot: PoolSnapshot) => ({
  position,
  id,
  snapshot,
  /** What every draw of the pool depends on. */
  keys: [seed, position, hashText(snapshot.context.name)],
  /** The timer of the next fact of everything that goes on. */
  timers: new Map<string, Timer>(),
  /** What is to fail on purpose, oldest first. */
  forced: [] as { readonly what: Failable; readonly how: ForcedFailure }[],
  /** How many activities have begun: the key of their draws. */
  begun: 0,
});

/** A pool, with what the engine is at work on in it. */
export type Pool = ReturnType<typeof newPool>;

/** An activity that goes on in a pool, from when its key appears until it is gone. */
interface Ongoing {
  readonly key: string;
  readonly activity: Activity;
  readonly machine?: string;
}

/** Everything the engine is at work on in this state of a pool. */
function ongoingIn(snapshot: PoolSnapshot, { 'clone.resyncStarted': { concurrency } }: Timings): Ongoing[] {
  const { value, context } = snapshot;
  const ongoing = imageActivities.flatMap((activity): Ongoing[] => {
    if (!goesOn(activity, snapshot)) return [];
    // A push that is rescheduled is waited for anew.
    const anew = activity.fact === 'engine.startTimeReached' ? `:${context.push?.settings.startTime}` : '';
    return [{ key: `${activity.name}${anew}`, activity }];
  });
  if (value.task !== resync.while.task) return ongoing;
  const about = (activity: Activity, { number }: Task, index: number, { id }: Clone): Ongoing => ({
    key: `${activity.name}:${number}:${index}`,
    activity,
    machine: id,
  });
  const moving: Ongoing[] = [];
  const waiting: Ongoing[] = [];
  for (const [index, clone] of context.clones.entries()) {
    const progressing = progressingTask(context, index);
    if (progressing) moving.push(about(resync, progressing, index, clone));
    // No more can begin than may be moved at a time.
    if (progressing || waiting.length >= concurrency) continue;
    const task = scheduledTask(context, index);
    if (task && (!clone.session || task.logoffSetting === 'FORCE_LOGOFF')) waiting.push(about(resyncStart, task, index, clone));
  }
  return [...ongoing, ...moving, ...waiting.slice(0, Math.max(0, concurrency - moving.length))];
}

export function goesOn({ while: states, needs = [], fact }: Activity, snapshot: PoolSnapshot): boolean {
  for (const region in states) {
    if (snapshot.value[region as keyof PoolState] !== states[region as keyof PoolState]) return false;
  }
  return needs.every((name) => holds(name, snapshot, { type: fact, at: 0 } as PoolEvent));
}

/** Brings the timers of a pool in line with its state; what comes of the engine is sent as facts. */
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
