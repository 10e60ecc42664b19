/** Runs the command in this process, from its sources: argv in, exit code out. Processes of their own are in test/slow/cli/. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { main } from '../../src/cli/main.ts';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A stream that keeps what is written to it. */
function collector() {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

/**
 * Runs `hvsim` with some words.
 *
 * @param input standard input, in as many pieces as it comes in
 */
export async function hvsim(args: readonly string[], input: string | Buffer | readonly Uint8Array[] = ''): Promise<Ran> {
  const [out, err] = [collector(), collector()];
  const pieces = typeof input === 'string' || Buffer.isBuffer(input) ? [Buffer.from(input)] : input.map((piece) => Buffer.from(piece));
  const stdin = Readable.from(pieces.filter(({ length }) => length > 0));
  const code = await main(args, { stdin, stdout: out.stream, stderr: err.stream, env: {}, signal: new AbortController().signal });
  return { code, out: out.text(), err: err.text() };
}

/** The lines of an output that was asked for with --json. */
export const records = (out: string): Record<string, never>[] =>
  out
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** A file in a temporary folder. */
export function file(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'hvsim-')), name);
  writeFileSync(path, text);
  return path;
}
