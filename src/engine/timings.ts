/** How long the instant-clone engine takes and how often it fails: data, keyed by the fact that it ends in. */
import { HvsimError } from '../errors.ts';

/** A duration between two bounds, both included, redrawn each time. */
export interface Span {
  readonly minMs: number;
  readonly maxMs: number;
}

/** How often something fails instead, as a share of all tries from 0 to 1, and with which texts. */
export interface Failure {
  readonly share: number;
  readonly errors: readonly { readonly text: string; readonly weight: number }[];
}

export interface Timings {
  /** From PENDING_PUBLISH to the begin of the publish. */
  readonly 'engine.publishStarted': Span;
  /** From the begin of the publish to its end, with `progressSteps` reports of progress in between. */
  readonly 'engine.publishSucceeded': Span & { readonly progressSteps: number };
  readonly 'engine.publishFailed': Failure;
  /** `share` of all publishes hang until they have timed out, `afterMs` from their begin. */
  readonly 'engine.publishTimedOut': { readonly share: number; readonly afterMs: number };
  readonly 'engine.pendingImageUnpublished': Span;
  readonly 'engine.pendingImageUnpublishFailed': Failure;
  readonly 'engine.currentImageUnpublishStarted': Span;
  readonly 'engine.currentImageUnpublished': Span;
  readonly 'engine.currentImageUnpublishFailed': Failure;
  /** From a clone's turn to its begin, with at most `concurrency` clones of a pool being moved at a time. */
  readonly 'clone.resyncStarted': Span & { readonly concurrency: number };
  readonly 'clone.resyncSucceeded': Span;
  readonly 'clone.resyncFailed': Failure;
}

const never = (...texts: string[]): Failure => ({ share: 0, errors: texts.map((text) => ({ text, weight: 1 })) });

const failures = {
  'engine.publishFailed': never(
    'Failed to create the internal template: the snapshot of the parent VM could not be cloned',
    'Not enough free space on the datastore for the replica',
    'Could not power on the internal parent VM: no compatible host in the cluster',
    'Customization of the internal template failed: the agent did not respond',
  ),
  'engine.publishTimedOut': { share: 0, afterMs: 3_600_000 },
  'engine.pendingImageUnpublishFailed': never('The replica of the pending image is locked by another process'),
  'engine.currentImageUnpublishFailed': never('The replica of the image is still in use by a machine'),
  'clone.resyncFailed': never('Provisioning error: the machine could not be customized', 'The agent is unreachable after the resync'),
} as const;

const seconds = (min: number, max = min): Span => ({ minMs: min * 1_000, maxMs: max * 1_000 });
const minutes = (min: number, max = min): Span => seconds(min * 60, max * 60);

const production: Timings = {
  ...failures,
  'engine.publishStarted': seconds(5, 60),
  'engine.publishSucceeded': { ...minutes(15, 50), progressSteps: 10 },
  'engine.pendingImageUnpublished': minutes(2, 8),
  'engine.currentImageUnpublishStarted': seconds(10, 90),
  'engine.currentImageUnpublished': minutes(3, 15),
  'clone.resyncStarted': { ...seconds(1, 10), concurrency: 20 },
  'clone.resyncSucceeded': minutes(1, 4),
};

const share = (failure: Failure, value: number): Failure => ({ ...failure, share: value });

/** Named tables. */
export const profiles = {
  /** As real pods take: minutes to an hour. Nothing fails by chance. */
  production,
  /** A few minutes for a whole push. Nothing fails by chance. */
  lab: {
    ...failures,
    'engine.publishStarted': seconds(2, 5),
    'engine.publishSucceeded': { ...minutes(2, 4), progressSteps: 10 },
    'engine.publishTimedOut': { share: 0, afterMs: 600_000 },
    'engine.pendingImageUnpublished': seconds(20, 40),
    'engine.currentImageUnpublishStarted': seconds(2, 5),
    'engine.currentImageUnpublished': seconds(20, 60),
    'clone.resyncStarted': { ...seconds(1, 2), concurrency: 10 },
    'clone.resyncSucceeded': seconds(20, 60),
  },
  /** For tests in wall time: a publish takes 1 to 2 seconds, all else less than one. Nothing fails by chance. */
  quick: {
    ...failures,
    'engine.publishStarted': { minMs: 100, maxMs: 300 },
    'engine.publishSucceeded': { minMs: 1_000, maxMs: 1_700, progressSteps: 5 },
    'engine.publishTimedOut': { share: 0, afterMs: 5_000 },
    'engine.pendingImageUnpublished': { minMs: 300, maxMs: 900 },
    'engine.currentImageUnpublishStarted': { minMs: 50, maxMs: 200 },
    'engine.currentImageUnpublished': { minMs: 200, maxMs: 700 },
    'clone.resyncStarted': { minMs: 20, maxMs: 100, concurrency: 10 },
    'clone.resyncSucceeded': { minMs: 200, maxMs: 800 },
  },
  /** Everything happens at once, one fact after the other. */
  instant: {
    ...failures,
    'engine.publishStarted': seconds(0),
    'engine.publishSucceeded': { ...seconds(0), progressSteps: 1 },
    'engine.publishTimedOut': { share: 0, afterMs: 0 },
    'engine.pendingImageUnpublished': seconds(0),
    'engine.currentImageUnpublishStarted': seconds(0),
    'engine.currentImageUnpublished': seconds(0),
    'clone.resyncStarted': { ...seconds(0), concurrency: 1_000 },
    'clone.resyncSucceeded': seconds(0),
  },
  /** As production, on a bad day: publishes fail and time out, removals and clones too. */
  flaky: {
    ...production,
    'engine.publishFailed': share(failures['engine.publishFailed'], 0.25),
    'engine.publishTimedOut': { share: 0.1, afterMs: 3_600_000 },
    'engine.pendingImageUnpublishFailed': share(failures['engine.pendingImageUnpublishFailed'], 0.1),
    'engine.currentImageUnpublishFailed': share(failures['engine.currentImageUnpublishFailed'], 0.1),
    'clone.resyncFailed': share(failures['clone.resyncFailed'], 0.1),
  },
} as const satisfies Record<string, Timings>;

