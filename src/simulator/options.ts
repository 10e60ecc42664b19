/** The options of a simulator after defaults. */
import { findRelease, newestRelease } from '../api/releases.ts';
import { HvsimError } from '../errors.ts';
import { type PoolSpec, toPoolSpec } from './input/pool-spec.ts';
import { readTime } from './input/time.ts';
import type { SavedRun, SimulatorOptions } from './simulator.types.ts';

/** 2026-01-05T08:00:00Z, a Monday. */
export const defaultStart = 1_767_600_000_000;

/** The most pools of one run by number: more than any pod has, and as many as fit into memory. */
const mostPools = 100_000;

/**
 * Reads the options that make a run what it is.
 *
 * @throws HvsimError `unknown-release`, `wrong-options`, `wrong-payload`
 */
export function toRunOptions(options: SimulatorOptions): SavedRun['options'] {
  const { release = newestRelease, seed = 1, pools = 1, engine = 'production', startAt = defaultStart } = options;
  if (!Number.isSafeInteger(seed)) throw wrongOption('seed', seed, 'a whole number');
  if (typeof pools === 'number' ? !(Number.isInteger(pools) && pools >= 0 && pools <= mostPools) : !Array.isArray(pools)) {
    throw wrongOption('pools', pools, `a whole number from 0 to ${mostPools}, or a list`);
  }
  const specs = typeof pools === 'number' ? Array.from({ length: pools }, (): PoolSpec => ({})) : pools.map((spec) => toPoolSpec(spec));
  return { release: findRelease(release), seed, pools: specs, engine, startAt: toTime(startAt) };
}

/** The error of an option that cannot be used. */
export const wrongOption = (name: string, value: unknown, demand: string) =>
  new HvsimError('wrong-options', `The option ${name} is ${JSON.stringify(value)}; it must be ${demand}.`);

/**
 * Reads a time that must be one.
 *
 * @throws HvsimError `wrong-options`
 */
export function toTime(value: number | string): number {
  const time = readTime(value);
  if (time === undefined)
    throw new HvsimError('wrong-options', `${JSON.stringify(value)} is no time. Give epoch milliseconds, or ISO 8601.`);
  return time;
}
