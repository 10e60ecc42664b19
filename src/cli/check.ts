/** `hvsim check`: can the life cycle explain a recorded sequence of statuses? */
import { formats } from '../api/formats.ts';
import { lineOf, placeOf } from '../conformance/input/json-place.ts';
import type { JsonRecord } from '../conformance/input/json-records.ts';
import { type Occurrence, occurrencesIn, type UnreadTime } from '../conformance/input/occurrences.ts';
import { describePollTime } from '../conformance/input/poll-time.ts';
import { type CheckEnd, type CheckLine, Watch } from '../conformance/input/watch.ts';
import { HvsimError } from '../errors.ts';
import { printable } from '../printable.ts';
import { readDuration } from '../simulator/input/time.ts';
import { renderExplanation, renderSummary } from './check-report.ts';
import { readEngine } from './engine-option.ts';
import { type Io, type LineWriter, lineWriter } from './io.ts';
import { newCommand } from './options.ts';
import { nameOf, readJson } from './read-json.ts';
import { painter } from './render-timeline.ts';
import { toKnown } from './validate.ts';
import { shortened } from './violation-report.ts';

const usage = `usage: hvsim check <file> [options]   - is standard input, judged as it comes

Checks polls of a pool, in order: JSON, NDJSON or JSON arrays; statuses or whole pools, bare or in records with a time ("at",
"timestamp", …: ISO 8601, in UTC without a zone, or epoch seconds or milliseconds); several pools are told apart by their ids;
null or a 404 stands for a pool that is gone.`;

const options = {
  release: { value: '<name>', says: 'Horizon release such as 7.13, 2206 or 8.4 (default: what a timeline says, else a guess)' },
  format: { value: '<format>', says: `${formats.join(', ')} (default: what a timeline says, else a guess)` },
  engine: {
    value: '<profile>',
    says: 'how quick the engine may be: production, lab, quick, instant, manual, or a file of timings\n(default production). A pending image that is another one, or begins anew, between two polls\nmust have had the time for it; manual and instant leave that open',
  },
  poll: { value: '<duration>', says: 'how far polls without a time are apart (default 30s)' },
  changes: { says: 'leave out observations that show nothing new' },
  json: { says: 'one JSON record an observation, and one a pool at the end' },
} as const;

const more = 'exit codes: 0 explained, 1 impossible, 2 wrong usage or input';

export const command = newCommand({ name: 'check', usage, column: 22, options, more, words: 1 }, async (values, words, io) => {
  const [file] = words;
  if (file === undefined) throw new HvsimError('wrong-usage', 'Which file? Name one, or - for standard input. See "hvsim check --help".');
  const poll = values.poll === undefined ? undefined : toPoll(values.poll);
  const watch = new Watch({
    ...toKnown(values.release, values.format),
    ...(values.engine === undefined ? {} : { engine: await readEngine(values.engine) }),
    ...(poll === undefined ? {} : { poll }),
  });
  const session = new Session(watch, file, lineWriter(io.stdout), io, {
    json: values.json ?? false,
    changes: values.changes ?? false,
    anyObject: values.format !== undefined,
  });
  await session.run();
  return session.finish();
});

function toPoll(value: string): number {
  const ms = readDuration(value);
  if (ms !== undefined) return ms;
  throw new HvsimError('wrong-usage', `--poll is ${JSON.stringify(value)}; it must be a duration with its unit, such as "30s" or "5m".`);
}

interface SessionOptions {
  readonly json: boolean;
  readonly changes: boolean;
  /** Any object is a status, because the caller has said which format. */
  readonly anyObject: boolean;
}

class Session {
  readonly #watch: Watch;
  readonly #file: string;
  readonly #writer: LineWriter;
  readonly #io: Io;
  readonly #options: SessionOptions;
  readonly #paint;
  #observations = 0;
  #impossible = 0;
  #problems = 0;
  /** Kinds of times that cannot be read: a stream mostly has one kind, in every line. */
  readonly #unreadTimes = new Set<string>();

  constructor(watch: Watch, file: string, writer: LineWriter, io: Io, options: SessionOptions) {
    this.#watch = watch;
    this.#file = file;
    this.#writer = writer;
    this.#io = io;
    this.#options = options;
    this.#paint = painter(io.stdout.isTTY === true && !io.env.NO_COLOR);
  }

