/** Lets go of standard output, so that `eval "$(hvsim serve &)"` ends when the line is printed. */
import { closeSync, openSync } from 'node:fs';
import type { Io } from './io.ts';

/** What was written must have been handed over. A terminal stays as it is. */
export function detachOutput(stdout: Io['stdout']): void {
  if (stdout !== process.stdout || stdout.isTTY || process.platform === 'win32') return;
  closeSync(1);
  // The lowest number that is free is taken: nothing else may come to stand where standard output was.
  openSync('/dev/null', 'w');
}
