/** The options of a simulator after defaults. */
import { findRelease, newestRelease, type Release, type ReleaseName } from '../api/releases.ts';
import type { EngineOption } from '../engine/timings.ts';
import { HvsimError } from '../errors.ts';
import { type PoolSpec, toPoolSpec } from './input/pool-spec.ts';
import { readTime } from './input/time.ts';

export interface SimulatorOptions {
  /** Any name of a release; the newest when absent. */
  readonly release?: ReleaseName;
  /** Any safe integer; 1 when absent. */
  readonly seed?: number;
  /** How many pools there are from the start, or what each is created with; one when absent. */
  readonly pools?: number | readonly PoolSpec[];
  /** `production` when absent. */
  readonly engine?: EngineOption;
  /** Epoch milliseconds or ISO 8601; 2026-01-05T08:00:00Z when absent. */
  readonly startAt?: number | string;
  /** Whether `timeline()` and `save()` can be asked; true when absent. Without it memory stays flat. */
  readonly record?: boolean;
}

/** What a run was made with, after defaults. */
export interface RunOptions extends Required<Omit<SimulatorOptions, 'record'>> {
  readonly release: Release;
  readonly pools: readonly PoolSpec[];
  readonly startAt: number;
}

/** 2026-01-05T08:00:00Z, a Monday. */
export const defaultStart = 1_767_600_000_000;

/** The most pools of one run by number: more than any pod has, and as many as fit into memory. */
const mostPools = 100_000;

export function toRunOptions(options: SimulatorOptions): RunOptions {
  const { release = newestRelease, seed = 1, pools = 1, engine = 'production', startAt = defaultStart } = options;
  if (!Number.isSafeInteger(seed)) throw wrongOption('seed', seed, 'a whole number');
  if (typeof pools === 'number' ? !(Number.isInteger(pools) && pools >= 0 && pools <= mostPools) : !Array.isArray(pools)) {
    throw wrongOption('pools', pools, `a whole number from 0 to ${mostPools}, or a list`);
  }
  const specs = typeof pools === 'number' ? Array.from({ length: pools }, (): PoolSpec => ({})) : pools.map((spec) => toPoolSpec(spec));
  return { release: findRelease(release), seed, pools: specs, engine, startAt: toTime(startAt) };
}

export const wrongOption = (name: string, value: unknown, demand: string) =>
  new HvsimError('wrong-options', `The option ${name} is ${JSON.stringify(value)}; it must be ${demand}.`);

export function toTime(value: number | string): number {
  const time = readTime(value);
  if (time !== undefined) return time;
  throw new HvsimError('wrong-options', `${JSON.stringify(value)} is no time. Give epoch milliseconds, or ISO 8601.`);
}
