/**
 * Lifecycle.md, sections 3, 4 and 6, read a second time and independently of machines/: no regions, no orders, no guards,
 * only "when" and "effect" of each row, on a plain record of what an observer can know of a pool.
 */
import type { PoolEvent, PushImageSpec } from '../../machines/index.ts';
import type { PoolSnapshot } from '../../src/simulator/step.ts';

interface Way {
  readonly logoffSetting: string;
  readonly stopOnFirstError: boolean;
}

interface ReadTask extends Way {
  readonly vm: string;
  readonly entries: readonly (string | null)[];
}

/** Everything of a pool that the rows speak of. Images are told apart by their VM. */
export interface Reading {
  readonly op: string;
  readonly pend: string;
  readonly cur: string;
  readonly pending: { readonly vm: string; readonly progress: number; readonly error: string | null; readonly way: Way } | null;
  readonly publishFailed: boolean;
  readonly current: { readonly vm: string; readonly way: Way } | null;
  readonly push: {
    readonly due: boolean;
    readonly startTime: number | null;
    readonly asked: string;
    readonly machines: readonly string[];
    readonly selective: boolean;
  } | null;
  readonly provisioning: boolean;
  readonly provisioningError: { readonly text: string; readonly at: number } | null;
  readonly clones: readonly { readonly id: string; readonly vm: string | null; readonly session: boolean }[];
  readonly tasks: readonly ReadTask[];
}

/** What does not change in the life of a pool. */
export interface Given {
  readonly originalVm: string;
  readonly originalWay: Way;
  readonly hasReadyHeld: boolean;
  readonly stopProvisioningOnError: boolean;
}

export const givenOf = ({ context }: PoolSnapshot): Given => ({
  originalVm: context.original.image.parentVm,
  originalWay: wayOf(context.original.settings),
  hasReadyHeld: context.selectivePush,
  stopProvisioningOnError: context.stopProvisioningOnError,
});

const wayOf = ({ logoffSetting, stopOnFirstError }: Way): Way => ({ logoffSetting, stopOnFirstError });

/** Reads a snapshot of the machine. */
export function readingOf({ value, context }: PoolSnapshot): Reading {
  const { pendingImage, currentImage, push, lastProvisioningError } = context;
  return shown({
    op: value.operation,
    pend: value.pendingImage,
    cur: value.currentImage,
    pending: pendingImage && {
      vm: pendingImage.image.parentVm,
      progress: pendingImage.progress,
      error: pendingImage.error?.text ?? null,
      way: wayOf(pendingImage.settings),
    },
    publishFailed: pendingImage?.error?.of === 'publish',
    current: currentImage && { vm: currentImage.image.parentVm, way: wayOf(currentImage.settings) },
    push: push && {
      due: push.due,
      startTime: push.settings.startTime ?? null,
      asked: JSON.stringify([
        push.image.parentVm,
        push.image.snapshot,
        wayOf(push.settings),
        push.settings.addVirtualTPM,
        push.selective,
        push.machines,
      ]),
      machines: push.machines,
      selective: push.selective,
    },
    provisioning: context.provisioningEnabled,
    provisioningError: lastProvisioningError,
    clones: context.clones.map(({ id, image, session }) => ({ id, vm: image?.parentVm ?? null, session })),
    tasks: context.tasks.map(({ image, entries, ...task }) => ({ vm: image.parentVm, ...wayOf(task), entries })),
  });
}

/** Tasks that are over are history; a pool that is gone has no clones. */
function shown(pool: Reading): Reading {
  if (pool.op === 'DELETED') return { ...pool, clones: [], tasks: [] };
  const unfinished = ({ entries }: ReadTask) =>
    entries.some((entry) => entry !== null && ['SCHEDULED', 'PROGRESSING', 'HOLDING'].includes(entry));
  return { ...pool, tasks: pool.tasks.filter((task, index) => index === pool.tasks.length - 1 || unfinished(task)) };
}

/** What the document says becomes of an event. */
export function foretell(pool: Reading, event: PoolEvent, given: Given): Reading | 'fault' | 'ignored' {
  const next = effect(pool, event, given);
  if (next) return shown(next);
  return event.type.startsWith('command.') ? 'fault' : 'ignored';
}

const noPending = { pend: 'ABSENT', pending: null, publishFailed: false } as const;
const isDue = ({ push }: Reading, at: number) => push !== null && (push.due || (push.startTime !== null && at >= push.startTime));
const oneOf = (state: string, ...states: readonly string[]) => states.includes(state);

