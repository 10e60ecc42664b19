import { describe, expect, it } from 'vitest';
import { formatsOf, releases } from '../../src/api/index.ts';
import { validate } from '../../src/conformance/index.ts';
import {
  createSimulator,
  defaultStart,
  type EventInput,
  type PoolSpec,
  resumeSimulator,
  type SavedRun,
  type SimulatorOptions,
  type TimelineEntry,
} from '../../src/simulator/index.ts';
import { bytesOf, push } from './acts.ts';

const error = (code: string, message = /./) =>
  expect.objectContaining({ name: 'HvsimError', code, message: expect.stringMatching(message) });
const manual = (options: SimulatorOptions = {}) => createSimulator({ engine: 'manual', ...options });
const idle = (options: SimulatorOptions = {}) => {
  const simulator = createSimulator({ engine: 'instant', ...options });
  simulator.advance(0);
  return simulator;
};

describe('a simulator', () => {
  it('has one pool of three clones in the newest release, whose first publish is pending', () => {
    const simulator = createSimulator();
    expect(simulator).toMatchObject({ release: '2512', seed: 1, now: defaultStart });
    expect(simulator.pools).toEqual([{ id: expect.stringMatching(/^[0-9a-f-]{36}$/), name: 'ic-pool-1' }]);
    expect(simulator.state()).toEqual({
      operation: 'INITIAL_PUBLISH',
      pendingImage: 'PENDING_PUBLISH',
      currentImage: 'ABSENT',
      task: 'IDLE',
    });
    expect(simulator.clones().map(({ name, image, session, task }) => [name, image, session, task])).toEqual([
      ['ic-pool-1-001', null, false, null],
      ['ic-pool-1-002', null, false, null],
      ['ic-pool-1-003', null, false, null],
    ]);
  });

  it('begins when it is told to, in milliseconds or text', () => {
    expect(createSimulator({ startAt: '2030-01-01T00:00:00+01:00' }).now).toBe(Date.parse('2029-12-31T23:00:00Z'));
    expect(createSimulator({ startAt: 0 }).now).toBe(0);
    expect(createSimulator({ startAt: -5 }).timeline()[0]?.at).toBe(-5);
  });

  it('takes any name of a release', () => {
    expect(createSimulator({ release: '8.4' }).release).toBe('2111');
  });

  it('can have no pool, and get some', () => {
    const simulator = createSimulator({ pools: 0, engine: 'quick' });
    expect(simulator.pools).toEqual([]);
    expect(simulator.nextDue()).toBeUndefined();
    const id = simulator.createPool({ name: 'late', clones: 2 });
    expect(simulator.pools).toEqual([{ id, name: 'late' }]);
    simulator.advance('10s');
    expect(simulator.state('late').operation).toBe('NONE');
  });

  it.each<[SimulatorOptions, string, RegExp]>([
    [{ release: '9.9' }, 'unknown-release', /9\.9/],
    [{ engine: 'fast' as 'quick' }, 'unknown-profile', /"fast"/],
    [{ engine: { timings: { 'engine.publishStarted': { minMs: -1 } } } }, 'wrong-timings', /minMs/],
    [{ seed: 1.5 }, 'wrong-options', /seed is 1.5/],
    [{ seed: Number.NaN }, 'wrong-options', /seed/],
    [{ seed: 2 ** 53 }, 'wrong-options', /seed/],
    [{ seed: '1' as never }, 'wrong-options', /seed is "1"/],
    [{ pools: -1 }, 'wrong-options', /pools is -1/],
    [{ pools: 1.5 }, 'wrong-options', /pools is 1.5/],
    [{ pools: Number.NaN }, 'wrong-options', /pools/],
    [{ pools: 100_001 }, 'wrong-options', /pools is 100001; it must be a whole number from 0 to 100000, or a list/],
    // Once TypeErrors.
    [{ pools: 'two' as never }, 'wrong-options', /pools is "two"/],
    [{ pools: null as never }, 'wrong-options', /pools is null/],
    [{ startAt: 'tomorrow' }, 'wrong-options', /"tomorrow" is no time/],
    [{ startAt: Number.NaN }, 'wrong-options', /no time/],
    [{ pools: [{ clones: -1 }] }, 'wrong-payload', /clones/],
    [{ pools: [{ name: 'a' }, { name: 'a' }] }, 'wrong-options', /"a"/],
    [{ pools: [{ id: 'a' }, { name: 'a' }] }, 'wrong-options', /"a"/],
    [{ pools: [{ name: 'ic-pool-2' }, {}] }, 'wrong-options', /"ic-pool-2"/],
  ])('refuses %j as %s', (options, code, message) => {
    expect(() => createSimulator(options)).toThrow(error(code, message));
  });
});

