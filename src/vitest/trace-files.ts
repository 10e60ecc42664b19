/** Where the traces of failed tests are written. */
import { mkdirSync, writeFileSync } from 'node:fs';

export interface TraceFiles {
  readonly timeline: string;
  readonly page: string;
}

const folder = '.hvsim';

/** Files that are named after a test, in the folder where the tests run. */
export function traceFiles(test: string): TraceFiles {
  const name = test.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 120);
  return { timeline: `${folder}/${name}.ndjson`, page: `${folder}/${name}.html` };
}

export function writeTrace({ timeline, page }: TraceFiles, lines: string, html: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(timeline, lines);
  writeFileSync(page, html);
}
