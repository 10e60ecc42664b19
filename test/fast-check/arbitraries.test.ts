import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatsOf, type Release } from '../../src/api/index.ts';
import { createObserver, validate } from '../../src/conformance/index.ts';
import { command, fact, invalidStatus, script, status, timeline } from '../../src/fast-check/index.ts';
import { createSimulator, EventScript } from '../../src/simulator/index.ts';

const sampled: readonly Release[] = ['7.6', '2006', '2111', '2206', '2512'];
const targets = sampled.flatMap((release) => formatsOf(release).map((format) => [release, format] as const));
const target = { release: '2206', format: 'rest-v2' } as const;

/** Runs the script that a counterexample prints, and gives its last status. */
function runPrinted(text: string): unknown {
  const lines = /<<'END'\n([\s\S]*)\nEND/.exec(text)?.[1]?.split('\n') ?? [];
  const run = new EventScript(target);
  const entries = lines.flatMap((line) => run.take(line));
  expect(entries.every(({ outcome }) => outcome === 'accepted')).toBe(true);
  return run.record(entries.at(-1) as never).status;
}

describe('the arbitrary of', () => {
  it.each(targets)('statuses of %s as %s yields statuses that conform', (release, format) => {
    fc.assert(
      fc.property(status({ release, format }), (each) => {
        expect(validate(each, { release, format })).toEqual([]);
      }),
    );
  });

  it('statuses keeps a condition', () => {
    const held = status({ ...target, where: 'pendingImage=READY_HELD' });
    fc.assert(
      fc.property(held, (each) => {
        expect(each.instant_clone_pending_image_state).toBe('READY_HELD');
      }),
    );
  });

  it('statuses shrinks to an idle pool', () => {
    const { counterexample } = fc.check(fc.property(status(target), () => false));
    expect(counterexample?.[0]).toEqual({ instant_clone_operation: 'NONE', instant_clone_current_image_state: 'READY' });
  });

  it('statuses prints a script that leads to the counterexample', () => {
    const failing = fc.property(status(target), (each) => each.instant_clone_pending_image_state !== 'READY_HELD');
    const details = fc.check(failing, { numRuns: 2_000 });
    expect(details.failed).toBe(true);
    const report = fc.defaultReportMessage(details) ?? '';
    expect(report).toContain('hvsim run - --manual --release 2206');
    expect(runPrinted(report)).toEqual(details.counterexample?.[0]);
    expect(fc.defaultReportMessage(details)?.match(/"type":"command/g)).toHaveLength(1);
  });

  it.each(targets)('timelines of %s as %s yields sequences that the life cycle explains', (release, format) => {
    const lives = timeline({ release, format, maxEvents: 15 });
    fc.assert(
      fc.property(lives, (polls) => {
        const observer = createObserver({ release, format });
        for (const { at, status: seen } of polls) expect(observer.observe(seen, at)).not.toMatchObject({ verdict: 'impossible' });
      }),
      { numRuns: 30 },
    );
  });

  it('timelines shrinks to few events', () => {
    const failing = fc.property(timeline(target), (polls) => polls.length < 4);
    expect(fc.check(failing).counterexample?.[0]).toHaveLength(4);
  });

  it('near misses yields statuses that break exactly their rule', () => {
    for (const [release, format] of targets) {
      fc.assert(
        fc.property(invalidStatus({ release, format }), ({ rule, status: spoiled }) => {
          expect([...new Set(validate(spoiled, { release, format }).map((each) => each.rule))]).toEqual([rule]);
        }),
        { numRuns: 60 },
      );
    }
  });

  it('near misses keeps to the rules that are asked for', () => {
    fc.assert(fc.property(invalidStatus({ ...target, rules: ['structure/enum'] }), ({ rule }) => rule === 'structure/enum'));
  });

  it('commands and facts yields events that a simulator understands, whatever it makes of them', () => {
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(fc.array(fc.oneof(command(), fact()), { maxLength: 60 }), (events) => {
        const simulator = createSimulator({ engine: 'manual' });
        for (const event of events) {
          const { outcome, fault } = simulator.send(0, event);
          outcomes.add(outcome);
          expect(fault?.name).not.toBe('InvalidType');
        }
      }),
    );
    expect(outcomes).toEqual(new Set(['accepted', 'fault', 'ignored']));
  });

  it('scripts yields events that a pool accepts from the first to the last', () => {
    fc.assert(
      fc.property(script({ release: '2206' }), (events) => {
        const run = new EventScript(target);
        const entries = events.flatMap((event) => run.take(JSON.stringify(event)));
        expect(entries.map(({ outcome }) => outcome)).toEqual(events.map(() => 'accepted'));
      }),
    );
  });

  it('scripts shrinks to the creation alone', () => {
    expect(fc.check(fc.property(script(), () => false)).counterexample?.[0]).toHaveLength(1);
  });
});
