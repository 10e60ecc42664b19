/** A running server: a world, its journal, a port, and a timer so that things happen while nobody asks. */
import { assertAccounts } from './accounts.ts';
import type { KeyPair } from './certificate.ts';
import { createPromptHandler, type Handler } from './handler.ts';
import type { Journal } from './journal.ts';
import { type JournalFile, openJournalFile } from './journal-file.ts';
import { type ListenOptions, listen } from './listen.ts';
import { createWorld, type World } from './world.ts';
import type { WorldOptions } from './world-options.ts';

export interface ServerOptions extends Omit<WorldOptions, 'journal'>, Omit<ListenOptions, 'tls'> {
  /** True: with a certificate made on the spot. Or one's own, in PEM. */
  readonly https?: boolean | KeyPair;
  /** A file that the run is written to before it is answered, and that a later run goes on from. */
  readonly state?: string;
  /** Whether an answer waits until the disk has it; true when absent. */
  readonly fsync?: boolean;
  /** A file that gets the timeline of this run. */
  readonly record?: string;
  /** Told what is odd and does no harm, such as a last record that was cut off. */
  readonly warn?: (text: string) => void;
}

export interface RunningServer {
  /** Such as `http://127.0.0.1:49152`. */
  readonly url: string;
  readonly world: World;
  /** What answers the requests, for use without the port. */
  readonly handler: Handler;
  /** The certificate that clients are to trust, in PEM; undefined without `https`. */
  readonly certificate: string | undefined;
  /** Answers what is in flight, takes nothing more, and comes when the journal is whole. */
  close(): Promise<void>;
}

/**
 * Starts a mock Connection Server on a port of the loopback interface.
 *
 * @throws HvsimError `port-in-use`, `wrong-certificate`, `wrong-state`, `state-locked`, `unknown-privilege`, `cannot-read`, `cannot-write`, and what
 * `createWorld` throws
 * @example
 * const server = await startServer({ release: '2206', pools: 2 });
 * (await fetch(`${server.url}/rest/inventory/v2/desktop-pools`)).status //=> 401
 * await server.close();
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { https = false, state, record, fsync = true, warn = () => {} } = options;
  assertAccounts(options.accounts ?? []);
  const tls = https ? await toKeyPair(https) : undefined;
  const files: JournalFile[] = [];
  const closeFiles = async () => {
    for (const file of files) await file.close();
  };
  try {
    if (state !== undefined) files.push(openJournalFile(state, { resume: true, fsync, warn }));
    if (record !== undefined) files.push(openJournalFile(record, { resume: false, fsync: false, warn }));
    const world = createWorld({ ...options, ...(files.length > 0 ? { journal: inAll(files) } : {}) });
    await world.settled();
    const handle = createPromptHandler(world);
    const listening = await listen(handle, { ...options, ...(tls ? { tls } : {}) });
    const stopTimer = keepGoing(world);
    const closeAll = async () => {
      await listening.close();
      stopTimer();
      await closeFiles();
    };
    let closing: Promise<void> | undefined;
    return {
      url: listening.url,
      world,
      handler: async (request) => handle(request),
      certificate: tls?.cert,
      close: () => {
        closing ??= closeAll();
        return closing;
      },
    };
  } catch (error) {
    await closeFiles().catch(() => {});
    throw error;
  }
}

/** Several journals as one: the world goes on from the first, and the others are given what stands in it too. */
function inAll(journals: readonly JournalFile[]): Journal {
  const [{ name, earlier }, ...others] = journals as [JournalFile, ...JournalFile[]];
  for (const { text } of earlier) for (const each of others) each.write(text);
  return {
    name,
    earlier,
    write: (text) => {
      for (const each of journals) each.write(text);
    },
    settled: async () => {
      await Promise.all(journals.map((each) => each.settled()));
    },
    startOver: () => {
      for (const each of journals) each.startOver();
    },
  };
}

/** Certificates are made and read only where they are asked for: what that takes is a good part of a start. */
async function toKeyPair(https: true | KeyPair): Promise<KeyPair> {
  const { assertKeyPair, makeCertificate } = await import('./certificate.ts');
  if (https === true) return makeCertificate(Date.now());
  assertKeyPair(https);
  return https;
}

/** The longest that a timer of Node's can wait. */
const longestWait = 2 ** 31 - 1;

/** Lets what is due happen at its time, for journals and whoever watches. */
function keepGoing(world: World): () => void {
  let timer: NodeJS.Timeout | undefined;
  let planned: NodeJS.Immediate | undefined;
  const set = () => {
    planned = undefined;
    clearTimeout(timer);
    timer = setTimeout(goOn, Math.min(world.untilDue() ?? longestWait, longestWait)).unref();
  };
  const plan = () => {
    planned ??= setImmediate(set);
  };
  const goOn = () => {
    world.now();
    plan();
  };
  // Whatever happens, or a clock that was moved, changes what is waited for.
  const unsubscribe = world.subscribe(plan);
  plan();
  return () => {
    unsubscribe();
    clearImmediate(planned);
    clearTimeout(timer);
  };
}
