import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Description, InspectedStep, Recording } from '../../../src/inspector/protocol.ts';
import { file, hvsim, records } from '../../cli/command.ts';
import { streamed } from '../inspector/stream.ts';
import { bin } from './process.ts';
import { start, stopAll } from './running.ts';

const running: ChildProcess[] = [];
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  await stopAll();
});

/** Starts `hvsim inspect` in this process, and waits for its address. */
async function inspect(args: readonly string[], input?: string) {
  const started = await start(['inspect', ...args, '--json'], input);
  return { ...started, url: JSON.parse(started.out).url as string };
}

/** The same in a process of its own. */
async function inspectProcess(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [bin, 'inspect', ...args, '--json'], { env: { ...process.env, ...env } });
  running.push(child);
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (part) => {
    err += part;
  });
  const [out] = await once(child.stdout.setEncoding('utf8'), 'data');
  return { child, url: JSON.parse(out).url as string, err: () => err };
}

const descriptionOf = async (url: string): Promise<Description> =>
  (await streamed(`${url}events`, (all) => all.length > 0))[0]?.data.description as Description;

const stepsOf = async (url: string): Promise<InspectedStep[]> =>
  (await streamed(`${url}events`, (all) => all.some(({ type }) => type === 'clock' || type === 'end'))).flatMap(
    ({ data }) => (data.steps ?? []) as InspectedStep[],
  );

const post = async (url: string, command: object) =>
  (await fetch(`${url}command`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(command) })).json();

const recordingIn = (path: string): Recording =>
  JSON.parse(/<script type="application\/json" id="recording">(.*?)<\/script>/s.exec(readFileSync(path, 'utf8'))?.[1] ?? 'null');

const folder = () => mkdtempSync(join(tmpdir(), 'hvsim-'));

describe('hvsim inspect', () => {
  it('runs a scenario, serves the page, and ends cleanly with Ctrl-C', async () => {
    const { child, url, err } = await inspectProcess(['push-now', '--format', 'rest-v2', '--release', '2206']);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    expect(await (await fetch(url)).text()).toContain('<script type="application/json" id="recording">null</script>');
    const description = await descriptionOf(url);
    expect(description).toMatchObject({
      mode: 'live',
      title: 'Push an image now',
      scenario: 'push-now',
      release: '2206',
      format: 'rest-v2',
    });
    expect(description.scenarios.map(({ name }) => name)).toContain('bad-week');
    expect(await stepsOf(url)).toHaveLength(records((await hvsim(['run', 'push-now', '--release', '2206', '--json'])).out).length);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(err()).toBe('hvsim: shows "Push an image now" (release 2206) on this machine alone; Ctrl-C ends it\n');
  });

  it('starts a fresh pool that the viewer drives, and another scenario when asked', async () => {
    const { url } = await inspect(['--live', '--engine', 'lab']);
    expect(await stepsOf(url)).toHaveLength(1);
    expect(await post(url, { do: 'next' })).toMatchObject({ ok: true });
    expect((await stepsOf(url)).map(({ event }) => event.type)).toEqual(['desktop.create', 'engine.publishStarted']);
    expect(await post(url, { do: 'restart', scenario: 'delete' })).toMatchObject({ ok: true });
    expect(await descriptionOf(url)).toMatchObject({ title: 'Delete a pool', scenario: 'delete' });
    expect(await post(url, { do: 'restart', scenario: 'no-such' })).toMatchObject({ ok: false, code: 'unknown-scenario' });
  });

  it('leaves the steps of a scenario to the viewer with --live', async () => {
    const { url } = await inspect(['push-now', '--live']);
    expect(await stepsOf(url)).toHaveLength(1);
    expect(await descriptionOf(url)).toMatchObject({ title: 'Push an image now' });
  });

  it('gives what was clicked as a scenario that runs, with the same statuses', async () => {
    const { url } = await inspect(['--live', '--engine', 'quick', '--seed', '7']);
    const { pool = '' } = (await stepsOf(url))[0] ?? {};
    const spec = { parentVm: 'vm-2', snapshot: 'snapshot-2', settings: { logoffSetting: 'FORCE_LOGOFF' } };
    await post(url, { do: 'advance', ms: 3_600_000 });
    expect(await post(url, { do: 'send', pool, event: { type: 'command.schedulePushImage', spec } })).toMatchObject({
      outcome: 'accepted',
    });
    await post(url, { do: 'next' });
    await post(url, { do: 'advance', ms: 12_345 });
    const clicked = (await stepsOf(url)).map(({ at, event, state }) => ({ at, type: event.type, state }));
    const yaml = file('clicked.yaml', await (await fetch(`${url}script?format=yaml`)).text());
    const events = await (await fetch(`${url}script?format=ndjson&pool=${pool}`)).text();
    for (const { out } of [await hvsim(['run', yaml, '--json']), await hvsim(['run', '-', '--manual', '--json'], events)]) {
      const again = records(out) as unknown as { at: number; event: { type: string }; state: object }[];
      expect(again.map(({ at, event, state }) => ({ at, type: event.type, state }))).toEqual(clicked);
    }
  });

  it('shows a scenario that fails up to where it fails, and says why', async () => {
    const failing = file(
      'fails.yaml',
      'title: Fails\nengine: quick\nsteps:\n  - until: { operation: NONE }\n  - expect: { state: { operation: DELETED } }\n',
    );
    const { url, err } = await inspect([failing]);
    expect((await stepsOf(url)).length).toBeGreaterThan(3);
    expect((await descriptionOf(url)).scenarios[0]).toEqual({ name: failing, title: 'Fails' });
    expect(err()).toContain('hvsim: expectation-failed: Step 2');
    const html = join(folder(), 'fails.html');
    expect(await hvsim(['inspect', failing, '--html', html])).toMatchObject({ code: 1, out: '' });
    const { description, steps } = recordingIn(html);
    expect(steps.length).toBeGreaterThan(3);
    const warnings = [expect.stringContaining('The scenario did not come to its end. expectation-failed: Step 2')];
    expect([description.warnings, (await descriptionOf(url)).warnings]).toEqual([warnings, warnings]);
    await post(url, { do: 'restart', scenario: 'delete' });
    expect(await descriptionOf(url)).not.toHaveProperty('warnings');
    await post(url, { do: 'restart', scenario: failing });
    expect((await descriptionOf(url)).warnings).toEqual(warnings);
  });
});

