import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import { poolMachine } from '../../machines/index.ts';
import { graphTransitions, transitionTable } from '../../machines/transitions.ts';
import type { PoolView } from '../../src/api/pool-view.ts';
import { stepsOf as stepsOfTimeline } from '../../src/inspector/steps.ts';
import { toPoolView } from '../../src/projector/to-pool-view.ts';
import { createSimulator } from '../../src/simulator/index.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { push, ran, scenarioNames } from './runs.ts';

const table = transitionTable();
const stepsOf = (simulator: Simulator) => stepsOfTimeline(simulator.timeline());

describe('what XState tells an inspector', () => {
  it('are the very objects of the graph: how taken transitions are told apart depends on it', () => {
    const known = new Set<unknown>(graphTransitions().map(({ transition }) => transition));
    const told: unknown[] = [];
    const input = { name: 'p', at: 0, image: { parentVm: 'v', snapshot: 's' }, clones: [], selectivePush: true };
    const inspect = (event: { type: string; _transitions?: readonly unknown[] }) => told.push(...(event._transitions ?? []));
    const actor = createActor(poolMachine, { input, inspect: inspect as never }).start();
    actor.send({ type: 'engine.publishStarted', at: 1 });
    actor.send({ type: 'engine.publishSucceeded', at: 2 });
    expect(told.length).toBeGreaterThan(3);
    expect(told.every((transition) => known.has(transition))).toBe(true);
  });
});

describe('the steps of a run', () => {
  it.each(scenarioNames)('take, in %s, the transitions that lead from the state before to the state after', (name) => {
    const states = new Map<string, Record<string, string>>();
    for (const { pool, took, state, event, outcome } of stepsOf(ran(name))) {
      const present = states.get(pool) ?? { ...state };
      for (const index of took) {
        const { region, from, to } = table[index] as (typeof table)[number];
        expect([region, present[region]]).toContain(from);
        if (to !== undefined) present[region] = to;
      }
      expect(present).toEqual(state);
      const own = took.filter((index) => table[index]?.event === event.type);
      if (event.type !== 'desktop.create') expect(own.length > 0).toBe(outcome === 'accepted');
      states.set(pool, present);
    }
  });

  it('name what follows by itself after what was sent', () => {
    const simulator = createSimulator({ engine: 'manual' });
    simulator.send(0, { type: 'engine.publishStarted' });
    simulator.send(0, { type: 'engine.publishSucceeded' });
    const words = stepsOf(simulator).map(({ took }) => took.map((index) => `${table[index]?.region} ${table[index]?.event}`));
    expect(words).toEqual([
      [],
      ['pendingImage engine.publishStarted'],
      [
        'pendingImage engine.publishSucceeded',
        'operation pendingImage.published',
        'currentImage currentImage.adopt',
        'pendingImage pendingImage.release',
      ],
    ]);
  });

  it('tell views and clones where they are not as before, and from that all of them can be made again', () => {
    const simulator = ran('bad-week');
    const views = new Map<string, PoolView | null>();
    const clones = new Map<string, Map<string, unknown>>();
    const last = new Map(simulator.timeline().map((entry) => [entry.pool, entry.snapshot]));
    let told = 0;
    for (const step of stepsOf(simulator)) {
      if (step.view !== undefined) views.set(step.pool, step.view);
      const own = clones.get(step.pool) ?? new Map();
      for (const clone of step.clones ?? []) own.set(clone.id, clone);
      clones.set(step.pool, own);
      if (step.view !== undefined || step.clones) told += 1;
    }
    for (const [pool, snapshot] of last) {
      expect(views.get(pool)).toEqual(toPoolView(snapshot) ?? null);
      expect(views.get(pool) === null ? [] : [...(clones.get(pool)?.values() ?? [])]).toEqual(simulator.clones(pool));
    }
    expect(told).toBeLessThan(simulator.timeline().length);
  });

  it('are as small for a pool of two hundred clones as for one of two', () => {
    const longest = (clones: number) => {
      const simulator = createSimulator({ engine: 'instant', pools: [{ clones }] });
      simulator.advance('1h');
      simulator.send(0, push);
      simulator.advance('10m');
      const [, ...steps] = stepsOf(simulator);
      const moved = steps.filter(({ event }) => event.type === 'clone.resyncSucceeded');
      expect(moved.length).toBeGreaterThan(0);
      return Math.max(...moved.map((step) => JSON.stringify(step).length));
    };
    expect(longest(200)).toBeLessThan(longest(2) + 100);
  });
});
