/** Writes fixtures as files: one pretty JSON file each, and an index of what each shows. */
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HvsimError } from '../errors.ts';
import type { Corpus } from '../fixtures/index.ts';
import type { Part } from './fixtures-plan.ts';
import { reasonOf } from './io.ts';
import { newTurns } from './progress.ts';

/** The index of a folder; every shard has its own, so that several fit in one folder. */
const indexNameOf = ({ shard }: Part): string => (shard === undefined ? 'index.json' : `index-${shard.replace('/', '-of-')}.json`);

/** How many files are looked for in a folder before it is written to: enough to tell, whatever the size of the corpus. */
const mostLookedFor = 1_000;

/** The files that are to be written and are there already, as far as one looks. */
function overwritten(folder: string, corpus: Corpus, part: Part): readonly string[] {
  const indexName = indexNameOf(part);
  const found = existsSync(join(folder, indexName)) ? [indexName] : [];
  let looked = 0;
  for (let item = part.begin; item < part.end; item += 1) {
    for (const { name } of corpus.files(item)) {
      const file = `${name}.${corpus.format}.json`;
      if (existsSync(join(folder, file))) found.push(file);
      looked += 1;
      if (looked === mostLookedFor) return found;
    }
  }
  return found;
}

const list = (names: readonly string[]): string => names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');

/**
 * Makes sure that a folder can be written to.
 *
 * @throws HvsimError `folder-not-empty`, `cannot-write`
 */
export async function openFolder(folder: string, corpus: Corpus, part: Part, force: boolean): Promise<void> {
  const present = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new HvsimError('cannot-write', `${folder} cannot be written to: ${reasonOf(error)}.`);
  });
  if (present.length > 0 && !force) {
    const lost = overwritten(folder, corpus, part);
    throw new HvsimError(
      'folder-not-empty',
      `${folder} is not empty: it has ${list(present)}. ${lost.length > 0 ? list(lost) : 'Nothing of it'} would be overwritten. Give another folder, or --force.`,
    );
  }
}

/** Does something to a file; what the system refuses becomes an error of ours. */
function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new HvsimError('cannot-write', `${path} cannot be written: ${reasonOf(error)}.`);
  }
}

/** A file as it stands in a folder of fixtures. */
const prettyJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/**
 * Writes the files of an item.
 *
 * @returns their lines for the index, each with a comma before it
 */
export type FileWriter = (index: number) => string;

export function fileWriter(corpus: Corpus, folder: string): FileWriter {
  const made = new Set<string>();
  return (index) => {
    let entries = '';
    for (const { name, shows, value } of corpus.files(index)) {
      const file = `${name}.${corpus.format}.json`;
      const path = join(folder, file);
      attempt(path, () => {
        const parent = dirname(path);
        if (!made.has(parent)) mkdirSync(parent, { recursive: true });
        made.add(parent);
        writeFileSync(path, prettyJson(value));
      });
      entries += `, ${JSON.stringify({ file, shows })}\n`;
    }
    return entries;
  };
}

/** The index of a folder. Entries are added behind one another, and the very first one needs no comma. */
export interface FolderIndex {
  readonly descriptor: number;
  end(): void;
}

export function openIndex({ release, format }: Corpus, part: Part, folder: string): FolderIndex {
  const path = join(folder, indexNameOf(part));
  const descriptor = attempt(path, () => {
    mkdirSync(folder, { recursive: true });
    return openSync(path, 'w');
  });
  const write = (text: string) => attempt(path, () => writeSync(descriptor, text));
  write(`{ "release": ${JSON.stringify(release)}, "format": ${JSON.stringify(format)}, "files": [\n`);
  return {
    descriptor,
    end() {
      write('] }\n');
      closeSync(descriptor);
    },
  };
}

/** The first entries of an index: a blank in the place of the comma. */
export const withoutComma = (entries: string): string => entries.replace(',', ' ');

/**
 * @param onTurn told how many items are complete
 * @returns how many items were written: fewer than there are where the signal came before
 */
export async function writeFolder(
  corpus: Corpus,
  part: Part,
  folder: string,
  signal: AbortSignal,
  onTurn: (done: number) => void,
): Promise<number> {
  const { begin, end } = part;
  const index = openIndex(corpus, part, folder);
  const writeFiles = fileWriter(corpus, folder);
  const turns = newTurns(signal);
  let isFirst = true;
  let item = begin;
  for (; item < end; item += 1) {
    if (turns.isDue()) {
      onTurn(item - begin);
      if (!(await turns.take())) break;
    }
    const entries = writeFiles(item);
    if (entries === '') continue;
    attempt(folder, () => writeSync(index.descriptor, isFirst ? withoutComma(entries) : entries));
    isFirst = false;
  }
  index.end();
  return item - begin;
}
