/** `hvsim check`: can the life cycle explain a recorded sequence of statuses? */
import { lineOf, placeOf } from '../conformance/input/json-place.ts';
import { describePollTime } from '../conformance/input/poll-time.ts';
import { type CheckEnd, type CheckLine, Watch } from '../conformance/input/watch.ts';
import { HvsimError } from '../errors.ts';
import { printable } from '../printable.ts';
import { readDuration } from '../simulator/input/time.ts';
import { renderExplanation, renderSummary } from './check-report.ts';
import { type Io, lineWriter } from './io.ts';
import { type Judge, judgeFile, knownOptions, mostProblems } from './judge-file.ts';
import { newCommand, pick, reading, type Values } from './options.ts';
import { nameOf } from './read-json.ts';
import { painter } from './render-timeline.ts';
import { readEngine } from './run-options.ts';
import { shortened } from './violation-report.ts';

const usage = `usage: hvsim check <file> [options]   - is standard input, judged as it comes

Checks polls of a pool, in order: JSON, NDJSON or JSON arrays; statuses or whole pools, bare or in records with a time ("at",
"timestamp", …: ISO 8601, in UTC without a zone, or epoch seconds or milliseconds); several pools are told apart by their ids;
null or a 404 stands for a pool that is gone.`;

const options = {
  ...knownOptions,
  engine: {
    value: '<profile>',
    says: 'how quick the engine may be: production, lab, quick, instant, manual, or a file of timings\n(default production). A pending image that is another one, or begins anew, between two polls\nmust have had the time for it; manual and instant leave that open',
    read: readEngine,
  },
  poll: {
    value: '<duration>',
    says: 'how far polls without a time are apart (default 30s)',
    read: reading('a duration with its unit, such as "30s" or "5m"', readDuration),
  },
  changes: { says: 'leave out observations that show nothing new' },
  json: { says: 'one JSON record an observation, and one a pool at the end' },
} as const;

const more = 'exit codes: 0 explained, 1 impossible, 2 wrong usage or input';

const ask = 'Which file? Name one, or - for standard input.';

export const command = newCommand({ name: 'check', usage, column: 22, options, more, words: 1, ask }, async (values, [file = '-'], io) => {
  const { json = false, format } = values;
  const watch = new Watch(pick(values, 'release', 'format', 'engine', 'poll'));
  const { judge, count, say, shownName, paint } = newSession(watch, nameOf(file), values, io);
  const writer = lineWriter(io.stdout);
  const isWhole = await judgeFile(file, io, writer, format !== undefined, judge);
  for (const { pool, target, summary } of watch.summaries()) {
    const end: CheckEnd = { ...(pool && { pool }), ...target, summary };
    await writer.write(json ? JSON.stringify(end) : `\n${renderSummary(shownName(pool), summary, paint)}`);
  }
  await writer.flush();
  for (const guess of watch.guesses()) say(guess);
  if (count.observations === 0 && count.problems === 0 && isWhole) say('no status in it');
  if (io.signal.aborted) return 130;
  if (!isWhole || count.problems > 0 || count.observations === 0) return 2;
  return count.impossible > 0 ? 1 : 0;
});

/** Judges the statuses of a file, and counts. */
function newSession(watch: Watch, file: string, { json = false, changes = false }: Values<typeof options>, io: Io) {
  const paint = painter(io);
  const count = { observations: 0, impossible: 0, problems: 0 };
  const say = (text: string) => io.stderr.write(`hvsim: ${file}: ${text}\n`);
  /** A pool is named where there are several. */
  const shownName = (pool: string) => (watch.size > 1 ? printable(pool) : '');
  /** Kinds of times that cannot be read: a stream mostly has one kind, in every line. */
  const unreadTimes = new Set<string>();
  const problem: Judge['problem'] = (record, path, text) => {
    count.problems += 1;
    if (count.problems === mostProblems + 1) say('there is more that is no status');
    if (count.problems > mostProblems) return [];
    const { line, column } = placeOf(record, path);
    io.stderr.write(`${file}:${line}:${column}: ${path.join('.') || 'it'} ${text}\n`);
    return [];
  };
  const judge: Judge = {
    note: (value) => watch.note(value),
    problem,
    take(record, occurrence) {
      const { path, value, unreadTime } = occurrence;
      const kind = unreadTime && kindOf(unreadTime.value);
      if (kind && !unreadTimes.has(kind) && unreadTimes.size < mostProblems) {
        unreadTimes.add(kind);
        problem(record, unreadTime.path, describePollTime(unreadTime.value));
      }
      try {
        const { pool, target, explanation } = watch.take(occurrence);
        const { verdict, violations } = explanation;
        count.observations += 1;
        if (verdict === 'impossible') count.impossible += 1;
        if (changes && verdict === 'unchanged') return [];
        const line = lineOf(record, path);
        if (!json) return [renderExplanation(explanation, { line, pool: shownName(pool) }, paint)];
        const short = violations && { violations: violations.map(shortened) };
        const said: CheckLine = { line, ...(pool && { pool }), ...explanation, ...short, ...target, status: value };
        return [JSON.stringify(said)];
      } catch (error) {
        if (!(error instanceof HvsimError) || error.code !== 'time-goes-backwards') throw error;
        return problem(record, path, `is out of order. ${error.message}`);
      }
    },
  };
  return { judge, count, say, shownName, paint };
}

/** What a time that cannot be read looks like. */
const kindOf = (value: unknown): string =>
  JSON.stringify(value)
    .replace(/\d+/g, '0')
    .replace(/[a-z]+/gi, 'a')
    .slice(0, 60);