export type ProfileName = keyof typeof profiles;
export const profileNames = Object.keys(profiles) as readonly ProfileName[];

/** Changes to some rows of a table; members that are not named stay. */
export type TimingOverrides = { readonly [K in keyof Timings]?: Partial<Timings[K]> };

/** Which engine drives the pools: a profile by name, one with changes, a whole table, or none. */
export type EngineOption = ProfileName | 'manual' | Timings | { readonly profile?: ProfileName; readonly timings: TimingOverrides };

/** Makes the table of an engine option; undefined for `manual`: nothing happens but what is sent. */
export function toTimings(engine: EngineOption): Timings | undefined {
  if (engine === 'manual') return undefined;
  if (typeof engine === 'string') return profileOf(engine);
  assertObject('The engine', engine, 'a profile or an object');
  const { profile = 'production', timings } = 'timings' in engine ? engine : { timings: engine as TimingOverrides };
  const from = profileOf(profile);
  assertObject('timings', timings);
  const unknown = Object.keys(timings).find((fact) => !Object.hasOwn(from, fact));
  if (unknown !== undefined) {
    throw new HvsimError('wrong-timings', `Timings have no ${JSON.stringify(unknown)}. There are: ${Object.keys(from).join(', ')}.`);
  }
  const rows = (Object.keys(from) as (keyof Timings)[]).map((fact) => {
    if (timings[fact] !== undefined) assertObject(`timings of ${fact}`, timings[fact]);
    return [fact, { ...from[fact], ...timings[fact] }] as const;
  });
  for (const [fact, row] of rows) checkTiming(fact, row);
  return Object.fromEntries(rows) as unknown as Timings;
}

function assertObject(what: string, value: unknown, demand = 'an object'): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  throw new HvsimError('wrong-timings', `${what}: ${JSON.stringify(value)} is none; it must be ${demand}.`);
}

function profileOf(name: string): Timings {
  if (Object.hasOwn(profiles, name)) return profiles[name as ProfileName];
  const known = `There are: ${profileNames.join(', ')}, and manual.`;
  throw new HvsimError('unknown-profile', `There is no engine profile ${JSON.stringify(name)}. ${known}`);
}

const anyMs = [0, 8.64e15] as const;
/** The least and the most of what is no duration. */
const ranges: Readonly<Record<string, readonly [number, number]>> = { share: [0, 1], progressSteps: [1, 100], concurrency: [1, 1e6] };

function checkTiming(fact: keyof Timings, timing: object): void {
  const assert = (holds: boolean, key: string, demand: string) => {
    if (holds) return;
    const value = JSON.stringify((timing as Record<string, unknown>)[key]);
    throw new HvsimError('wrong-timings', `Timings of ${fact}: ${key} is ${value}; it must be ${demand}.`);
  };
  const isText = (each: Partial<Failure['errors'][number]> | null) => typeof each?.text === 'string' && Number(each.weight) > 0;
  for (const [key, value] of Object.entries(timing)) {
    if (key === 'errors') {
      assert(Array.isArray(value) && value.length > 0 && value.every(isText), key, 'a list of { text, weight } with weights above 0');
      continue;
    }
    assert(Object.hasOwn(production[fact], key), key, `absent: there are ${Object.keys(production[fact]).join(', ')}`);
    const [low, high] = ranges[key] ?? anyMs;
    assert(typeof value === 'number' && value >= low && value <= high, key, `a number from ${low} to ${high}`);
    assert(key === 'share' || Number.isInteger(value), key, 'a whole number');
  }
  const { minMs = 0, maxMs = minMs } = timing as Partial<Span>;
  assert(minMs <= maxMs, 'minMs', `at most maxMs (${maxMs})`);
}
