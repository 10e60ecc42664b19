/** `hvsim fixtures`: statuses and whole lives of pools in bulk, as lines or as files. */
import { assertFormat, formats } from '../api/formats.ts';
import { findRelease, newestRelease } from '../api/releases.ts';
import { HvsimError } from '../errors.ts';
import { coverages, defaultMix, envelopeNames, type FixtureOptions, parseWhere } from '../fixtures/index.ts';
import { nearest } from '../nearest.ts';
import { readDuration } from '../simulator/input/time.ts';
import { byteSink } from './byte-sink.ts';
import { type Block, blocksOf, type Maker, makerOf } from './fixtures-blocks.ts';
import { type Asked, type FixturePlan, openPlan, type Part, toShard } from './fixtures-plan.ts';
import type { Io } from './io.ts';
import { given, newCommand, toInteger, type Values } from './options.ts';
import { newProgress, newTurns } from './progress.ts';

const mixText = Object.entries(defaultMix)
  .map(([name, weight]) => `${name}=${weight}`)
  .join(',');

const usage = `usage: hvsim fixtures [what] [options]`;

const options = {
  count: { group: 'what (one of):', value: '<n>', says: 'n statuses, each of another pool (default 10)' },
  timelines: { value: '<n>', says: 'n whole lives of pools, as a client sees them that polls' },
  cover: { value: '<what>', says: `the smallest set that shows all: ${coverages.join(', ')}` },
  scenario: { value: '<name>', says: 'what a scenario shows, by name or as a file' },
  invalid: { says: 'near misses: statuses that break one rule each; with --count' },
  release: { value: '<name>', group: '', says: 'Horizon release such as 7.13, 2206 or 8.4 (default 2512)' },
  format: { value: '<format>', says: `${formats.join(', ')} (default: the newest REST of the release, else view)` },
  seed: { value: '<number>', says: 'other lives of the same kind (default 1)' },
  where: { value: '<states>', says: 'only such: operation=SCHEDULE_PUSH_IMAGE,pendingImage=READY|PUBLISHING' },
  mix: { value: '<weights>', says: `how often which kind of state is seen\n(default ${mixText})` },
  images: { value: '<n>', says: 'how many images all pools share, or "unique" (default 128)' },
  poll: { value: '<duration>', says: 'time between two polls of a timeline (default 30s)' },
  rules: { value: '<names>', says: 'the rules that near misses break, separated by commas (default: all)' },
  envelope: { value: '<name>', says: `wrap each status into what a client gets: ${envelopeNames.join(', ')}` },
  out: { value: '<folder>', group: '', says: 'one pretty file each, and an index, instead of lines; every shard has an index of its own' },
  force: { says: 'write to a folder that is not empty' },
  workers: { value: '<n>', says: 'threads, at most one a core (default 1); what is written is the same' },
  shard: { value: '<i/n>', says: 'only the i-th of n parts; joined in order they are the whole' },
} as const;

const more = `Lines are JSON: the bare status for --count; {"at","pool","status"} for --timelines; {"name","shows","status"} for --cover and
--scenario; {"rule","status"} for --invalid. A pool that is gone has the status null; --count and --cover states, which are of
statuses alone, leave it out. States are those that the statuses of the release and format show.

exit codes: 0 done, 2 wrong usage or input, 130 interrupted`;

type Given = Values<typeof options>;

const wrong = (message: string) => new HvsimError('wrong-usage', `${message} See "hvsim fixtures --help".`);

export const command = newCommand({ name: 'fixtures', usage, column: 23, options, more }, async (values, _, io) => {
  const plan = toPlan(values);
  const workers = values.workers === undefined ? 1 : toInteger('workers', values.workers, 1);
  if (values.force && values.out === undefined) throw wrong('--force is about the folder of --out, and there is none.');
  const asked = await openPlan(plan);
  const part = toShard(values.shard, asked.count);
  const index = values.out === undefined ? undefined : await openFolder(values.out, asked, part, values.force ?? false);
  return await write(plan, asked, part, { out: values.out, index, workers }, io);
});

/** Loaded where it is asked for: most runs write lines, and should begin at once. */
async function openFolder(out: string, { corpus }: Asked, part: Part, force: boolean) {
  const folder = await import('./fixtures-folder.ts');
  await folder.assertWritable(out, corpus, part, force);
  return folder.openIndex(corpus, part, out);
}

interface Output {
  readonly out: string | undefined;
  readonly index: Awaited<ReturnType<typeof openFolder>> | undefined;
  readonly workers: number;
}

