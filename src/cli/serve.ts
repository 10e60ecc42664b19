/** `hvsim serve`: a mock Connection Server that runs until it is told to stop. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isAvailable } from '../api/availability.ts';
import { describeRelease } from '../api/releases.ts';
import { HvsimError } from '../errors.ts';
import type { Inspection } from '../inspector/inspect-simulator.ts';
import { countPools } from '../server/about.ts';
import type { KeyPair } from '../server/certificate.ts';
import type { RequestLog } from '../server/listen.ts';
import { type RunningServer, type ServerOptions, startServer } from '../server/start-server.ts';
import { readTime } from '../simulator/input/time.ts';
import { detachOutput } from './detach-output.ts';
import { type Io, reasonOf, writeAll } from './io.ts';
import { type Parsed, readOptions, toInteger, toPositive } from './options.ts';
import { administrator, toAccounts } from './serve-accounts.ts';

const help = `usage: hvsim serve [options]

A mock Horizon Connection Server. Prints a line for "eval" and runs until SIGINT or SIGTERM:

  eval "$(hvsim serve &)" && curl "$HVSIM_URL/_hvsim/state"; kill "$HVSIM_PID"

(not by npx: it keeps the output open, and eval waits for it)

  --release <name>      Horizon release: paths, properties and values of that one only (default 2512)
  --port <number>       0 for any that is free (default 0)
  --host <address>      where to listen (default 127.0.0.1; anything else is open to others)
  --allow-host <name>   another name that clients may call the server by; may be repeated
  --https               with a certificate made on the spot for localhost and 127.0.0.1; its file is printed
  --cert <file>         one's own certificate and key, in PEM
  --key <file>
  --pools <number>      idle pools from the start (default 1)
  --clones <number>     of each pool (default 3)
  --scenario <name>     what happens to the pools by itself: a scenario by name, or a YAML or JSON file
  --seed <number>       another run of the same chance (default 1)
  --engine <profile>    production, lab, quick, instant, flaky, manual, or a file of timings (default quick)
  --speed <factor>      virtual time against wall time (default 1)
  --start-at <time>     virtual time at the begin (default: now)
  --user <name>         of the administrator (default ${administrator.user})
  --password <text>     (default ${administrator.password})
  --domain <name>       (default ${administrator.domain})
  --account <account>   one who may less, as user:password@domain=POOL_VIEW,POOL_MANAGEMENT; may be repeated
  --throttle <number>   requests a second and session before 429, from release 2406 on (default: no limit)
  --state <file>        note everything before it is answered, and go on from there next time
  --no-fsync            do not wait for the disk
  --record <file>       the timeline of this run
  --inspect             the inspector beside it: every transition on a page; its address is printed
  --log <form>          one line a request on standard error: text or json (default text)
  --help

The control API is under /_hvsim; GET /_hvsim lists it.

exit codes: 0 stopped, 2 wrong usage or input`;

const options = {
  release: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  'allow-host': { type: 'string', multiple: true },
  https: { type: 'boolean' },
  cert: { type: 'string' },
  key: { type: 'string' },
  pools: { type: 'string' },
  clones: { type: 'string' },
  scenario: { type: 'string' },
  seed: { type: 'string' },
  engine: { type: 'string' },
  speed: { type: 'string' },
  'start-at': { type: 'string' },
  user: { type: 'string' },
  password: { type: 'string' },
  domain: { type: 'string' },
  account: { type: 'string', multiple: true },
  throttle: { type: 'string' },
  state: { type: 'string' },
  'no-fsync': { type: 'boolean' },
  record: { type: 'string' },
  inspect: { type: 'boolean' },
  log: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = Parsed<typeof options>['values'];

export async function serve(args: readonly string[], io: Io): Promise<number> {
  const { values } = readOptions(args, options, 'hvsim serve --help', 0);
  if (values.help) {
    await writeAll(io, [help]);
    return 0;
  }
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
}

async function toServerOptions(values: Values, io: Io): Promise<ServerOptions> {
  const { release, host, state, record, scenario, engine } = values;
  const number = (name: 'pools' | 'clones' | 'seed', low?: number) =>
    values[name] === undefined ? {} : { [name]: toInteger(name, values[name], low) };
  const positive = (name: 'speed' | 'throttle') => (values[name] === undefined ? {} : { [name]: toPositive(name, values[name]) });
  const startAt = values['start-at'];
  if (startAt !== undefined && readTime(startAt) === undefined) {
    throw new HvsimError('wrong-usage', `--start-at is ${JSON.stringify(startAt)}; it must be a time such as "2026-01-05T08:00:00Z".`);
  }
  if (state !== undefined && record !== undefined && resolve(state) === resolve(record))
    throw new HvsimError('wrong-usage', '--state and --record are the same file. Leave one out: the state is a record of the run too.');
  return {
    ...(release === undefined ? {} : { release }),
    ...(host === undefined ? {} : { host }),
    ...(values['allow-host'] ? { names: values['allow-host'] } : {}),
    port: toPort(values.port ?? '0'),
    ...number('pools', 0),
    ...number('clones', 0),
    ...number('seed'),
    ...positive('speed'),
    ...positive('throttle'),
    ...(startAt === undefined ? {} : { startAt }),
    ...(engine === undefined ? {} : { engine: await (await import('./engine-option.ts')).readEngine(engine) }),
    ...(scenario === undefined ? {} : { scenario: (await (await import('./catalogue.ts')).findScenario(scenario)).scenario }),
    ...(state === undefined ? {} : { state }),
    ...(record === undefined ? {} : { record }),
    fsync: !values['no-fsync'],
    https: (await readKeyPair(values)) ?? values.https ?? false,
    accounts: toAccounts(given(values)),
    log: toLog(values.log ?? 'text', io),
    defect: (error) => io.stderr.write(`hvsim: defect: ${(error as Error).stack}\nThis is a defect of hvsim, please report it.\n`),
  };
}

function toPort(value: string): number {
  const port = toInteger('port', value, 0);
  if (port <= 65_535) return port;
  throw new HvsimError('wrong-usage', `--port is ${JSON.stringify(value)}; it must be a whole number from 0 to 65535.`);
}

const given = ({ user, password, domain, account }: Values) => ({
  ...(user === undefined ? {} : { user }),
  ...(password === undefined ? {} : { password }),
  ...(domain === undefined ? {} : { domain }),
  ...(account === undefined ? {} : { account }),
});

async function readKeyPair({ cert, key }: Values): Promise<KeyPair | undefined> {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    throw new HvsimError(
      'wrong-usage',
      `--${cert === undefined ? 'key' : 'cert'} is given without --${cert === undefined ? 'cert' : 'key'}.`,
    );
  }
  const pair = { cert: readPem(cert), key: readPem(key) };
  const { assertKeyPair } = await import('../server/certificate.ts');
  assertKeyPair(pair, { cert, key });
  return pair;
}

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new HvsimError('cannot-read', `${file} cannot be read: ${reasonOf(error)}.`);
  }
}

/** How long a line may wait for others, in milliseconds. */
const logEveryMs = 20;

