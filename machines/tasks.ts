/** The clones of a pool and the tasks that move them from image to image. Pure functions over readonly records. */
import type { ImageSettings } from './events.ts';
import { type Image, isSameImage } from './image.ts';
import type { EntryState } from './vocabulary.ts';

/** A VM of the pool ("Machine" in the View API). */
export interface Clone {
  readonly id: string;
  readonly name: string;
  /** What it runs; null until the pool's first image is published. */
  readonly image: Image | null;
  readonly session: boolean;
}

/** One push task. Its entries stand in the order of the pool's clones; null where a clone is not part of it. */
export interface Task {
  /** 1 for the pool's first task. */
  readonly number: number;
  readonly image: Image;
  readonly logoffSetting: ImageSettings['logoffSetting'];
  readonly stopOnFirstError: boolean;
  /** Epoch milliseconds. */
  readonly scheduledAt: number;
  readonly entries: readonly (EntryState | null)[];
}

/** How many entries of all tasks still have something to do. */
export interface TaskCounts {
  /** SCHEDULED or PROGRESSING. */
  readonly remaining: number;
  /** HOLDING. */
  readonly halted: number;
}

/** The part of a pool's context that this file is about; newest task last. */
export interface Clones {
  readonly clones: readonly Clone[];
  readonly tasks: readonly Task[];
  readonly counts: TaskCounts;
}

/** Finished tasks stay listed as the history of pushes, up to this many. */
const keptTasks = 10;

type Change = (state: EntryState, index: number) => EntryState;

/** Starts a task for some clones, by index, and cancels what older tasks have not started. None given: no task. */
export function startTask(pool: Clones, indices: readonly number[], task: Omit<Task, 'number' | 'entries'>): Clones {
  if (indices.length === 0) return pool;
  const members = new Set(indices);
  const entries = pool.clones.map((_, index): EntryState | null => (members.has(index) ? 'SCHEDULED' : null));
  const number = (pool.tasks.at(-1)?.number ?? 0) + 1;
  const older = pool.tasks.map((each) => changed(each, cancelUnstarted));
  const kept = older.filter((each, index) => index > older.length - keptTasks || each.entries.includes('PROGRESSING'));
  return counted({ ...pool, tasks: [...kept, { ...task, number, entries }] });
}

/** Changes every entry of every task. */
export function changeEntries(pool: Clones, change: Change): Clones {
  return counted({ ...pool, tasks: pool.tasks.map((each) => changed(each, change)) });
}

export const cancelUnstarted: Change = (state) => (state === 'SCHEDULED' || state === 'HOLDING' ? 'CANCELLED' : state);
export const holdUnstarted: Change = (state) => (state === 'SCHEDULED' ? 'HOLDING' : state);

/** Schedules what is held, and what failed if asked; `stopOnFirstError` is the resumed tasks' from now on. */
export function resumeTasks(pool: Clones, retryFailed: boolean, stopOnFirstError: boolean): Clones {
  const newest = pool.tasks.length - 1;
  const resume: Change = (state) => (state === 'HOLDING' || (retryFailed && state === 'FAULT') ? 'SCHEDULED' : state);
  const tasks = pool.tasks.map((each, index) => (index === newest ? { ...changed(each, resume), stopOnFirstError } : each));
  return counted({ ...pool, tasks });
}

/** The clone's index, or -1. */
export const cloneIndex = (pool: Clones, id: string): number => pool.clones.findIndex((clone) => clone.id === id);

/** Where the clone waits for its turn: the newest task, unless an older one is still at work on it. */
export function scheduledTask(pool: Clones, index: number): Task | undefined {
  if (progressingTask(pool, index)) return undefined;
  return pool.tasks.findLast((task) => task.entries[index] === 'SCHEDULED');
}

export const progressingTask = (pool: Clones, index: number): Task | undefined =>
  pool.tasks.find((task) => task.entries[index] === 'PROGRESSING');

/** A clone of a task begins to move; its session ends. */
export function startResync(pool: Clones, index: number): Clones {
  const task = scheduledTask(pool, index);
  return withEntry(withClone(pool, index, { session: false }), task, index, 'PROGRESSING');
}

/** A clone has come to its task's image. */
export function completeResync(pool: Clones, index: number): Clones {
  const task = progressingTask(pool, index);
  return withEntry(withClone(pool, index, task ? { image: task.image } : {}), task, index, 'COMPLETED');
}

/** A clone could not be moved; with stopOnFirstError nothing further of its task starts. */
export function failResync(pool: Clones, index: number): Clones {
  const task = progressingTask(pool, index);
  const failed = withEntry(pool, task, index, 'FAULT');
  if (!task?.stopOnFirstError) return failed;
  const tasks = failed.tasks.map((each) => (each.number === task.number ? changed(each, holdUnstarted) : each));
  return counted({ ...failed, tasks });
}

/** Gives the clone a session, or takes it. */
export const withSession = (pool: Clones, index: number, session: boolean): Clones => withClone(pool, index, { session });

/** Indices of the clones that do not run an image. */
export const clonesNotOn = (pool: Clones, image: Image): number[] =>
  pool.clones.flatMap((clone, index) => (clone.image && isSameImage(clone.image, image) ? [] : [index]));

function withClone(pool: Clones, index: number, change: Partial<Clone>): Clones {
  return { ...pool, clones: pool.clones.map((clone, each) => (each === index ? { ...clone, ...change } : clone)) };
}

function withEntry(pool: Clones, task: Task | undefined, index: number, state: EntryState): Clones {
  const tasks = pool.tasks.map((each) => (each === task ? changed(each, (old, at) => (at === index ? state : old)) : each));
  return counted({ ...pool, tasks });
}

const changed = (task: Task, change: Change): Task => ({
  ...task,
  entries: task.entries.map((state, index) => (state === null ? null : change(state, index))),
});

/** Counts the entries of one task by state. */
export function countEntries(entries: readonly (EntryState | null)[]): Record<EntryState, number> {
  const counts = { SCHEDULED: 0, PROGRESSING: 0, COMPLETED: 0, FAULT: 0, HOLDING: 0, CANCELLED: 0 };
  for (const state of entries) if (state) counts[state] += 1;
  return counts;
}

function counted({ clones, tasks }: Clones): Clones {
  const each = tasks.map((task) => countEntries(task.entries));
  const sum = (state: EntryState) => each.reduce((total, counts) => total + counts[state], 0);
  return { clones, tasks, counts: { remaining: sum('SCHEDULED') + sum('PROGRESSING'), halted: sum('HOLDING') } };
}
