import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EventType, eventTable, eventTypes, type Members } from '../../../machines/index.ts';
import { releases } from '../../../src/api/index.ts';
import { HvsimError } from '../../../src/errors.ts';
import { type EventInput, readEvent, toEventInput, toPoolEvent } from '../../../src/simulator/input/read-event.ts';

const vm = { parentVm: 'vm-2', snapshot: 'snapshot-2' };
const catalog = { imageManagementStream: 'stream-1', imageManagementTag: 'tag-1' };
const settings = { logoffSetting: 'FORCE_LOGOFF' };
const pushOf = (spec: object) => ({ type: 'command.schedulePushImage', spec });

/** One right event of every type, with all that it may have. */
const examples: { readonly [T in EventType]: object } = {
  'command.schedulePushImage': {
    spec: {
      ...vm,
      parentVmPath: '/dc/vm/Win11',
      snapshotPath: '/base',
      settings: { startTime: 5, logoffSetting: 'WAIT_FOR_LOGOFF', stopOnFirstError: false, addVirtualTPM: true },
      selectivePushImage: true,
      machines: ['clone-a', 2],
      computeProfile: { numCPU: 4, ram: 8192, coresPerSocket: 2 },
    },
  },
  'command.cancelScheduledPushImage': {},
  'command.promotePendingImage': {},
  'command.applyImage': { machines: ['clone-a'], pendingImage: true },
  'command.changeInfrastructure': { hostOrCluster: 'domain-c2', datastores: ['datastore-2'] },
  'command.enableProvisioning': {},
  'command.disableProvisioning': {},
  'command.delete': {},
  'command.pauseTask': {},
  'command.resumeTask': { retryFailedVMs: true, stopOnError: false },
  'command.cancelTask': {},
  'engine.publishStarted': {},
  'engine.publishProgressed': { percent: 40 },
  'engine.publishSucceeded': {},
  'engine.publishFailed': { error: 'no space' },
  'engine.publishTimedOut': {},
  'engine.startTimeReached': {},
  'engine.pendingImageUnpublished': {},
  'engine.pendingImageUnpublishFailed': { error: 'locked' },
  'engine.currentImageUnpublishStarted': {},
  'engine.currentImageUnpublished': {},
  'engine.currentImageUnpublishFailed': { error: 'in use' },
  'clone.resyncStarted': { machine: 'clone-a' },
  'clone.resyncSucceeded': { machine: 'clone-a' },
  'clone.resyncFailed': { machine: 'clone-a', error: '' },
  'clone.sessionOpened': { machine: 1 },
  'clone.sessionClosed': { machine: 'ic-pool-1-001' },
};

const read = (value: unknown) => {
  const reading = readEvent(value);
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading;
};
const problemsOf = (value: unknown) => {
  const reading = readEvent(value);
  return 'problems' in reading ? reading.problems.map(({ path, kind }) => `${path} ${kind}`) : [];
};

describe('every event', () => {
  it('has members of which each is there since a release that there is', () => {
    const sinceOf = (members: Members): readonly (string | undefined)[] =>
      Object.values(members).flatMap((member) => [member.since, ...(member.kind === 'group' ? sinceOf(member.members) : [])]);
    const since = eventTypes.flatMap((type) => sinceOf(eventTable[type].members)).filter((each) => each !== undefined);
    expect(new Set(since)).toEqual(new Set(['7.7', '2111', '2206']));
    for (const each of since) expect(releases).toContain(each);
  });

  it.each(eventTypes)('%s is read as it is written', (type) => {
    expect(read({ type, ...examples[type] })).toEqual({ event: { type, ...examples[type] }, warnings: [] });
  });

  // Once refused: only one of several unknown members was left out.
  it.each(eventTypes)('%s is read without unknown members, which are reported', (type) => {
    const { event, warnings } = read({ type, ...examples[type], comment: { any: ['thing'] }, 'a.b': 1 });
    expect(event).toEqual({ type, ...examples[type] });
    expect(warnings.map(({ path, kind }) => `${path} ${kind}`)).toEqual(['comment unknown-member', 'a.b unknown-member']);
  });

  it.each(eventTypes)('%s takes no time of its own: "at" is one of the unknown members', (type) => {
    expect(read({ type, ...examples[type], at: 5 }).warnings).toEqual([
      { path: 'at', kind: 'unknown-member', message: 'There is no member "at" here' },
    ]);
  });

  const required = eventTypes.flatMap((type) =>
    Object.keys(examples[type])
      .filter((key) => !['hostOrCluster', 'datastores', 'retryFailedVMs', 'stopOnError'].includes(key))
      .map((key) => [type, key] as const),
  );
  it.each(required)('%s is refused without its %s', (type, key) => {
    const { [key]: _, ...rest } = examples[type] as Record<string, unknown>;
    expect(problemsOf({ type, ...rest })).toEqual([`${key} missing`]);
  });

  const members = eventTypes.flatMap((type) => Object.keys(examples[type]).map((key) => [type, key] as const));
  it.each(members)('%s is refused with a %s of a wrong type', (type, key) => {
    for (const wrong of [Symbol('x'), null, { no: 'thing' }, 5n, () => 1]) {
      const problems = problemsOf({ type, ...examples[type], [key]: wrong });
      expect(problems.length, String(wrong)).toBeGreaterThan(0);
      for (const problem of problems) expect(problem.startsWith(key)).toBe(true);
    }
  });
});

