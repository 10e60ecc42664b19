/** What a world is made with, from options and from the journal of an earlier run. */
import { type Format, formatsOf, restVersionOf } from '../api/formats.ts';
import { findRelease, type Release } from '../api/releases.ts';
import { toTimings } from '../engine/timings.ts';
import { HvsimError } from '../errors.ts';
import type { PoolSpec } from '../simulator/input/pool-spec.ts';
import { toRunOptions, wrongOption } from '../simulator/options.ts';
import type { RunHead } from './journal.ts';
import type { WorldOptions } from './world.types.ts';

/**
 * Reads the options of a world that begins.
 *
 * @param wall wall time in epoch milliseconds, where virtual time begins unless the options say otherwise
 * @throws HvsimError `unknown-release`, `unknown-profile`, `wrong-timings`, `wrong-options`, `wrong-payload`
 */
export function toRunHead(options: WorldOptions, wall: number): RunHead {
  const { scenario, clones = 3 } = options;
  const startAt = options.startAt ?? scenario?.startAt;
  if (!(Number.isInteger(clones) && clones >= 0 && clones <= 100_000))
    throw wrongOption('clones', clones, 'a whole number from 0 to 100000');
  const release = findRelease(options.release ?? scenario?.release ?? '2512');
  const pools = options.pools ?? scenario?.pools ?? 1;
  const read = toRunOptions({
    release,
    seed: options.seed ?? scenario?.seed ?? 1,
    engine: options.engine ?? scenario?.engine ?? 'quick',
    pools: pools as NonNullable<WorldOptions['pools']>,
    startAt: startAt ?? wall,
  });
  toTimings(read.engine);
  return {
    hvsim: 1,
    release,
    format: newestFormat(release),
    seed: read.seed,
    engine: read.engine,
    startAt: read.startAt,
    ...(startAt === undefined ? { startsNow: true } : {}),
    pools: read.pools.map((spec): PoolSpec => ({ clones, ...spec })),
    ...(scenario ? { scenario } : {}),
  };
}

/** The newest REST format of a release; the View API's where it has none. */
const newestFormat = (release: Release): Format => formatsOf(release).findLast((format) => restVersionOf(format) > 0) ?? 'view';

/**
 * Makes sure that options that were given are those of an earlier run; what is not given is as it was.
 *
 * @throws HvsimError `wrong-state`
 */
export function assertSameRun(file: string, past: RunHead, options: WorldOptions): void {
  const { release, seed, engine, pools, clones, startAt, scenario } = options;
  const asked = toRunHead({ ...past, ...options } as WorldOptions, past.startAt);
  const given: readonly [string, unknown, keyof RunHead][] = [
    ['release', release, 'release'],
    ['seed', seed, 'seed'],
    ['engine', engine, 'engine'],
    ['startAt', startAt, 'startAt'],
    ['scenario', scenario, 'scenario'],
  ];
  for (const [name, value, key] of given) {
    if (value !== undefined && JSON.stringify(asked[key]) !== JSON.stringify(past[key])) throw another(file, name, asked[key], past[key]);
  }
  if (pools === undefined && clones === undefined) return;
  const again = toRunHead({ pools: pools ?? past.pools.length, ...(clones === undefined ? {} : { clones }) }, past.startAt).pools;
  const before = clones === undefined && typeof pools === 'number' ? past.pools.map(() => again[0]) : past.pools;
  if (JSON.stringify(again) !== JSON.stringify(before)) throw another(file, 'pools', summary(again), summary(past.pools));
}

const summary = (pools: readonly PoolSpec[]): string => `${pools.length} with ${pools[0]?.clones ?? 0} clones each`;

const another = (file: string, name: string, asked: unknown, past: unknown): HvsimError =>
  new HvsimError(
    'wrong-state',
    `${file} is of a run with ${name} ${text(past)}, and ${text(asked)} is asked for. Leave the option out to go on, or move the file away to begin anew.`,
  );

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value).slice(0, 100));
