/** What really happened is always explained: no false alarm, however sparse the polls and however old the release. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatsOf, type Release, releases } from '../../../src/api/index.ts';
import { createObserver, type Observer } from '../../../src/conformance/index.ts';
import type { Simulator } from '../../../src/simulator/index.ts';
import { type Poll, pollsOf, randomLife, scenarios, tryScenario } from './lives.ts';

/** The observations that nothing explains. */
function impossibleOf(observer: Observer, polls: readonly Poll[], isTimed: boolean) {
  return polls
    .map(({ at, status }) => observer.observe(status, isTimed ? at : undefined))
    .filter(({ verdict }) => verdict === 'impossible');
}

const jitters = fc.infiniteStream(fc.double({ min: 0.3, max: 2, noNaN: true }));

const durationOf = (simulator: Simulator): number => (simulator.timeline().at(-1)?.at ?? 0) - (simulator.timeline()[0]?.at ?? 0);

describe.each(scenarios)('the scenario %s', (_name, scenario) => {
  it('is explained event by event, with the events themselves', () => {
    const simulator = tryScenario(scenario, '2512');
    if (!simulator) throw new Error('the scenario must run');
    const { id } = simulator.pools[0] as { id: string };
    const observer = createObserver({ release: '2512', format: 'rest-v3' });
    let checked = 0;
    for (const entry of simulator.timeline().filter(({ pool }) => pool === id)) {
      const { verdict, events } = observer.observe(simulator.record(entry, 'rest-v3').status, entry.at);
      expect(verdict).not.toBe('impossible');
      expect(events.length).toBeLessThanOrEqual(1);
      const isTelling = entry.outcome === 'accepted' && entry.event.type.startsWith('engine.publish');
      if (!isTelling || events.length === 0) continue;
      const timesOut = events[0]?.event === 'engine.publishFailed' && entry.event.type === 'engine.publishTimedOut';
      if (!timesOut) expect(events[0]?.event).toBe(entry.event.type);
      checked += 1;
    }
    expect(checked).toBeGreaterThan(0);
    expect(observer.summary()).toMatchObject({ verdict: 'explained', impossible: 0 });
  });

  it('is explained in every release and format, at any poll interval', () => {
    let runs = 0;
    for (const release of ['7.0', '7.6', '7.12', '7.13', '2006', '2106', '2111', '2206', '2512']) {
      const simulator = tryScenario(scenario, release);
      if (!simulator) continue;
      for (const format of formatsOf(release)) {
        fc.assert(
          fc.property(fc.integer({ min: 3, max: 120 }), jitters, (count, jitter) => {
            const interval = durationOf(simulator) / count;
            const polls = pollsOf(simulator, format, () => Math.floor(interval * (jitter.next().value ?? 1)));
            expect(impossibleOf(createObserver({ release, format }), polls, true)).toEqual([]);
            expect(impossibleOf(createObserver({ release, format, engine: 'manual' }), polls, false)).toEqual([]);
          }),
          { numRuns: 3, seed: 3 },
        );
        runs += 1;
      }
    }
    expect(runs).toBeGreaterThan(0);
  });
});

describe('any life', () => {
  it('is explained in every release and format, at any poll interval, where nothing is known of the engine', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...releases),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999_999, noNaN: true })),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        (release: Release, draws, sparse, isTimed) => {
          const draw = () => draws.next().value ?? 0;
          const simulator = randomLife(release, draw, 60);
          const formats = formatsOf(release);
          const format = formats[Math.floor(draw() * formats.length)] ?? 'view';
          const polls = simulator
            .timeline()
            .filter(() => draw() < 1 / sparse)
            .map((entry) => ({ at: entry.at, status: simulator.record(entry, format).status }));
          expect(impossibleOf(createObserver({ release, format, engine: 'manual' }), polls, isTimed)).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('tells no longer a story than what happened', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 0.999_999, noNaN: true })), (draws) => {
        const draw = () => draws.next().value ?? 0;
        const simulator = randomLife('2512', draw, 60);
        const observer = createObserver({ release: '2512', format: 'view', engine: 'manual' });
        let accepted = 0;
        for (const entry of simulator.timeline()) {
          if (entry.outcome === 'accepted') accepted += 1;
          if (draw() < 0.7) continue;
          const { events } = observer.observe(simulator.record(entry, 'view').status, entry.at);
          expect(events.length).toBeLessThanOrEqual(accepted);
          accepted = 0;
        }
      }),
      { numRuns: 40 },
    );
  });
});