describe('pools', () => {
  it('are found by id, name or position', () => {
    const simulator = manual({ pools: [{}, { name: 'b', id: 'id-b' }] });
    for (const ref of ['id-b', 'b', 1]) {
      simulator.send(ref, { type: 'engine.publishStarted' });
      expect(simulator.state(ref).pendingImage).toBe('PUBLISHING');
      expect(simulator.snapshot(ref)).toBe(simulator.snapshot(1));
    }
    expect(simulator.state().pendingImage).toBe('PENDING_PUBLISH');
  });

  it.each(['nobody', -1, 1, 0.5, '0', '__proto__'])('that are not there are unknown-pool: %j', (ref) => {
    const simulator = manual();
    for (const ask of [
      () => simulator.state(ref),
      () => simulator.status(ref),
      () => simulator.provisioningStatus(ref),
      () => simulator.tasks(ref),
      () => simulator.clones(ref),
      () => simulator.snapshot(ref),
      () => simulator.send(ref, { type: 'command.delete' }),
      () => simulator.failNext(ref, 'publish', { error: 'x' }),
    ]) {
      expect(ask).toThrow(error('unknown-pool', /There are: ic-pool-1 \(/));
    }
    expect(simulator.save().inputs).toEqual([]);
  });

  it('are named by the first five in the error', () => {
    expect(() => manual({ pools: 7 }).state('x')).toThrow(/ic-pool-5 \([^)]*\), … \(7 in all\)/);
  });

  it('can be created at any time, and then begin to publish', () => {
    const simulator = createSimulator({ engine: 'quick' });
    simulator.advance('1h');
    const id = simulator.createPool();
    expect(simulator.timeline().at(-1)).toMatchObject({
      pool: id,
      at: simulator.now,
      by: 'script',
      event: { type: 'desktop.create' },
      audits: [{ name: 'ADMIN_DESKTOP_ADDED' }],
    });
    simulator.advance('2s');
    expect(simulator.state(id).operation).toBe('NONE');
  });

  it('leave no trace where they cannot be created', () => {
    const simulator = manual();
    expect(() => simulator.createPool({ name: 'ic-pool-1' })).toThrow(error('wrong-options', /"ic-pool-1"/));
    expect(() => simulator.createPool({ clones: 'x' as never })).toThrow(error('wrong-payload'));
    expect(simulator.pools).toHaveLength(1);
    expect(simulator.timeline()).toHaveLength(1);
    expect(simulator.save().inputs).toEqual([]);
  });

  // Once the timeline and the saved run kept the caller's own object, and changed with it.
  it('do not change with what they were created from', () => {
    const simulator = manual();
    const spec = { name: 'b', image: { parentVm: { id: 'vm-7' }, snapshot: 's' } };
    simulator.createPool(spec as unknown as PoolSpec);
    spec.image.parentVm.id = 'other';
    expect(simulator.timeline().at(-1)?.event).toEqual({ type: 'desktop.create', name: 'b', image: { parentVm: 'vm-7', snapshot: 's' } });
    expect(simulator.save().inputs).toEqual([{ create: { name: 'b', image: { parentVm: 'vm-7', snapshot: 's' } } }]);
  });

  it('that are gone stay, without a status', () => {
    const simulator = idle();
    simulator.send(0, { type: 'command.delete' });
    simulator.advance(0);
    expect(simulator.state().operation).toBe('DELETED');
    for (const format of formatsOf('2512')) {
      expect(simulator.status(0, format)).toBeNull();
      expect(simulator.provisioningStatus(0, format)).toBeNull();
    }
    expect(simulator.clones()).toEqual([]);
    expect(simulator.send(0, { type: 'command.delete' })).toMatchObject({
      outcome: 'fault',
      fault: { name: 'EntityNotFound' },
      status: null,
    });
    expect(simulator.pools).toHaveLength(1);
  });
});

