/**
 * The instant-clone engine: what it is at work on in a given state of a pool, and which facts come of it when.
 * It only ever sends facts; what they do is the machine's business.
 */
import type { Fact } from '../../machines/events.ts';
import { progressingTask, scheduledTask } from '../../machines/tasks.ts';
import { draw, drawSpan } from './random.ts';
import type { PoolSnapshot } from './step.ts';
import type { Failure, Timings } from './timings.ts';

/** What may be made to fail on purpose. */
export const failables = ['publish', 'pendingImageUnpublish', 'currentImageUnpublish', 'resync'] as const;
export type Failable = (typeof failables)[number];

/** How it is to fail: with a text, or, for a publish, by taking too long. */
export type FailureWish = { readonly error: string } | { readonly timeout: true };

/** Tells whether this can be made to fail in this way. */
export function isFailureWish(what: Failable, how: FailureWish): boolean {
  const { error, timeout } = (how ?? {}) as { error?: unknown; timeout?: unknown };
  return timeout === undefined ? typeof error === 'string' : timeout === true && error === undefined && what === 'publish';
}

/** A fact that is not sent yet, `afterMs` from the begin of its activity. */
export interface Planned {
  readonly afterMs: number;
  readonly fact: Untimed<Fact>;
}

type Untimed<E> = E extends Fact ? Omit<E, 'at'> : never;

/** Something the engine is at work on. It begins when its key appears and ends when it is gone. */
export interface Activity {
  readonly key: string;
  /** What can be made to fail in it. */
  readonly failable?: Failable;
  /** The facts that come of it, in order. `keys` identify the draw; `wish` is a failure asked for. */
  readonly plan: (at: number, keys: readonly number[], wish?: FailureWish) => readonly Planned[];
}

/** Everything the engine is at work on in this state of a pool. */
export function activitiesOf(snapshot: PoolSnapshot, timings: Timings): Activity[] {
  return [...imageActivities(snapshot, timings), ...cloneActivities(snapshot, timings)];
}

function imageActivities({ value, context }: PoolSnapshot, timings: Timings): Activity[] {
  const list: Activity[] = [];
  if (value.pendingImage === 'PENDING_PUBLISH') list.push(once('publishStart', timings, 'engine.publishStarted'));
  if (value.pendingImage === 'PUBLISHING') list.push(publish(timings));
  if (value.pendingImage === 'UNPUBLISHING') {
    list.push(
      failing(
        'pendingImageUnpublish',
        timings,
        'engine.pendingImageUnpublished',
        timings['engine.pendingImageUnpublishFailed'],
        (error) => ({
          type: 'engine.pendingImageUnpublishFailed',
          error,
        }),
      ),
    );
  }
  if (value.currentImage === 'PENDING_UNPUBLISH' && (context.removal === 'delete' || context.replacementReady)) {
    list.push(once('currentImageUnpublishStart', timings, 'engine.currentImageUnpublishStarted'));
  }
  if (value.currentImage === 'UNPUBLISHING') {
    list.push(
      failing(
        'currentImageUnpublish',
        timings,
        'engine.currentImageUnpublished',
        timings['engine.currentImageUnpublishFailed'],
        (error) => ({
          type: 'engine.currentImageUnpublishFailed',
          error,
        }),
      ),
    );
  }
  const startTime = context.push?.due === false ? context.push.settings.startTime : undefined;
  if (value.operation === 'SCHEDULE_PUSH_IMAGE' && value.pendingImage !== 'UNPUBLISHING' && startTime !== undefined) {
    list.push({
      key: `startTime:${startTime}`,
      plan: (at) => [{ afterMs: Math.max(0, startTime - at), fact: { type: 'engine.startTimeReached' } }],
    });
  }
  return list;
}

