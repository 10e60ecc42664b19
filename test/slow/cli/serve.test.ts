import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { file, hvsim } from '../../cli/command.ts';
import { refused } from '../../cli/refused-server.ts';
import { bin } from './process.ts';
import { serve, stopAll } from './running.ts';
import { serveProcess, stopAll as stopProcesses } from './serve-process.ts';

afterAll(stopAll);
afterAll(stopProcesses);

const folder = mkdtempSync(join(tmpdir(), 'hvsim-'));
let count = 0;
const stateFile = (): string => join(folder, `state-${count++}.ndjson`);

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at, not typed.
const json = async (url: string, init?: RequestInit): Promise<any> => (await fetch(url, init)).json();

describe('hvsim serve', () => {
  it('prints a line to eval, and stops on SIGTERM and on SIGINT with exit code 0', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const served = await serveProcess(['--pools', '2']);
      expect(served.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect((await json(`${served.url}/_hvsim/state`)).pools).toHaveLength(2);
      expect(served.certificate).toBeUndefined();
      expect(await served.stop(signal)).toBe(0);
      expect(() => process.kill(served.pid, 0)).toThrow();
    }
  });

  it('answers at once, refuses, waits and hangs up as a server without its quicker Request and Response does', async () => {
    const { url, stop } = await serve();
    const status = async (path: string, init?: RequestInit) => (await fetch(url + path, init)).status;
    expect(await status('/')).toBe(200);
    expect(await status('/', { method: 'HEAD' })).toBe(200);
    expect(await status('/_hvsim/about')).toBe(200);
    expect(await status('/_hvsim/about', { headers: { Origin: 'http://example.com' } })).toBe(403);
    expect(await status('/rest/nowhere')).toBe(404);
    expect(await status('/rest/login', { method: 'POST', body: 'x'.repeat(2_000_000) })).toBe(413);
    const outcomes = [{ drop: 'before' }, { drop: 'after' }, { status: 503, latency: 1 }];
    for (const outcome of outcomes) {
      await fetch(`${url}/_hvsim/faults`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ outcomes: [outcome], times: 1 }),
      });
      const answer = status('/rest/inventory/v1/farms');
      await (outcome.drop ? expect(answer).rejects.toThrow() : expect(answer).resolves.toBe(503));
      expect(await status('/rest/inventory/v1/farms')).toBe(401);
    }
    await stop();
  });

  it('lets a shell go on that evaluates what it prints', () => {
    const script = `eval "$("${process.execPath}" "${bin}" serve --log json 2>/dev/null &)"; test -n "$HVSIM_URL" && kill "$HVSIM_PID" && echo "$HVSIM_URL"`;
    const { status, stdout } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\n$/)]);
  });

  it('logs a line a request on standard error, as text or JSON, and never a password or token', async () => {
    const secret = 'hunter2-secret';
    for (const form of ['text', 'json']) {
      const served = await serve(['--log', form, '--user', 'admin', '--password', secret, '--domain', 'corp']);
      const login = {
        method: 'POST',
        body: JSON.stringify({ username: 'admin', password: secret, domain: 'CORP' }),
        headers: { 'Content-Type': 'application/json' },
      };
      const { access_token: token } = await json(`${served.url}/rest/login`, login);
      await fetch(`${served.url}/rest/inventory/v2/desktop-pools?token=${token}`, { headers: { Authorization: `Bearer ${token}` } });
      await served.stop();
      const written = () => served.err().trim().split('\n').slice(1);
      await expect.poll(written).toHaveLength(2);
      const lines = written();
      if (form === 'json') {
        const entries = lines.map((line) => JSON.parse(line));
        for (const { time } of entries) expect(new Date(time).toISOString()).toBe(time);
        expect(entries).toMatchObject([
          { method: 'POST', path: '/rest/login', status: 200 },
          { method: 'GET', path: '/rest/inventory/v2/desktop-pools', status: 200 },
        ]);
      } else expect(lines[0]).toMatch(/^\S+Z POST \/rest\/login 200 [\d.]+ ms$/);
      expect(served.err()).not.toContain(secret);
      expect(served.err()).not.toContain(token);
    }
  });

  it('serves HTTPS with a certificate made at the start, which is gone with the server', async () => {
    const served = await serve(['--https']);
    expect(served.url).toMatch(/^https:/);
    const ca = readFileSync(served.certificate as string, 'utf8');
    const status = await new Promise((resolve, reject) => {
      request(`${served.url}/_hvsim`, { ca }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
    await served.stop();
    expect(existsSync(served.certificate as string)).toBe(false);
  });

  // It said "1 pools".
  it('says how many pools there are, and that a release without 429 has no limit of requests', async () => {
    const one = await serve(['--release', '2111', '--throttle', '5']);
    expect(one.err()).toContain('Connection Server of 2111 (8.4), 1 pool, at http');
    expect(one.err()).toContain('--throttle: 2111 (8.4) knows no 429');
    await one.stop();
    const two = await serve(['--pools', '2', '--throttle', '5']);
    expect(two.err()).toContain('2 pools, at http');
    expect(two.err()).not.toContain('--throttle');
    await two.stop();
  });

  it('warns of an address that others reach', async () => {
    const served = await serve(['--host', '0.0.0.0']);
    expect(served.err()).toMatch(/--host 0\.0\.0\.0: the server, its control API too, is open/);
    expect((await fetch(`${served.url}/_hvsim`)).status).toBe(200);
    await served.stop();
  });

  it('plays a scenario by itself, faster than real time', async () => {
    const served = await serve(['--scenario', 'push-now', '--speed', '100000']);
    await expect.poll(async () => (await json(`${served.url}/_hvsim/pools/0`)).clones[0].image?.parentVm, { timeout: 20_000 }).toBe('vm-2');
    await served.stop();
  });

  it('shows its pools in an inspector beside it, after a reset too', async () => {
    const served = await serve(['--inspect', '--pools', '2']);
    const inspector = /HVSIM_INSPECTOR=(\S+)/.exec(served.out)?.[1] as string;
    const command = (body: object) =>
      json(`${inspector}command`, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
    expect(await (await fetch(inspector)).text()).toContain('<html');
    expect(await command({ do: 'send', pool: 'ic-pool-2', event: { type: 'command.disableProvisioning' } })).toMatchObject({ ok: true });
    expect((await (await fetch(`${served.url}/_hvsim/timeline`)).text()).trim()).toContain('command.disableProvisioning');
    const { now } = await json(`${served.url}/_hvsim/state`);
    await command({ do: 'advance', ms: 3_600_000 });
    expect((await json(`${served.url}/_hvsim/state`)).now).toBeGreaterThanOrEqual(now + 3_600_000);
    await fetch(`${served.url}/_hvsim/reset`, { method: 'POST' });
    const script = async () => (await fetch(`${inspector}script?format=ndjson&pool=ic-pool-2`).catch(() => undefined))?.text();
    await expect.poll(script, { timeout: 10_000 }).not.toContain('disableProvisioning');
    await served.stop();
  });

  // The inspector knew nothing of what was before it: its scripts were refused by a fresh pool, or said that statuses were seen.
  it('gives in the inspector beside it what was done as scripts that do it again', async () => {
    const served = await serve(['--inspect', '--engine', 'lab', '--clones', '1', '--release', '2206']);
    const inspector = /HVSIM_INSPECTOR=(\S+)/.exec(served.out)?.[1] as string;
    const event = {
      type: 'command.schedulePushImage',
      spec: { parentVm: 'vm-2', snapshot: 'snapshot-2', settings: { logoffSetting: 'FORCE_LOGOFF' } },
    };
    await json(`${served.url}/_hvsim/pools/0/events`, { method: 'POST', body: JSON.stringify(event) });
    await json(`${served.url}/_hvsim/advance`, { method: 'POST', body: '{"until":"idle"}' });
    const script = async (format: string) => (await fetch(`${inspector}script?format=${format}`)).text();
    const [yaml, events] = [await script('yaml'), await script('ndjson')];
    const timeline = (await (await fetch(`${served.url}/_hvsim/timeline`)).text()).trim().split('\n');
    await served.stop();
    type Line = { readonly at: number; readonly event: { readonly type: string }; readonly state: object; readonly status: object };
    const lived = (lines: readonly string[]) =>
      lines.map((line) => JSON.parse(line) as Line).map(({ at, event: { type }, state, status }) => ({ at, type, state, status }));
    const [first] = events.split('\n');
    expect(first).toBe('# hvsim run - --manual --release 2206');
    const format = ['--json', '--format', 'rest-v2'];
    const runs = [
      await hvsim(['run', file('served.yaml', yaml), ...format]),
      await hvsim([...(first as string).slice('# hvsim '.length).split(' '), ...format], events),
    ];
    for (const { code, out, err } of runs) {
      expect([code, err]).toEqual([0, '']);
      const [created, started, succeeded, ...rest] = lived(out.trim().split('\n'));
      expect([created, started, succeeded].map((each) => each?.type)).toEqual([
        'desktop.create',
        'engine.publishStarted',
        'engine.publishSucceeded',
      ]);
      expect(rest).toEqual(lived(timeline));
      expect(rest.at(-1)?.state).toMatchObject({ operation: 'NONE', pendingImage: 'ABSENT', currentImage: 'READY' });
    }
  });

  it('notes the run where it is told to, and hvsim check and inspect read it', async () => {
    const [state, record] = [stateFile(), stateFile()];
    const served = await serve(['--state', state, '--record', record, '--clones', '1']);
    const event = {
      type: 'command.schedulePushImage',
      spec: { parentVm: 'vm-2', snapshot: 'snapshot-2', settings: { logoffSetting: 'FORCE_LOGOFF' } },
    };
    await json(`${served.url}/_hvsim/pools/0/events`, { method: 'POST', body: JSON.stringify(event) });
    await json(`${served.url}/_hvsim/advance`, { method: 'POST', body: '{"until":"idle"}' });
    await served.stop();
    expect(readFileSync(record, 'utf8')).toBe(readFileSync(state, 'utf8'));
    const { code, out, err } = await hvsim(['check', state, '--changes', '--engine', 'quick']);
    expect([code, err]).toEqual([0, expect.not.stringContaining('no status')]);
    expect(out).toContain('push of vm-2/snapshot-2: became current');
    const page = join(folder, 'page.html');
    expect(await hvsim(['inspect', '--replay', state, '--html', page])).toMatchObject({ code: 0 });
    expect(readFileSync(page, 'utf8')).toContain('clone.resyncSucceeded');
  });
});

describe('hvsim serve that cannot start', () => {
  it('refuses a port in use', async () => {
    const served = await serve();
    expect(await refused(['--port', new URL(served.url).port])).toMatch(
      /port-in-use: Port \d+ of 127\.0\.0\.1 cannot be had: it is in use/,
    );
    await served.stop();
  });

  it('refuses a state file that a running server has, and takes it over from one that was killed', async () => {
    const state = stateFile();
    const served = await serveProcess(['--state', state]);
    expect(await refused(['--state', state])).toMatch(new RegExp(`state-locked: .* process id ${served.pid}`));
    await served.stop('SIGKILL');
    await (await serveProcess(['--state', state])).stop();
  });

  it('refuses a state file of another release, seed or version, or one that is damaged, and leaves it as it is', async () => {
    const state = stateFile();
    await (await serve(['--state', state, '--release', '2206', '--seed', '4'])).stop();
    const text = readFileSync(state, 'utf8');
    expect(await refused(['--state', state, '--release', '2512'])).toMatch(/wrong-state: .* release 2206, and 2512 is asked for/);
    expect(await refused(['--state', state, '--seed', '5'])).toMatch(/wrong-state: .* seed 4, and 5 is asked for/);
    expect(readFileSync(state, 'utf8')).toBe(text);
    writeFileSync(state, text.replace('"hvsim":1', '"hvsim":7'));
    expect(await refused(['--state', state])).toMatch(/wrong-state: .* version 7/);
    writeFileSync(state, text.replace('\n{', '\n#'));
    expect(await refused(['--state', state])).toMatch(/wrong-state: .*: line 2 \(at byte \d+\) is no JSON object/);
  });

  it('goes on with a state file whose last record is cut off, and says so', async () => {
    const state = stateFile();
    await (await serve(['--state', state, '--pools', '2'])).stop();
    const text = readFileSync(state, 'utf8');
    writeFileSync(state, text.slice(0, -20));
    const served = await serve(['--state', state]);
    expect(served.err()).toMatch(/the last record is cut off after byte \d+ and left out/);
    expect((await json(`${served.url}/_hvsim/state`)).pools).toHaveLength(2);
    await served.stop();
  });
});