describe('send', () => {
  it('answers what became of it, with the state and status after it', () => {
    const simulator = idle();
    const result = simulator.send(0, push());
    expect(result).toMatchObject({
      outcome: 'accepted',
      audits: [{ name: 'VLSI_DESKTOP_PUSH_IMAGE_SCHEDULED' }],
      state: { operation: 'SCHEDULE_PUSH_IMAGE', pendingImage: 'PENDING_PUBLISH' },
    });
    expect(result.status).toEqual(simulator.status());
    expect('fault' in result || 'reason' in result).toBe(false);
  });

  it('answers a command that is not allowed with a fault, and changes nothing', () => {
    const simulator = idle();
    const before = simulator.snapshot();
    const result = simulator.send(0, { type: 'command.promotePendingImage' });
    expect(result).toMatchObject({ outcome: 'fault', fault: { name: 'InvalidArgument', command: 'command.promotePendingImage' } });
    expect(simulator.snapshot()).toBe(before);
    expect(simulator.timeline().at(-1)).toMatchObject({ outcome: 'fault', fault: result.fault });
  });

  it('answers a fact that cannot be with a reason, and changes nothing', () => {
    const simulator = idle();
    const before = simulator.snapshot();
    const result = simulator.send(0, { type: 'engine.publishStarted' });
    expect(result).toMatchObject({ outcome: 'ignored', reason: expect.stringContaining('engine.publishStarted needs'), audits: [] });
    expect(simulator.snapshot()).toBe(before);
    expect(simulator.timeline().at(-1)).toMatchObject({ outcome: 'ignored', reason: result.reason });
  });

  it.each<[string, string, string, object]>([
    [
      'a value of a wrong type',
      'InvalidType',
      'spec.settings.stopOnFirstError',
      {
        type: 'command.schedulePushImage',
        spec: { parentVm: 'a', snapshot: 'b', settings: { logoffSetting: 'FORCE_LOGOFF', stopOnFirstError: 'no' } },
      },
    ],
    ['a list that is none', 'InvalidType', 'machines', { type: 'command.applyImage', machines: 'all', pendingImage: false }],
    ['a missing member', 'InvalidArgument', 'pendingImage', { type: 'command.applyImage', machines: [] }],
    [
      'two kinds of image',
      'InvalidArgument',
      'spec',
      { type: 'command.schedulePushImage', spec: { parentVm: 'a', settings: { logoffSetting: 'FORCE_LOGOFF' } } },
    ],
    ['a time that is none', 'InvalidArgument', 'spec.settings.startTime', push({ startTime: 'tomorrow' })],
  ])('answers a command with %s with %s, and changes nothing', (_, name, field, command) => {
    const simulator = idle();
    const result = simulator.send(0, command as EventInput);
    const { type } = command as { type: string };
    expect(result).toMatchObject({
      outcome: 'fault',
      fault: { name, field, command: type, message: expect.stringContaining(field) },
      state: simulator.state(),
    });
    expect(simulator.save().inputs.some((input) => 'send' in input)).toBe(false);
  });

  it.each<[unknown, string]>([
    [{ type: 'engine.publishProgressed', percent: 'half' }, 'wrong-payload'],
    [{ type: 'engine.publishFailed' }, 'wrong-payload'],
    [{ type: 'clone.sessionOpened', machine: null }, 'wrong-payload'],
    [{ type: 'command.deleteAll' }, 'unknown-event'],
    [{ type: 'desktop.create' }, 'unknown-event'],
    [{}, 'wrong-payload'],
    [null, 'wrong-payload'],
    [undefined, 'wrong-payload'],
    ['command.delete', 'wrong-payload'],
  ])('throws for %j: %s', (event, code) => {
    const simulator = manual();
    expect(() => simulator.send(0, event as EventInput)).toThrow(error(code));
    expect(simulator.timeline()).toHaveLength(1);
  });

  it('takes clones by position, name or id, and a machine that is none as a fault or a reason', () => {
    const simulator = idle();
    const [first] = simulator.clones();
    simulator.send(0, { type: 'clone.sessionOpened', machine: 1 });
    simulator.send(0, { type: 'clone.sessionOpened', machine: 'ic-pool-1-002' });
    simulator.send(0, { type: 'clone.sessionClosed', machine: first?.id ?? '' });
    expect(simulator.clones().map(({ session }) => session)).toEqual([false, true, false]);
    expect(simulator.send(0, { type: 'clone.sessionOpened', machine: 4 })).toMatchObject({
      outcome: 'ignored',
      reason: expect.stringContaining('"4" is none'),
    });
    expect(simulator.send(0, { type: 'command.applyImage', machines: ['x'], pendingImage: false })).toMatchObject({
      outcome: 'fault',
      fault: { name: 'EntityNotFound', field: 'machines' },
    });
  });
});

