/** A pool driven by real events from its creation on, one step at a time; and the places such a pool can be in. */
import { expect } from 'vitest';
import type { PayloadKey } from '../../machines/events.ts';
import type { EventOf, EventType, PoolEvent, PoolInput, PushImageSpec } from '../../machines/index.ts';
import { create, type PoolSnapshot, type StepResult, step } from '../../src/simulator/step.ts';

/** When everything happens, unless an event says otherwise. */
export const now = 1_000_000;
/** A start time in the future of `now`. */
export const startTime = now + 60_000;

export const firstImage = { parentVm: 'vm-1', snapshot: 'snapshot-1' } as const;
export const pushedImage = { parentVm: 'vm-2', snapshot: 'snapshot-2' } as const;
export const clones = ['clone-a', 'clone-b', 'clone-c'] as const;
export const [cloneA, cloneB, cloneC] = clones;

type Bare = { [T in EventType]: PayloadKey<T> extends never ? T : never }[EventType] | 'command.resumeTask';
/** An event: by its type alone, or without `at`, which is `now` then. */
export type Told = Bare | { [T in EventType]: Omit<EventOf<T>, 'at'> & { readonly at?: number } }[EventType];

export const toEvent = (told: Told): PoolEvent => ({ at: now, ...(typeof told === 'string' ? { type: told } : told) }) as PoolEvent;

export interface Pool {
  readonly snapshot: PoolSnapshot;
  /** What became of the last event. */
  readonly last: StepResult;
  /** "operation pendingImage currentImage" */
  readonly state: string;
  readonly context: PoolSnapshot['context'];
  /** Sends events of which each must be accepted. */
  after(...events: readonly Told[]): Pool;
  /** Sends one event, whatever becomes of it. */
  send(event: Told): StepResult;
}

function at(last: StepResult): Pool {
  const { snapshot } = last;
  return {
    snapshot,
    last,
    state: stateOf(snapshot),
    context: snapshot.context,
    send: (event) => step(snapshot, toEvent(event)),
    after: (...events) =>
      at(
        events.reduce((before, told) => {
          const next = step(before.snapshot, toEvent(told));
          expect(next.outcome, `${JSON.stringify(told)}: ${next.fault?.message ?? next.reason}`).toBe('accepted');
          return next;
        }, last),
      ),
  };
}

export const stateOf = ({ value }: PoolSnapshot): string => `${value.operation} ${value.pendingImage} ${value.currentImage}`;

/** A pool that has just been created, with three clones, in a release with selective push. */
export function pool(input: Partial<PoolInput> = {}): Pool {
  const given = clones.map((id) => ({ id, name: `pool-${id}` }));
  return at(create({ name: 'pool-1', at: now, image: firstImage, clones: given, selectivePush: true, ...input }));
}

interface PushOptions {
  readonly settings?: Partial<PushImageSpec['settings']>;
  readonly selectivePushImage?: boolean;
  readonly machines?: readonly string[];
  readonly computeProfile?: NonNullable<PushImageSpec['computeProfile']>;
  readonly image?: { readonly parentVm: string; readonly snapshot: string };
  readonly at?: number;
}

/** A push at once; with `settings: { startTime }`, one for later. */
export function push({ settings, image = pushedImage, at = now, ...rest }: PushOptions = {}): EventOf<'command.schedulePushImage'> {
  return {
    type: 'command.schedulePushImage',
    at,
    spec: { ...image, settings: { logoffSetting: 'WAIT_FOR_LOGOFF', ...settings }, ...rest },
  };
}

export const pushLater = (options: PushOptions = {}) => push({ ...options, settings: { startTime, ...options.settings } });
export const pushSelective = (options: PushOptions = {}) => push({ ...options, selectivePushImage: true });
export const failed = (error = 'no space') => ({ type: 'engine.publishFailed', error }) as const;
export const change = { type: 'command.changeInfrastructure', hostOrCluster: 'domain-c2' } as const;
export const published = ['engine.publishStarted', 'engine.publishSucceeded'] as const;

/** Runs its first image, nothing under way. */
export const idle = (input: Partial<PoolInput> = {}) => pool(input).after(...published);
/** Nothing under way, an image held, no task. */
export const held = (input: Partial<PoolInput> = {}) => idle(input).after(pushSelective(), ...published);
const createFailed = () => pool().after('engine.publishStarted', failed());
const pendingFailed = (error: string) => ({ type: 'engine.pendingImageUnpublishFailed', error }) as const;
const currentFailed = (error: string) => ({ type: 'engine.currentImageUnpublishFailed', error }) as const;

