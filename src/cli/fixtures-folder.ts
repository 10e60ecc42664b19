/** Writes fixtures as files: one pretty JSON file each, and an index of what each shows. */
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HvsimError } from '../errors.ts';
import type { Corpus } from '../fixtures/index.ts';
import type { ByteSink } from './byte-sink.ts';
import type { Part } from './fixtures-plan.ts';
import { reasonOf } from './io.ts';

/** The index of a folder; every shard has its own, so that several fit in one folder. */
const indexNameOf = ({ shard }: Part): string => (shard ? `index-${shard.part}-of-${shard.parts}.json` : 'index.json');

const fileNameOf = (name: string, { format }: Corpus): string => `${name}.${format}.json`;

/** How many files are looked for in a folder before it is written to: enough to tell, whatever the size of the corpus. */
const mostLookedFor = 1_000;

/** The files that are to be written and are there already, as far as one looks. */
function overwritten(folder: string, corpus: Corpus, part: Part): readonly string[] {
  const names = [indexNameOf(part)];
  for (let item = part.begin; item < part.end && names.length <= mostLookedFor; item += 1) {
    for (const { name } of corpus.files(item)) {
      names.push(fileNameOf(name, corpus));
      if (names.length > mostLookedFor) break;
    }
  }
  return names.filter((name) => existsSync(join(folder, name)));
}

const list = (names: readonly string[]): string => names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');

/**
 * Makes sure that a folder can be written to.
 *
 * @throws HvsimError `folder-not-empty`, `cannot-write`
 */
export async function assertWritable(folder: string, corpus: Corpus, part: Part, force: boolean): Promise<void> {
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

/** Makes files, and of each a line for the index with a comma before it. */
export function fileMaker(corpus: Corpus, folder: string): (items: Part) => Iterable<Uint8Array> {
  const made = new Set<string>();
  return ({ begin, end }) => {
    let entries = '';
    for (let index = begin; index < end; index += 1) {
      for (const { name, shows, value } of corpus.files(index)) {
        const file = fileNameOf(name, corpus);
        const path = join(folder, file);
        attempt(path, () => {
          const parent = dirname(path);
          if (!made.has(parent)) mkdirSync(parent, { recursive: true });
          made.add(parent);
          writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
        });
        entries += `, ${JSON.stringify({ file, shows })}\n`;
      }
    }
    return [Buffer.from(entries)];
  };
}

/** The index of a folder. Entries are added behind one another, and the very first one needs no comma. */
export function openIndex({ release, format }: Corpus, part: Part, folder: string): ByteSink & { end(): void } {
  const path = join(folder, indexNameOf(part));
  const descriptor = attempt(path, () => {
    mkdirSync(folder, { recursive: true });
    return openSync(path, 'w');
  });
  const write = (bytes: string | Uint8Array) => attempt(path, () => writeFileSync(descriptor, bytes));
  write(`{ "release": ${JSON.stringify(release)}, "format": ${JSON.stringify(format)}, "files": [\n`);
  let hasEntries = false;
  return {
    write(entries) {
      if (entries.length === 0) return undefined;
      write(hasEntries ? entries : Buffer.from(entries).toString().replace(',', ' '));
      hasEntries = true;
      return undefined;
    },
    end() {
      write('] }\n');
      closeSync(descriptor);
    },
  };
}
