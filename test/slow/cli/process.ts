/** Runs the command as a user does: the built package, in a process of its own. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Ran } from '../../cli/command.ts';

export const bin = fileURLToPath(new URL('../../../src/cli/hvsim.cjs', import.meta.url));

/** Runs `hvsim` with some words, and text on standard input. */
export function hvsimProcess(args: readonly string[], input: string | Buffer = ''): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { input, encoding: 'utf8', maxBuffer: 1e9 });
  return { code: status, out: stdout, err: stderr };
}