describe('forgiving forms', () => {
  it('take ids as the View API has them', () => {
    const spec = { parentVm: { id: 'vm-2' }, snapshot: { id: 'snapshot-2' }, settings, machines: [{ id: 'clone-a' }] };
    expect(read(pushOf(spec)).event).toEqual(pushOf({ ...vm, settings, machines: ['clone-a'] }));
    expect(
      read({ type: 'command.changeInfrastructure', hostOrCluster: { id: 'domain-c2' }, datastores: [{ id: 'datastore-2' }] }).event,
    ).toEqual({
      type: 'command.changeInfrastructure',
      hostOrCluster: 'domain-c2',
      datastores: ['datastore-2'],
    });
    expect(read({ type: 'clone.sessionOpened', machine: { id: 'clone-a' } }).event).toEqual({
      type: 'clone.sessionOpened',
      machine: 'clone-a',
    });
  });

  it('take times as text or milliseconds', () => {
    for (const startTime of ['2026-01-05T08:00:00Z', '2026-01-05T09:00:00+01:00', 1_767_600_000_000, 1_767_600_000_000.7]) {
      expect(read(pushOf({ ...vm, settings: { ...settings, startTime } })).event).toMatchObject({
        spec: { settings: { startTime: 1_767_600_000_000 } },
      });
    }
  });

  it('take an image of the catalog, with its names', () => {
    const names = { imageManagementStreamName: 'Windows 11', imageManagementTagName: 'May' };
    expect(read(pushOf({ ...catalog, ...names, settings })).event).toEqual(pushOf({ ...catalog, ...names, settings }));
  });

  it('take members that are there and undefined for absent ones', () => {
    const spec = { parentVm: undefined, snapshot: undefined, parentVmPath: undefined, ...catalog, settings };
    expect(Object.keys((read(pushOf(spec)).event as { spec: object }).spec).sort()).toEqual([
      'imageManagementStream',
      'imageManagementTag',
      'settings',
    ]);
  });

  it('leave out unknown members at any depth', () => {
    const { event, warnings } = read(pushOf({ ...vm, color: 1, settings: { ...settings, startTme: 5 } }));
    expect(event).toEqual(pushOf({ ...vm, settings }));
    expect(warnings.map(({ path }) => path).sort()).toEqual(['spec.color', 'spec.settings.startTme']);
  });

  it('leave what they read as it was', () => {
    const value = pushOf({ ...vm, color: 1, settings: { ...settings, more: [] } });
    const before = structuredClone(value);
    read(value);
    expect(value).toEqual(before);
  });

  // Once a TypeError: the name was taken for a path.
  it('leave out unknown members with dots in their names', () => {
    expect(read({ type: 'command.delete', 'a.b.c': 1 }).warnings.map(({ path }) => path)).toEqual(['a.b.c']);
  });

  // Once a DataCloneError.
  it('leave out unknown members that cannot be copied', () => {
    expect(read({ type: 'command.delete', call: () => 1, symbol: Symbol('x') }).event).toEqual({ type: 'command.delete' });
  });

  it('leave out members that every object has by inheritance', () => {
    const value = JSON.parse('{"type":"command.delete","toString":1,"constructor":2,"__proto__":{"type":"command.pauseTask"}}');
    expect(read(value).event).toEqual({ type: 'command.delete' });
  });
});

