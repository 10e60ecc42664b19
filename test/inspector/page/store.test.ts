import fc from 'fast-check';
import { createSimulator } from 'hvsim';
import { beforeAll, describe, expect, it } from 'vitest';
import { Store } from '../../../src/inspector/page/store.ts';
import { regions, Track } from '../../../src/inspector/page/track.ts';
import type { Description, InspectedStep } from '../../../src/inspector/protocol.ts';
import { Tracer } from '../../../src/inspector/steps.ts';
import type { CloneView } from '../../../src/simulator/views.ts';

const description: Description = { hvsim: 1, session: 'one', title: 'A run', mode: 'live', release: '2512', format: 'view', scenarios: [] };

/** Three pools, of which one is pushed to, again and again. */
function aRun(): { steps: InspectedStep[]; clones: (readonly CloneView[])[] } {
  const simulator = createSimulator({ engine: 'flaky', pools: 3, seed: 5 });
  const spec = { parentVm: 'vm-2', snapshot: 'snapshot-2', settings: { logoffSetting: 'FORCE_LOGOFF' } } as const;
  const tracer = new Tracer();
  const steps = simulator.timeline().map((entry) => tracer.toStep(entry));
  const clones = steps.map(({ pool }) => simulator.clones(pool));
  simulator.subscribe((entry) => {
    steps.push(tracer.toStep(entry));
    clones.push(simulator.clones(entry.pool));
  });
  for (let push = 0; push < 60; push += 1) {
    simulator.send(0, { type: 'command.schedulePushImage', spec });
    simulator.advance('3h');
  }
  return { steps, clones };
}

describe('Track', () => {
  let run: ReturnType<typeof aRun>;
  beforeAll(() => {
    run = aRun();
  });
  const trackOf = (pool: string | undefined) => {
    const own = run.steps.flatMap((step, index) =>
      step.pool === pool ? [{ step, clones: run.clones[index] as readonly CloneView[] }] : [],
    );
    const track = new Track(own[0]?.step as InspectedStep);
    for (const { step } of own) track.append(step);
    return { own, track };
  };

  it('knows the clones at every step, in whatever order one asks', () => {
    const { own, track } = trackOf(run.steps[0]?.pool);
    expect(own.length).toBeGreaterThan(300);
    fc.assert(
      fc.property(fc.nat(own.length - 1), (index) => {
        expect(track.clonesAt(index)).toEqual(own[index]?.clones);
      }),
      { numRuns: 300 },
    );
  });

  it('has segments that say the state of every step, and none that could be joined to the one before', () => {
    const { own, track } = trackOf(run.steps[0]?.pool);
    for (const region of regions) {
      const segments = track.segments[region];
      const states = own.map((_, index) => segments.findLast(({ first }) => first <= index)?.state);
      expect(states).toEqual(own.map(({ step }) => step.state[region]));
      expect(segments.every(({ state }, index) => state !== segments[index - 1]?.state)).toBe(true);
    }
  });

  it('finds the step of a moment', () => {
    const { own, track } = trackOf(run.steps[0]?.pool);
    fc.assert(
      fc.property(fc.nat(own.length - 1), (index) => {
        const { at, seq } = (own[index] as { step: InspectedStep }).step;
        expect(track.indexOf(seq)).toBe(index);
        expect(track.indexAt(at)).toBe(own.findLastIndex(({ step }) => step.at <= at));
      }),
    );
    expect(track.indexOf(0)).toBe(-1);
    expect(track.indexAt(0)).toBe(0);
  });

  it('carries the view on from step to step', () => {
    const { own, track } = trackOf(run.steps[0]?.pool);
    let view: unknown;
    for (const [index, { step }] of own.entries()) {
      view = step.view === undefined ? view : step.view;
      expect(track.viewAt(index)).toBe(view);
    }
    expect(own.some(({ step }) => step.view === undefined)).toBe(true);
  });
});

describe('Track of a deleted pool', () => {
  it('has no clones any more, and those it had before', () => {
    const simulator = createSimulator({ engine: 'quick' });
    simulator.runUntil((sim) => sim.state().operation === 'NONE');
    simulator.send(0, { type: 'command.delete' });
    simulator.runUntil((sim) => sim.state().operation === 'DELETED');
    const tracer = new Tracer();
    const [first, ...more] = simulator.timeline().map((entry) => tracer.toStep(entry)) as [InspectedStep, ...InspectedStep[]];
    const track = new Track(first);
    for (const step of [first, ...more]) track.append(step);
    expect(track.viewAt(more.length)).toBeNull();
    expect(track.clonesAt(more.length)).toEqual([]);
    expect(track.clonesAt(more.length - 1)).toHaveLength(3);
  });
});

describe('Store', () => {
  const filled = () => {
    const store = new Store();
    const { steps } = aRun();
    store.describe(description);
    store.append(steps);
    return { store, steps };
  };

  it('follows the present until a step is chosen, and again from the last one on', () => {
    const { store, steps } = filled();
    const own = steps.filter(({ pool }) => pool === steps[0]?.pool);
    expect(store.step).toBe(own.at(-1));
    store.select(3);
    expect(store.step).toBe(own[3]);
    const next = { ...(own.at(-1) as InspectedStep), seq: steps.length + 1 };
    store.append([next]);
    expect(store.step).toBe(own[3]);
    store.select(own.length);
    expect(store.following).toBe(true);
    store.append([{ ...next, seq: next.seq + 1 }]);
    expect(store.index).toBe(own.length + 1);
    store.select(-5);
    expect(store.index).toBe(0);
  });

  it('takes a step once, however often it is told', () => {
    const { store, steps } = filled();
    const before = store.track?.steps.length;
    store.append(steps.slice(-50));
    expect(store.track?.steps.length).toBe(before);
  });

  it('begins anew with another session, and not with the same one', () => {
    const { store } = filled();
    store.describe({ ...description, title: 'The same run' });
    expect(store.tracks.size).toBe(3);
    store.describe({ ...description, session: 'two' });
    expect(store.tracks.size).toBe(0);
    expect(store.step).toBeUndefined();
  });

  it('opens another pool at the moment that is looked at', () => {
    const { store, steps } = filled();
    const [, second] = [...store.tracks.values()];
    store.select(30);
    const { seq } = store.step as InspectedStep;
    store.open(second?.id as string);
    const expected = steps.findLast((step) => step.pool === second?.id && step.seq <= seq);
    expect(store.step).toBe(expected);
  });
});
