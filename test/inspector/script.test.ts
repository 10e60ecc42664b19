import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimulator, EventScript, runScenario } from '../../src/index.ts';
import { toEvents } from '../../src/inspector/events.ts';
import { toManualScenario, toScenario } from '../../src/inspector/script.ts';
import { stepsOf } from '../../src/inspector/steps.ts';
import { parseScenario } from '../../src/scenario/scenario-file.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { push, ran, scenarioNames } from './runs.ts';

/** What a pool went through: times, events and statuses, whoever sent them. */
const history = (simulator: Simulator, pool?: string) =>
  simulator
    .timeline()
    .filter((entry) => pool === undefined || entry.pool === pool)
    .map((entry) => {
      const { at, event, outcome, status } = simulator.record(entry, 'view');
      return { at, pool: entry.pool, type: event.type, outcome, status };
    });

const run = (yaml: string) => runScenario(parseScenario(yaml, 'script.yaml'));

describe('what was done, as a scenario', () => {
  it('gives the same statuses at the same times, from waits and clicks drawn at random', () => {
    const click = fc.constantFrom(
      push,
      { type: 'command.cancelScheduledPushImage' } as const,
      { type: 'command.delete' } as const,
      { type: 'clone.sessionOpened', machine: 1 } as const,
      { type: 'command.pauseTask' } as const,
      { type: 'command.resumeTask' } as const,
    );
    const act = fc.oneof(
      fc.record({ pool: fc.nat(1), send: click }),
      fc.integer({ min: 1, max: 5_000_000 }).map((wait) => ({ wait })),
      fc.constant({ next: true } as const),
      fc.constant({ fail: 'no space left' } as const),
    );
    fc.assert(
      fc.property(fc.boolean(), fc.array(act, { maxLength: 20 }), (oneByOne, acts) => {
        const simulator = createSimulator({ engine: 'lab', pools: oneByOne ? 0 : 2, seed: 3, release: '2206' });
        if (oneByOne) for (const name of ['first', 'second']) simulator.createPool({ name });
        for (const each of acts) {
          if ('send' in each) simulator.send(each.pool, each.send);
          else if ('wait' in each) simulator.advance(each.wait);
          else if ('fail' in each) simulator.failNext(1, 'publish', { error: each.fail });
          else simulator.advanceTo(simulator.nextDue() ?? simulator.now);
        }
        const yaml = toScenario(simulator.save(), 'Clicked') ?? '';
        const again = run(yaml);
        expect(history(again)).toEqual(history(simulator));
        expect(again.now).toBe(simulator.now);
      }),
      { numRuns: 60 },
    );
  });

  it('reads like one that a person has written', () => {
    const simulator = createSimulator({ engine: 'lab', release: '2206' });
    simulator.advance('1h 30m');
    simulator.send(0, { type: 'command.delete' });
    expect(toScenario(simulator.save(), 'Deleted')).toBe(`title: Deleted
release: "2206"
seed: 1
startAt: 2026-01-05T08:00:00Z
engine: lab
pools:
  - {}
steps:
  - wait: 1h 30m
    send:
      type: command.delete
`);
  });

  it('is none where a pool was created on the way, or something was sent between two timers of one moment', () => {
    const late = createSimulator();
    late.advance(1);
    late.createPool();
    expect(toScenario(late.save(), 'Late')).toBeUndefined();
    const tied = createSimulator({ engine: 'instant', pools: 2 });
    tied.fire();
    tied.send(0, { type: 'command.delete' });
    expect(toScenario(tied.save(), 'Tied')).toBeUndefined();
    expect(history(run(toManualScenario(stepsOf(tied.timeline()), tied.release, 'Tied')))).toEqual(history(tied));
  });
});

describe('a run as a scenario without an engine', () => {
  it.each(scenarioNames)('gives %s once more', (name) => {
    const simulator = ran(name);
    expect(history(run(toManualScenario(stepsOf(simulator.timeline()), simulator.release, name)))).toEqual(history(simulator));
  });
});

describe('a run as events for "hvsim run - --manual"', () => {
  it.each(scenarioNames)('gives every pool of %s once more', (name) => {
    const simulator = ran(name);
    const steps = stepsOf(simulator.timeline());
    for (const { id } of simulator.pools) {
      const text = toEvents(steps, id, simulator.release);
      expect(text.split('\n')[0]).toBe(`# hvsim run - --manual --release ${simulator.release}`);
      const script = new EventScript({ release: simulator.release, engine: 'manual' });
      const again = text.split('\n').flatMap((line) => script.take(line).map((entry) => script.record(entry)));
      expect(again.map(({ at, event, outcome, status, pool }) => ({ at, pool, type: event.type, outcome, status }))).toEqual(
        history(simulator, id),
      );
    }
  });
});