describe('a command that the reader refuses for its numbers', () => {
  // Once taken, written to a save as null, and refused when it was resumed.
  it('is a fault, so that every save can be resumed', () => {
    const simulator = idle();
    const spec = {
      parentVm: 'a',
      snapshot: 'b',
      settings: { logoffSetting: 'FORCE_LOGOFF' },
      computeProfile: { numCPU: Number.POSITIVE_INFINITY, ram: 1 },
    } as const;
    expect(simulator.send(0, { type: 'command.schedulePushImage', spec })).toMatchObject({
      outcome: 'fault',
      fault: { name: 'InvalidArgument', field: 'spec.computeProfile.numCPU' },
    });
    expect(() => simulator.send(0, { type: 'engine.publishProgressed', percent: Number.POSITIVE_INFINITY })).toThrow(
      error('wrong-payload', /percent/),
    );
    expect(resumeSimulator(JSON.parse(JSON.stringify(simulator.save()))).state()).toEqual(simulator.state());
  });
});

describe('an image of the catalog', () => {
  // Once its paths were those of an image "undefined".
  it('is shown by its names even if members of the other kind are there and undefined', () => {
    const simulator = idle();
    const spec = {
      parentVm: undefined,
      snapshot: undefined,
      imageManagementStream: 's',
      imageManagementTag: 't',
      settings: { logoffSetting: 'FORCE_LOGOFF' },
    };
    simulator.send(0, { type: 'command.schedulePushImage', spec } as unknown as EventInput);
    expect(simulator.status()).toMatchObject({ pendingImageManagementStream: { id: 's' }, pendingImageManagementTag: { id: 't' } });
    expect(JSON.stringify(simulator.status())).not.toContain('undefined');
  });
});

