import { once } from 'node:events';
import { createSimulator as builtSimulator } from 'hvsim';
import { inspectSimulator } from 'hvsim/inspector';
import { afterEach, describe, expect, it } from 'vitest';
import { type Inspection, type ListenOptions, listen } from '../../../src/inspector/listen.ts';
import { LiveSession, type SessionOptions } from '../../../src/inspector/live-session.ts';
import type { InspectedStep } from '../../../src/inspector/protocol.ts';
import { recordedSession, type Session } from '../../../src/inspector/session.ts';
import { createSimulator } from '../../../src/simulator/index.ts';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import { push, ran } from '../../inspector/runs.ts';
import { answered, connected, type StreamEvent, streamed } from './stream.ts';

const stream = 'GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

let sessions = 0;
const newId = () => {
  sessions += 1;
  return `s-${sessions}`;
};

function live(simulator: Simulator, more: Partial<SessionOptions> = {}): LiveSession {
  const wall = { now: () => 0, every: () => () => {}, newId };
  const session = new LiveSession({ simulator, title: 'A pool' }, { format: 'view', wall, ...more });
  opened.push(session);
  return session;
}

async function served(session: Session, options: ListenOptions = {}): Promise<Inspection> {
  const listening = await listen(session, options);
  opened.push(listening);
  return listening;
}

async function pool(engine: 'lab' | 'manual' = 'lab') {
  const simulator = createSimulator({ engine });
  const { url } = await served(live(simulator));
  return { simulator, url, id: simulator.pools[0]?.id ?? '' };
}

const post = (url: string, body: string, headers: Record<string, string> = { 'Content-Type': 'application/json' }) =>
  fetch(`${url}command`, { method: 'POST', headers, body });

const startIn = (html: string): unknown => JSON.parse(/<script type="application\/json" id="start">(.*?)<\/script>/.exec(html)?.[1] ?? '');

const stepsIn = (events: readonly StreamEvent[]): InspectedStep[] =>
  events.filter(({ type }) => type === 'steps').flatMap(({ data }) => data.steps as InspectedStep[]);

const seqsUntil = (last: number) => (events: readonly StreamEvent[]) => stepsIn(events).at(-1)?.seq === last;