function effect(pool: Reading, event: PoolEvent, given: Given): Reading | undefined {
  const { op, pend, cur, push } = pool;
  if (op === 'DELETED') return undefined;
  switch (event.type) {
    case 'command.schedulePushImage':
      return schedulePush(pool, event.spec, event.at, given);
    case 'command.cancelScheduledPushImage': {
      const scheduled = op === 'SCHEDULE_PUSH_IMAGE' && !isDue(pool, event.at) && pend !== 'UNPUBLISHING';
      if (!scheduled && !(op === 'NONE' && pend === 'READY_HELD')) return undefined;
      return { ...pool, op: 'CANCEL_SCHEDULED_PUSH_IMAGE', pend: 'UNPUBLISHING', push: null };
    }
    case 'command.promotePendingImage': {
      if (op !== 'NONE' || pend !== 'READY_HELD' || !pool.pending) return undefined;
      const { vm, way } = pool.pending;
      const rest = pool.clones.flatMap((clone, index) => (clone.vm === vm ? [] : [index]));
      return withTask({ ...pool, ...noPending, cur: 'READY', current: { vm, way } }, rest, vm, way);
    }
    case 'command.applyImage': {
      const image = event.pendingImage ? pool.pending : pool.current;
      const possible = event.pendingImage ? op === 'NONE' && pend === 'READY_HELD' : cur === 'READY';
      const indices = event.machines.map((id) => pool.clones.findIndex((clone) => clone.id === id));
      if (!possible || !image || indices.length === 0 || indices.includes(-1)) return undefined;
      return withTask(pool, indices, image.vm, image.way);
    }
    case 'command.changeInfrastructure': {
      if (op !== 'NONE' || cur !== 'READY' || !oneOf(pend, 'ABSENT', 'FAILED') || !pool.current) return undefined;
      return { ...pool, op: 'INFRASTRUCTURE_CHANGE', cur: 'PENDING_UNPUBLISH', ...accepted(pool.current) };
    }
    case 'command.enableProvisioning': {
      const on = { ...pool, provisioning: true, provisioningError: null };
      if (op !== 'NONE' || cur !== 'ABSENT') return on;
      return { ...on, op: 'INITIAL_PUBLISH', ...accepted({ vm: given.originalVm, way: given.originalWay }) };
    }
    case 'command.disableProvisioning':
      return { ...pool, provisioning: false };
    case 'command.delete': {
      const restarts = op === 'FINAL_UNPUBLISH' ? ['FAILED'] : undefined;
      if (restarts && pend !== 'FAILED' && cur !== 'FAILED') return undefined;
      const moves = (state: string) => (restarts ? restarts.includes(state) : state !== 'ABSENT');
      const next = {
        ...pool,
        op: 'FINAL_UNPUBLISH',
        pend: moves(pend) ? 'UNPUBLISHING' : pend,
        cur: moves(cur) ? 'PENDING_UNPUBLISH' : cur,
        push: null,
        tasks: changed(pool.tasks, cancel),
      };
      return goneIfEmpty(next);
    }
    case 'command.pauseTask':
      return live(pool) ? { ...pool, tasks: changed(pool.tasks, (entry) => (entry === 'SCHEDULED' ? 'HOLDING' : entry)) } : undefined;
    case 'command.cancelTask':
      return live(pool) ? { ...pool, tasks: changed(pool.tasks, cancel) } : undefined;
    case 'command.resumeTask': {
      if (!live(pool)) return undefined;
      const newest = pool.tasks.length - 1;
      const resumes = (entry: string) => entry === 'HOLDING' || (entry === 'FAULT' && event.retryFailedVMs === true);
      const resumed = changed(pool.tasks.slice(newest), (entry) => (resumes(entry) ? 'SCHEDULED' : entry));
      const stopOnFirstError = event.stopOnError ?? true;
      return { ...pool, tasks: [...pool.tasks.slice(0, newest), ...resumed.map((task) => ({ ...task, stopOnFirstError }))] };
    }
    case 'engine.publishStarted':
      return pend === 'PENDING_PUBLISH' ? { ...pool, pend: 'PUBLISHING' } : undefined;
    case 'engine.publishProgressed': {
      const { percent } = event;
      const possible = Number.isInteger(percent) && percent <= 100 && percent >= (pool.pending?.progress ?? 0);
      return pend === 'PUBLISHING' && possible && pool.pending ? { ...pool, pending: { ...pool.pending, progress: percent } } : undefined;
    }
    case 'engine.publishSucceeded': {
      if (pend !== 'PUBLISHING' || !pool.pending) return undefined;
      const { vm, way } = pool.pending;
      if (op === 'INITIAL_PUBLISH') {
        const clones = pool.clones.map((clone) => ({ ...clone, vm }));
        return { ...pool, ...noPending, op: 'NONE', cur: 'READY', current: { vm, way }, clones };
      }
      const ready = { ...pool, pend: 'READY', pending: { ...pool.pending, progress: 100 } };
      return triggered({ ...ready, push: push && { ...push, due: isDue(pool, event.at) } });
    }
    case 'engine.publishFailed':
    case 'engine.publishTimedOut': {
      if (!oneOf(pend, 'PENDING_PUBLISH', 'PUBLISHING') || !pool.pending) return undefined;
      const error = event.type === 'engine.publishFailed' ? event.error : 'Publish timed out';
      const failed = { ...pool, pending: { ...pool.pending, error }, publishFailed: true };
      if (op === 'SCHEDULE_PUSH_IMAGE') return stopped({ ...failed, pend: 'UNPUBLISHING' }, `Push image failed: ${error}`, event.at, given);
      const ended = { ...failed, pend: 'FAILED', op: 'NONE' };
      if (op === 'INITIAL_PUBLISH') return stopped(ended, `Initial publish failed: ${error}`, event.at, given);
      return stopped({ ...ended, cur: 'READY' }, `Infrastructure change failed: ${error}`, event.at, given);
    }
    case 'engine.startTimeReached':
      if (op !== 'SCHEDULE_PUSH_IMAGE' || !push || push.due || pend === 'UNPUBLISHING') return undefined;
      return triggered({ ...pool, push: { ...push, due: true } });
    case 'engine.pendingImageUnpublished':
      if (pend !== 'UNPUBLISHING') return undefined;
      if (op === 'SCHEDULE_PUSH_IMAGE') return { ...pool, op: 'NONE', pend: 'FAILED', push: null };
      if (op === 'CANCEL_SCHEDULED_PUSH_IMAGE') return { ...pool, ...noPending, op: 'NONE' };
      return goneIfEmpty({ ...pool, ...noPending });
    case 'engine.pendingImageUnpublishFailed': {
      if (pend !== 'UNPUBLISHING' || !pool.pending) return undefined;
      const error = pool.publishFailed ? pool.pending.error : event.error;
      const failed = { ...pool, pend: 'FAILED', pending: { ...pool.pending, error } };
      return op === 'FINAL_UNPUBLISH' ? failed : { ...failed, op: 'NONE', push: null };
    }
    case 'engine.currentImageUnpublishStarted':
      if (cur !== 'PENDING_UNPUBLISH' || !(op === 'FINAL_UNPUBLISH' || pend === 'READY')) return undefined;
      return { ...pool, cur: 'UNPUBLISHING' };
    case 'engine.currentImageUnpublished':
      if (cur !== 'UNPUBLISHING') return undefined;
      return op === 'FINAL_UNPUBLISH' ? goneIfEmpty({ ...pool, cur: 'ABSENT', current: null }) : moved(pool);
    case 'engine.currentImageUnpublishFailed':
      if (op === 'FINAL_UNPUBLISH') return oneOf(cur, 'UNPUBLISHING', 'PENDING_UNPUBLISH') ? { ...pool, cur: 'FAILED' } : undefined;
      return cur === 'UNPUBLISHING' ? stopped(moved(pool), `Infrastructure change failed: ${event.error}`, event.at, given) : undefined;
    default:
      return ofClone(pool, event);
  }
}

