/** A command that runs until it is told to stop, in this process. */
import { Readable, Writable } from 'node:stream';
import { main } from '../../../src/cli/main.ts';

export interface Running {
  /** What it printed. */
  readonly out: string;
  /** What it wrote to standard error until now. */
  err(): string;
  /** Stops it as Ctrl-C does; gives the exit code. */
  stop(): Promise<number>;
}

const running = new Set<Running>();

/** Ends what a failed test has left. */
export const stopAll = (): Promise<unknown> => Promise.all([...running].map((each) => each.stop()));

/** Starts a command, and waits for the line that it prints; or fails with what it said. */
export function start(args: readonly string[], input = ''): Promise<Running> {
  const abort = new AbortController();
  let [out, err] = ['', ''];
  const stderr = written((text) => {
    err += text;
  });
  let isStarted = () => {};
  const stdout = written((text) => {
    out += text;
    if (out.endsWith('\n')) isStarted();
  });
  const ended = main(args, { stdin: Readable.from([input]), stdout, stderr, env: {}, signal: abort.signal });
  return new Promise((resolve, reject) => {
    void ended.then((code) => reject(new Error(`It ended with ${code}: ${err}`)));
    isStarted = () => {
      const started: Running = {
        out,
        err: () => err,
        stop: () => {
          running.delete(started);
          abort.abort();
          return ended;
        },
      };
      running.add(started);
      resolve(started);
    };
  });
}

/** A stream whose text is there as soon as it is written. */
const written = (take: (text: string) => void) =>
  new Writable({
    write(chunk, _encoding, done) {
      take(String(chunk));
      done();
    },
  });

export interface Served extends Running {
  readonly url: string;
  readonly certificate: string | undefined;
}

/** Starts `hvsim serve`. */
export async function serve(args: readonly string[] = []): Promise<Served> {
  const started = await start(['serve', ...args]);
  const said = new Map([...started.out.matchAll(/(HVSIM_\w+)=(\S+)/g)].map(([, name, value]) => [name as string, value as string]));
  return { ...started, url: said.get('HVSIM_URL') as string, certificate: said.get('HVSIM_CA') };
}