describe('the stream', () => {
  it('begins with the description, then all steps, then the clock, and goes on', async () => {
    const { simulator, url, id } = await pool();
    simulator.advance('10m');
    const events = await streamed(`${url}events`, (all) => {
      if (all.length === 3) void post(url, JSON.stringify({ do: 'send', pool: id, event: { type: 'command.delete' } }));
      return all.some(({ data }) => data.type === 'steps' && (data.steps as InspectedStep[])[0]?.event.type === 'command.delete');
    });
    expect(events.slice(0, 3).map(({ type, data }) => [type, data.type])).toEqual([
      ['description', 'description'],
      ['steps', 'steps'],
      ['clock', 'clock'],
    ]);
    const seqs = stepsIn(events).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  });

  it('gives a viewer that comes again what it missed', async () => {
    const { simulator, url } = await pool();
    simulator.advance('10m');
    const last = simulator.timeline().length;
    const [description] = await streamed(`${url}events`, seqsUntil(last));
    const session = (description?.data.description as { session: string } | undefined)?.session;
    const missed = async (path: string, headers = {}) => stepsIn(await streamed(`${url}${path}`, seqsUntil(last), headers))[0]?.seq;
    expect(await missed('events', { 'Last-Event-ID': `${session}.3` })).toBe(4);
    expect(await missed(`events?since=5&session=${session}`)).toBe(6);
    expect(await missed('events?since=5')).toBe(6);
  });

  it('gives one of another session, or with a number that is none, everything', async () => {
    const { simulator, url } = await pool();
    simulator.advance('10m');
    const last = simulator.timeline().length;
    const first = async (path: string, headers = {}) => stepsIn(await streamed(`${url}${path}`, seqsUntil(last), headers))[0]?.seq;
    expect(await first('events', { 'Last-Event-ID': 'before-the-restart.3' })).toBe(1);
    expect(await first('events?since=5&session=another')).toBe(1);
    expect(await first('events?since=-5')).toBe(1);
    expect(await first('events?since=soon')).toBe(1);
  });

  it('begins anew for everybody when the run does', async () => {
    const start = () => ({ simulator: createSimulator({ pools: 2 }), title: 'Anew' });
    const { url } = await served(live(createSimulator(), { start }));
    const looking = () =>
      streamed(`${url}events`, (all) => all.filter(({ type }) => type === 'description').length === 2 && seqsUntil(2)(all));
    const both = [looking(), looking()];
    await fetch(`${url}possible?pool=ic-pool-1`);
    expect((await post(url, '{"do":"restart"}')).status).toBe(200);
    for (const events of await Promise.all(both)) {
      const titles = events.filter(({ type }) => type === 'description').map(({ data }) => (data.description as { title: string }).title);
      expect(titles).toEqual(['A pool', 'Anew']);
      expect(stepsIn(events).map(({ seq }) => seq)).toEqual([1, 1, 2]);
    }
  });

  it('ends, for a recorded run, with an end', async () => {
    const session = live(ran('bad-week'));
    const { url } = await served(recordedSession(session.toRecording()));
    const events = await streamed(`${url}events`, () => false);
    expect(events.map(({ type }) => type)).toEqual(['description', 'steps', 'end']);
    expect(stepsIn(events)).toEqual(session.steps);
  });

  it('gives signs of life', async () => {
    const { url } = await served(live(createSimulator()), { beatMs: 5 });
    const socket = await connected(url, stream);
    let text = '';
    socket.setEncoding('utf8').resume();
    while (!/\n:\n\n/.test(text)) text += (await once(socket, 'data'))[0];
    socket.destroy();
  });
});

describe('a viewer that never reads', () => {
  it('is dropped, and others see everything', async () => {
    const simulator = createSimulator({ engine: 'manual', pools: Array.from({ length: 60 }, () => ({ clones: 2_000 })) });
    const { url } = await served(live(simulator), { viewers: 2, stallMs: 1_500 });
    const idle = await connected(url, stream);
    opened.push({ close: () => idle.destroy() });
    let seen = 0;
    const reading = streamed(`${url}events`, (events) => {
      seen = events.length;
      return seqsUntil(61)(events);
    });
    await expect.poll(() => seen).toBeGreaterThan(0);
    await expect.poll(async () => (await fetch(`${url}events`)).status).toBe(503);
    simulator.send(1, { type: 'engine.publishStarted' });
    expect(stepsIn(await reading)).toHaveLength(61);
    const looking = await connected(url, stream);
    opened.push({ close: () => looking.destroy() });
    await expect
      .poll(async () => (await fetch(`${url}events`, { signal: AbortSignal.timeout(1_000) })).status, { timeout: 20_000 })
      .toBe(200);
  });
});

