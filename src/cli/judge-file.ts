/** What `hvsim validate` and `hvsim check` have in common: they read the statuses of a file, and write what they think of them. */
import { type Format, formats, isFormat } from '../api/formats.ts';
import { findRelease } from '../api/releases.ts';
import type { JsonPath } from '../conformance/input/json-place.ts';
import type { JsonRecord } from '../conformance/input/json-records.ts';
import { type Occurrence, occurrencesIn } from '../conformance/input/occurrences.ts';
import { HvsimError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { Io, LineWriter } from './io.ts';
import { readJson } from './read-json.ts';

/** What the caller knows of the statuses. */
export const knownOptions = {
  release: {
    value: '<name>',
    says: 'Horizon release such as 7.13, 2206 or 8.4 (default: what a timeline says, else a guess)',
    read: (name: string) => findRelease(name),
  },
  format: { value: '<format>', says: `${formats.join(', ')} (default: what a timeline says, else a guess)`, read: toFormat },
} as const;

function toFormat(name: string): Format {
  if (isFormat(name)) return name;
  throw new HvsimError('unknown-format', `Unknown format '${name}'.${nearest(name, formats)} Formats: ${formats.join(', ')}.`);
}

/** Finds the lines to be written. */
export interface Judge {
  /** Hears of every value before what is found in it. */
  note(value: unknown): void;
  take(record: JsonRecord, occurrence: Occurrence): readonly string[];
  /** For a place that is no status. */
  problem(record: JsonRecord, path: JsonPath, text: string): readonly string[];
}

/** How many places that are no status are shown of a file. */
export const mostProblems = 20;

/** How much is written at once, in characters, where much comes at once. */
const batch = 1 << 16;

/**
 * Judges a file until its end or the signal.
 *
 * @param anyObject any object is a status, because the caller has said which format
 * @returns false where it cannot be read to its end, which was said
 */
export async function judgeFile(file: string, io: Io, writer: LineWriter, anyObject: boolean, judge: Judge): Promise<boolean> {
  try {
    for await (const records of readJson(file, io)) {
      let lines: string[] = [];
      let length = 0;
      const write = async () => {
        if (lines.length > 0) await writer.write(lines.join('\n'));
        lines = [];
        length = 0;
      };
      for (const record of records) {
        for (const line of linesOf(record, anyObject, judge)) {
          lines.push(line);
          length += line.length;
        }
        if (length >= batch || io.signal.aborted) await write();
        if (io.signal.aborted) return true;
      }
      await write();
    }
    return true;
  } catch (error) {
    if (!(error instanceof HvsimError) || error.code === 'cannot-write') throw error;
    io.stderr.write(`hvsim: ${error.code}: ${error.message}\n`);
    return false;
  }
}

function linesOf(record: JsonRecord, anyObject: boolean, judge: Judge): readonly string[] {
  if (record.problem !== undefined) return judge.problem(record, [], record.problem);
  judge.note(record.value);
  return occurrencesIn(record.value, anyObject).flatMap((each) =>
    'miss' in each ? judge.problem(record, each.path, each.miss) : judge.take(record, each),
  );
}
