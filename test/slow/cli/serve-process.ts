/** `hvsim serve` in a process of its own, as a shell starts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { bin } from './process.ts';

export interface Served {
  readonly url: string;
  readonly pid: number;
  readonly certificate: string | undefined;
  /** The line it printed. */
  readonly out: string;
  /** What it wrote to standard error until now. */
  err(): string;
  /** Sends a signal and waits for the end; gives the exit code, or null where the signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const running = new Set<ChildProcess>();

/** Ends what a failed test has left. */
export function stopAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Starts a server, or fails with what it said. */
export function serveProcess(args: readonly string[] = []): Promise<Served> {
  const child = spawn(process.execPath, [bin, 'serve', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let out = '';
  let err = '';
  child.stderr.on('data', (data) => {
    err += data;
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  return new Promise((resolve, reject) => {
    void ended.then((code) => reject(new Error(`It ended with ${code}: ${err}`)));
    child.stdout.on('data', (data) => {
      out += data;
      if (!out.endsWith('\n')) return;
      const said = new Map([...out.matchAll(/(HVSIM_\w+)=(\S+)/g)].map(([, name, value]) => [name as string, value as string]));
      resolve({
        url: said.get('HVSIM_URL') as string,
        pid: Number(said.get('HVSIM_PID')),
        certificate: said.get('HVSIM_CA'),
        out,
        err: () => err,
        stop: (signal = 'SIGTERM') => {
          child.kill(signal);
          return ended;
        },
      });
    });
  });
}
