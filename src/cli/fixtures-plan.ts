/** What `hvsim fixtures` is told on its command line, and what that means. It is plain data: worker threads are given it. */
import { type Format, formats } from '../api/formats.ts';
import { findRelease } from '../api/releases.ts';
import { HvsimError } from '../errors.ts';
import { type FastCorpus, fastStatuses } from '../fixtures/fast/statuses.ts';
import {
  type Corpus,
  coverages,
  defaultMix,
  envelopeNames,
  fixtureCover,
  fixtureNearMisses,
  fixtureStatuses,
  fixtureTimelines,
  parseWhere,
} from '../fixtures/index.ts';
import { nearest } from '../nearest.ts';
import { readDuration } from '../simulator/input/time.ts';
import { integerFrom, pick, reading, toInteger, type Values } from './options.ts';

const wrong = (message: string) => new HvsimError('wrong-usage', `${message} See "hvsim fixtures --help".`);

const mixText = Object.entries(defaultMix)
  .map(([name, weight]) => `${name}=${weight}`)
  .join(',');

export const options = {
  count: { group: 'what (one of):', value: '<n>', says: 'n statuses, each of another pool (default 10)', read: integerFrom(0) },
  timelines: { value: '<n>', says: 'n whole lives of pools, as a client sees them that polls', read: integerFrom(0) },
  cover: {
    value: '<what>',
    says: `the smallest set that shows all: ${coverages.join(', ')}`,
    read: oneOf(coverages, (text, near, all) => `--cover is ${text}.${near} It must be one of ${all}.`),
  },
  scenario: { value: '<name>', says: 'what a scenario shows, by name or as a file' },
  invalid: { says: 'near misses: statuses that break one rule each; with --count' },
  release: {
    value: '<name>',
    group: '',
    says: 'Horizon release such as 7.13, 2206 or 8.4 (default 2512)',
    read: (name: string) => findRelease(name),
  },
  format: {
    value: '<format>',
    says: `${formats.join(', ')} (default: the newest REST of the release, else view)`,
    // Whether there is such a format depends on the release, and is asked with it.
    read: (name: string) => name as Format,
  },
  seed: { value: '<number>', says: 'other lives of the same kind (default 1)', read: toInteger },
  where: {
    value: '<states>',
    says: 'only such: operation=SCHEDULE_PUSH_IMAGE,pendingImage=READY|PUBLISHING',
    read: (text: string) => parseWhere(text),
  },
  mix: { value: '<weights>', says: `how often which kind of state is seen\n(default ${mixText})`, read: toMix },
  images: {
    value: '<n>',
    says: 'how many images all pools share, or "unique" (default 128)',
    read: (text: string, name: string) => (text === 'unique' ? text : integerFrom(2)(text, name)),
  },
  poll: { value: '<duration>', says: 'time between two polls of a timeline (default 30s)', read: toPoll },
  rules: {
    value: '<names>',
    says: 'the rules that near misses break, separated by commas (default: all)',
    read: (text: string) => text.split(',').map((rule) => rule.trim()),
  },
  envelope: {
    value: '<name>',
    says: `wrap each status into what a client gets: ${envelopeNames.join(', ')}`,
    read: oneOf(envelopeNames, (text, near, all) => `There is no envelope ${text}.${near} There are: ${all}.`),
  },
  out: { value: '<folder>', group: '', says: 'one pretty file each, and an index, instead of lines; every shard has an index of its own' },
  force: { says: 'write to a folder that is not empty' },
  workers: { value: '<n>', says: 'threads, at most one a core (default 1); what is written is the same', read: integerFrom(1) },
  shard: {
    value: '<i/n>',
    says: 'only the i-th of n parts; joined in order they are the whole',
    read: reading('i/n with i from 1 to n, such as 1/4', toShard),
  },
} as const;

export type FixturePlan = Values<typeof options>;

/** The i-th of n parts. */
interface Shard {
  readonly part: number;
  readonly parts: number;
}