describe('statuses', () => {
  it.each(releases)('conform in every format of %s', (release) => {
    const simulator = createSimulator({ release, engine: 'quick' });
    simulator.failNext(0, 'publish', { error: 'no space' });
    const check = () => {
      for (const format of formatsOf(release)) {
        expect(validate(simulator.status(0, format), { release, format })).toEqual([]);
        expect(validate(simulator.provisioningStatus(0, format), { release, format, object: 'parent' })).toEqual([]);
      }
    };
    check();
    simulator.advance('3s');
    expect(simulator.provisioningStatus()).toMatchObject({ lastProvisioningError: 'Initial publish failed: no space' });
    check();
    simulator.send(0, push({ startTime: simulator.now + 1_500 }));
    for (let step = 0; step < 30; step += 1) {
      simulator.advance(100);
      check();
    }
  });

  it('are those of the View API unless said otherwise', () => {
    const simulator = createSimulator();
    expect(simulator.status()).toEqual(simulator.status(0, 'view'));
    expect(simulator.provisioningStatus()).toEqual(simulator.provisioningStatus(0, 'view'));
    expect(simulator.status(0, 'rest-v3')).toHaveProperty('instant_clone_operation', 'INITIAL_PUBLISH');
    expect(simulator.status(0, 'powercli')).toMatchObject({ PendingImageParentVm: { Id: 'vm-1' } });
  });

  it('are refused in formats that there are not', () => {
    const simulator = createSimulator({ release: '2111' });
    expect(() => simulator.status(0, 'rest-v2')).toThrow(error('format-not-in-release'));
    expect(() => simulator.status(0, 'soap' as 'view')).toThrow(error('unknown-format'));
    const [entry] = simulator.timeline();
    expect(() => simulator.record(entry as TimelineEntry, 'rest-v3')).toThrow(error('format-not-in-release'));
  });
});

describe('tasks', () => {
  it('are none until clones have to move, then newest last', () => {
    const simulator = createSimulator({ engine: 'quick' });
    expect([simulator.task(), simulator.tasks()]).toEqual([undefined, []]);
    simulator.advance('5s');
    expect(simulator.task()).toBeUndefined();
    simulator.send(0, push());
    simulator.runUntil((each) => each.state().operation === 'NONE');
    expect(simulator.task()).toMatchObject({ data: { taskType: 'PUSH_IMAGE', remaining: 3, errors: 0 } });
    simulator.advance('5s');
    expect(simulator.task()).toMatchObject({ data: { remaining: 0 } });
    simulator.send(0, { type: 'command.applyImage', machines: [1], pendingImage: false });
    expect(simulator.tasks().map(({ data }) => data.remaining)).toEqual([0, 1]);
    expect(simulator.tasks()[1]).toEqual(simulator.task());
    expect(simulator.task(0, 'rest-v1')).toMatchObject({ remaining_vmtask_count: 1 });
  });

  it('are seen on the clones, with the image that they run', () => {
    const simulator = idle();
    simulator.send(0, { type: 'clone.sessionOpened', machine: 1 });
    simulator.send(0, push({ logoff: 'WAIT_FOR_LOGOFF' }));
    simulator.advance(0);
    expect(simulator.clones().map(({ task, image, session }) => [task, image?.snapshot, session])).toEqual([
      ['SCHEDULED', 'snapshot-1', true],
      ['COMPLETED', 'snapshot-2', false],
      ['COMPLETED', 'snapshot-2', false],
    ]);
  });
});

