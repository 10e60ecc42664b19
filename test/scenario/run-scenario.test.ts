import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  createSimulator,
  defaultStart,
  defineScenario,
  ExpectationFailed,
  runScenario,
  runSteps,
  type ScenarioInput,
  type ScenarioStep,
  type SimulatorOptions,
  toOptions,
} from '../../src/index.ts';
import { parseScenario } from '../../src/scenario/scenario-file.ts';
import { bytesOf, push } from '../simulator/acts.ts';

const error = (code: string, message = /./) => expect.objectContaining({ code, message: expect.stringMatching(message) });
const run = (steps: readonly ScenarioStep[], rest: Partial<ScenarioInput> = {}, overrides: SimulatorOptions = {}) =>
  runScenario(defineScenario({ title: 'x', engine: 'quick', ...rest, steps }), overrides);
/** The mismatches of a scenario, as "path actual expected". */
const mismatchesOf = (steps: readonly ScenarioStep[], rest: Partial<ScenarioInput> = {}): string[] => {
  try {
    run(steps, rest);
  } catch (failure) {
    if (!(failure instanceof ExpectationFailed)) throw failure;
    return failure.mismatches.map(({ path, actual, expected }) => `${path} ${JSON.stringify(actual)} ${JSON.stringify(expected)}`);
  }
  return [];
};
const rest = { until: { operation: 'NONE' } } as const;

describe('steps', () => {
  it('wait for a duration, from one to the next', () => {
    expect(run([{ wait: '1s' }, { wait: 500 }, { wait: 0 }]).now).toBe(defaultStart + 1_500);
  });

  it('come at a time, or at a duration since the begin', () => {
    const startAt = '1970-01-01T00:00:00Z';
    expect(run([{ wait: '1s' }, { at: '1m' }], { startAt }).now).toBe(60_000);
    expect(run([{ wait: '1s' }, { at: '1970-01-01T01:00:00Z' }], { startAt }).now).toBe(3_600_000);
    expect(run([{ wait: '1m' }, { at: '1m' }], { startAt }).now).toBe(60_000);
  });

  it('come as soon as the pool is in a state, and no later', () => {
    const seen = run([{ until: { pendingImage: 'PUBLISHING' } }]);
    expect(seen.timeline().at(-1)).toMatchObject({ event: { type: 'engine.publishStarted' }, at: seen.now });
    expect(run([rest, rest]).now).toBe(run([rest]).now);
    expect(run([{ until: { operation: 'NONE', currentImage: 'READY', task: 'IDLE' } }]).state().pendingImage).toBe('ABSENT');
  });

  it('are about the first pool unless they say otherwise', () => {
    const pools = [{ name: 'a' }, { name: 'b', id: 'id-b' }];
    const simulator = run(
      [rest, { pool: 'b', ...rest }, { pool: 1, send: { type: 'command.delete' } }, { pool: 'id-b', until: { operation: 'DELETED' } }],
      { pools },
    );
    expect([simulator.state('a').operation, simulator.state('b').operation]).toEqual(['NONE', 'DELETED']);
    expect(() => run([{ pool: 'c', ...rest }], { pools })).toThrow(error('unknown-pool', /"c"/));
    expect(() => run([{ pool: 2, expect: { state: {} } }], { pools })).toThrow(error('unknown-pool'));
  });

  it('make the next try fail, with a text or by hanging', () => {
    const failed = run([{ failNext: { what: 'publish', error: 'no space' } }, rest]);
    expect(failed.status()?.pendingImageError).toBe('no space');
    const hung = run([{ failNext: { what: 'publish', timeout: true } }, rest]);
    expect(hung.status()?.pendingImageError).toBe('Publish timed out');
    const other = run([rest, { pool: 1, failNext: { what: 'publish', error: 'x' } }, { send: push() }, { wait: '10s' }], {
      pools: [{}, {}],
    });
    expect(other.state().pendingImage).toBe('ABSENT');
  });

  it('make fail what the same step sends', () => {
    const simulator = run([rest, { failNext: { what: 'publish', error: 'no space' }, send: push() }, rest]);
    expect(simulator.state()).toMatchObject({ operation: 'NONE', pendingImage: 'FAILED', currentImage: 'READY' });
  });

  it('send, wait and expect in this order', () => {
    run([{ until: { operation: 'NONE' }, send: push(), expect: { outcome: 'accepted', state: { operation: 'SCHEDULE_PUSH_IMAGE' } } }]);
  });

  it('that go back in time are refused with their number', () => {
    expect(() => run([{ at: '1h' }, { at: '59m' }])).toThrow(
      error('time-goes-backwards', /^Step 2 is at .*08:59:00Z, and it is .*09:00:00Z already/),
    );
    expect(() => run([{ at: '1970-01-01' }])).toThrow(error('time-goes-backwards', /^Step 1/));
  });

  it('that wait for what does not come end with limit-reached, their number and what is missing', () => {
    expect(() => run([rest, { until: { operation: 'DELETED' } }])).toThrow(
      error('limit-reached', /^Step 2: .*nothing more will happen by itself: until\.operation is NONE, expected DELETED/),
    );
    expect(() => run([{ until: { operation: 'NONE' }, limit: 900 }])).toThrow(
      error('limit-reached', /^Step 1: .* by 2026-01-05T08:00:00.900Z: until/),
    );
    expect(run([{ until: { operation: 'NONE' }, limit: '2s' }]).state().operation).toBe('NONE');
  });

  it('may be none at all', () => {
    expect(run([]).timeline()).toHaveLength(1);
  });
});

