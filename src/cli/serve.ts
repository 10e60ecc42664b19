/** `hvsim serve`: a mock Connection Server that runs until it is told to stop. */
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAvailable } from '../api/availability.ts';
import { describeRelease } from '../api/releases.ts';
import type { Inspection } from '../inspector/inspect-simulator.ts';
import { countPools } from '../server/about.ts';
import { type RunningServer, startServer } from '../server/start-server.ts';
import { type Io, writeAll } from './io.ts';
import { newCommand } from './options.ts';
import { options, toServerOptions } from './serve-options.ts';

const usage = `usage: hvsim serve [options]

A mock Horizon Connection Server. Prints a line for "eval" and runs until SIGINT or SIGTERM:

  eval "$(hvsim serve &)" && curl "$HVSIM_URL/_hvsim/state"; kill "$HVSIM_PID"

(not by npx: it keeps the output open, and eval waits for it)`;

const more = `The control API is under /_hvsim; GET /_hvsim lists it.

exit codes: 0 stopped, 2 wrong usage or input`;

export const command = newCommand({ name: 'serve', usage, column: 24, options, more }, async (values, _, io) => {
  const say = (text: string) => io.stderr.write(`hvsim: ${text}\n`);
  const server = await startServer({ ...(await toServerOptions(values, io)), warn: say, quick: true, remember: values.inspect ?? false });
  const certificate = server.certificate === undefined ? undefined : writeCertificate(server.certificate, values.cert);
  let inspection: Inspection | undefined;
  try {
    const stopped = untilStopped(io.signal);
    if (!isLoopback(values.host)) say(`--host ${values.host}: the server, its control API too, is open to whoever reaches this machine`);
    const { release } = server.world;
    say(`Connection Server of ${describeRelease(release)}, ${countPools(server.world)}, at ${server.url}`);
    if (values.throttle !== undefined && !isAvailable(release, '2406'))
      say(`--throttle: ${describeRelease(release)} knows no 429, there is no limit`);
    if (values.inspect) {
      const { inspectWorld } = await import('./serve-inspector.ts');
      inspection = await inspectWorld(server.world, 'hvsim serve');
      say(`inspector at ${inspection.url}`);
    }
    await writeAll(io, [toExports(server, certificate?.file, inspection?.url)]);
    detachOutput(io.stdout);
    await stopped;
  } finally {
    await inspection?.close();
    await server.close();
    certificate?.remove();
  }
  return 0;
});

/** Where clients find the certificate to be trusted: one's own, or a file made for this run. */
function writeCertificate(pem: string, own: string | undefined): { readonly file: string; readonly remove: () => void } {
  if (own !== undefined) return { file: own, remove: () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'hvsim-'));
  const file = join(folder, 'ca.pem');
  writeFileSync(file, pem);
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function toExports({ url }: RunningServer, certificate: string | undefined, inspector: string | undefined): string {
  const pairs = [
    ['HVSIM_URL', url],
    ['HVSIM_PID', String(process.pid)],
    ...(certificate === undefined ? [] : [['HVSIM_CA', certificate]]),
    ...(inspector === undefined ? [] : [['HVSIM_INSPECTOR', inspector]]),
  ];
  return `export ${pairs.map(([name, value]) => `${name}=${inShell(value as string)}`).join(' ')}`;
}

const inShell = (value: string): string => (/^[\w@%+=:,./[\]-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`);

const isLoopback = (host = '127.0.0.1'): boolean => /^(127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host);

/** Comes with SIGTERM, or with what ends every command. */
async function untilStopped(signal: AbortSignal): Promise<void> {
  await once(process, 'SIGTERM', { signal }).catch(() => {});
}

/** Lets go of standard output, so that `eval "$(hvsim serve &)"` ends when the line is printed. A terminal stays as it is. */
function detachOutput(stdout: Io['stdout']): void {
  if (stdout !== process.stdout || stdout.isTTY || process.platform === 'win32') return;
  closeSync(1);
  // The lowest number that is free is taken: nothing else may come to stand where standard output was.
  openSync('/dev/null', 'w');
}