function cloneActivities({ value, context }: PoolSnapshot, timings: Timings): Activity[] {
  if (value.task !== 'RUNNING') return [];
  const moving = context.clones.flatMap((clone, index) => {
    const task = progressingTask(context, index);
    return task ? [resync(timings, clone.id, `${task.number}:${index}`)] : [];
  });
  const free = timings['clone.resyncStarted'].concurrency - moving.length;
  const waiting = context.clones.flatMap((clone, index) => {
    const task = scheduledTask(context, index);
    const mayBeTaken = task && (!clone.session || task.logoffSetting === 'FORCE_LOGOFF');
    return mayBeTaken ? [once(`resyncStart:${task.number}:${index}`, timings, 'clone.resyncStarted', clone.id)] : [];
  });
  return [...moving, ...waiting.slice(0, Math.max(0, free))];
}

type Single = 'engine.publishStarted' | 'engine.currentImageUnpublishStarted' | 'clone.resyncStarted';

const once = (key: string, timings: Timings, type: Single, machine?: string): Activity => ({
  key,
  plan: (_, keys) => [
    { afterMs: drawSpan(timings[type], ...keys), fact: { type, ...(machine === undefined ? {} : { machine }) } as Planned['fact'] },
  ],
});

function failing(
  key: Failable,
  timings: Timings,
  type: 'engine.pendingImageUnpublished' | 'engine.currentImageUnpublished',
  failure: Failure,
  failed: (error: string) => Planned['fact'],
): Activity {
  return {
    key,
    failable: key,
    plan: (_, keys, wish) => {
      const error = errorOf(failure, keys, wish);
      return [{ afterMs: drawSpan(timings[type], ...keys), fact: error === undefined ? { type } : failed(error) }];
    },
  };
}

const resync = (timings: Timings, machine: string, key: string): Activity => ({
  key: `resync:${key}`,
  failable: 'resync',
  plan: (_, keys, wish) => {
    const error = errorOf(timings['clone.resyncFailed'], keys, wish);
    const fact: Planned['fact'] =
      error === undefined ? { type: 'clone.resyncSucceeded', machine } : { type: 'clone.resyncFailed', machine, error };
    return [{ afterMs: drawSpan(timings['clone.resyncSucceeded'], ...keys), fact }];
  },
});

const timedOut = { type: 'engine.publishTimedOut' } as const;

/** Progress in even steps, then the end; a publish that fails stops somewhere on the way. */
function publish(timings: Timings): Activity {
  return {
    key: 'publish',
    failable: 'publish',
    plan: (_, keys, wish) => {
      const { progressSteps } = timings['engine.publishSucceeded'];
      const wholeMs = drawSpan(timings['engine.publishSucceeded'], ...keys);
      const end = publishEnd(timings, keys, wish);
      const stopped = end.type === 'engine.publishSucceeded' ? 1 : draw(...keys, 3);
      const endMs = end.type === 'engine.publishTimedOut' ? timings['engine.publishTimedOut'].afterMs : Math.floor(wholeMs * stopped);
      const plan: Planned[] = [];
      for (let step = 1; step < progressSteps; step += 1) {
        const part = step / progressSteps;
        if (part >= stopped) break;
        plan.push({
          afterMs: Math.floor(wholeMs * part),
          fact: { type: 'engine.publishProgressed', percent: Math.floor((step * 100) / progressSteps) },
        });
      }
      return [...plan.filter(({ afterMs }) => afterMs <= endMs), { afterMs: endMs, fact: end }];
    },
  };
}

function publishEnd(timings: Timings, keys: readonly number[], wish: FailureWish | undefined): Planned['fact'] {
  if (wish && 'timeout' in wish) return timedOut;
  if (!wish && draw(...keys, 4) < timings['engine.publishTimedOut'].share) return timedOut;
  const error = errorOf(timings['engine.publishFailed'], keys, wish);
  return error === undefined ? { type: 'engine.publishSucceeded' } : { type: 'engine.publishFailed', error };
}

/** The text of a failure, asked for or drawn; undefined where nothing fails. */
function errorOf({ share, errors }: Failure, keys: readonly number[], wish: FailureWish | undefined): string | undefined {
  if (wish && 'error' in wish) return wish.error;
  if (draw(...keys, 1) >= share) return undefined;
  let rest = draw(...keys, 2) * errors.reduce((sum, { weight }) => sum + weight, 0);
  for (const { text, weight } of errors) {
    rest -= weight;
    if (rest < 0) return text;
  }
  return errors.at(-1)?.text;
}