/** A pool in every combination of operation, pending and current image that events lead to. */
export const places = {
  'the first image waits': () => pool(),
  'the first image is publishing': () => pool().after('engine.publishStarted'),
  'the first publish failed': createFailed,
  'nothing is under way': () => idle(),
  'no image at all': () => createFailed().after(pushLater(), 'command.cancelScheduledPushImage', 'engine.pendingImageUnpublished'),
  'a later push waits': () => idle().after(pushLater()),
  'a later push is publishing': () => idle().after(pushLater(), 'engine.publishStarted'),
  'a later push is published': () => idle().after(pushLater(), ...published),
  'a due push waits': () => idle().after(push()),
  'a due push is publishing': () => idle().after(push(), 'engine.publishStarted'),
  'a failed push is removed': () => idle().after(push(), 'engine.publishStarted', failed()),
  'a failed later push is removed': () => idle().after(pushLater(), 'engine.publishStarted', failed()),
  'a push failed': () => idle().after(push(), failed(), 'engine.pendingImageUnpublished'),
  'a first push waits': () => createFailed().after(push()),
  'a first later push waits': () => createFailed().after(pushLater()),
  'a cancelled push is removed': () => idle().after(pushLater(), 'command.cancelScheduledPushImage'),
  'a cancelled push could not be removed': () => idle().after(pushLater(), 'command.cancelScheduledPushImage', pendingFailed('stuck')),
  'an image is held': () => held(),
  'a cancelled held image is removed': () => held().after('command.cancelScheduledPushImage'),
  'a change waits': () => idle().after(change),
  'a change is publishing': () => idle().after(change, 'engine.publishStarted'),
  'a change is published': () => idle().after(change, ...published),
  'a change removes the old': () => idle().after(change, ...published, 'engine.currentImageUnpublishStarted'),
  'a delete begins': () => idle().after('command.delete'),
  'a delete removes the current': () => idle().after('command.delete', 'engine.currentImageUnpublishStarted'),
  'a delete removes both': () => held().after('command.delete'),
  'a delete removes the pending': () => pool().after('command.delete'),
  'a delete failed on the current': () => idle().after('command.delete', currentFailed('in use')),
  'a delete failed on the pending': () => held().after('command.delete', pendingFailed('stuck')),
  'a delete failed on the pending alone': () => pool().after('command.delete', pendingFailed('stuck')),
  'a delete failed on both': () => held().after('command.delete', pendingFailed('stuck'), currentFailed('in use')),
  'the pool is gone': () => idle().after('command.delete', 'engine.currentImageUnpublishStarted', 'engine.currentImageUnpublished'),
} as const satisfies Record<string, () => Pool>;

export type Place = keyof typeof places;
export const everyPlace = Object.keys(places) as readonly Place[];

/** Asserts that a command changes nothing, and that its fault names what was asked, what forbids it and what is allowed. */
export function expectRefused(
  from: Pool,
  command: Told,
  expected: { name?: string; says?: readonly string[]; field?: string } = {},
): StepResult {
  const { name = 'InvalidArgument', says = [], field } = expected;
  const result = from.send(command);
  const { type } = toEvent(command);
  expect(result.outcome).toBe('fault');
  expect(result.snapshot).toBe(from.snapshot);
  expect(result.fault).toMatchObject({ name, command: type });
  const message = result.fault?.message ?? '';
  expect(message).toContain(type.slice('command.'.length));
  for (const text of says) expect(message).toContain(text);
  if (from.snapshot.value.operation !== 'DELETED') {
    expect(message).toContain(`now operation is ${from.snapshot.value.operation}`);
    expect(message).toContain(`pendingImage is ${from.snapshot.value.pendingImage}`);
    expect(message).toContain(`currentImage is ${from.snapshot.value.currentImage}`);
    expect(message).toContain('Allowed now: ');
  }
  if (field !== undefined) expect(result.fault?.field).toBe(field);
  return result;
}

/** Asserts that a fact changes nothing and that the reason names it and the state. */
export function expectIgnored(from: Pool, fact: Told, says: readonly string[] = []): StepResult {
  const result = from.send(fact);
  expect(result.outcome).toBe('ignored');
  expect(result.snapshot).toBe(from.snapshot);
  expect(result.audits).toEqual([]);
  expect(result.fault).toBeUndefined();
  expect(result.reason).toContain(`${toEvent(fact).type} needs `);
  expect(result.reason).toContain(`now operation is ${from.snapshot.value.operation}`);
  for (const text of says) expect(result.reason).toContain(text);
  return result;
}
