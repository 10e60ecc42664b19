import { describe, expect, it } from 'vitest';
import { HvsimError } from '../../src/errors.ts';
import { createHandler } from '../../src/server/handler.ts';
import { longestBody } from '../../src/server/rest/body.ts';
import { createWorld } from '../../src/server/world.ts';
import { memoryJournal, TestClock } from './surroundings.ts';

function make() {
  const clock = new TestClock();
  const world = createWorld({ pools: 2 }, clock);
  return { world, clock, handler: createHandler(world) };
}

const url = (path: string): string => `http://localhost${path}`;
const login = JSON.stringify({ username: 'administrator', password: 'secret', domain: 'hvsim' });

describe('the handler', () => {
  it('serves the product below /rest, the control API beside it, and a page that says what it is', async () => {
    const { handler } = make();
    expect((await handler(new Request(url('/rest/inventory/v2/desktop-pools')))).status).toBe(401);
    // biome-ignore lint/suspicious/noExplicitAny: answers are looked at, not typed.
    const about: any = await (await handler(new Request(url('/_hvsim/about')))).json();
    expect(about).toMatchObject({ hvsim: 1, release: '2512', modelled: expect.any(Array), notModelled: expect.any(Array) });
    const page = await handler(new Request(url('/')));
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain(about.modelled[0]);
    for (const path of ['/restful', '/rest2/login', '/_hvsimx', '/favicon.ico']) {
      const response = await handler(new Request(url(path)));
      expect([response.status, ((await response.json()) as { status: string }).status]).toEqual([404, 'NOT_FOUND']);
    }
  });

  it('answers a body that is too long with 413, whether it says so or not', async () => {
    const { handler } = make();
    const long = 'a'.repeat(longestBody + 1);
    const said = new Request(url('/rest/login'), { method: 'POST', body: long, headers: { 'Content-Length': String(long.length) } });
    expect((await handler(said)).status).toBe(413);
    const chunk = new TextEncoder().encode('a'.repeat(100_000));
    const stream = new ReadableStream({ pull: (controller) => controller.enqueue(chunk) });
    const unsaid = new Request(url('/rest/login'), {
      method: 'POST',
      body: stream,
      duplex: 'half',
      headers: { 'Transfer-Encoding': 'chunked' },
    } as RequestInit);
    expect((await handler(unsaid)).status).toBe(413);
  });

  it('reads a body that does not say its length', async () => {
    const { handler } = make();
    const stream = new Blob([login]).stream();
    const headers = { 'Transfer-Encoding': 'chunked', 'Content-Type': 'application/json' };
    const response = await handler(
      new Request(url('/rest/login'), { method: 'POST', body: stream, duplex: 'half', headers } as RequestInit),
    );
    expect(response.status).toBe(200);
  });

  it('says of a path that it is of a later release, or that hvsim does not know it', async () => {
    const handler = createHandler(createWorld({ release: '2206' }, new TestClock()));
    const messageOf = async (path: string) =>
      ((await (await handler(new Request(url(path)))).json()) as { error_message: string }).error_message;
    expect(await messageOf('/rest/inventory/v12/desktop-pools')).toContain('It comes with 2512');
    expect(await messageOf('/rest/config/v1/setting')).toContain('hvsim knows no path /rest/config/v1/setting');
  });

  // Errors that were asked for bore wall time, and those of the product virtual time.
  it('dates every error in virtual time', async () => {
    const { handler, world } = make();
    world.advanceTo(world.now() + 86_400_000);
    world.setFaults([{ path: '/rest/login', outcomes: [{ status: 503 }] }]);
    const requests = [new Request(url('/nowhere')), new Request(url('/rest/nowhere')), new Request(url('/rest/login'), { method: 'POST' })];
    for (const request of requests) {
      expect(((await (await handler(request)).json()) as { timestamp: number }).timestamp).toBe(world.now());
    }
  });

  // A full disk was reported as a defect of hvsim, with a stack trace.
  it('answers 500 with the reason where the journal cannot be written', async () => {
    const failing = {
      ...memoryJournal(),
      settled: () => Promise.reject(new HvsimError('cannot-write', 'state.ndjson cannot be written.')),
    };
    const world = createWorld({ journal: failing }, new TestClock());
    const handler = createHandler(world);
    const { access_token: token } = (await (await handler(new Request(url('/rest/login'), { method: 'POST', body: login }))).json()) as {
      access_token: string;
    };
    const answer = await handler(
      new Request(url('/rest/inventory/v1/desktop-pools/action/enable'), {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}` },
        body: JSON.stringify([world.simulator.pools[0]?.id]),
      }),
    );
    expect([answer.status, await answer.json()]).toMatchObject([500, { errors: [{ error_key: 'hvsim.cannot-write' }] }]);
  });

  it.each([
    ['2406', 'common.api-throttle-limit.exceeded.error', '1'],
    ['2312', 'hvsim.injected.fault', null],
  ])('answers an injected 429 in %s as a Connection Server does that knows it', async (release, key, seconds) => {
    const world = createWorld({ release }, new TestClock());
    world.setFaults([{ outcomes: [{ status: 429 }] }]);
    const response = await createHandler(world)(new Request('http://localhost/rest/inventory/v1/desktop-pools'));
    expect([response.status, response.headers.get('X-Rate-Limit-Retry-After-Seconds')]).toEqual([429, seconds]);
    expect(await response.json()).toMatchObject({ errors: [{ error_key: key }] });
  });

  it('lets requests for the product go wrong, and never those for the control API', async () => {
    const { handler, world, clock } = make();
    const rules = { outcomes: [{ status: 503, latency: 250, message: 'Busy' }] };
    expect((await handler(new Request(url('/_hvsim/faults'), { method: 'PUT', body: JSON.stringify(rules) }))).status).toBe(200);
    const response = await handler(new Request(url('/rest/login'), { method: 'POST', body: login }));
    expect([response.status, await response.json()]).toEqual([
      503,
      expect.objectContaining({ status: 'SERVICE_UNAVAILABLE', error_message: 'Busy' }),
    ]);
    expect(clock.waited).toEqual([250]);
    expect((await handler(new Request(url('/_hvsim/state')))).status).toBe(200);
    world.setFaults([{ outcomes: [{ drop: 'before' }] }]);
    expect((await handler(new Request(url('/rest/login'), { method: 'POST', body: login }))).type).toBe('error');
  });

  it('lets no page of another origin use the control API', async () => {
    const { handler, world } = make();
    const from = (origin: string) => handler(new Request(url('/_hvsim/reset'), { method: 'POST', headers: { Origin: origin } }));
    const begin = world.now();
    expect((await from('https://evil.example')).status).toBe(403);
    expect((await from('null')).status).toBe(403);
    expect((await from('http://localhost')).status).toBe(200);
    expect(world.now()).toBe(begin);
  });
});