describe('expectations', () => {
  it('hold where everything is as expected', () => {
    const steps: ScenarioStep[] = [
      {
        expect: {
          state: { operation: 'INITIAL_PUBLISH' },
          status: { operation: 'INITIAL_PUBLISH', pendingImageParentVm: { id: 'vm-1' }, pendingImageError: null },
        },
      },
      { ...rest, expect: { state: { task: 'IDLE' }, status: { pendingImageProgress: null } } },
      { send: { type: 'engine.publishStarted' }, expect: { outcome: 'ignored' } },
      { send: { type: 'command.promotePendingImage' }, expect: { outcome: 'fault', fault: 'InvalidArgument' } },
      { send: push(), expect: { outcome: 'accepted' } },
      { ...rest, expect: { task: { remaining: 3, errors: 0 } } },
      { until: { task: 'IDLE' }, send: { type: 'command.delete' } },
      { until: { operation: 'DELETED' }, expect: { status: null } },
    ];
    expect(mismatchesOf(steps)).toEqual([]);
  });

  it.each<[string, readonly ScenarioStep[], string[]]>([
    [
      'states',
      [{ expect: { state: { operation: 'NONE', task: 'RUNNING', currentImage: 'ABSENT' } } }],
      ['state.operation "INITIAL_PUBLISH" "NONE"', 'state.task "IDLE" "RUNNING"'],
    ],
    [
      'members of the status',
      [{ expect: { status: { pendingImageProgress: 5, pendingImageSnapshot: { id: 'x' } } } }],
      ['status.pendingImageProgress 0 5', 'status.pendingImageSnapshot.id "snapshot-1" "x"'],
    ],
    ['members that are absent', [{ expect: { status: { pendingImageError: 'x' } } }], ['status.pendingImageError null "x"']],
    ['members that must be absent', [{ expect: { status: { pendingImageProgress: null } } }], ['status.pendingImageProgress 0 null']],
    [
      'members of another kind',
      [{ expect: { status: { operation: { is: 'NONE' }, pendingImageParentVm: 'vm-1' } } }],
      ['status.operation "INITIAL_PUBLISH" {"is":"NONE"}', 'status.pendingImageParentVm {"id":"vm-1"} "vm-1"'],
    ],
    ['numbers that are text', [{ expect: { status: { pendingImageProgress: '0' } } }], ['status.pendingImageProgress 0 "0"']],
    [
      'outcomes',
      [{ send: { type: 'command.delete' }, expect: { outcome: 'fault', fault: 'InvalidArgument' } }],
      ['outcome "accepted" "fault"', 'fault null "InvalidArgument"'],
    ],
    [
      'faults',
      [{ send: { type: 'command.cancelTask' }, expect: { outcome: 'fault', fault: 'EntityNotFound' } }],
      ['fault "InvalidArgument" "EntityNotFound"'],
    ],
    ['counts of a task', [rest, { send: push() }, { ...rest, expect: { task: { remaining: 2, halted: 0 } } }], ['task.remaining 3 2']],
    ['counts where there is no task', [{ expect: { task: { remaining: 0 } } }], ['task.remaining null 0']],
  ])('find %s that are otherwise, with their paths', (_, steps, mismatches) => {
    expect(mismatchesOf(steps)).toEqual(mismatches);
  });

  it('find a status where there must be none, and none where there must be one', () => {
    expect(mismatchesOf([{ expect: { status: null } }])[0]).toMatch(/^status \{"operation":"INITIAL_PUBLISH"/);
    const gone: ScenarioStep[] = [rest, { send: { type: 'command.delete' } }, { until: { operation: 'DELETED' } }];
    expect(mismatchesOf([...gone, { expect: { status: { operation: 'NONE' } } }])).toEqual(['status null {"operation":"NONE"}']);
    expect(mismatchesOf([...gone, { expect: { status: {} } }])).toEqual(['status null {}']);
  });

  it('are about the pool of the step', () => {
    const pools = [{ name: 'a' }, { name: 'b' }];
    expect(
      mismatchesOf([{ pool: 'b', send: { type: 'command.delete' }, expect: { state: { operation: 'FINAL_UNPUBLISH' } } }], { pools }),
    ).toEqual([]);
    expect(
      mismatchesOf([{ pool: 'b', send: { type: 'command.delete' } }, { expect: { state: { operation: 'FINAL_UNPUBLISH' } } }], { pools }),
    ).toHaveLength(1);
  });

  it('that fail say which step, when, what is and what was expected', () => {
    expect(() => run([{ wait: '1ms' }, { expect: { state: { operation: 'NONE' } } }])).toThrow(
      'Step 2 at 2026-01-05T08:00:00.001Z: state.operation is "INITIAL_PUBLISH", expected "NONE".',
    );
    expect(() => run([{ wait: '1ms' }, { expect: { state: { operation: 'NONE' } } }])).toThrow(
      expect.objectContaining({ code: 'expectation-failed', step: 1 }),
    );
  });
});

describe('runSteps', () => {
  const scenario = defineScenario({
    title: 'x',
    engine: 'quick',
    steps: [rest, { send: push() }, { at: '1h' }, { expect: { state: { task: 'IDLE' } } }],
  });

  it('stops for every timer and every step', () => {
    const simulator = createSimulator(toOptions(scenario));
    const seen: number[] = [];
    for (const _ of runSteps(scenario, simulator)) seen.push(simulator.timeline().length);
    const events = simulator.timeline().length;
    expect(seen.length).toBe(events - 2 + scenario.steps.length);
    expect(seen.every((count, index) => count - (seen[index - 1] ?? 1) <= 1)).toBe(true);
  });

  it('comes to the same as a run without stops', () => {
    const simulator = createSimulator(toOptions(scenario));
    for (const _ of runSteps(scenario, simulator));
    expect(bytesOf(simulator)).toBe(bytesOf(runScenario(scenario)));
  });

  it.each([0, 700, 1_500, 60_000])('ends %i ms after the begin if it is told to, with all that happened until then', (afterMs) => {
    const end = defaultStart + afterMs;
    const simulator = createSimulator(toOptions(scenario));
    for (const _ of runSteps(scenario, simulator, end));
    expect(simulator.now).toBe(end);
    const all = runScenario(scenario).timeline();
    expect(simulator.timeline().map(({ at, event }) => [at, event.type])).toEqual(
      all.filter(({ at }) => at <= end).map(({ at, event }) => [at, event.type]),
    );
  });
});

describe('toOptions', () => {
  it('takes what the scenario says, unless it is overridden', () => {
    const scenario = defineScenario({
      title: 'x',
      release: '2206',
      seed: 4,
      startAt: 0,
      engine: 'quick',
      pools: [{ name: 'a' }],
      steps: [],
    });
    expect(toOptions(scenario)).toEqual({ release: '2206', seed: 4, startAt: 0, engine: 'quick', pools: [{ name: 'a' }] });
    expect(toOptions(scenario, { seed: 5, record: false })).toMatchObject({ seed: 5, release: '2206', record: false });
    expect(toOptions(defineScenario({ title: 'x', steps: [] }))).toEqual({});
  });
});

const directory = new URL('../../examples/scenarios/', import.meta.url);
describe.each(readdirSync(directory))('the scenario %s', (file) => {
  const scenario = parseScenario(readFileSync(new URL(file, directory), 'utf8'), file);

  it('comes to what it expects, and the engine sends nothing in vain', () => {
    const simulator = runScenario(scenario);
    expect(simulator.timeline().filter(({ by, outcome }) => by === 'engine' && outcome !== 'accepted')).toEqual([]);
  });
});
