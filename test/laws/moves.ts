/** What random lives are made of: events that the state of the pool invites, and any other, nonsense included. */
import * as fc from 'fast-check';
import { type EventType, eventTypes, type PoolEvent, type PushImageSpec } from '../../machines/index.ts';
import { progressingTask, scheduledTask } from '../../machines/tasks.ts';
import { cloneId } from '../../src/simulator/names.ts';
import type { PoolSnapshot } from '../../src/simulator/step.ts';

/** The last moment that a JavaScript date can say. */
export const latest = 8.64e15;

/** An event yet without a time; a start time counts from that time on. */
export type Untimed = { readonly type: EventType } & Readonly<Record<string, unknown>>;

/** One move: after a wait, any event, or the one of those that suit the state that is picked. */
export type Move =
  | { readonly waitMs: number; readonly event: Untimed }
  | { readonly waitMs: number; readonly pick: number; readonly startsInMs: number };

const anyWait = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60_000 }), fc.constantFrom(3_600_000, 30 * 86_400_000));
const anyStart = fc.constantFrom(0, -1, 1, 30_000, 3_600_000, 86_400_000);

const text = fc.oneof(fc.constantFrom('no space', '', '   ', 'ü\u2028"\\'), fc.string({ maxLength: 5 }));
const anyId = fc.constantFrom('vm-1', 'vm-2', 'vm-3');
/** The clones of pool 0, one too many, and what is none at all. */
const anyMachine = fc.oneof(
  fc.nat(4).map((clone) => cloneId(0, clone)),
  fc.constantFrom('no-such-machine', ''),
);
const anyMachines = fc.array(anyMachine, { maxLength: 3 });
const numbers = fc.constantFrom(0, 1, 2, 4, 6, -1, 2.5, Number.NaN, Number.POSITIVE_INFINITY, 2_147_483_647, 1e300);
const anyPercent = fc.oneof(fc.nat(100), fc.constantFrom(-1, 101, 3.5, Number.NaN, Number.POSITIVE_INFINITY, -0, 1e9));

const anyImage = fc.oneof(
  fc.record({ parentVm: anyId, snapshot: fc.constantFrom('snapshot-1', 'snapshot-2') }),
  fc.record({ imageManagementStream: fc.constantFrom('stream-1', 'stream-2'), imageManagementTag: fc.constant('tag-1') }),
);
const edges = fc.constantFrom(0, -8.64e15, 8.64e15);

const anyPush = fc
  .tuple(
    anyImage,
    fc.record(
      {
        startTime: fc.oneof(edges, anyStart),
        logoffSetting: fc.constantFrom('FORCE_LOGOFF', 'WAIT_FOR_LOGOFF'),
        stopOnFirstError: fc.boolean(),
        addVirtualTPM: fc.boolean(),
      },
      { requiredKeys: ['logoffSetting'] },
    ),
    fc.record(
      {
        selectivePushImage: fc.boolean(),
        machines: anyMachines,
        computeProfile: fc.record({ numCPU: numbers, ram: numbers, coresPerSocket: numbers }, { requiredKeys: ['numCPU', 'ram'] }),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([image, settings, rest]) => ({ ...image, settings, ...rest }));

const payload: { readonly [T in EventType]?: fc.Arbitrary<object> } = {
  'command.schedulePushImage': fc.record({ spec: anyPush }),
  'command.applyImage': fc.record({ machines: anyMachines, pendingImage: fc.boolean() }),
  'command.changeInfrastructure': fc.record(
    { hostOrCluster: fc.constant('domain-c2'), datastores: fc.array(fc.constantFrom('datastore-1', 'datastore-2'), { maxLength: 2 }) },
    { requiredKeys: [] },
  ),
  'command.resumeTask': fc.record({ retryFailedVMs: fc.boolean(), stopOnError: fc.boolean() }, { requiredKeys: [] }),
  'engine.publishProgressed': fc.record({ percent: anyPercent }),
  'engine.publishFailed': fc.record({ error: text }),
  'engine.pendingImageUnpublishFailed': fc.record({ error: text }),
  'engine.currentImageUnpublishFailed': fc.record({ error: text }),
  'clone.resyncStarted': fc.record({ machine: anyMachine }),
  'clone.resyncSucceeded': fc.record({ machine: anyMachine }),
  'clone.resyncFailed': fc.record({ machine: anyMachine, error: text }),
  'clone.sessionOpened': fc.record({ machine: anyMachine }),
  'clone.sessionClosed': fc.record({ machine: anyMachine }),
};

const anyEvent: fc.Arbitrary<Untimed> = fc.oneof(
  ...eventTypes.map((type) => (payload[type] ?? fc.constant({})).map((members) => ({ type, ...members }))),
);

export const anyMove: fc.Arbitrary<Move> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ waitMs: anyWait, pick: fc.nat(1_000), startsInMs: anyStart }) },
  { weight: 1, arbitrary: fc.record({ waitMs: anyWait, event: anyEvent }) },
);