describe('commands', () => {
  it('are answered, and 400 with the reason where they cannot be done', async () => {
    const { simulator, url, id } = await pool();
    const good = await post(url, '{"do":"next"}');
    expect([good.status, await good.json()]).toEqual([
      200,
      { ok: true, clock: { now: simulator.now, nextDue: simulator.nextDue(), speed: 0 } },
    ]);
    const before = simulator.snapshot();
    const unknown = await post(url, JSON.stringify({ do: 'send', pool: id, event: { type: 'command.explode' } }));
    expect([unknown.status, await unknown.json()]).toMatchObject([400, { ok: false, code: 'unknown-event' }]);
    const broken = await post(url, JSON.stringify({ do: 'send', pool: id, event: { type: push.type, spec: { parentVm: 5 } } }));
    expect([broken.status, await broken.json()]).toMatchObject([400, { ok: false, code: 'wrong-payload' }]);
    const cut = await post(url, '{"do":');
    expect([cut.status, await cut.json()]).toMatchObject([400, { ok: false, code: 'not-json' }]);
    expect(simulator.snapshot()).toBe(before);
  });

  it('are JSON and nothing else', async () => {
    const { url } = await pool();
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonish'])
      expect((await post(url, '{"do":"next"}', { 'Content-Type': type })).status).toBe(415);
    expect((await post(url, '{"do":"next"}', { 'Content-Type': 'application/json; charset=utf-8' })).status).toBe(200);
  });

  it('are not too large, whether that is announced or not', async () => {
    const { url, simulator } = await pool();
    const head = 'POST /command HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
    expect(await answered(url, `${head}Content-Length: 99999999\r\n\r\n{`)).toMatch(/^HTTP\/1\.1 413 /);
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    expect(await answered(url, `${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(17)}`)).toMatch(/^HTTP\/1\.1 413 /);
    expect(simulator.timeline()).toHaveLength(1);
  });

  it('do nothing to a recorded run', async () => {
    const { url } = await served(recordedSession(live(ran('delete')).toRecording()));
    const answer = await post(url, '{"do":"next"}');
    expect([answer.status, await answer.json()]).toMatchObject([400, { ok: false, code: 'read-only' }]);
    expect((await fetch(`${url}possible?pool=x`)).status).toBe(400);
    expect(await (await fetch(`${url}script`)).text()).toContain('title: A pool');
    expect((await fetch(`${url}script?format=ndjson&pool=nobody`)).status).toBe(404);
  });
});

