import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HvsimError } from '../../src/errors.ts';
import { defineScenario, readScenario } from '../../src/index.ts';
import { ScenarioProblems } from '../../src/scenario/scenario.ts';

const problemsOf = (value: unknown): string[] => {
  try {
    readScenario(value);
  } catch (error) {
    if (error instanceof ScenarioProblems) return error.problems.map(({ path }) => path);
    throw error;
  }
  return [];
};
const withStep = (step: unknown) => ({ title: 'x', steps: [{ wait: 0 }, step] });

describe('readScenario', () => {
  it('reads everything a scenario may have, times as milliseconds', () => {
    expect(
      readScenario({
        title: 'All of it',
        release: 2206,
        seed: -3,
        startAt: '1970-01-01T00:00:01Z',
        engine: { profile: 'quick', timings: { 'clone.resyncStarted': { concurrency: 1 } } },
        pools: [{ name: 'a', clones: 1 }, {}],
        steps: [
          { at: '1h' },
          { at: '2026-01-05T08:00:00Z', pool: 'a' },
          { at: 5_000 },
          { wait: '90s', pool: 0 },
          { until: { operation: 'NONE', pendingImage: 'ABSENT' }, limit: '1d' },
          { failNext: { what: 'publish', timeout: true } },
          { failNext: { what: 'resync', error: 'x' } },
          { send: { type: 'engine.publishProgressed', percent: 4 }, expect: { outcome: 'ignored' } },
          {
            send: { type: 'command.delete' },
            expect: { fault: 'EntityNotFound', state: { task: 'IDLE' }, status: null, task: { remaining: 0 } },
          },
        ],
      }),
    ).toEqual({
      title: 'All of it',
      release: '2206',
      seed: -3,
      startAt: 1_000,
      engine: { profile: 'quick', timings: { 'clone.resyncStarted': { concurrency: 1 } } },
      pools: [{ name: 'a', clones: 1 }, {}],
      steps: [
        { at: { afterMs: 3_600_000 } },
        { at: { time: 1_767_600_000_000 }, pool: 'a' },
        { at: { afterMs: 5_000 } },
        { wait: 90_000, pool: 0 },
        { until: { operation: 'NONE', pendingImage: 'ABSENT' }, limit: 86_400_000 },
        { failNext: { what: 'publish', timeout: true } },
        { failNext: { what: 'resync', error: 'x' } },
        { send: { type: 'engine.publishProgressed', percent: 4 }, expect: { outcome: 'ignored' } },
        {
          send: { type: 'command.delete' },
          expect: { fault: 'EntityNotFound', state: { task: 'IDLE' }, status: null, task: { remaining: 0 } },
        },
      ],
    });
  });

  it('gives the same again from what it gave, where that is JSON', () => {
    const scenario = { title: 'x', engine: 'quick', steps: [{ wait: 5, send: { type: 'command.delete' } }] } as const;
    expect(readScenario(readScenario(scenario))).toEqual(readScenario(scenario));
  });

  it.each<[string, unknown, string[]]>([
    ['nothing', {}, ['title', 'steps']],
    ['null', null, ['']],
    ['a text', 'push', ['']],
    ['an empty title', { title: '', steps: [] }, ['title']],
    ['a member that there is not', { title: 'x', steps: [], pool: 1 }, ['pool']],
    ['steps that are no list', { title: 'x', steps: {} }, ['steps']],
    ['a seed that is not whole', { title: 'x', steps: [], seed: 1.5 }, ['seed']],
    ['a begin that is no time', { title: 'x', steps: [], startAt: 'soon' }, ['startAt']],
    ['an engine that there is not', { title: 'x', steps: [], engine: 'fast' }, ['engine']],
    ['an engine that is null', { title: 'x', steps: [], engine: null }, ['engine']],
    [
      'an engine with wrong timings',
      { title: 'x', steps: [], engine: { timings: { 'engine.publishStarted': { minMs: -1 } } } },
      ['engine'],
    ],
    ['no pool', { title: 'x', steps: [], pools: [] }, ['pools']],
    ['a pool with a member that there is not', { title: 'x', steps: [], pools: [{ clone: 1 }] }, ['pools.0.clone']],
    ['a step that does nothing', withStep({}), ['steps.1']],
    ['a step that only names a pool', withStep({ pool: 0 }), []],
    ['two kinds of waiting', withStep({ at: 0, wait: 0 }), ['steps.1']],
    ['a limit without until', withStep({ wait: 5, limit: 5 }), ['steps.1']],
    ['a moment that is none', withStep({ at: 'soon' }), ['steps.1.at']],
    ['a wait below 0', withStep({ wait: -1 }), ['steps.1.wait']],
    ['a state that there is not', withStep({ until: { operation: 'IDLE' } }), ['steps.1.until.operation']],
    ['a region that there is not', withStep({ until: { op: 'NONE' } }), ['steps.1.until.op']],
    ['a pool at position -1', withStep({ wait: 0, pool: -1 }), ['steps.1.pool']],
    ['a failure of what never fails', withStep({ failNext: { what: 'delete', error: 'x' } }), ['steps.1.failNext.what']],
    ['a failure without a text', withStep({ failNext: { what: 'resync' } }), ['steps.1.failNext']],
    ['a failure both ways', withStep({ failNext: { what: 'publish', error: 'x', timeout: true } }), ['steps.1.failNext']],
    ['a clone that is to hang', withStep({ failNext: { what: 'resync', timeout: true } }), ['steps.1.failNext']],
    ['an event that there is not', withStep({ send: { type: 'command.push' } }), ['steps.1.send']],
    ['an event without a member', withStep({ send: { type: 'engine.publishFailed' } }), ['steps.1.send']],
    ['an event with a member too many', withStep({ send: { type: 'command.delete', now: true } }), ['steps.1.send']],
    ['an expected outcome without an event', withStep({ expect: { outcome: 'accepted' } }), ['steps.1']],
    ['an expected fault without an event', withStep({ wait: 5, expect: { fault: 'InvalidArgument' } }), ['steps.1']],
    [
      'an outcome that there is not',
      withStep({ send: { type: 'command.delete' }, expect: { outcome: 'refused' } }),
      ['steps.1.expect.outcome'],
    ],
    ['a count that there is not', withStep({ expect: { task: { done: 1 } } }), ['steps.1.expect.task.done']],
    ['several mistakes', { title: 5, steps: [{ wait: 'x' }, { at: 'y' }] }, ['title', 'steps.0.wait', 'steps.1.at']],
  ])('finds the place of the mistake in %s', (_, value, paths) => {
    expect(problemsOf(value)).toEqual(paths);
  });

  it('says what is wrong with an event in the words of events', () => {
    expect(() => readScenario(withStep({ send: { type: 'engine.publishFailed' } }))).toThrow(
      'steps.1.send: error: The member "error" is missing',
    );
  });

  it('refuses anything else with an HvsimError wrong-scenario', () => {
    const steps = fc.array(
      fc.record(
        {
          at: fc.anything(),
          wait: fc.anything(),
          until: fc.anything(),
          send: fc.anything(),
          expect: fc.anything(),
          failNext: fc.anything(),
          pool: fc.anything(),
        },
        { requiredKeys: [] },
      ),
      { maxLength: 3 },
    );
    const almost = fc.record(
      { title: fc.string(), steps, engine: fc.anything(), pools: fc.anything(), release: fc.anything() },
      { requiredKeys: ['title', 'steps'] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything({ withBigInt: true, withNullPrototype: true }), almost), (value) => {
        try {
          readScenario(value);
        } catch (error) {
          expect(error).toBeInstanceOf(HvsimError);
          expect((error as HvsimError).code).toBe('wrong-scenario');
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('defineScenario', () => {
  it('reads what is written in TypeScript', () => {
    const scenario = defineScenario({ title: 'Delete', engine: 'quick', steps: [{ wait: '1s', send: { type: 'command.delete' } }] });
    expect(scenario.steps).toEqual([{ wait: 1_000, send: { type: 'command.delete' } }]);
    expect(() => defineScenario({ title: 'x', steps: [{}] })).toThrow(expect.objectContaining({ code: 'wrong-scenario' }));
  });
});
