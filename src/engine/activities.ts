/**
 * What the instant-clone engine works on, as data: while the pool is in which states, in which fact it ends, and how it can fail.
 * How long it takes stands in the timings of that fact. The simulator, the lives of the fixtures and the pace of the observer all
 * read this table. It names conditions of the machine and loads none of it.
 */
import type { FactType } from '../../machines/events.ts';
import type { ConditionName } from '../../machines/guards.ts';
import type { EntryState, PoolState } from '../../machines/vocabulary.ts';
import type { Span, Timings } from './timings.ts';

/** Something the engine does: it begins when its states are there, and ends, or is given up, when they are gone. */
export interface Activity {
  readonly name: string;
  /** The states of the pool while it goes on. */
  readonly while: Partial<PoolState>;
  /** What more it needs: conditions of the machine on what the pool remembers. */
  readonly needs?: readonly ConditionName[];
  /** It goes on for every clone whose part in a task is this one. */
  readonly clone?: EntryState;
  /** The fact in which it ends. */
  readonly fact: FactType;
  /** The fact in which it ends instead when it fails. */
  readonly failure?: FactType & keyof Timings;
  /** The fact in which it ends when it hangs. */
  readonly timeout?: 'engine.publishTimedOut';
  /** The fact that reports how far it is. */
  readonly progress?: 'engine.publishProgressed';
}

const rows = [
  { name: 'publishStart', while: { pendingImage: 'PENDING_PUBLISH' }, fact: 'engine.publishStarted' },
  {
    name: 'publish',
    while: { pendingImage: 'PUBLISHING' },
    fact: 'engine.publishSucceeded',
    failure: 'engine.publishFailed',
    timeout: 'engine.publishTimedOut',
    progress: 'engine.publishProgressed',
  },
  {
    name: 'startTime',
    while: { operation: 'SCHEDULE_PUSH_IMAGE' },
    needs: ['startIsAwaited', 'pendingImageIsNotBeingRemoved'],
    fact: 'engine.startTimeReached',
  },
  {
    name: 'pendingImageUnpublish',
    while: { pendingImage: 'UNPUBLISHING' },
    fact: 'engine.pendingImageUnpublished',
    failure: 'engine.pendingImageUnpublishFailed',
  },
  {
    name: 'currentImageUnpublishStart',
    while: { currentImage: 'PENDING_UNPUBLISH' },
    needs: ['mayBeRemoved'],
    fact: 'engine.currentImageUnpublishStarted',
  },
  {
    name: 'currentImageUnpublish',
    while: { currentImage: 'UNPUBLISHING' },
    fact: 'engine.currentImageUnpublished',
    failure: 'engine.currentImageUnpublishFailed',
  },
  { name: 'resync', while: { task: 'RUNNING' }, clone: 'PROGRESSING', fact: 'clone.resyncSucceeded', failure: 'clone.resyncFailed' },
  { name: 'resyncStart', while: { task: 'RUNNING' }, clone: 'SCHEDULED', needs: ['cloneMayBeTaken'], fact: 'clone.resyncStarted' },
] as const satisfies readonly Activity[];

type Row = (typeof rows)[number];
export type ActivityName = Row['name'];

/** What can be made to fail. */
export type Failable = Extract<Row, { readonly failure: FactType }>['name'];

export const activities: readonly (Activity & { readonly name: ActivityName })[] = rows;

/** The activities on a pool's images: one of each goes on at a time. Their order is the one in which chance is drawn for them. */
export const imageActivities = activities.filter(({ clone }) => !clone);

/** The activities on clones: moving one, and waiting for its turn. */
export const [resync, resyncStart] = activities.filter(({ clone }) => clone) as [Activity, Activity];

/** What can be made to fail on purpose. */
export const failables = activities.flatMap(({ name, failure }) => (failure ? [name as Failable] : []));

const byFact = new Map(
  activities.flatMap((activity) =>
    [activity.fact, activity.failure, activity.timeout, activity.progress].map((fact) => [fact, activity] as const),
  ),
);

/** The activity of which a fact comes; undefined for what users do. */
export const activityOf = (fact: FactType): Activity | undefined => byFact.get(fact);

/** How long the activity of a fact takes to its end; undefined where it depends on something else than timings. */
export function spanOf(fact: FactType, timings: Timings): Span | undefined {
  const activity = byFact.get(fact);
  if (!activity || activity.fact === 'engine.startTimeReached') return undefined;
  if (fact === activity.timeout) {
    const { afterMs } = timings[activity.timeout];
    return { minMs: afterMs, maxMs: afterMs };
  }
  return timings[activity.fact as keyof Timings] as Span;
}

/** The least time from the begin of an activity to a fact of it, in milliseconds: what reports its progress may report and fail at once. */
export function leastMs(fact: FactType, timings: Timings): number {
  const activity = byFact.get(fact);
  return activity?.progress && fact !== activity.fact && fact !== activity.timeout ? 0 : (spanOf(fact, timings)?.minMs ?? 0);
}
