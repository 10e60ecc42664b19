/** What `hvsim serve` is told on its command line. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { EngineOption } from '../engine/timings.ts';
import { HvsimError } from '../errors.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Account } from '../server/accounts.ts';
import type { KeyPair } from '../server/certificate.ts';
import type { RequestLog } from '../server/listen.ts';
import type { ServerOptions } from '../server/start-server.ts';
import { cannotRead, type Io } from './io.ts';
import { integerFrom, pick, toInteger, toPort, toPositive, toStart, type Values } from './options.ts';

/** The administrator of everything, unless the options say otherwise. */
const administrator = { user: 'administrator', password: 'secret', domain: 'hvsim' } as const;

export const options = {
  release: { value: '<name>', says: 'Horizon release: paths, properties and values of that one only (default 2512)' },
  port: { value: '<number>', says: '0 for any that is free (default 0)', read: toPort },
  host: { value: '<address>', says: 'where to listen (default 127.0.0.1; anything else is open to others)' },
  'allow-host': { value: '<name>', multiple: true, says: 'another name that clients may call the server by; may be repeated' },
  https: { says: 'with a certificate made on the spot for localhost and 127.0.0.1; its file is printed' },
  cert: { value: '<file>', says: `one's own certificate and key, in PEM` },
  key: { value: '<file>' },
  pools: { value: '<number>', says: 'idle pools from the start (default 1)', read: integerFrom(0) },
  clones: { value: '<number>', says: 'of each pool (default 3)', read: integerFrom(0) },
  'base-vms': { value: '<number>', says: 'that can be pushed: vm-1 with snapshot-1 on (default 8)', read: integerFrom(1) },
  snapshots: { value: '<number>', says: 'of each base VM, one a month (default 3)', read: integerFrom(1) },
  scenario: { value: '<name>', says: 'what happens to the pools by itself: a scenario by name, or a YAML or JSON file', read: toScenario },
  seed: { value: '<number>', says: 'another run of the same chance (default 1)', read: toInteger },
  engine: {
    value: '<profile>',
    says: 'production, lab, quick, instant, flaky, manual, or a file of timings (default quick)',
    read: toEngine,
  },
  speed: { value: '<factor>', says: 'virtual time against wall time (default 1)', read: toPositive },
  'start-at': { value: '<time>', says: 'virtual time at the begin (default: now)', read: toStart },
  user: { value: '<name>', says: `of the administrator (default ${administrator.user})` },
  password: { value: '<text>', says: `(default ${administrator.password})` },
  domain: { value: '<name>', says: `(default ${administrator.domain})` },
  account: {
    value: '<account>',
    multiple: true,
    says: 'one who may less, as user:password@domain=POOL_VIEW,POOL_MANAGEMENT; may be repeated',
    read: toAccount,
  },
  throttle: {
    value: '<number>',
    says: 'requests a second and session before 429, from release 2406 on (default: no limit)',
    read: toPositive,
  },
  state: { value: '<file>', says: 'note everything before it is answered, and go on from there next time' },
  'no-fsync': { says: 'do not wait for the disk' },
  record: { value: '<file>', says: 'the timeline of this run' },
  inspect: { says: 'the inspector beside it: every transition on a page; its address is printed' },
  log: { value: '<form>', says: 'one line a request on standard error: text or json (default text)' },
} as const;

type Given = Values<typeof options>;

/** Loaded where they are asked for: most servers have neither. */
async function toEngine(option: string): Promise<EngineOption> {
  const { readEngine } = await import('./run-options.ts');
  return readEngine(option);
}

async function toScenario(name: string): Promise<Scenario> {
  const { findScenario } = await import('./catalogue.ts');
  return (await findScenario(name)).scenario;
}

export async function toServerOptions(values: Given, io: Io): Promise<ServerOptions> {
  const { state, record, 'start-at': startAt, 'allow-host': names } = values;
  if (state !== undefined && record !== undefined && resolve(state) === resolve(record))
    throw new HvsimError('wrong-usage', '--state and --record are the same file. Leave one out: the state is a record of the run too.');
  return {
    port: 0,
    ...pick(
      values,
      'release',
      'host',
      'port',
      'pools',
      'clones',
      'seed',
      'speed',
      'throttle',
      'engine',
      'scenario',
      'state',
      'record',
      'snapshots',
    ),
    ...(values['base-vms'] === undefined ? {} : { baseVms: values['base-vms'] }),
    ...(names && { names }),
    ...(startAt && { startAt }),
    fsync: !values['no-fsync'],
    https: (await readKeyPair(values)) ?? values.https ?? false,
    accounts: toAccounts(values),
    log: toLog(values.log ?? 'text', io),
    defect: (error) => io.stderr.write(`hvsim: defect: ${(error as Error).stack}\nThis is a defect of hvsim, please report it.\n`),
  };
}

async function readKeyPair({ cert, key }: Given): Promise<KeyPair | undefined> {
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
    throw cannotRead(file, error);
  }
}

/** How long a line may wait for others, in milliseconds. */
const logEveryMs = 20;

/** Lines are written together: a system call each would cost more than the answer. */
function toLog(form: string, io: Io): (entry: RequestLog) => void {
  if (form !== 'text' && form !== 'json') throw new HvsimError('wrong-usage', `--log is ${JSON.stringify(form)}; it must be text or json.`);
  let lines = '';
  const flush = () => {
    io.stderr.write(lines);
    lines = '';
  };
  return (entry) => {
    if (lines === '') setTimeout(flush, logEveryMs);
    const time = new Date().toISOString();
    const { method, path, status, ms } = entry;
    lines += form === 'json' ? `${JSON.stringify({ time, ...entry })}\n` : `${time} ${method} ${path} ${status || 'dropped'} ${ms} ms\n`;
  };
}

/** The administrator of `--user`, `--password` and `--domain`, and one each `--account`. */
const toAccounts = ({ account = [], ...values }: Given): Account[] => [
  { ...administrator, ...pick(values, 'user', 'password', 'domain'), privileges: ['ALL'] },
  ...account,
];

/** `user:password@domain=POOL_VIEW,POOL_MANAGEMENT`. A password may have any of these marks in it. */
function toAccount(text: string): Account {
  const [, user, password, domain, names] = /^([^:]+):(.+)@([^@=]+)=(.*)$/s.exec(text) ?? [];
  if (!user || !password || !domain || names === undefined) {
    throw new HvsimError('wrong-usage', 'An --account must be like user:password@domain=POOL_VIEW,POOL_MANAGEMENT; one is not.');
  }
  const privileges = names.split(',').map((name) => name.trim());
  return { user, password, domain, privileges: privileges.filter(Boolean) };
}