function toShard(text: string): Shard | undefined {
  const [, part = 0, parts = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  return part >= 1 && part <= parts && Number.isSafeInteger(parts) ? { part, parts } : undefined;
}

function oneOf<T extends string>(names: readonly T[], say: (text: string, near: string, all: string) => string): (text: string) => T {
  return (text) => {
    const found = names.find((name) => name === text);
    if (found) return found;
    throw wrong(say(JSON.stringify(text), nearest(text, names), names.join(', ')));
  };
}

/** `idle=80,pushing=20`; the names are checked where they are used. */
function toMix(text: string): Record<string, number> {
  const entries = text.split(',').map((part) => {
    const [name = '', weight = '', more] = part.split('=').map((each) => each.trim());
    const value = Number(weight);
    if (name === '' || weight === '' || more !== undefined || !(value >= 0 && Number.isFinite(value)))
      throw wrong(`--mix has ${JSON.stringify(part)}; write weights as idle=80,pushing=20.`);
    return [name, value] as const;
  });
  return Object.fromEntries(entries);
}

function toPoll(text: string): number {
  const pollMs = readDuration(text);
  if (pollMs !== undefined && pollMs >= 1) return pollMs;
  throw wrong(`--poll is ${JSON.stringify(text)}; it must be a duration above 0 with its unit, such as "30s" or "5m".`);
}

/**
 * Options that mean nothing where they stand are mistakes.
 *
 * @throws HvsimError `wrong-usage`
 */
export function assertFits(plan: FixturePlan): void {
  const [kind = 'count', other] = (['count', 'timelines', 'cover', 'scenario'] as const).filter((name) => plan[name] !== undefined);
  if (other) throw wrong(`--${kind} and --${other} cannot be asked for at once.`);
  const { invalid = false } = plan;
  if (invalid && kind !== 'count') throw wrong(`--invalid goes with --count, not with --${kind}.`);
  const places = [
    ['poll', kind === 'timelines', '--timelines'],
    ['mix', kind === 'count' && !invalid, '--count'],
    ['rules', invalid, '--invalid'],
    ['images', kind !== 'scenario', 'everything but --scenario'],
    ['where', !invalid, 'everything but --invalid'],
    ['envelope', !invalid, 'everything but --invalid'],
  ] as const;
  for (const [name, fits, where] of places) if (plan[name] !== undefined && !fits) throw wrong(`--${name} goes with ${where}.`);
  if (plan.force && plan.out === undefined) throw wrong('--force is about the folder of --out, and there is none.');
}

/** The corpus of a plan, and how many items of it are asked for. */
export interface Asked {
  readonly corpus: Corpus & Partial<Pick<FastCorpus, 'write'>>;
  readonly count: number;
}

/** @throws HvsimError whatever is wrong with the options, the scenario or the coverage */
export async function openPlan(plan: FixturePlan): Promise<Asked> {
  const { count = 10, timelines, cover, scenario, invalid, poll, envelope } = plan;
  const asked = pick(plan, 'release', 'format', 'seed', 'mix', 'where', 'images', 'envelope');
  if (timelines !== undefined) return { corpus: fixtureTimelines({ ...asked, ...(poll && { pollMs: poll }) }), count: timelines };
  if (cover) return whole(fixtureCover(cover, asked));
  if (scenario !== undefined) {
    const { findScenario } = await import('./catalogue.ts');
    const found = await findScenario(scenario);
    const { fixtureScenario } = await import('../fixtures/fixture-scenario.ts');
    return whole(fixtureScenario(found.name.replace(/^.*[\\/]|\.[^.]*$/g, ''), found.scenario, asked));
  }
  if (invalid) return { corpus: fixtureNearMisses({ ...asked, ...pick(plan, 'rules') }), count };
  return { corpus: envelope === undefined ? fastStatuses(asked) : fixtureStatuses(asked), count };
}

const whole = (corpus: Corpus): Asked => ({ corpus, count: corpus.size ?? 0 });

/** A part of some items: from `begin` up to `end`, which is no longer in it. */
export interface Part {
  readonly begin: number;
  readonly end: number;
  readonly shard?: Shard;
}

/** The part of a shard. The first ones have one more where it does not come out even. */
export function partOf(count: number, shard: Shard | undefined): Part {
  if (!shard) return { begin: 0, end: count };
  const { part, parts } = shard;
  const each = Math.floor(count / parts);
  const rest = count - each * parts;
  const begin = (part - 1) * each + Math.min(part - 1, rest);
  return { begin, end: begin + each + (part <= rest ? 1 : 0), shard };
}
