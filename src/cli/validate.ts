/** `hvsim validate`: recorded statuses against the documents of their release. */
import { type Format, formats, isFormat } from '../api/formats.ts';
import { findRelease } from '../api/releases.ts';
import type { Known } from '../conformance/input/guess.ts';
import { placeOf } from '../conformance/input/json-place.ts';
import type { JsonRecord } from '../conformance/input/json-records.ts';
import { type Occurrence, occurrencesIn } from '../conformance/input/occurrences.ts';
import { Targets } from '../conformance/input/targets.ts';
import { HvsimError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { type Io, lineWriter } from './io.ts';
import { newCommand } from './options.ts';
import { nameOf, readJson } from './read-json.ts';
import { type Finding, type Report, reports, writeFinding } from './violation-report.ts';

const usage = `usage: hvsim validate <file>... [options]   - is standard input

Checks statuses as clients save them: JSON, NDJSON or JSON arrays; of the View API, PowerCLI or REST; bare, in a pool, in a
list of pools, or in a timeline of hvsim.`;

const options = {
  release: { value: '<name>', says: 'Horizon release such as 7.13, 2206 or 8.4 (default: what a timeline says, else a guess)' },
  format: { value: '<format>', says: `${formats.join(', ')} (default: what a timeline says, else a guess)` },
  report: { value: '<how>', says: `${reports.join(', ')} (default text); github writes annotations` },
  json: { says: 'the same as --report json: one violation a line' },
} as const;

const more = `--format github is understood as --report github.
exit codes: 0 everything conforms, 1 something violates, 2 wrong usage or input`;

export const command = newCommand(
  { name: 'validate', usage, column: 22, options, more, words: Number.POSITIVE_INFINITY },
  async (values, words, io) => {
    if (words.length === 0)
      throw new HvsimError('wrong-usage', 'Which files? Name some, or - for standard input. See "hvsim validate --help".');
    const isGithub = values.format === 'github';
    const known = toKnown(values.release, isGithub ? undefined : values.format);
    const report = toReport(values.json ? 'json' : isGithub ? 'github' : (values.report ?? 'text'));
    const writer = lineWriter(io.stdout);
    const write = (finding: Finding) => writer.write(writeFinding(finding, report));
    let code = 0;
    for (const file of words) {
      const judged = await validateFile(file, known, write, io);
      code = Math.max(code, judged);
    }
    await writer.flush();
    return io.signal.aborted ? 130 : code;
  },
);

/** What the caller says of the statuses. */
export function toKnown(release: string | undefined, format: string | undefined): Known {
  if (format !== undefined && !isFormat(format)) {
    throw new HvsimError('unknown-format', `Unknown format '${format}'.${nearest(format, formats)} Formats: ${formats.join(', ')}.`);
  }
  return {
    ...(release === undefined ? {} : { release: findRelease(release) }),
    ...(format === undefined ? {} : { format: format as Format }),
  };
}

function toReport(name: string): Report {
  const report = reports.find((each) => each === name);
  if (report) return report;
  throw new HvsimError(
    'wrong-usage',
    `--report is ${JSON.stringify(name)}.${nearest(name, reports)} It must be one of ${reports.join(', ')}.`,
  );
}

/** How many places that are no status are shown of a file; the rest is counted. */
const mostProblems = 20;

/** Judges one file; returns its exit code. */
async function validateFile(file: string, known: Known, write: (finding: Finding) => Promise<void>, io: Io): Promise<number> {
  const say = (text: string) => io.stderr.write(`hvsim: ${nameOf(file)}: ${text}\n`);
  const targets = new Targets(known);
  const count = { statuses: 0, broken: 0, violations: 0, problems: 0 };
  const problem = (record: JsonRecord, path: Occurrence['path'], text: string): readonly Finding[] => {
    count.problems += 1;
    return count.problems > mostProblems ? [] : [{ file: nameOf(file), ...placeOf(record, path), path: path.join('.'), problem: text }];
  };
  try {
    for await (const records of readJson(file, io)) {
      for (const record of records) {
        for (const finding of findingsOf(record)) await write(finding);
        if (io.signal.aborted) return 130;
      }
    }
  } catch (error) {
    if (!(error instanceof HvsimError)) throw error;
    io.stderr.write(`hvsim: ${error.code}: ${error.message}\n`);
    if (count.statuses === 0) return 2;
    count.problems += 1;
  }
  for (const sentence of targets.describe()) say(sentence);
  if (count.statuses === 0 && count.problems === 0) say('no status in it');
  else say(summaryOf(count));
  if (count.problems > 0 || count.statuses === 0) return 2;
  return count.violations > 0 ? 1 : 0;

  function findingsOf(record: JsonRecord): readonly Finding[] {
    if (record.problem !== undefined) return problem(record, [], record.problem);
    targets.note(record.value);
    return occurrencesIn(record.value, known.format !== undefined).flatMap((each) => {
      if ('miss' in each) return problem(record, each.path, each.miss);
      return each.value === null ? [] : judge(record, each);
    });
  }

  function judge(record: JsonRecord, { value, object, style, path, pool }: Occurrence): readonly Finding[] {
    const { violations, release, format } = targets.of(style).judge(value, object);
    count.statuses += 1;
    if (violations.length === 0) return [];
    count.broken += 1;
    count.violations += violations.length;
    return violations.map((violation) => {
      const full = [...path, ...(violation.path === '' ? [] : violation.path.split('.'))];
      const where = { file: nameOf(file), ...placeOf(record, full), path: full.join('.'), status: placeOf(record, path) };
      return { ...where, violation, release, format, ...(pool === undefined ? {} : { pool }) };
    });
  }
}

function summaryOf({ statuses, broken, violations, problems }: Record<'statuses' | 'broken' | 'violations' | 'problems', number>): string {
  const amount = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;
  const conforms =
    violations === 0
      ? `${amount(statuses, 'status, and it conforms', statuses === 0 ? 'statuses' : 'statuses, and all conform')}`
      : `${amount(violations, 'violation', 'violations')} in ${broken} of ${amount(statuses, 'status', 'statuses')}`;
  return problems === 0 ? conforms : `${conforms}; ${amount(problems, 'place that is', 'places that are')} no status`;
}