/** The events of a move: one, or none where the state invites nothing. */
export function toEvents(move: Move, snapshot: PoolSnapshot, at: number): PoolEvent[] {
  if ('event' in move) return [{ ...move.event, at } as PoolEvent];
  const inviting = invitedBy(snapshot, Math.min(at + move.startsInMs, latest));
  const event = inviting[move.pick % inviting.length];
  return event ? [{ ...event, at } as PoolEvent] : [];
}

/** Events that the state of a pool invites, most of which it accepts. */
function invitedBy({ value, context }: PoolSnapshot, startTime: number): readonly Untimed[] {
  const { operation, pendingImage, currentImage, task } = value;
  const list: Untimed[] = [];
  if (operation === 'NONE') {
    list.push(
      pushOf({ settings: { logoffSetting: 'WAIT_FOR_LOGOFF' } }),
      pushOf({ settings: { logoffSetting: 'FORCE_LOGOFF', startTime, stopOnFirstError: false } }),
      pushOf({
        settings: { logoffSetting: 'FORCE_LOGOFF' },
        selectivePushImage: true,
        machines: context.clones.slice(0, 2).map(({ id }) => id),
        computeProfile: { numCPU: 4, ram: 8192, coresPerSocket: 2 },
      }),
    );
    if (pendingImage !== 'READY_HELD') list.push({ type: 'command.changeInfrastructure', hostOrCluster: 'domain-c7' });
    if (currentImage === 'ABSENT') list.push({ type: 'command.enableProvisioning' });
  }
  if (operation === 'SCHEDULE_PUSH_IMAGE' && context.push?.due === false) {
    const { settings } = context.push;
    list.push(
      { type: 'engine.startTimeReached' },
      { type: 'command.cancelScheduledPushImage' },
      pushOf({ settings: { ...settings, startTime } }),
    );
  }
  if (pendingImage === 'PENDING_PUBLISH') list.push({ type: 'engine.publishStarted' }, { type: 'engine.publishStarted' });
  if (pendingImage === 'PUBLISHING') {
    const percent = Math.min(100, (context.pendingImage?.progress ?? 0) + 7);
    list.push({ type: 'engine.publishProgressed', percent }, { type: 'engine.publishSucceeded' }, { type: 'engine.publishSucceeded' });
    list.push({ type: 'engine.publishFailed', error: 'no space' }, { type: 'engine.publishTimedOut' });
  }
  if (pendingImage === 'UNPUBLISHING')
    list.push({ type: 'engine.pendingImageUnpublished' }, { type: 'engine.pendingImageUnpublishFailed', error: 'locked' });
  if (pendingImage === 'READY_HELD') {
    list.push({ type: 'command.promotePendingImage' }, { type: 'command.cancelScheduledPushImage' });
    list.push({ type: 'command.applyImage', pendingImage: true, machines: context.clones.slice(-1).map(({ id }) => id) });
  }
  if (currentImage === 'READY')
    list.push({ type: 'command.applyImage', pendingImage: false, machines: context.clones.slice(0, 2).map(({ id }) => id) });
  if (currentImage === 'PENDING_UNPUBLISH') list.push({ type: 'engine.currentImageUnpublishStarted' });
  if (currentImage === 'UNPUBLISHING')
    list.push({ type: 'engine.currentImageUnpublished' }, { type: 'engine.currentImageUnpublishFailed', error: 'in use' });
  if (currentImage === 'FAILED' || operation === 'FINAL_UNPUBLISH') list.push({ type: 'command.delete' });
  if (task !== 'IDLE') list.push({ type: 'command.pauseTask' }, { type: 'command.resumeTask', retryFailedVMs: true });
  if (task === 'PAUSED') list.push({ type: 'command.cancelTask' });
  for (const [index, { id: machine, session }] of context.clones.entries()) {
    if (scheduledTask(context, index)) list.push({ type: 'clone.resyncStarted', machine });
    if (progressingTask(context, index))
      list.push({ type: 'clone.resyncSucceeded', machine }, { type: 'clone.resyncFailed', machine, error: 'unreachable' });
    if (index === 0) list.push({ type: session ? 'clone.sessionClosed' : 'clone.sessionOpened', machine });
  }
  return list;
}

const pushOf = (spec: Omit<PushImageSpec, 'parentVm' | 'snapshot'>): Untimed => ({
  type: 'command.schedulePushImage',
  spec: { parentVm: 'vm-9', snapshot: 'snapshot-9', ...spec },
});
