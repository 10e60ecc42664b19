/** Runs the command line in this process. */
import { createHash, type Hash } from 'node:crypto';
import { PassThrough, Writable } from 'node:stream';
import { main } from '../cli/main.ts';

async function runCommand(command: string, take: (chunk: Buffer) => void): Promise<void> {
  const stdout = new Writable({
    write(chunk, _, done) {
      take(chunk);
      done();
    },
  });
  const io = { stdin: new PassThrough(), stdout, stderr: process.stderr, env: {}, signal: new AbortController().signal };
  const code = await main(command.split(' ').slice(1), io);
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
}

/** What a command such as `hvsim run push-now` writes. */
export async function outputOf(command: string): Promise<string> {
  const chunks: Buffer[] = [];
  await runCommand(command, (chunk) => chunks.push(chunk));
  return Buffer.concat(chunks).toString();
}

/** The SHA-256 of what a command writes, in hexadecimal digits. */
export async function hashOf(command: string): Promise<string> {
  const hash: Hash = createHash('sha256');
  await runCommand(command, (chunk) => hash.update(chunk));
  return hash.digest('hex');
}
