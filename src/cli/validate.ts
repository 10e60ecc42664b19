/** `hvsim validate`: recorded statuses against the documents of their release. */
import type { Known } from '../conformance/input/guess.ts';
import { placeOf } from '../conformance/input/json-place.ts';
import { Targets } from '../conformance/input/targets.ts';
import { HvsimError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { type Io, type LineWriter, lineWriter } from './io.ts';
import { type Judge, judgeFile, knownOptions, mostProblems } from './judge-file.ts';
import { newCommand, pick } from './options.ts';
import { nameOf } from './read-json.ts';
import { type Finding, type Report, reports, writeFinding } from './violation-report.ts';

const usage = `usage: hvsim validate <file>... [options]   - is standard input

Checks statuses as clients save them: JSON, NDJSON or JSON arrays; of the View API, PowerCLI or REST; bare, in a pool, in a
list of pools, or in a timeline of hvsim.`;

const options = {
  release: knownOptions.release,
  format: { ...knownOptions.format, read: (name: string) => (name === 'github' ? name : knownOptions.format.read(name)) },
  report: { value: '<how>', says: `${reports.join(', ')} (default text); github writes annotations`, read: toReport },
  json: { says: 'the same as --report json: one violation a line' },
} as const;

const more = `--format github is understood as --report github.
exit codes: 0 everything conforms, 1 something violates, 2 wrong usage or input`;

const ask = 'Which files? Name some, or - for standard input.';

export const command = newCommand(
  { name: 'validate', usage, column: 22, options, more, words: Number.POSITIVE_INFINITY, ask },
  async ({ format, report = 'text', json, ...values }, files, io) => {
    const known = { ...pick(values, 'release'), ...(format && format !== 'github' && { format }) };
    const how = json ? 'json' : format === 'github' ? format : report;
    const writer = lineWriter(io.stdout);
    let code = 0;
    for (const file of files) code = Math.max(code, await validateFile(file, known, how, writer, io));
    await writer.flush();
    return io.signal.aborted ? 130 : code;
  },
);

function toReport(name: string): Report {
  const report = reports.find((each) => each === name);
  if (report) return report;
  throw new HvsimError(
    'wrong-usage',
    `--report is ${JSON.stringify(name)}.${nearest(name, reports)} It must be one of ${reports.join(', ')}.`,
  );
}

/** Judges one file; returns its exit code. */
async function validateFile(file: string, known: Known, report: Report, writer: LineWriter, io: Io): Promise<number> {
  const say = (text: string) => io.stderr.write(`hvsim: ${nameOf(file)}: ${text}\n`);
  const targets = new Targets(known);
  const count = { statuses: 0, broken: 0, violations: 0, problems: 0 };
  const write = (finding: Finding) => writeFinding(finding, report);
  const judge: Judge = {
    note: (value) => targets.note(value),
    problem(record, path, problem) {
      count.problems += 1;
      if (count.problems > mostProblems) return [];
      return [write({ file: nameOf(file), ...placeOf(record, path), path: path.join('.'), problem })];
    },
    take(record, { value, object, style, path, pool }) {
      if (value === null) return [];
      const { violations, release, format } = targets.of(style).judge(value, object);
      count.statuses += 1;
      if (violations.length === 0) return [];
      count.broken += 1;
      count.violations += violations.length;
      return violations.map((violation) => {
        const full = [...path, ...(violation.path === '' ? [] : violation.path.split('.'))];
        const where = { file: nameOf(file), ...placeOf(record, full), path: full.join('.'), status: placeOf(record, path) };
        return write({ ...where, violation, release, format, pool });
      });
    },
  };
  const isWhole = await judgeFile(file, io, writer, known.format !== undefined, judge);
  if (io.signal.aborted) return 130;
  if (!isWhole && count.statuses === 0) return 2;
  if (!isWhole) count.problems += 1;
  for (const sentence of targets.describe()) say(sentence);
  say(count.statuses === 0 && count.problems === 0 ? 'no status in it' : summaryOf(count));
  if (count.problems > 0 || count.statuses === 0) return 2;
  return count.violations > 0 ? 1 : 0;
}

function summaryOf({ statuses, broken, violations, problems }: Record<'statuses' | 'broken' | 'violations' | 'problems', number>): string {
  const amount = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;
  const conforms =
    violations === 0
      ? `${amount(statuses, 'status, and it conforms', statuses === 0 ? 'statuses' : 'statuses, and all conform')}`
      : `${amount(violations, 'violation', 'violations')} in ${broken} of ${amount(statuses, 'status', 'statuses')}`;
  return problems === 0 ? conforms : `${conforms}; ${amount(problems, 'place that is', 'places that are')} no status`;
}
