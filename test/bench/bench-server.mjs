// How quick hvsim serve is: beside a bare node:http that answers the same bytes, and beside Prism and json-server serving the like.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bin, markdown, median } from './measure.mjs';
import { fileOf, load } from './others.mjs';

const folder = mkdtempSync(join(tmpdir(), 'hvsim-bench-'));
const file = (/** @type {string} */ name, /** @type {string} */ text) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const seconds = 2;
const rounds = 7;
const starts = 9;
const connections = 10;

/** Answers `GET /one` and `GET /list` with the bytes of two files. */
const bareServer = `
const { readFileSync } = require('node:fs');
const [one, list] = process.argv.slice(2, 4).map((name) => readFileSync(name, 'latin1'));
const headers = (text) => ({ 'Content-Type': 'application/json', 'Content-Length': text.length });
const answers = { '/one': [one, headers(one)], '/list': [list, headers(list)] };
require('node:http').createServer((request, response) => {
  const [text, head] = answers[request.url] ?? answers['/one'];
  response.writeHead(200, head);
  response.end(text);
}).listen(Number(process.argv[4]), '127.0.0.1');
`;

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** A port that nobody has. */
const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });

/** Starts a program that listens on a port of ours, and gives the time to its first answer, in milliseconds. */
async function start(/** @type {(port: number) => string[]} */ args, /** @type {string} */ path) {
  const port = /** @type {number} */ (await freePort());
  const began = performance.now();
  const child = spawn(process.execPath, args(port), { stdio: 'ignore', cwd: folder });
  running.add(child);
  const url = `http://127.0.0.1:${port}`;
  while (performance.now() - began < 60_000) {
    const answer = await fetch(url + path).catch(() => undefined);
    if (answer) {
      await answer.text();
      return { url, ms: performance.now() - began, pid: /** @type {number} */ (child.pid), stop: () => stop(child) };
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error(`${args(port).join(' ')} does not answer`);
}

const stop = (/** @type {import('node:child_process').ChildProcess} */ child) =>
  new Promise((resolve) => {
    running.delete(child);
    child.once('close', resolve);
    child.kill();
  });

const serve =
  (/** @type {string[]} */ ...more) =>
  (/** @type {number} */ given) => [bin, 'serve', '--port', String(given), ...more];

/** Logs in; gives the headers of every request that follows. */
async function login(/** @type {string} */ url) {
  const body = JSON.stringify({ username: 'administrator', password: 'secret', domain: 'hvsim' });
  const answer = await fetch(`${url}/rest/login`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  const { access_token: token } = /** @type {{ access_token: string }} */ (await answer.json());
  return { Authorization: `Bearer ${token}` };
}

/** What Prism and json-server are given: the same objects. */
function otherServers(/** @type {string} */ one, /** @type {string} */ list) {
  const get = (/** @type {string} */ text) => ({
    get: { responses: { 200: { description: 'ok', content: { 'application/json': { example: JSON.parse(text) } } } } },
  });
  const document = { openapi: '3.0.3', info: { title: 'pools', version: '1' }, paths: { '/one': get(one), '/list': get(list) } };
  const api = file('openapi.json', JSON.stringify(document));
  const database = file('db.json', JSON.stringify({ one: JSON.parse(one), list: JSON.parse(list) }));
  const prism = fileOf('@stoplight/prism-cli/dist/index.js');
  const jsonServer = fileOf('json-server/lib/cli/bin.js');
  return {
    Prism: (/** @type {number} */ given) => [prism, 'mock', '-h', '127.0.0.1', '-p', String(given), '-v', 'silent', api],
    'json-server': (/** @type {number} */ given) => [jsonServer, '--host', '127.0.0.1', '--port', String(given), '--quiet', database],
  };
}

const memoryOf = (/** @type {number} */ pid) =>
  Number(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout) * 1_024;

/** The report. */
export async function serverBench() {
  const autocannon = await load('autocannon');
  if (!autocannon) return 'The server is not measured: there is nothing to measure it with.';
  try {
    return await report(autocannon.default);
  } finally {
    for (const child of running) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function report(/** @type {any} */ autocannon) {
  const many = await start(serve('--pools', '1000'), '/_hvsim');
  const headers = await login(many.url);
  const read = async (/** @type {string} */ path) => (await fetch(many.url + path, { headers })).text();
  const listPath = '/rest/inventory/v12/desktop-pools?page=1&size=100';
  const list = await read(listPath);
  const onePath = `/rest/inventory/v12/desktop-pools/${JSON.parse(list)[0].id}`;
  const one = await read(onePath);
  const bareFile = file('bare.cjs', bareServer);
  const [oneFile, listFile] = [file('one.json', one), file('list.json', list)];
  const bare = (/** @type {number} */ given) => [bareFile, oneFile, listFile, String(given)];
  const others = otherServers(one, list);

  /** Requests a second and p99 in milliseconds, medians of rounds in turn. */
  async function measure(/** @type {Record<string, object>} */ candidates) {
    const results = Object.fromEntries(Object.keys(candidates).map((name) => [name, /** @type {[number, number][]} */ ([])]));
    for (let round = 0; round <= rounds; round += 1) {
      for (const [name, options] of Object.entries(candidates)) {
        const { requests, latency, non2xx } = await autocannon({ connections, duration: seconds, ...options });
        if (non2xx > 0) throw new Error(`${name}: ${non2xx} answers were no success`);
        if (round > 0) results[name]?.push([requests.average, latency.p99]);
      }
    }
    return Object.fromEntries(
      Object.entries(results).map(([name, all]) => [
        name,
        { rate: median(all.map(([rate]) => rate)), p99: median(all.map(([, p99]) => p99)) },
      ]),
    );
  }
  const rows = (
    /** @type {string} */ what,
    /** @type {Awaited<ReturnType<typeof measure>>} */ results,
    against = Object.keys(results)[0] ?? '',
  ) =>
    Object.entries(results).map(([name, { rate, p99 }]) => [
      what,
      name,
      `${Math.round(rate)} /s`,
      `${p99} ms`,
      `${(rate / (results[against]?.rate ?? Number.NaN)).toFixed(2)}×`,
    ]);

  const servers = {
    bare: await start(bare, '/one'),
    Prism: await start(others.Prism, '/one'),
    'json-server': await start(others['json-server'], '/one'),
  };
  // All are asked with the token that hvsim needs: a request is as long for every server.
  const beside = async (/** @type {string} */ name, /** @type {string} */ path) =>
    measure({
      'bare node:http': { url: servers.bare.url + name, headers },
      hvsim: { url: many.url + path, headers },
      Prism: { url: servers.Prism.url + name, headers },
      'json-server': { url: servers['json-server'].url + name, headers },
    });
  const table = [['what', 'server', 'requests', 'p99', 'against the first'], ...rows('one pool', await beside('/one', onePath))];
  table.push(...rows('100 of 1,000 pools', await beside('/list', listPath)));
  for (const server of Object.values(servers)) await server.stop();

  // A push is put off again and again, which is accepted for as long as it has not begun.
  const push = (/** @type {Record<string, string>} */ auth) => {
    let startTime = 4_000_000_000_000;
    return {
      method: 'POST',
      headers: { ...auth, 'Content-Type': 'application/json' },
      path: `${onePath.replace('/v12/', '/v2/')}/action/schedule-push-image`,
      setupRequest: (/** @type {object} */ request) => {
        startTime += 1;
        const spec = { parent_vm_id: 'vm-2', snapshot_id: 'snapshot-2', logoff_policy: 'FORCE_LOGOFF', start_time: startTime };
        return { ...request, body: JSON.stringify(spec) };
      },
    };
  };
  const poll = (/** @type {Record<string, string>} */ auth) => ({ method: 'GET', path: onePath, headers: auth });
  const state = join(folder, 'state');
  const writers = {
    'without a journal': await start(serve('--pools', '10'), '/_hvsim'),
    '--state --no-fsync': await start(serve('--pools', '10', '--no-fsync', '--state', `${state}1`), '/_hvsim'),
    '--state': await start(serve('--pools', '10', '--state', `${state}2`), '/_hvsim'),
  };
  const written = /** @type {Record<string, object>} */ ({});
  const cycles = /** @type {Record<string, object>} */ ({});
  for (const [name, { url }] of Object.entries(writers)) {
    const auth = await login(url);
    written[name] = { url, requests: [push(auth)] };
    cycles[name] = { url, requests: [push(auth), poll(auth), poll(auth), poll(auth)] };
  }
  table.push(...rows('push', await measure(written)), ...rows('push and three polls', await measure(cycles)));
  for (const server of Object.values(writers)) await server.stop();
  await many.stop();

  const starting = /** @type {[string, (port: number) => string[], string][]} */ ([
    ['bare node:http', bare, '/one'],
    ['hvsim', serve(), '/_hvsim'],
    ['hvsim, 1,000 pools with 100 clones', serve('--pools', '1000', '--clones', '100'), '/_hvsim'],
    ['Prism', others.Prism, '/one'],
    ['json-server', others['json-server'], '/one'],
  ]);
  const times = Object.fromEntries(starting.map(([name]) => [name, /** @type {number[]} */ ([])]));
  for (let round = 0; round < starts; round += 1) {
    for (const [name, args, path] of starting) {
      const server = await start(args, path);
      times[name]?.push(server.ms);
      await server.stop();
    }
  }
  const bareMs = median(times['bare node:http'] ?? []);
  const started = [['from start to first answer', 'ms', 'against the first']];
  for (const [name, all] of Object.entries(times)) {
    started.push([name, median(all).toFixed(0), `${(median(all) / bareMs).toFixed(1)}×`]);
  }

  const memory = [['memory of the process', 'MB']];
  const sizes = /** @type {number[]} */ ([]);
  for (const [pools, clones] of [
    [1, 0],
    [1_000, 0],
    [1_000, 100],
  ]) {
    const server = await start(serve('--pools', String(pools), '--clones', String(clones)), '/_hvsim');
    const size = memoryOf(server.pid);
    sizes.push(size);
    memory.push([`${pools === 1 ? '1 pool' : `${pools} pools`} with ${clones} clones each`, String(Math.round(size / 1e6))]);
    await server.stop();
  }
  const [least = 0, pools = 0, clones = 0] = sizes;
  memory.push(
    ['a pool', `${((pools - least) / 999 / 1e3).toFixed(1)} KB`],
    ['a clone', `${((clones - pools) / 100_000).toFixed(0)} bytes`],
  );
  return [table, started, memory].map(markdown).join('\n\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(await serverBench());
