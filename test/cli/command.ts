/** Runs the command as a user does: the built package, in a process of its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const bin = fileURLToPath(new URL('../../src/cli/hvsim.cjs', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `hvsim` with some words, and text on standard input. */
export function hvsim(args: readonly string[], input: string | Buffer = ''): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { input, encoding: 'utf8', maxBuffer: 1e9 });
  return { code: status, out: stdout, err: stderr };
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
