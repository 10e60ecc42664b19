/** Runs a scenario on a simulator: step by step, so that whoever watches can pace it. */
import { fieldsOf } from '../api/fields.ts';
import type { Release } from '../api/releases.ts';
import { HvsimError } from '../errors.ts';
import type { Scenario } from './scenario.ts';
import { createSimulator } from './simulator.ts';
import type { SendResult, Simulator, SimulatorOptions } from './simulator.types.ts';
import { formatTime } from './time.ts';

type Step = Scenario['steps'][number];

/** Something a scenario expected and did not get. */
export interface Mismatch {
  /** Where in the expectation, such as `state.operation`. */
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** An expectation of a scenario did not hold. */
export class ExpectationFailed extends HvsimError {
  /** The step's position, from 0. */
  readonly step: number;
  readonly mismatches: readonly Mismatch[];

  constructor(step: number, at: number, mismatches: readonly Mismatch[]) {
    const what = mismatches.map(
      ({ path, expected, actual }) => `${path} is ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`,
    );
    super('expectation-failed', `Step ${step + 1} at ${formatTime(at)}: ${what.join('; ')}.`);
    this.step = step;
    this.mismatches = mismatches;
  }
}

/** What the scenario says itself, unless it is overridden. */
export function toOptions(scenario: Scenario, overrides: SimulatorOptions = {}): SimulatorOptions {
  const { release, seed, startAt, engine, pools } = scenario;
  return {
    ...(release === undefined ? {} : { release }),
    ...(seed === undefined ? {} : { seed }),
    ...(startAt === undefined ? {} : { startAt }),
    ...(engine === undefined ? {} : { engine }),
    ...(pools === undefined ? {} : { pools: pools as NonNullable<Exclude<SimulatorOptions['pools'], number>> }),
    ...overrides,
  };
}

/**
 * Runs the steps on a simulator made by `toOptions`. Each timer that fires and each step is a pause for the caller,
 * who may look, wait in wall time, or stop.
 *
 * @param until virtual time at which to stop, in epoch milliseconds
 * @throws ExpectationFailed, HvsimError `limit-reached`, `time-goes-backwards`, `unknown-pool`
 */
export function* runSteps(scenario: Scenario, simulator: Simulator, until = Number.POSITIVE_INFINITY): Generator<void, void, void> {
  const begin = simulator.now;
  for (const [index, step] of scenario.steps.entries()) {
    const reached = yield* wait(step, index, simulator, begin, until);
    if (!reached) return;
    const pool = step.pool ?? 0;
    if (step.failNext) {
      const { what, error } = step.failNext;
      simulator.failNext(pool, what, error === undefined ? { timeout: true } : { error });
    }
    const result = step.send && simulator.send(pool, step.send);
    const mismatches = step.expect ? compare(step.expect, simulator, pool, result) : [];
    if (mismatches.length > 0) throw new ExpectationFailed(index, simulator.now, mismatches);
    yield;
  }
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

/** Lets time pass as the step says; false where the run is to end before. */
function* wait(step: Step, index: number, simulator: Simulator, begin: number, end: number): Generator<void, boolean, void> {
  if (step.until) return yield* waitUntil(step, index, simulator, end);
  const target = step.at ? ('time' in step.at ? step.at.time : begin + step.at.afterMs) : simulator.now + (step.wait ?? 0);
  if (target < simulator.now) {
    throw new HvsimError(
      'time-goes-backwards',
      `Step ${index + 1} is at ${formatTime(target)}, and it is ${formatTime(simulator.now)} already. Steps go forward in time.`,
    );
  }
  const stop = Math.min(target, end);
  for (let due = simulator.nextDue(); due !== undefined && due <= stop; due = simulator.nextDue()) {
    simulator.fire();
    yield;
  }
  simulator.advanceTo(stop);
  return target <= end;
}

function* waitUntil(step: Step, index: number, simulator: Simulator, end: number): Generator<void, boolean, void> {
  const limit = simulator.now + (step.limit ?? 30 * 86_400_000);
  const mismatches = () => compareMembers('until', step.until ?? {}, simulator.state(step.pool));
  while (mismatches().length > 0) {
    const due = simulator.nextDue();
    if (due === undefined || due > limit) {
      const what = mismatches().map(({ path, expected, actual }) => `${path} is ${actual}, expected ${expected}`);
      const why = due === undefined ? 'and nothing more will happen by itself' : `by ${formatTime(limit)}`;
      throw new HvsimError('limit-reached', `Step ${index + 1}: what was waited for did not happen ${why}: ${what.join('; ')}.`);
    }
    if (due > end) {
      simulator.advanceTo(end);
      return false;
    }
    simulator.fire();
    yield;
  }
  return true;
}

function compare(expect: NonNullable<Step['expect']>, simulator: Simulator, pool: string | number, result?: SendResult): Mismatch[] {
  return [
    ...(expect.outcome === undefined ? [] : compareValue('outcome', expect.outcome, result?.outcome)),
    ...(expect.fault === undefined ? [] : compareValue('fault', expect.fault, result?.fault?.name)),
    ...(expect.field === undefined ? [] : compareValue('field', expect.field, result?.fault?.field)),
    ...compareMembers('state', expect.state ?? {}, simulator.state(pool)),
    ...(expect.status === undefined ? [] : compareValue('status', said(expect.status, simulator.release), simulator.status(pool))),
    ...compareMembers('task', expect.task ?? {}, simulator.task(pool)?.data ?? {}),
    ...compareMembers('provisioning', expect.provisioning ?? {}, provisioningOf(simulator, pool)),
    ...compareMembers('clones', expect.clones ?? {}, clonesOf(simulator, pool)),
  ];
}

/** The expected members that the release can say. */
function said(status: Readonly<Record<string, unknown>> | null, release: Release): Readonly<Record<string, unknown>> | null {
  const names = new Set(fieldsOf('status', release, 'view').map(({ name }) => name));
  return status && Object.fromEntries(Object.entries(status).filter(([name]) => names.has(name)));
}

function provisioningOf(simulator: Simulator, pool: string | number) {
  const { provisioningEnabled, lastProvisioningError } = simulator.snapshot(pool).context;
  return { enabled: provisioningEnabled, lastError: lastProvisioningError?.text ?? null };
}

/** Every clone, by its name and by its position from 1. */
function clonesOf(simulator: Simulator, pool: string | number): Record<string, unknown> {
  const views = simulator.clones(pool).map(({ name, image, session, task }, index) => {
    const view = { parentVm: image?.parentVm ?? null, snapshot: image?.snapshot ?? null, session, task };
    return [name, String(index + 1)].map((key) => [key, view] as const);
  });
  return Object.fromEntries(views.flat());
}

const compareMembers = (path: string, expected: object, actual: object): Mismatch[] =>
  Object.entries(expected).flatMap(([key, value]) =>
    value === undefined ? [] : compareValue(`${path}.${key}`, value, (actual as Record<string, unknown>)[key]),
  );

/** Expected objects are partial; null stands for "absent". */
function compareValue(path: string, expected: unknown, actual: unknown): Mismatch[] {
  if (expected === null) return actual === undefined || actual === null ? [] : [{ path, expected, actual }];
  if (Array.isArray(expected)) return JSON.stringify(expected) === JSON.stringify(actual) ? [] : [{ path, expected, actual }];
  if (typeof expected === 'object' && typeof actual === 'object' && actual !== null) return compareMembers(path, expected, actual);
  return Object.is(expected, actual) ? [] : [{ path, expected, actual: actual ?? null }];
}
