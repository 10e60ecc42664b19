/** Writes fixtures as files: one pretty JSON file each, and an index of what each shows. */
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HvsimError } from '../errors.ts';
import type { Corpus } from '../fixtures/index.ts';
import type { Part } from './fixtures-plan.ts';
import { lineWriter, reasonOf } from './io.ts';

const indexName = 'index.json';

/**
 * Makes sure that a folder can be written to.
 *
 * @throws HvsimError `folder-not-empty`, `cannot-write`
 */
export async function openFolder(folder: string, force: boolean): Promise<void> {
  const present = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new HvsimError('cannot-write', `${folder} cannot be written to: ${reasonOf(error)}.`);
  });
  if (present.length > 0 && !force) {
    const some = present.slice(0, 3).join(', ');
    const more = present.length > 3 ? ` and ${present.length - 3} more` : '';
    throw new HvsimError(
      'folder-not-empty',
      `${folder} has ${some}${more} already, and files of the same names would be overwritten. Give another folder, or --force.`,
    );
  }
}

/** A file as it stands in a folder of fixtures. */
const prettyJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/**
 * @param onTurn told how many items are complete
 * @returns how many items were written: fewer than there are where the signal came before
 */
export async function writeFolder(
  corpus: Corpus,
  { begin, end }: Part,
  folder: string,
  signal: AbortSignal,
  onTurn: (done: number) => void,
): Promise<number> {
  const { release, format } = corpus;
  const made = new Set<string>();
  const write = async (file: string, text: string) => {
    const path = join(folder, file);
    const parent = dirname(path);
    try {
      if (!made.has(parent)) await mkdir(parent, { recursive: true });
      made.add(parent);
      await writeFile(path, text);
    } catch (error) {
      throw new HvsimError('cannot-write', `${path} cannot be written: ${reasonOf(error)}.`);
    }
  };
  await write(indexName, '');
  const index = lineWriter(createWriteStream(join(folder, indexName)), join(folder, indexName));
  await index.write(`{ "release": ${JSON.stringify(release)}, "format": ${JSON.stringify(format)}, "files": [`);
  let first = true;
  let item = begin;
  for (; item < end && !signal.aborted; item += 1) {
    for (const { name, shows, value } of corpus.files(item)) {
      const file = `${name}.${format}.json`;
      await write(file, prettyJson(value));
      await index.write(`${first ? ' ' : ','} ${JSON.stringify({ file, shows })}`);
      first = false;
      if (signal.aborted) break;
    }
    onTurn(item + 1 - begin);
  }
  await index.write('] }');
  await index.flush();
  return item - begin;
}
