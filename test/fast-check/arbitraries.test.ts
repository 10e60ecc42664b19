import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatsOf, type Release } from '../../src/api/index.ts';
import { createObserver, validate } from '../../src/conformance/index.ts';
import { HvsimError } from '../../src/errors.ts';
import { command, fact, invalidStatus, script, status, timeline } from '../../src/fast-check/index.ts';
import { fixtureCover } from '../../src/fixtures/index.ts';
import { createSimulator, EventScript } from '../../src/simulator/index.ts';
import { seenIn } from '../fixtures/seen.ts';

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

  // Once a state of the pool, which 7.6 cannot show.
  it('statuses keeps a condition about what a release shows instead', () => {
    const shown = status({ release: '7.6', format: 'view', where: 'operation=CANCEL_SCHEDULED_PUSH_IMAGE,pendingImage=READY' });
    fc.assert(fc.property(shown, (each) => /^CANCEL_SCHEDULED_PUSH_IMAGE.READY/.test(seenIn(each))));
  });

  // Once a text in the place of a list was searched for the names of states: READY_HELD took in READY.
  it('statuses takes one state for a list of one', () => {
    const held = status({ ...target, where: { pendingImage: 'READY_HELD' } });
    fc.assert(fc.property(held, (each) => each.instant_clone_pending_image_state === 'READY_HELD'));
  });

  it.each([
    [() => status({ ...target, where: { pendingImage: 'READY_HOLD' } as never }), 'wrong-options', 'Did you mean "READY_HELD"?'],
    [() => status({ ...target, where: { pending: 'READY' } as never }), 'wrong-options', 'There is no region "pending"'],
    [() => status({ ...target, where: { operation: 'DELETED' } }), 'nothing-fits', 'a deleted pool has none'],
    [() => status({ ...target, where: 'operation=NONE,pendingImage=READY' }), 'nothing-fits', 'nearest states'],
    [() => status({ ...target, release: 5 as never }), 'unknown-release', ''],
    [() => status({ ...target, format: null as never }), 'unknown-format', ''],
    [() => invalidStatus({ ...target, rules: ['nope'] as never }), 'wrong-options', 'There is no rule "nope"'],
    [() => invalidStatus({ ...target, rules: [] }), 'wrong-options', 'No rule is named'],
    [() => invalidStatus({ ...target, rules: 'progress/ready' as never }), 'wrong-options', 'a list'],
    [() => invalidStatus({ release: '7.6', format: 'view', rules: ['progress/ready'] }), 'wrong-options', 'can break progress/ready'],
    [() => script({ release: 5 as never }), 'unknown-release', ''],
    [() => timeline({ ...target, maxEvents: -1 }), 'wrong-options', ''],
  ])('%s is refused as %s', (make, code, message) => {
    const refusal = (() => {
      try {
        return make();
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toBeInstanceOf(HvsimError);
    expect(refusal).toMatchObject({ code, message: expect.stringContaining(message) });
  });

  // Once halving the position of the state in their list: where a predicate holds for some in between, it ended anywhere.
  it('statuses shrinks to the fewest events that lead to what fails, from wherever it begins', () => {
    const eventsIn = (text: string) => /<<'END'\n([\s\S]*)\nEND/.exec(text)?.[1]?.split('\n').length;
    const shortest: Record<string, number | undefined> = {};
    const states = fixtureCover('states', target);
    for (let state = 0; state < (states.size ?? 0); state += 1) {
      const failing = seenIn(JSON.parse(states.line(state)).status);
      const lengths = Array.from({ length: 6 }, (_, seed) => {
        const details = fc.check(
          fc.property(status(target), (each) => seenIn(each) !== failing),
          { seed, numRuns: 1_000 },
        );
        expect(seenIn(details.counterexample?.[0] ?? null)).toBe(failing);
        return eventsIn(fc.stringify(details.counterexample?.[0]));
      });
      expect([...new Set(lengths)], failing).toHaveLength(1);
      shortest[failing] = lengths[0];
    }
    // A publish that fails at once, and one that begins and succeeds; each after the creation.
    expect(shortest['NONE/FAILED/ABSENT']).toBe(2);
    expect(shortest['NONE/ABSENT/READY']).toBe(3);
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