function schedulePush(pool: Reading, spec: PushImageSpec, at: number, given: Given): Reading | undefined {
  const { op, pend, cur } = pool;
  const { startTime = null, logoffSetting, stopOnFirstError = true, addVirtualTPM = false } = spec.settings;
  const { selectivePushImage: selective = false, machines = [] } = spec;
  const [vm, snapshot] = 'parentVm' in spec ? [spec.parentVm, spec.snapshot] : [spec.imageManagementStream, spec.imageManagementTag];
  const way = { logoffSetting, stopOnFirstError };
  const asked = JSON.stringify([vm, snapshot, way, addVirtualTPM, selective, machines]);
  const push = { due: startTime === null || startTime <= at, startTime, asked, machines, selective };
  if (op === 'NONE') {
    if (pend === 'READY_HELD' || (selective && !(cur === 'READY' && given.hasReadyHeld))) return undefined;
    if (machines.some((id) => !pool.clones.some((clone) => clone.id === id))) return undefined;
    return { ...pool, op: 'SCHEDULE_PUSH_IMAGE', push, ...accepted({ vm, way }) };
  }
  const may = op === 'SCHEDULE_PUSH_IMAGE' && !isDue(pool, at) && oneOf(pend, 'PENDING_PUBLISH', 'PUBLISHING', 'READY');
  return may && asked === pool.push?.asked ? triggered({ ...pool, push }) : undefined;
}