describe('time', () => {
  it('moves by durations and to times', () => {
    const simulator = manual({ startAt: 0 });
    simulator.advance('1h 30m');
    simulator.advance(5);
    expect(simulator.now).toBe(5_400_005);
    simulator.advanceTo('1970-01-02');
    expect(simulator.now).toBe(86_400_000);
    simulator.advanceTo(simulator.now);
    expect(simulator.now).toBe(86_400_000);
  });

  it('does not move backwards', () => {
    const simulator = manual();
    expect(() => simulator.advanceTo(simulator.now - 1)).toThrow(error('time-goes-backwards'));
    expect(() => simulator.advanceTo(0)).toThrow(error('time-goes-backwards'));
    expect(simulator.now).toBe(defaultStart);
    expect(simulator.save().inputs).toEqual([]);
  });

  it.each([-1, Number.NaN, 'soon', '-5s', null])('takes %s for no duration', (wrong) => {
    expect(() => manual().advance(wrong as string)).toThrow(error('wrong-options'));
    expect(() => manual().runUntil(() => false, wrong as string)).toThrow(error('wrong-options'));
  });

  it('takes what is beyond the end of time for no time', () => {
    expect(() => manual().advance(8.64e15)).toThrow(error('wrong-options'));
  });

  it('stands at each timer while it fires', () => {
    const simulator = createSimulator({ engine: 'quick', pools: 3 });
    const seen: number[] = [];
    simulator.subscribe(({ at }) => {
      expect(at).toBe(simulator.now);
      seen.push(at);
    });
    simulator.advance('10s');
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(new Set(seen).size).toBeGreaterThan(15);
    expect(simulator.now).toBe(defaultStart + 10_000);
  });

  it('moves from timer to timer by hand', () => {
    const simulator = createSimulator({ engine: 'quick' });
    const due = simulator.nextDue();
    expect(simulator.fire()).toBe(1);
    expect(simulator.now).toBe(due);
    expect(simulator.state().pendingImage).toBe('PUBLISHING');
    expect(simulator.fire(100)).toBe(5);
    expect([simulator.fire(), simulator.fire(0), simulator.nextDue()]).toEqual([0, 0, undefined]);
  });

  it('can be run until something holds, and says how long that took', () => {
    const simulator = createSimulator({ engine: 'quick' });
    const took = simulator.runUntil((each) => each.state().currentImage === 'READY');
    expect(simulator.now).toBe(defaultStart + took);
    expect(took).toBeGreaterThan(1_000);
    expect(simulator.runUntil((each) => each.state().currentImage === 'READY')).toBe(0);
  });

  it('says limit-reached, and how the pools are, where it does not come to hold', () => {
    const simulator = createSimulator({ engine: 'quick' });
    expect(() => simulator.runUntil(() => false, 500)).toThrow(
      error('limit-reached', /within 500 ms.*ic-pool-1 INITIAL_PUBLISH\/PUBLISHING\/ABSENT\/IDLE/),
    );
    expect(simulator.now).toBeLessThanOrEqual(defaultStart + 500);
    expect(() => simulator.runUntil(() => false)).toThrow(error('limit-reached', /nothing more will happen by itself.*ic-pool-1 NONE/));
  });

  it('may pass until exactly the limit', () => {
    const engine = { profile: 'instant' as const, timings: { 'engine.publishStarted': { minMs: 100, maxMs: 100 } } };
    expect(() => createSimulator({ engine }).runUntil((each) => each.state().operation === 'NONE', 99)).toThrow(error('limit-reached'));
    expect(createSimulator({ engine }).runUntil((each) => each.state().operation === 'NONE', 100)).toBe(100);
  });
});

describe('the timeline', () => {
  it('counts from 1, over all pools, and keeps who did it', () => {
    const simulator = createSimulator({ engine: 'quick', pools: 2 });
    simulator.advance('10s');
    simulator.send(1, { type: 'command.delete' });
    const entries = simulator.timeline();
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
    expect(entries.filter(({ by }) => by === 'script').map(({ event }) => event.type)).toEqual([
      'desktop.create',
      'desktop.create',
      'command.delete',
    ]);
    expect(entries.at(-1)?.pool).toBe(simulator.pools[1]?.id);
  });

  it('shows every moment as it was, in any format, however much happened since', () => {
    const simulator = createSimulator({ engine: 'quick' });
    const live: string[] = [];
    simulator.subscribe((entry) => live.push(JSON.stringify(simulator.record(entry, 'rest-v2'))));
    simulator.advance('10s');
    const later = simulator
      .timeline()
      .slice(1)
      .map((entry) => JSON.stringify(simulator.record(entry, 'rest-v2')));
    expect(later).toEqual(live);
    expect(new Set(live.map((line) => JSON.parse(line).status.instant_clone_pending_image_progress))).toEqual(
      new Set([0, 20, 40, 60, 80, undefined]),
    );
  });

  it('names the clones in the record of the creation alone', () => {
    const simulator = idle({ pools: [{ clones: ['a'] }] });
    const [first, second] = simulator.timeline().map((entry) => simulator.record(entry, 'view'));
    expect(first?.machines).toEqual([{ id: 'a', name: 'ic-pool-1-001' }]);
    expect(second && 'machines' in second).toBe(false);
  });

  it('has null for the status of a pool that is gone', () => {
    const simulator = idle();
    simulator.send(0, { type: 'command.delete' });
    simulator.advance(0);
    const last = simulator.timeline().at(-1) as TimelineEntry;
    expect(simulator.record(last, 'rest-v1')).toMatchObject({ state: { operation: 'DELETED' }, status: null });
  });
});

