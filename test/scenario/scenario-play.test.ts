import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimulator, type Simulator } from '../../src/index.ts';
import { compare } from '../../src/scenario/expectations.ts';
import { runScenario, toForcedFailure, toOptions } from '../../src/scenario/run-scenario.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { parseScenario } from '../../src/scenario/scenario-file.ts';
import { ScenarioPlay } from '../../src/scenario/scenario-play.ts';
import { bytesOf } from '../simulator/acts.ts';

const folder = new URL('../../examples/scenarios/', import.meta.url);
const scenarios = readdirSync(folder).map((file) => [file, parseScenario(readFileSync(new URL(file, folder), 'utf8'), file)] as const);

/** Plays a scenario as a server does, which asks now and then what time it is. */
function played(scenario: Scenario, pieces: readonly number[], end: number): Simulator {
  const simulator = createSimulator(toOptions(scenario));
  const play = new ScenarioPlay(scenario.steps, simulator.now);
  const advance = (until: number) => {
    while (
      play.goOn(simulator, until, ({ pool = 0, failNext, send, expect: expected }) => {
        if (failNext) simulator.failNext(pool, failNext.what, toForcedFailure(failNext));
        const result = send && simulator.send(pool, send);
        expect(expected ? compare(expected, simulator, pool, result) : []).toEqual([]);
      })
    );
    simulator.advanceTo(until);
  };
  for (const piece of pieces) advance(Math.min(end, simulator.now + piece));
  advance(end);
  expect(play.next).toBeUndefined();
  return simulator;
}

describe.each(scenarios)('%s', (_, scenario) => {
  it('plays the same at one go and in pieces of any length', () => {
    const ran = runScenario(scenario);
    ran.advanceTo(ran.now);
    fc.assert(
      fc.property(fc.array(fc.nat(20_000_000), { maxLength: 20 }), (pieces) => {
        expect(bytesOf(played(scenario, pieces, ran.now))).toBe(bytesOf(ran));
      }),
      { numRuns: 5 },
    );
  });
});
