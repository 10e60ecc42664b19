/** `hvsim`: picks the command, turns errors into messages and exit codes. */
import { HvsimError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { type Io, OutputClosed } from './io.ts';
import type { Run } from './options.ts';

interface Command {
  readonly summary: string;
  /** Every command is loaded when it is asked for. */
  readonly load: () => Promise<{ readonly command: Run }>;
}

const commands: Readonly<Record<string, Command>> = {
  run: { summary: 'run a scenario, or events from standard input, and show what happens', load: () => import('./run.ts') },
  fixtures: { summary: 'make statuses and whole lives of pools in bulk', load: () => import('./fixtures.ts') },
  validate: { summary: 'check recorded statuses against the documents of their release', load: () => import('./validate.ts') },
  check: { summary: 'check whether the life cycle can explain a recorded sequence of statuses', load: () => import('./check.ts') },
  serve: { summary: 'be a mock Connection Server that REST clients push images to', load: () => import('./serve.ts') },
  inspect: { summary: 'show every transition of a run on a page, live or recorded', load: () => import('./inspect.ts') },
  graph: { summary: 'draw the machine: svg, mermaid, dot, json or scxml', load: () => import('./graph.ts') },
  about: { summary: 'say what is modelled: releases, formats, scenarios, events, assumptions', load: () => import('./about.ts') },
};

const help = `hvsim: how Horizon publishes, pushes, holds, promotes and removes the golden image of an instant-clone pool.

usage: hvsim <command> [options]

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`)
  .join('\n')}

  hvsim <command> --help   the options of a command
  hvsim --version          the version

Begin with: hvsim run push-now
`;

/** Exit codes: 0 done, 1 an expectation failed, 2 wrong usage or input, 70 a defect of hvsim. */
const failed = new Set(['expectation-failed', 'limit-reached']);

/**
 * Runs a command line.
 *
 * @returns the exit code
 */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  try {
    if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
      io.stdout.write(help);
      return 0;
    }
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command)
      throw new HvsimError(
        'unknown-command',
        `There is no command ${JSON.stringify(name)}.${nearest(name, Object.keys(commands))} See "hvsim --help".`,
      );
    return await (await command.load()).command(rest, io);
  } catch (error) {
    if (error instanceof OutputClosed) return 0;
    if (error instanceof HvsimError) {
      io.stderr.write(`hvsim: ${error.code}: ${error.message}\n`);
      return failed.has(error.code) ? 1 : 2;
    }
    const more = io.env.HVSIM_DEBUG ? `\n${(error as Error).stack}` : ' Set HVSIM_DEBUG=1 to see where.';
    io.stderr.write(`hvsim: defect: ${(error as Error).message}. This is a defect of hvsim, please report it.${more}\n`);
    return 70;
  }
}

/** Runs the command line of this process: Ctrl-C ends it after the line it is at, a second one at once. */
export async function runProcess(args: readonly string[]): Promise<void> {
  const abort = new AbortController();
  const interrupt = () => {
    if (abort.signal.aborted) process.exit(130);
    abort.abort();
  };
  process.on('SIGINT', interrupt);
  const used = { stdin: false, stderr: false };
  const { env } = process;
  process.exitCode = await main(args, {
    // Made when they are used: a stream takes milliseconds to make, and a command seldom needs all three.
    get stdin() {
      used.stdin = true;
      return process.stdin;
    },
    get stdout() {
      return process.stdout;
    },
    descriptor: 1,
    get stderr() {
      if (!used.stderr) process.stderr.on('error', () => {});
      used.stderr = true;
      return process.stderr;
    },
    env,
    signal: abort.signal,
  });
  process.off('SIGINT', interrupt);
  if (used.stdin) process.stdin.destroy();
}