describe('what a pool can take, and what was done', () => {
  it('can be asked for', async () => {
    const { url, id } = await pool();
    expect(await (await fetch(`${url}possible?pool=${id}`)).json()).toMatchObject({ 'engine.publishStarted': true });
    expect(await (await fetch(`${url}script`)).text()).toContain('engine: lab');
    expect(await (await fetch(`${url}script?format=ndjson&pool=${id}`)).text()).toMatch(/^# hvsim run - --manual/);
  });

  it('is unknown of unknown pools and formats', async () => {
    const { url } = await pool();
    expect((await fetch(`${url}possible?pool=nobody`)).status).toBe(404);
    expect((await fetch(`${url}script?pool=nobody`)).status).toBe(404);
    expect((await fetch(`${url}script?format=xml`)).status).toBe(400);
  });
});

describe('the door', () => {
  const get = (host: string, more = '') => `GET /possible?pool=ic-pool-1 HTTP/1.1\r\nHost: ${host}\r\n${more}Connection: close\r\n\r\n`;

  it.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST:80', '127.0.0.1:1'])('is open to the host %s', async (host) => {
    expect(await answered((await pool()).url, get(host))).toMatch(/^HTTP\/1\.1 200 /);
  });

  it.each(['evil.example', 'localhost.evil.example', '10.0.0.1', '127.0.0.1.evil.example:80', ''])(
    'is closed to the host "%s"',
    async (host) => {
      expect(await answered((await pool()).url, get(host))).toMatch(/^HTTP\/1\.1 403 /);
    },
  );

  it.each(['http://evil.example', 'http://localhost:1', 'https://127.0.0.1:9', 'null'])('is closed to the origin %s', async (origin) => {
    const { url, simulator, id } = await pool();
    const before = simulator.snapshot();
    const command = JSON.stringify({ do: 'send', pool: id, event: { type: 'engine.publishStarted' } });
    expect((await post(url, command, { 'Content-Type': 'application/json', Origin: origin })).status).toBe(403);
    expect(simulator.snapshot()).toBe(before);
  });

  it('is open to its own page', async () => {
    const { url } = await pool();
    const headers = { 'Content-Type': 'application/json', Origin: url.slice(0, -1) };
    expect((await post(url, '{"do":"next"}', headers)).status).toBe(200);
  });

  // A target that is no address ended in 500, and called itself a defect.
  it.each(['//', '//evil.example', 'http://[', 'http://evil.example/events', '*'])('leads nowhere at %s', async (target) => {
    const request = `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
    expect(await answered((await pool()).url, request)).toMatch(/^HTTP\/1\.1 404 /);
  });

  it('leads nowhere else', async () => {
    const { url } = await pool();
    expect((await fetch(`${url}etc/passwd`)).status).toBe(404);
    const wrong = await fetch(`${url}command`);
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await fetch(`${url}events`, { method: 'DELETE' })).status).toBe(405);
  });

  it('lets in so many viewers and no more', async () => {
    const { url } = await served(live(createSimulator()), { viewers: 1 });
    const looking = await connected(url, stream);
    looking.resume();
    await once(looking, 'data');
    const refused = await fetch(`${url}events`);
    expect([refused.status, await refused.json()]).toMatchObject([
      503,
      { message: 'No more than 1 may look at once. Close another page first.' },
    ]);
    looking.destroy();
    await once(looking, 'close');
    await expect.poll(async () => (await streamed(`${url}events`, (all) => all.length > 0)).length).toBeGreaterThan(0);
  });
});

describe('inspectSimulator', () => {
  it('serves the page with a strict policy, beside a simulator that goes on', async () => {
    const simulator = builtSimulator({ engine: 'lab' });
    const inspection = await inspectSimulator(simulator, { title: 'Beside a test' });
    opened.push(inspection);
    const page = await fetch(inspection.url);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'sha256-[^ ]+'; style-src 'sha256-/);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const html = await page.text();
    expect(html).toContain('<script type="application/json" id="recording">null</script>');
    simulator.fire();
    expect(stepsIn(await streamed(`${inspection.url}events`, seqsUntil(2)))).toHaveLength(2);
    await inspection.close();
    await expect(fetch(inspection.url)).rejects.toThrow();
  });

  // A page that has to ask first is drawn twice, and lit late.
  it('gives the page what it would ask first, whatever a pool is called', async () => {
    const simulator = builtSimulator({ engine: 'lab', pools: [{ name: 'a</script><script>b' }] });
    const inspection = await inspectSimulator(simulator);
    opened.push(inspection);
    const start = startIn(await (await fetch(inspection.url)).text());
    const [description, steps, clock] = await streamed(`${inspection.url}events`, (all) => all.length === 3);
    expect(start).toEqual({
      ...description?.data,
      ...steps?.data,
      ...clock?.data,
      type: undefined,
      possible: await (await fetch(`${inspection.url}possible?pool=${simulator.pools[0]?.id}`)).json(),
    });
  });

  it('lets a long run follow, so that the page comes at once', async () => {
    const simulator = builtSimulator({ engine: 'manual' });
    const inspection = await inspectSimulator(simulator);
    opened.push(inspection);
    for (let sent = 0; sent < 500; sent += 1) simulator.send(0, { type: 'command.disableProvisioning' });
    expect(startIn(await (await fetch(inspection.url)).text())).toBeNull();
  });

  it('says what to do where the port is in use', async () => {
    const first = await inspectSimulator(builtSimulator());
    opened.push(first);
    const port = Number(new URL(first.url).port);
    await expect(inspectSimulator(builtSimulator(), { port })).rejects.toMatchObject({
      code: 'port-in-use',
      message: `Port ${port} of 127.0.0.1 is in use. Give another one, or 0 for any that is free.`,
    });
  });

  // Node's own RangeError came through, and a page whose status could not be drawn.
  it.each([
    [{ port: 99_999 }, 'wrong-options', 'The option port is 99999; it must be a whole number from 0 to 65535.'],
    [{ port: -1 }, 'wrong-options', 'The option port is -1; it must be'],
    [{ port: 1.5 }, 'wrong-options', 'The option port is 1.5; it must be'],
    [{ port: '80' as never }, 'wrong-options', 'The option port is "80"; it must be'],
    [{ format: 'rest-v3' }, 'format-not-in-release', "does not have the format 'rest-v3'"],
    [{ format: 'xml' as never }, 'unknown-format', "Unknown format 'xml'"],
  ] as const)('refuses %j: %s', async (options, code, message) => {
    await expect(inspectSimulator(builtSimulator({ release: '7.0' }), options)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });
});
