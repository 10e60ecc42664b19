/** What a world is made with, from options and from the journal of an earlier run. */
import { type Format, formatsOf, restVersionOf } from '../api/formats.ts';
import { newestRelease, type Release, type ReleaseName } from '../api/releases.ts';
import { type EngineOption, toTimings } from '../engine/timings.ts';
import { HvsimError } from '../errors.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { PoolSpec } from '../simulator/input/pool-spec.ts';
import { toRunOptions, wrongOption } from '../simulator/options.ts';
import type { Account } from './accounts.ts';
import { type Journal, mostInDirectory, type RunHead } from './journal.ts';

export interface WorldOptions {
  /** Any name of a release that has REST push images; the newest when absent. */
  readonly release?: ReleaseName;
  /** Any safe integer; 1 when absent. */
  readonly seed?: number;
  /** `quick` when absent. */
  readonly engine?: EngineOption;
  /** How many pools there are from the start, or what each is created with; one when absent. They begin idle, with a READY image. */
  readonly pools?: number | readonly PoolSpec[];
  /** Clones of each pool that does not say it itself; 3 when absent. */
  readonly clones?: number;
  /** How many base VMs can be pushed, vm-1 with snapshot-1 on, beside those that pools and the scenario name; 8 when absent. */
  readonly baseVms?: number;
  /** How many snapshots each of them has, one a month; 3 when absent. */
  readonly snapshots?: number;
  /** Virtual time at the begin, epoch milliseconds or ISO 8601; wall time when absent. */
  readonly startAt?: number | string;
  /** Virtual milliseconds per millisecond of wall time, above 0; 1 when absent. */
  readonly speed?: number;
  /** What happens by itself. Its pools begin with their initial publish, as in `hvsim run`; what it expects is not looked at. */
  readonly scenario?: Scenario;
  /** Who can log in; `administrator` with the password `secret` in the domain `hvsim` when absent. */
  readonly accounts?: readonly Account[];
  /** How many requests a session may send in a second before it is answered 429; as many as it likes when absent. */
  readonly throttle?: number;
  readonly journal?: Journal;
  /** Whether `simulator.timeline()` and `simulator.save()` can be asked, for an inspector; false when absent. Without it memory stays flat. */
  readonly remember?: boolean;
}

/** @param wall wall time, where virtual time begins unless the options say otherwise */
export function toRunHead(options: WorldOptions, wall: number): RunHead {
  const { scenario, clones = 3 } = options;
  const startAt = options.startAt ?? scenario?.startAt;
  if (!(Number.isInteger(clones) && clones >= 0 && clones <= 100_000))
    throw wrongOption('clones', clones, 'a whole number from 0 to 100000');
  const { baseVms, snapshots } = options;
  const counts = { ...(baseVms === undefined ? {} : { baseVms }), ...(snapshots === undefined ? {} : { snapshots }) };
  for (const [name, count] of Object.entries(counts)) {
    if (!(Number.isInteger(count) && count >= 1 && count <= mostInDirectory))
      throw wrongOption(name, count, `a whole number from 1 to ${mostInDirectory}`);
  }
  const pools = options.pools ?? scenario?.pools ?? 1;
  const { release, seed, engine, ...read } = toRunOptions({
    release: options.release ?? scenario?.release ?? newestRelease,
    seed: options.seed ?? scenario?.seed ?? 1,
    engine: options.engine ?? scenario?.engine ?? 'quick',
    pools: pools as NonNullable<WorldOptions['pools']>,
    startAt: startAt ?? wall,
  });
  toTimings(engine);
  return {
    hvsim: 1,
    release,
    format: newestFormat(release),
    seed,
    engine,
    startAt: read.startAt,
    ...(startAt === undefined ? { startsNow: true } : {}),
    pools: read.pools.map((spec): PoolSpec => ({ clones, ...spec })),
    ...counts,
    ...(scenario ? { scenario } : {}),
  };
}

/** The newest REST format of a release; the View API's where it has none. */
const newestFormat = (release: Release): Format => formatsOf(release).findLast((format) => restVersionOf(format) > 0) ?? 'view';

/** Makes sure that options that were given are those of an earlier run; what is not given is as it was. */
export function assertSameRun(file: string, before: RunHead, options: WorldOptions): void {
  const { pools, clones } = options;
  const asked = toRunHead({ ...before, ...options } as WorldOptions, before.startAt);
  for (const key of ['release', 'seed', 'engine', 'startAt', 'scenario', 'baseVms', 'snapshots'] as const) {
    if (options[key] !== undefined && !isEqual(asked[key], before[key])) throw another(file, key, text(asked[key]), text(before[key]));
  }
  if (pools === undefined && clones === undefined) return;
  const again = toRunHead({ pools: pools ?? before.pools.length, ...(clones === undefined ? {} : { clones }) }, before.startAt).pools;
  const isSame = clones === undefined && typeof pools === 'number' ? pools === before.pools.length : isEqual(again, before.pools);
  if (!isSame) throw another(file, 'pools', summary(again), summary(before.pools));
}

function another(file: string, name: string, asked: string, before: string): HvsimError {
  const why = `${file} is of a run with ${name} ${before}, and ${asked} is asked for.`;
  return new HvsimError('wrong-state', `${why} Leave the option out to go on, or move the file away to begin anew.`);
}

const isEqual = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const summary = (pools: readonly PoolSpec[]): string => `${pools.length} with ${pools[0]?.clones ?? 0} clones each`;

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value).slice(0, 100));