  async run(): Promise<void> {
    try {
      for await (const records of readJson(this.#file, this.#io)) {
        let text = '';
        for (const record of records) {
          for (const line of this.#linesOf(record)) text += text === '' ? line : `\n${line}`;
          if (text.length < batch && !this.#io.signal.aborted) continue;
          if (text !== '') await this.#writer.write(text);
          if (this.#io.signal.aborted) return;
          text = '';
        }
        if (text !== '') await this.#writer.write(text);
      }
    } catch (error) {
      if (!(error instanceof HvsimError) || error.code === 'cannot-write') throw error;
      this.#problems += 1;
      this.#io.stderr.write(`hvsim: ${error.code}: ${error.message}\n`);
    }
  }

  /** Writes the verdicts; returns the exit code. */
  async finish(): Promise<number> {
    for (const { pool, target, summary } of this.#watch.summaries()) {
      const end: CheckEnd = { ...(pool === '' ? {} : { pool }), ...target, summary };
      if (this.#options.json) await this.#writer.write(JSON.stringify(end));
      else await this.#writer.write(`\n${renderSummary(this.#nameOf(pool), summary, this.#paint)}`);
    }
    await this.#writer.flush();
    for (const guess of this.#watch.guesses()) this.#say(guess);
    if (this.#observations === 0 && this.#problems === 0) this.#say('no status in it');
    if (this.#io.signal.aborted) return 130;
    if (this.#problems > 0 || this.#observations === 0) return 2;
    return this.#impossible > 0 ? 1 : 0;
  }

  #linesOf(record: JsonRecord): readonly string[] {
    if (record.problem !== undefined) {
      this.#problem(record, [], record.problem);
      return [];
    }
    this.#watch.note(record.value);
    const lines: string[] = [];
    for (const occurrence of occurrencesIn(record.value, this.#options.anyObject)) {
      const line = 'miss' in occurrence ? this.#problem(record, occurrence.path, occurrence.miss) : this.#take(record, occurrence);
      if (line !== undefined) lines.push(line);
    }
    return lines;
  }

  #take(record: JsonRecord, occurrence: Occurrence): string | undefined {
    const { path, value, unreadTime } = occurrence;
    if (unreadTime) this.#sayUnreadTime(record, unreadTime);
    try {
      const { pool, target, explanation } = this.#watch.take(occurrence);
      this.#observations += 1;
      if (explanation.verdict === 'impossible') this.#impossible += 1;
      if (this.#options.changes && explanation.verdict === 'unchanged') return undefined;
      const line = lineOf(record, path);
      if (this.#options.json) {
        const { violations } = explanation;
        const short = violations ? { violations: violations.map(shortened) } : {};
        const record: CheckLine = { line, ...(pool === '' ? {} : { pool }), ...explanation, ...short, ...target, status: value };
        return JSON.stringify(record);
      }
      return renderExplanation(explanation, { line, pool: this.#nameOf(pool) }, this.#paint);
    } catch (error) {
      if (!(error instanceof HvsimError) || error.code !== 'time-goes-backwards') throw error;
      return this.#problem(record, path, `is out of order. ${error.message}`);
    }
  }

  #sayUnreadTime(record: JsonRecord, { path, value }: UnreadTime): void {
    const kind = JSON.stringify(value)
      .replace(/\d+/g, '0')
      .replace(/[a-z]+/gi, 'a')
      .slice(0, 60);
    if (this.#unreadTimes.has(kind) || this.#unreadTimes.size === mostProblems) return;
    this.#unreadTimes.add(kind);
    this.#problem(record, path, describePollTime(value));
  }

  /** A pool is named where there are several. */
  #nameOf(pool: string): string {
    return this.#watch.size > 1 ? printable(pool) : '';
  }

  #problem(record: JsonRecord, path: Occurrence['path'], text: string): undefined {
    this.#problems += 1;
    if (this.#problems <= mostProblems) {
      const { line, column } = placeOf(record, path);
      this.#io.stderr.write(`${nameOf(this.#file)}:${line}:${column}: ${path.join('.') || 'it'} ${text}\n`);
    } else if (this.#problems === mostProblems + 1) this.#say('there is more that is no status');
  }

  #say(text: string): void {
    this.#io.stderr.write(`hvsim: ${nameOf(this.#file)}: ${text}\n`);
  }
}

/** How much is written at once, in characters, where much comes at once. */
const batch = 1 << 16;

/** How many places that are no status are shown. */
const mostProblems = 20;