describe('wrong payloads', () => {
  it.each<[string, unknown, string[]]>([
    ['an image of both kinds', pushOf({ ...vm, ...catalog, settings }), ['spec value']],
    ['no image', pushOf({ settings }), ['spec value']],
    ['half an image', pushOf({ parentVm: 'vm-2', settings }), ['spec value']],
    ['half an image of the catalog', pushOf({ imageManagementTag: 'tag-1', settings }), ['spec value']],
    ['names of the other kind', pushOf({ ...vm, imageManagementTagName: 'May', settings }), ['spec value']],
    ['an empty id', pushOf({ ...vm, snapshot: '', settings }), ['spec.snapshot value']],
    ['an id that is a number', pushOf({ ...vm, snapshot: 5, settings }), ['spec.snapshot type']],
    ['an id with more than an id', pushOf({ ...vm, snapshot: { id: 'a', name: 'b' }, settings }), ['spec.snapshot type']],
    ['no settings', pushOf({ ...vm }), ['spec.settings missing']],
    ['no logoffSetting', pushOf({ ...vm, settings: {} }), ['spec.settings.logoffSetting missing']],
    ['an unknown logoffSetting', pushOf({ ...vm, settings: { logoffSetting: 'LATER' } }), ['spec.settings.logoffSetting type']],
    [
      'a startTime without a day',
      pushOf({ ...vm, settings: { ...settings, startTime: '2026-01T08:00' } }),
      ['spec.settings.startTime value'],
    ],
    ['a startTime that is no time', pushOf({ ...vm, settings: { ...settings, startTime: true } }), ['spec.settings.startTime value']],
    [
      'a stopOnFirstError that is text',
      pushOf({ ...vm, settings: { ...settings, stopOnFirstError: 'no' } }),
      ['spec.settings.stopOnFirstError type'],
    ],
    ['machines that are no list', pushOf({ ...vm, settings, machines: 'clone-a' }), ['spec.machines type']],
    ['a machine at position 0', pushOf({ ...vm, settings, machines: ['clone-a', 0] }), ['spec.machines.1 value']],
    ['a machine that is an empty text', { type: 'clone.sessionOpened', machine: '' }, ['machine value']],
    ['half a computeProfile', pushOf({ ...vm, settings, computeProfile: { numCPU: 2 } }), ['spec.computeProfile.ram missing']],
    ['a percent that is text', { type: 'engine.publishProgressed', percent: '40' }, ['percent type']],
    // JSON has neither of them: a saved run could not be resumed.
    ['a percent that is NaN', { type: 'engine.publishProgressed', percent: Number.NaN }, ['percent type']],
    ['a percent that is infinite', { type: 'engine.publishProgressed', percent: Number.POSITIVE_INFINITY }, ['percent value']],
    ['several mistakes', { type: 'clone.resyncFailed', error: 5 }, ['machine missing', 'error type']],
    ['several mistakes beside unknown members', { type: 'clone.resyncFailed', eror: 'x' }, ['machine missing', 'error missing']],
  ])('with %s are refused with the path', (_, value, problems) => {
    expect(problemsOf(value)).toEqual(problems);
  });

  it('say what is expected in words', () => {
    const reading = readEvent({ type: 'engine.publishFailed' });
    expect(reading).toEqual({
      problems: [{ path: 'error', kind: 'missing', message: 'The member "error" is missing' }],
      unknownType: false,
    });
  });
});

describe('what is no event', () => {
  it.each([null, undefined, 5, 'engine.publishStarted', [], {}, { event: {} }])('%j is refused as wrong-payload', (value) => {
    expect(readEvent(value)).toMatchObject({ unknownType: false });
    expect(() => toEventInput(value)).toThrow(expect.objectContaining({ name: 'HvsimError', code: 'wrong-payload' }));
  });

  it.each(['', 'engine.publishBegan', 'toString', 'desktop.create', 'pendingImage.publish', 'currentImage.adopt', 5, null, {}, 1n])(
    'a type %s is refused as unknown-event',
    (type) => {
      expect(readEvent({ type })).toMatchObject({ unknownType: true });
      expect(() => toEventInput({ type })).toThrow(expect.objectContaining({ name: 'HvsimError', code: 'unknown-event' }));
    },
  );

  // Once two full stops.
  it('is told what was probably meant', () => {
    expect(() => toEventInput({ type: 'engine.publishSuceeded' })).toThrow(
      /"engine.publishSuceeded" \(Did you mean "engine.publishSucceeded"\?\)\.$/,
    );
    expect(() => toEventInput({ type: 'nonsense' })).toThrow(/"nonsense"\.$/);
  });

  // Once a TypeError of JSON.stringify.
  it('may have a circle for a type', () => {
    const circle: Record<string, unknown> = {};
    circle.type = circle;
    expect(() => toEventInput(circle)).toThrow(HvsimError);
  });
});