/** Lines are written together: a system call each would cost more than the answer. */
function toLog(form: string, io: Io): (entry: RequestLog) => void {
  if (form !== 'text' && form !== 'json') throw new HvsimError('wrong-usage', `--log is ${JSON.stringify(form)}; it must be text or json.`);
  let lines = '';
  let second = Number.NaN;
  let date = '';
  /** The time now. Most of it is that of the line before. */
  const isoTime = () => {
    const now = Date.now();
    if (Math.floor(now / 1_000) !== second) {
      second = Math.floor(now / 1_000);
      date = new Date(now).toISOString().slice(0, -4);
    }
    return `${date}${String(now % 1_000).padStart(3, '0')}Z`;
  };
  const flush = () => {
    io.stderr.write(lines);
    lines = '';
  };
  return (entry) => {
    if (lines === '') setTimeout(flush, logEveryMs);
    const time = isoTime();
    const { method, path, status, ms } = entry;
    lines += form === 'json' ? `${JSON.stringify({ time, ...entry })}\n` : `${time} ${method} ${path} ${status || 'dropped'} ${ms} ms\n`;
  };
}

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
function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.off('SIGTERM', stop);
      signal.removeEventListener('abort', stop);
      resolve();
    };
    process.on('SIGTERM', stop);
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
  });
}