describe('subscribe', () => {
  it('tells of everything from then on, until it is ended', () => {
    const simulator = manual();
    const [one, two]: TimelineEntry[][] = [[], []];
    const end = simulator.subscribe((entry) => one?.push(entry));
    simulator.subscribe((entry) => two?.push(entry));
    simulator.send(0, { type: 'engine.publishStarted' });
    end();
    end();
    simulator.send(0, { type: 'engine.publishStarted' });
    expect(one?.map(({ outcome }) => outcome)).toEqual(['accepted']);
    expect(two?.map(({ outcome }) => outcome)).toEqual(['accepted', 'ignored']);
    expect(two).toEqual(simulator.timeline().slice(1));
  });

  it('may be ended by who is told', () => {
    const simulator = manual();
    let told = 0;
    const end = simulator.subscribe(() => {
      told += 1;
      end();
    });
    simulator.send(0, { type: 'engine.publishStarted' });
    simulator.send(0, { type: 'engine.publishStarted' });
    expect(told).toBe(1);
  });
});

describe('without a record', () => {
  it('the same happens, and nothing can be asked of the past', () => {
    const [without, recorded] = [createSimulator({ engine: 'flaky', record: false }), createSimulator({ engine: 'flaky' })];
    const seen: string[] = [];
    without.subscribe((entry) => seen.push(JSON.stringify(without.record(entry, 'view'))));
    for (const each of [without, recorded]) each.advance('5h');
    expect(seen.join('\n')).toBe(bytesOf(recorded).split('\n').slice(1).join('\n'));
    expect(without.status()).toEqual(recorded.status());
    expect(() => without.timeline()).toThrow(error('wrong-options', /record: false/));
    expect(() => without.save()).toThrow(error('wrong-options', /record: false/));
  });
});

describe('a saved run', () => {
  it('is plain JSON, and waits that follow one another are one', () => {
    const simulator = createSimulator({ engine: 'quick', startAt: 0, pools: [{ name: 'a' }], seed: 9, release: '8.6' });
    simulator.advance('1s');
    simulator.advance('4s');
    simulator.failNext('a', 'resync', { error: 'x' });
    simulator.send('a', { type: 'command.applyImage', machines: ['a-002'], pendingImage: false });
    simulator.fire();
    simulator.fire(1);
    const saved = simulator.save();
    expect(JSON.parse(JSON.stringify(saved))).toEqual(saved);
    expect(saved).toEqual({
      hvsim: 1,
      options: { release: '2206', seed: 9, pools: [{ name: 'a' }], engine: 'quick', startAt: 0 },
      inputs: [
        { advanceTo: 5_000 },
        { pool: 0, failNext: 'resync', how: { error: 'x' } },
        { pool: 0, send: { type: 'command.applyImage', machines: ['a-002'], pendingImage: false } },
        { fire: 2 },
      ],
    });
  });

  it('does not change with what happens after', () => {
    const simulator = createSimulator({ engine: 'quick' });
    simulator.advance('1s');
    const saved = simulator.save();
    const before = structuredClone(saved);
    simulator.advance('1s');
    simulator.send(0, { type: 'command.delete' });
    expect(saved).toEqual(before);
  });

  it.each([null, undefined, 5, {}, [], { hvsim: 2, options: {}, inputs: [] }, { hvsim: 1, options: {} }, { hvsim: 1, inputs: {} }])(
    'is not %j',
    (saved) => {
      expect(() => resumeSimulator(saved as unknown as SavedRun)).toThrow(error('wrong-save'));
    },
  );
});
