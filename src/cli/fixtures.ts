/** `hvsim fixtures`: statuses and whole lives of pools in bulk, as lines or as files. */
import { byteSink } from './byte-sink.ts';
import { type Block, blocksOf, type Maker, makerOf } from './fixtures-blocks.ts';
import { type Asked, assertFits, type FixturePlan, openPlan, options, type Part, partOf } from './fixtures-plan.ts';
import type { Io } from './io.ts';
import { newCommand } from './options.ts';
import { newProgress, newTurns } from './progress.ts';

const usage = `usage: hvsim fixtures [what] [options]`;

const more = `Lines are JSON: the bare status for --count; {"at","pool","status"} for --timelines; {"name","shows","status"} for --cover and
--scenario; {"rule","status"} for --invalid. A pool that is gone has the status null; --count and --cover states, which are of
statuses alone, leave it out. States are those that the statuses of the release and format show.

exit codes: 0 done, 2 wrong usage or input, 130 interrupted`;

export const command = newCommand({ name: 'fixtures', usage, column: 23, options, more }, async (plan, _, io) => {
  assertFits(plan);
  const asked = await openPlan(plan);
  const part = partOf(asked.count, plan.shard);
  return await write(plan, asked, part, plan.out === undefined ? undefined : await openFolder(plan.out, asked, part, plan.force), io);
});

/** Loaded where it is asked for: most runs write lines, and should begin at once. */
async function openFolder(out: string, { corpus }: Asked, part: Part, force = false) {
  const folder = await import('./fixtures-folder.ts');
  await folder.assertWritable(out, corpus, part, force);
  return folder.openIndex(corpus, part, out);
}

/** Writes what was asked for, with a progress bar, until all is done or somebody interrupts. */
async function write(
  plan: FixturePlan,
  asked: Asked,
  part: Part,
  index: Awaited<ReturnType<typeof openFolder>> | undefined,
  io: Io,
): Promise<number> {
  const { out, workers = 1 } = plan;
  const total = part.end - part.begin;
  const what = plan.timelines === undefined ? 'statuses' : 'lives';
  const progress = newProgress(io, total, what);
  const sink = index ?? byteSink(io);
  const blocks = blocksOf(part, asked, out, workers);
  let done = 0;
  try {
    const made =
      workers > 1 && (index ?? io.descriptor) !== undefined
        ? (await import('./fixtures-workers.ts')).makeWithWorkers(plan, blocks, workers, io.signal)
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
  const goesOn = newTurns(signal);
  for (const items of blocks) {
    yield { items, bytes: make(items) };
    if (!(await goesOn())) return;
  }
}