describe('any value at all', () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withNullPrototype: true,
    withSparseArray: true,
    withBoxedValues: true,
    withObjectString: true,
  });
  const nearly = fc
    .tuple(
      fc.constantFrom(...eventTypes),
      fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('spec', 'machine', 'machines', 'percent', 'error')), anything),
    )
    .map(([type, members]) => ({ ...members, ...Object.fromEntries(Object.entries(examples[type]).slice(0, 1)), type }));
  const wrongInside = fc
    .tuple(fc.constantFrom(...eventTypes.filter((type) => Object.keys(examples[type]).length > 0)), fc.nat(), anything)
    .map(([type, at, value]) => {
      const keys = Object.keys(examples[type]);
      return { type, ...examples[type], [keys[at % keys.length] ?? '']: value };
    });
  const wrongSpec = fc
    .tuple(
      fc.constantFrom(
        ...'parentVm',
        'snapshot',
        'parentVmPath',
        'snapshotPath',
        'imageManagementStream',
        'imageManagementTag',
        'settings',
        'selectivePushImage',
        'machines',
        'computeProfile',
      ),
      anything,
    )
    .map(([key, value]) => pushOf({ ...vm, settings, [key]: value }));

  it.each([
    ['anything', anything],
    ['events with anything beside', nearly],
    ['events with anything inside', wrongInside],
    ['pushes with anything inside', wrongSpec],
  ])('is read or refused as an HvsimError: %s', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary as fc.Arbitrary<unknown>, (value) => {
        try {
          const event = toEventInput(value);
          expect(eventTypes).toContain(event.type);
          // What was read can be written down and read again.
          const again = readEvent(JSON.parse(JSON.stringify(event)));
          expect('event' in again && JSON.stringify(again.event)).toBe(JSON.stringify(event));
        } catch (error) {
          expect(error).toBeInstanceOf(HvsimError);
        }
      }),
      { numRuns: 1_500 },
    );
  });
});

describe('toPoolEvent', () => {
  const clones = [
    { id: 'a', name: 'pool-001' },
    { id: 'b', name: 'pool-002' },
    { id: 'pool-001', name: 'pool-003' },
  ];
  const machineOf = (machine: string | number) =>
    (toPoolEvent({ type: 'clone.sessionOpened', machine }, 7, clones) as { machine: string; at: number }).machine;

  it('gives clones by id, name or position their ids', () => {
    expect([machineOf('b'), machineOf('pool-002'), machineOf(2), machineOf(3)]).toEqual(['b', 'b', 'b', 'pool-001']);
  });

  // Once the first clone with the id or the name won: facts of the engine went to the wrong clone.
  it('takes an id before a name', () => {
    expect(machineOf('pool-001')).toBe('pool-001');
  });

  it('leaves what is no clone for the machine to refuse', () => {
    expect([machineOf('c'), machineOf(4)]).toEqual(['c', '4']);
  });

  it('resolves lists, and times that are text', () => {
    const apply: EventInput = { type: 'command.applyImage', machines: [1, 'pool-002', 'x'], pendingImage: false };
    expect(toPoolEvent(apply, 7, clones)).toEqual({ ...apply, machines: ['a', 'b', 'x'], at: 7 });
    const spec = { ...vm, settings: { logoffSetting: 'FORCE_LOGOFF', startTime: '1970-01-01T00:00:05Z' }, machines: [2] } as const;
    expect(toPoolEvent({ type: 'command.schedulePushImage', spec }, 7, clones)).toEqual({
      type: 'command.schedulePushImage',
      at: 7,
      spec: { ...spec, settings: { logoffSetting: 'FORCE_LOGOFF', startTime: 5_000 }, machines: ['b'] },
    });
  });
});

// 12,000 of them once took 21 seconds, and 40,000 the whole heap: each was a reading of its own.
describe('an event with more members than anybody sends', () => {
  it.each([
    ['beside its own', (members: object) => ({ type: 'engine.publishStarted', ...members })],
    ['in an object of its own', (members: object) => ({ type: 'command.changeInfrastructure', hostOrCluster: 'c', more: members })],
  ])('is refused, with unknown ones %s', (_, eventOf) => {
    const members = Object.fromEntries(Array.from({ length: 100_000 }, (_each, index) => [`x${index}`, index]));
    expect(() => toEventInput(eventOf(members))).toThrow(/too many members/);
  });

  it('is refused where it is too deep to be looked at', () => {
    const deep = JSON.parse(`${'{"a":['.repeat(20_000)}1${']}'.repeat(20_000)}`);
    expect(() => toEventInput({ type: 'engine.publishStarted', deep })).toThrow(/too deep/);
  });

  it('may name as many machines as it likes', () => {
    const machines = Array.from({ length: 10_000 }, (_, index) => `machine-${index}`);
    expect(toEventInput({ type: 'command.applyImage', machines, pendingImage: true })).toMatchObject({ machines });
  });
});
