/** Runs the command line in this process. */
import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { main } from '../cli/main.ts';

/** What a command such as `hvsim run push-now` writes. */
export async function outputOf(command: string): Promise<string> {
  const stdout = new PassThrough();
  const written = text(stdout);
  const io = { stdin: new PassThrough(), stdout, stderr: process.stderr, env: {}, signal: new AbortController().signal };
  const code = await main(command.split(' ').slice(1), io);
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
  stdout.end();
  return written;
}

/** The SHA-256 of what a command writes, in hexadecimal digits. */
export const hashOf = async (command: string): Promise<string> =>
  createHash('sha256')
    .update(await outputOf(command))
    .digest('hex');
