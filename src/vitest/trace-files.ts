/** Where the traces of failed tests are written. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';

export interface TraceFiles {
  readonly timeline: string;
  readonly page: string;
}

const folder = '.hvsim';

/**
 * Files that are named after a test, in the folder where the tests run.
 *
 * @param test its name
 * @param id which no other test has: names alone may be equal, or become equal in a file's name
 */
export function traceFiles(test: string, id: string): TraceFiles {
  const readable = test.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 120);
  const name = `${readable}-${createHash('sha256').update(id).digest('hex').slice(0, 6)}`;
  return { timeline: `${folder}/${name}.ndjson`, page: `${folder}/${name}.html` };
}

export function writeTrace({ timeline, page }: TraceFiles, lines: string, html: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(timeline, lines);
  writeFileSync(page, html);
}