/** Writes what was asked for, with a progress bar, until all is done or somebody interrupts. */
async function write(plan: FixturePlan, asked: Asked, part: Part, { out, index, workers }: Output, io: Io): Promise<number> {
  const total = part.end - part.begin;
  const what = plan.kind === 'timelines' ? 'lives' : 'statuses';
  const progress = newProgress(io, total, what);
  const sink = index ?? byteSink(io);
  const blocks = blocksOf(part, asked, out, workers);
  let done = 0;
  try {
    const made =
      workers > 1 && (index ?? io.descriptor) !== undefined
        ? (await import('./fixtures-workers.ts')).makeWithWorkers({ plan, out }, blocks, workers, io.signal)
        : makeAlone(await makerOf(asked, out), blocks, io.signal);
    for await (const { items, bytes } of made) {
      for (const each of bytes) await sink.write(each);
      done = items.end - part.begin;
      progress.show(done);
    }
  } finally {
    progress.end();
    index?.end();
  }
  if (done === total) return 0;
  io.stderr.write(`hvsim: interrupted; ${done} of ${total} ${what} are complete\n`);
  return 130;
}

/** Makes blocks in this thread, until the signal comes. */
async function* makeAlone(make: Maker, blocks: Iterable<Part>, signal: AbortSignal): AsyncGenerator<Block> {
  const turns = newTurns(signal);
  for (const items of blocks) {
    yield { items, bytes: make(items) };
    if (turns.isDue() && !(await turns.take())) return;
  }
}

function toPlan(values: Given): FixturePlan {
  const kinds = (['count', 'timelines', 'cover', 'scenario'] as const).filter((name) => values[name] !== undefined);
  if (kinds.length > 1) throw wrong(`--${kinds[0]} and --${kinds[1]} cannot be asked for at once.`);
  const [kind = 'count'] = kinds;
  if (values.invalid && kind !== 'count') throw wrong(`--invalid goes with --count, not with --${kind}.`);
  assertFits(values, kind);
  const fixtureOptions = toFixtureOptions(values);
  const count = toInteger('count', values.count ?? '10', 0);
  if (values.invalid) {
    const rules = values.rules?.split(',').map((rule) => rule.trim());
    return { kind: 'invalid', options: fixtureOptions, count, ...(rules ? { rules } : {}) };
  }
  switch (kind) {
    case 'count':
      return { kind, options: fixtureOptions, count };
    case 'timelines':
      return {
        kind,
        options: fixtureOptions,
        count: toInteger('timelines', values.timelines ?? '', 0),
        pollMs: toPoll(values.poll ?? '30s'),
      };
    case 'cover': {
      const coverage = coverages.find((each) => each === values.cover);
      if (coverage) return { kind, options: fixtureOptions, coverage };
      throw wrong(
        `--cover is ${JSON.stringify(values.cover)}.${nearest(values.cover ?? '', coverages)} It must be one of ${coverages.join(', ')}.`,
      );
    }
    case 'scenario':
      return { kind, options: fixtureOptions, scenario: values.scenario ?? '' };
  }
}

/** Options that mean nothing where they stand are mistakes. */
function assertFits(values: Given, kind: FixturePlan['kind']): void {
  const refuse = (name: keyof Given, fits: boolean, where: string) => {
    if (values[name] !== undefined && !fits) throw wrong(`--${name} goes with ${where}.`);
  };
  refuse('poll', kind === 'timelines', '--timelines');
  refuse('mix', kind === 'count' && !values.invalid, '--count');
  refuse('rules', values.invalid === true, '--invalid');
  refuse('images', kind !== 'scenario', 'everything but --scenario');
  refuse('where', !values.invalid, 'everything but --invalid');
  refuse('envelope', !values.invalid, 'everything but --invalid');
}

function toFixtureOptions(values: Given): FixtureOptions {
  const { release, format, where, mix, images, envelope } = values;
  if (format !== undefined) assertFormat(release ?? newestRelease, format);
  const envelopeName = envelopeNames.find((name) => name === envelope);
  if (envelope !== undefined && !envelopeName)
    throw wrong(
      `There is no envelope ${JSON.stringify(envelope)}.${nearest(envelope, envelopeNames)} There are: ${envelopeNames.join(', ')}.`,
    );
  return {
    ...(release === undefined ? {} : { release: findRelease(release) }),
    ...(format === undefined ? {} : { format }),
    ...given(values, 'seed', toInteger),
    ...(where === undefined ? {} : { where: parseWhere(where) }),
    ...(mix === undefined ? {} : { mix: toMix(mix) }),
    ...(images === undefined ? {} : { images: images === 'unique' ? images : toInteger('images', images, 2) }),
    ...(envelopeName ? { envelope: envelopeName } : {}),
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
