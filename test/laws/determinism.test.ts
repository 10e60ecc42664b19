/** Invariant 10: the same seed and script give the same timeline, however waits are split and whenever a run is saved. */
import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createSimulator,
  profileNames,
  resumeSimulator,
  runSteps,
  type Simulator,
  type SimulatorOptions,
  toOptions,
} from '../../src/index.ts';
import { parseScenario } from '../../src/scenario/scenario-file.ts';
import { type Act, anyAct, anyActAtAll, anyWait, bytesOf, perform } from '../simulator/acts.ts';

const anyOptions: fc.Arbitrary<SimulatorOptions> = fc.record({
  release: fc.constantFrom('2512', '2206', '7.13'),
  seed: fc.integer(),
  pools: fc.integer({ min: 1, max: 3 }),
  engine: fc.constantFrom(...profileNames, 'manual' as const),
});
const anyActs = fc.array(anyActAtAll, { maxLength: 25, size: 'max' });

const runOf = (options: SimulatorOptions, acts: readonly Act[]): Simulator => {
  const simulator = createSimulator(options);
  for (const act of acts) perform(simulator, act);
  return simulator;
};

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const resumed = (simulator: Simulator) => resumeSimulator(throughJson(simulator.save()));

/** How the pools look and what comes next, and what the next three days bring. */
const futureOf = (simulator: Simulator): unknown => {
  const next = simulator.nextDue();
  simulator.advance('3d');
  return [next, simulator.now, bytesOf(simulator), simulator.pools.map(({ id }) => simulator.clones(id))];
};

describe('the same seed and script', () => {
  it('give the same timeline, byte for byte', () => {
    fc.assert(
      fc.property(anyOptions, anyActs, (options, acts) => {
        const run = runOf(options, acts);
        expect(run.timeline().length).toBeGreaterThan(0);
        expect(bytesOf(runOf(options, acts))).toBe(bytesOf(run));
      }),
      { numRuns: 60 },
    );
  });

  it('give another timeline where the seed differs', () => {
    const acts: Act[] = [{ do: 'advance', ms: 86_400_000 }];
    const timelines = Array.from({ length: 20 }, (_, seed) => bytesOf(runOf({ seed }, acts)));
    expect(new Set(timelines).size).toBe(20);
  });

  it('give the same timeline beside another simulator that runs at the same time', () => {
    const [a, b] = [createSimulator({ seed: 5, engine: 'flaky' }), createSimulator({ seed: 5, engine: 'flaky' })];
    const other = createSimulator({ seed: 6 });
    for (let turn = 0; turn < 20; turn += 1) {
      a.advance('10m');
      other.fire(3);
    }
    b.advance('200m');
    expect(bytesOf(a)).toBe(bytesOf(b));
  });
});

describe('splitting a wait', () => {
  it('changes nothing, with several pools and any number of parts', () => {
    fc.assert(
      fc.property(anyOptions, anyActs, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (options, acts, cuts) => {
        const split = acts.flatMap((act): Act[] => {
          if (act.do !== 'advance') return [act];
          const at = Math.floor((cuts.next().value as number) * act.ms);
          const again = Math.floor((cuts.next().value as number) * (act.ms - at));
          return [at, again, act.ms - at - again].map((ms) => ({ do: 'advance', ms }));
        });
        const [whole, parts] = [runOf(options, acts), runOf(options, split)];
        expect(bytesOf(parts)).toBe(bytesOf(whole));
        expect(parts.save()).toEqual(whole.save());
        expect(futureOf(parts)).toEqual(futureOf(whole));
      }),
      { numRuns: 60 },
    );
  });

  it('changes nothing when every timer is fired by hand on the way', () => {
    fc.assert(
      fc.property(anyOptions, anyActs, (options, acts) => {
        const stepwise = createSimulator(options);
        for (const act of acts) {
          if (act.do !== 'advance') {
            perform(stepwise, act);
            continue;
          }
          const end = stepwise.now + act.ms;
          for (let due = stepwise.nextDue(); due !== undefined && due <= end; due = stepwise.nextDue()) expect(stepwise.fire()).toBe(1);
          stepwise.advanceTo(end);
        }
        expect(bytesOf(stepwise)).toBe(bytesOf(runOf(options, acts)));
      }),
      { numRuns: 40 },
    );
  });
});