/** An image that is PENDING_PUBLISH: progress 0, no error. */
const accepted = ({ vm, way }: { vm: string; way: Way }) =>
  ({ pend: 'PENDING_PUBLISH', pending: { vm, progress: 0, error: null, way }, publishFailed: false }) as const;

/** The row "trigger". */
function triggered(pool: Reading): Reading {
  const { op, pend, push, pending } = pool;
  if (op !== 'SCHEDULE_PUSH_IMAGE' || pend !== 'READY' || !push?.due || !pending) return pool;
  const { vm, way } = pending;
  if (push.selective) {
    const chosen = push.machines.map((id) => pool.clones.findIndex((clone) => clone.id === id));
    return withTask({ ...pool, op: 'NONE', pend: 'READY_HELD', push: null }, chosen, vm, way);
  }
  const next = { ...pool, ...noPending, op: 'NONE', push: null, cur: 'READY', current: { vm, way } };
  return withTask(next, [...pool.clones.keys()], vm, way);
}

const moved = (pool: Reading): Reading => ({ ...pool, ...noPending, op: 'NONE', cur: 'READY' });

const goneIfEmpty = (pool: Reading): Reading => (pool.pend === 'ABSENT' && pool.cur === 'ABSENT' ? { ...pool, op: 'DELETED' } : pool);

const stopped = (pool: Reading, text: string, at: number, given: Given): Reading =>
  given.stopProvisioningOnError ? { ...pool, provisioning: false, provisioningError: { text, at } } : pool;

const cancel = (entry: string) => (oneOf(entry, 'SCHEDULED', 'HOLDING') ? 'CANCELLED' : entry);

const changed = (tasks: readonly ReadTask[], change: (entry: string) => string): ReadTask[] =>
  tasks.map((task) => ({ ...task, entries: task.entries.map((entry) => (entry === null ? null : change(entry))) }));

function withTask(pool: Reading, indices: readonly number[], vm: string, way: Way): Reading {
  if (indices.length === 0) return pool;
  const entries = pool.clones.map((_, index) => (indices.includes(index) ? 'SCHEDULED' : null));
  return { ...pool, tasks: [...changed(pool.tasks, cancel), { vm, ...way, entries }] };
}

const live = ({ tasks }: Reading) =>
  tasks.some(({ entries }) => entries.some((entry) => entry !== null && oneOf(entry, 'SCHEDULED', 'PROGRESSING', 'HOLDING')));

function ofClone(pool: Reading, event: Extract<PoolEvent, { type: `clone.${string}` }>): Reading | undefined {
  const index = pool.clones.findIndex(({ id }) => id === event.machine);
  const clone = pool.clones[index];
  if (!clone) return undefined;
  const session = (to: boolean) => pool.clones.map((each) => (each === clone ? { ...each, session: to } : each));
  const working = pool.tasks.findIndex(({ entries }) => entries[index] === 'PROGRESSING');
  const entry = (of: number, to: string, also: (other: string) => string = (other) => other) =>
    pool.tasks.map((task, each) =>
      each === of ? { ...task, entries: task.entries.map((old, at) => (at === index ? to : old === null ? null : also(old))) } : task,
    );
  switch (event.type) {
    case 'clone.sessionOpened':
      return clone.session || clone.vm === null || working >= 0 ? undefined : { ...pool, clones: session(true) };
    case 'clone.sessionClosed':
      return clone.session ? { ...pool, clones: session(false) } : undefined;
    case 'clone.resyncStarted': {
      const waiting = pool.tasks.findIndex(({ entries }) => entries[index] === 'SCHEDULED');
      if (working >= 0 || waiting < 0 || (clone.session && pool.tasks[waiting]?.logoffSetting === 'WAIT_FOR_LOGOFF')) return undefined;
      return { ...pool, clones: session(false), tasks: entry(waiting, 'PROGRESSING') };
    }
    case 'clone.resyncSucceeded': {
      const vm = pool.tasks[working]?.vm;
      if (vm === undefined) return undefined;
      return { ...pool, clones: pool.clones.map((each) => (each === clone ? { ...each, vm } : each)), tasks: entry(working, 'COMPLETED') };
    }
    case 'clone.resyncFailed': {
      const task = pool.tasks[working];
      if (!task) return undefined;
      return { ...pool, tasks: entry(working, 'FAULT', (other) => (task.stopOnFirstError && other === 'SCHEDULED' ? 'HOLDING' : other)) };
    }
  }
}
