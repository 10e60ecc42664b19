/** Runs a scenario on a simulator: step by step, so that whoever watches can pace it. */
import type { ForcedFailure } from '../engine/chance.ts';
import { HvsimError } from '../errors.ts';
import { formatTime } from '../simulator/input/time.ts';
import type { SimulatorOptions } from '../simulator/options.ts';
import { createSimulator, type Simulator } from '../simulator/simulator.ts';
import { compare, compareMembers, type Mismatch } from './expectations.ts';
import type { Scenario } from './scenario.ts';
import { ScenarioPlay, type Step } from './scenario-play.ts';

/** An expectation of a scenario did not hold. */
export class ExpectationFailed extends HvsimError {
  /** The step's position, from 0. */
  readonly step: number;
  readonly mismatches: readonly Mismatch[];

  constructor(step: number, at: number, mismatches: readonly Mismatch[]) {
    const what = mismatches.map((each) => `${each.path} is ${JSON.stringify(each.actual)}, expected ${JSON.stringify(each.expected)}`);
    super('expectation-failed', `Step ${step + 1} at ${formatTime(at)}: ${what.join('; ')}.`);
    this.step = step;
    this.mismatches = mismatches;
  }
}

/** What the scenario says itself, unless it is overridden. */
export const toOptions = ({ title: _, steps: __, ...options }: Scenario, overrides: SimulatorOptions = {}): SimulatorOptions =>
  ({ ...options, ...overrides }) as SimulatorOptions;

/**
 * Runs the steps on a simulator made by `toOptions`. Each timer that fires and each step is a pause for the caller,
 * who may look, wait in wall time, or stop.
 *
 * @param until virtual time at which to stop, in epoch milliseconds
 * @throws ExpectationFailed, HvsimError `limit-reached`, `time-goes-backwards`, `unknown-pool`
 */
export function* runSteps(scenario: Scenario, simulator: Simulator, until = Number.POSITIVE_INFINITY): Generator<void, void, void> {
  const play = new ScenarioPlay(scenario.steps, simulator.now);
  const perform = (step: Step, index: number) => {
    const { pool = 0, failNext, send, expect } = step;
    if (failNext) simulator.failNext(pool, failNext.what, toForcedFailure(failNext));
    const result = send && simulator.send(pool, send);
    const mismatches = expect ? compare(expect, simulator, pool, result) : [];
    if (mismatches.length > 0) throw new ExpectationFailed(index, simulator.now, mismatches);
  };
  while (play.next) {
    assertComes(play, simulator);
    if (!play.goOn(simulator, until, perform)) return simulator.advanceTo(until);
    yield;
  }
}

export const toForcedFailure = ({ error }: NonNullable<Step['failNext']>): ForcedFailure =>
  error === undefined ? { timeout: true } : { error };

/** @throws HvsimError `limit-reached`, `time-goes-backwards` where the next step never comes, or would have had to come before */
function assertComes(play: ScenarioPlay, simulator: Simulator): void {
  if (!play.next) return;
  const { step, index, since } = play.next;
  const due = play.due(simulator);
  if (due !== undefined && due < simulator.now) {
    const why = `it is ${formatTime(simulator.now)} already. Steps go forward in time.`;
    throw new HvsimError('time-goes-backwards', `Step ${index + 1} is at ${formatTime(due)}, and ${why}`);
  }
  const limit = since + (step.limit ?? 30 * 86_400_000);
  const timer = simulator.nextDue();
  if (due !== undefined || (timer !== undefined && timer <= limit)) return;
  const what = compareMembers('until', step.until ?? {}, simulator.state(step.pool));
  const words = what.map(({ path, expected, actual }) => `${path} is ${actual}, expected ${expected}`);
  const why = timer === undefined ? 'and nothing more will happen by itself' : `by ${formatTime(limit)}`;
  throw new HvsimError('limit-reached', `Step ${index + 1}: what was waited for did not happen ${why}: ${words.join('; ')}.`);
}

/**
 * Runs a whole scenario.
 *
 * @returns the simulator, for a look at its timeline
 * @throws ExpectationFailed, HvsimError `limit-reached`, `time-goes-backwards`, `unknown-pool`
 * @example
 * runScenario(defineScenario({ title: 'Publish', engine: 'lab', steps: [{ until: { operation: 'NONE' } }] })).state().currentImage //=> READY
 */
export function runScenario(scenario: Scenario, overrides: SimulatorOptions = {}): Simulator {
  const simulator = createSimulator(toOptions(scenario, overrides));
  for (const _ of runSteps(scenario, simulator));
  return simulator;
}