describe('one pool', () => {
  it('lives as if it were alone, whatever is done to its neighbours', () => {
    const ofFirst = (simulator: Simulator) =>
      simulator
        .timeline()
        .flatMap(({ seq: _, ...entry }) => (entry.pool === simulator.pools[0]?.id ? [JSON.stringify({ ...entry, snapshot: 0 })] : []));
    const quiet = fc.array(fc.tuple(anyWait, anyAct), { maxLength: 15 });
    fc.assert(
      fc.property(fc.integer(), quiet, (seed, acts) => {
        const [alone, among] = [createSimulator({ seed, engine: 'flaky' }), createSimulator({ seed, engine: 'flaky', pools: 3 })];
        for (const [ms, act] of acts) {
          alone.advance(ms);
          among.advance(ms);
          if (act.do === 'send' || act.do === 'sendLater') perform(among, { ...act, pool: 1 + (act.pool % 2) });
        }
        expect(ofFirst(among)).toEqual(ofFirst(alone));
      }),
      { numRuns: 40 },
    );
  });
});

describe('saving and resuming', () => {
  it('gives the same timeline, the same future and the same save, at any point of any run', () => {
    fc.assert(
      fc.property(anyOptions, anyActs, anyActs, (options, before, after) => {
        const original = runOf(options, before);
        const copy = resumed(original);
        expect(copy.now).toBe(original.now);
        expect(bytesOf(copy)).toBe(bytesOf(original));
        expect(copy.save()).toEqual(original.save());
        for (const act of after) for (const each of [original, copy]) perform(each, act);
        expect(futureOf(copy)).toEqual(futureOf(original));
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same future after every single act', () => {
    fc.assert(
      fc.property(anyOptions, fc.array(anyActAtAll, { maxLength: 10, size: 'max' }), (options, acts) => {
        const expected = futureOf(runOf(options, acts));
        for (let at = 0; at <= acts.length; at += 1) {
          const copy = resumed(runOf(options, acts.slice(0, at)));
          for (const act of acts.slice(at)) perform(copy, act);
          expect(futureOf(copy)).toEqual(expected);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('keeps what is still to fail on purpose', () => {
    const original = createSimulator({ engine: 'instant' });
    original.failNext(0, 'publish', { error: 'asked for' });
    original.fire(2);
    const copy = resumed(original);
    original.advance(1);
    copy.advance(1);
    expect(copy.status()?.pendingImageError).toBe(original.status()?.pendingImageError);
  });
});

const directory = new URL('../../examples/scenarios/', import.meta.url);
const scenarios = readdirSync(directory).filter((file) => file.endsWith('.yaml'));

describe.each(scenarios)('the scenario %s', (file) => {
  const scenario = parseScenario(readFileSync(new URL(file, directory), 'utf8'), file);
  const newRun = () => createSimulator(toOptions(scenario));

  it('has the same timeline and future when it is saved and resumed after every step and timer', () => {
    const whole = newRun();
    for (const _ of runSteps(scenario, whole));
    const expected = bytesOf(whole).split('\n');
    const run = newRun();
    let stops = 0;
    for (const _ of runSteps(scenario, run)) {
      stops += 1;
      const copy = resumed(run);
      const seen = run.timeline().length;
      expect(copy.timeline().length).toBe(seen);
      expect([copy.now, copy.nextDue()]).toEqual([run.now, run.nextDue()]);
      expect(copy.pools.map(({ id }) => copy.status(id))).toEqual(run.pools.map(({ id }) => run.status(id)));
      if (stops % 4 === 0) expect(bytesOf(copy)).toBe(expected.slice(0, seen).join('\n'));
    }
    expect(stops).toBeGreaterThan(scenario.steps.length - 1);
    expect(futureOf(resumed(run))).toEqual(futureOf(run));
  });
});
