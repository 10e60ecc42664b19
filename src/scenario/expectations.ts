/** What a step of a scenario expects, compared with what is there. */
import { fieldsOf } from '../api/fields.ts';
import type { Release } from '../api/releases.ts';
import type { SendResult, Simulator } from '../simulator/simulator.ts';
import type { Step } from './scenario-play.ts';

/** Something a scenario expected and did not get. */
export interface Mismatch {
  /** Where in the expectation, such as `state.operation`. */
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

export function compare(expect: NonNullable<Step['expect']>, simulator: Simulator, pool: string | number, result?: SendResult): Mismatch[] {
  const { provisioningEnabled, lastProvisioningError } = simulator.snapshot(pool).context;
  const actual = {
    outcome: result?.outcome,
    fault: result?.fault?.name,
    field: result?.fault?.field,
    state: simulator.state(pool),
    status: simulator.status(pool),
    task: simulator.task(pool)?.data ?? {},
    provisioning: { enabled: provisioningEnabled, lastError: lastProvisioningError?.text ?? null },
    clones: expect.clones && clonesOf(simulator, pool),
  };
  return compareMembers('', { ...expect, ...(expect.status && { status: saidBy(simulator.release, expect.status) }) }, actual);
}

/** The expected members that the release can say. */
function saidBy(release: Release, status: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const names = new Set(fieldsOf('status', release, 'view').map(({ name }) => name));
  return Object.fromEntries(Object.entries(status).filter(([name]) => names.has(name)));
}

/** Every clone, by its name and by its position from 1. */
function clonesOf(simulator: Simulator, pool: string | number): Record<string, unknown> {
  const views = simulator.clones(pool).map(({ name, image, session, task }, index) => {
    const view = { parentVm: image?.parentVm ?? null, snapshot: image?.snapshot ?? null, session, task };
    return [name, String(index + 1)].map((key) => [key, view] as const);
  });
  return Object.fromEntries(views.flat());
}

/** Expected objects are partial. */
export const compareMembers = (path: string, expected: object, actual: object): Mismatch[] =>
  Object.entries(expected).flatMap(([key, value]) =>
    value === undefined ? [] : compareValue(path === '' ? key : `${path}.${key}`, value, (actual as Record<string, unknown>)[key]),
  );

/** Null stands for "absent". */
function compareValue(path: string, expected: unknown, actual: unknown): Mismatch[] {
  if (expected === null) return actual === undefined || actual === null ? [] : [{ path, expected, actual }];
  if (Array.isArray(expected)) return JSON.stringify(expected) === JSON.stringify(actual) ? [] : [{ path, expected, actual }];
  if (typeof expected === 'object' && typeof actual === 'object' && actual !== null) return compareMembers(path, expected, actual);
  return Object.is(expected, actual) ? [] : [{ path, expected, actual: actual ?? null }];
}