describe('hvsim inspect --replay', () => {
  it('shows a recorded run, from a file and from standard input', async () => {
    const timeline = (await hvsim(['run', 'bad-week', '--json', '--format', 'powercli'])).out;
    const { url } = await inspect(['--replay', file('week.ndjson', timeline)]);
    expect(await descriptionOf(url)).toMatchObject({ mode: 'recorded', format: 'powercli', scenarios: [] });
    expect(await stepsOf(url)).toHaveLength(records(timeline).length);
    const piped = await inspect(['--replay', '-', '--format', 'view'], timeline);
    expect(await descriptionOf(piped.url)).toMatchObject({ title: 'Recorded in standard input', format: 'view' });
  });

  it('shows what check has judged', async () => {
    const judged = (await hvsim(['check', '-', '--json'], (await hvsim(['run', 'push-fails', '--json'])).out)).out;
    const html = join(folder(), 'judged.html');
    expect(await hvsim(['inspect', '--replay', '-', '--html', html], judged)).toMatchObject({ code: 0, out: '', err: '' });
    expect(new Set(recordingIn(html).steps.map(({ event }) => event.type))).toEqual(new Set(['observed']));
  });

  it('shows what is whole of one that is cut off', async () => {
    const timeline = (await hvsim(['run', 'delete', '--json'])).out;
    const html = join(folder(), 'cut.html');
    const { code, err } = await hvsim(['inspect', '--replay', file('cut.ndjson', timeline.slice(0, -20)), '--html', html]);
    expect(code).toBe(0);
    expect(err).toMatch(/cut\.ndjson is cut off in line \d+; what is before it is shown\.\n$/);
    expect(recordingIn(html).steps).toHaveLength(records(timeline).length - 1);
  });

  it('says which records are missing of one with a hole', async () => {
    const lines = (await hvsim(['run', 'push-now', '--json'])).out.split('\n');
    const html = join(folder(), 'hole.html');
    const { code, err } = await hvsim(['inspect', '--replay', '-', '--html', html], lines.toSpliced(4, 1).join('\n'));
    expect([code, err]).toEqual([0, expect.stringMatching(/^hvsim: standard input: line 5 has seq 6 after seq 4\. .*\n$/)]);
    expect(err).toBe(`hvsim: ${recordingIn(html).description.warnings?.join()}\n`);
  });
});

describe('hvsim inspect --html', () => {
  it('writes one file with the steps of the run in it, and ends', async () => {
    const html = join(folder(), 'run.html');
    expect(await hvsim(['inspect', 'push-now', '--html', html])).toEqual({ code: 0, out: '', err: '' });
    const { description, steps } = recordingIn(html);
    expect(description).toMatchObject({ mode: 'recorded', title: 'Push an image now', scenarios: [] });
    expect(steps).toHaveLength(records((await hvsim(['run', 'push-now', '--json'])).out).length);
  });

  it('says where it cannot write', async () => {
    const ran = await hvsim(['inspect', 'delete', '--html', join(folder(), 'no', 'where.html')]);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('hvsim: cannot-write:');
  });
});

describe('hvsim inspect --open', () => {
  const here = process.platform === 'linux';

  it.runIf(here)('says that there is no browser, and goes on', async () => {
    const { url, err } = await inspectProcess(['delete', '--open'], { PATH: folder() });
    await expect.poll(err).toContain(`no browser could be opened (there is no xdg-open); open ${url} yourself`);
    expect((await fetch(url)).status).toBe(200);
  });

  it.runIf(here)('gives the address to the system', async () => {
    const bins = folder();
    const seen = join(bins, 'seen');
    writeFileSync(join(bins, 'xdg-open'), `#!/bin/sh\necho "$1" > ${seen}\n`, { mode: 0o755 });
    const { url } = await inspectProcess(['delete', '--open'], { PATH: `${bins}${delimiter}${process.env.PATH}` });
    await expect.poll(() => existsSync(seen) && readFileSync(seen, 'utf8')).toBe(`${url}\n`);
  });
});

describe('wrong usage of hvsim inspect', () => {
  it('is a port that is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const ran = await hvsim(['inspect', 'delete', '--port', String(port)]);
    server.close();
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain(`hvsim: port-in-use: Port ${port} of 127.0.0.1 is in use. Give another one, or 0 for any that is free.`);
  });
});
