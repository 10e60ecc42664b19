import { beforeEach, describe, expect, it } from 'vitest';
import { createControlApp } from '../../src/server/control.ts';
import { controlRoutes } from '../../src/server/control-routes.ts';
import { createWorld, type World } from '../../src/server/world.ts';
import { push, TestClock } from './surroundings.ts';

let world: World;
let app: ReturnType<typeof createControlApp>;
let clock: TestClock;

beforeEach(() => {
  clock = new TestClock();
  world = createWorld({ pools: 2, clones: 2 }, clock);
  app = createControlApp(world);
});

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at, not typed.
async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: any }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await app.request(`/_hvsim${path}`, { method, ...(body === undefined ? {} : { body: text }) });
  const answer = await response.text();
  return {
    status: response.status,
    body: answer === '' ? undefined : answer.startsWith('{') || answer.startsWith('[') ? JSON.parse(answer) : answer,
  };
}

describe('the control API', () => {
  it('serves every path that it lists', async () => {
    expect((await ask('GET', '')).body.routes).toEqual(controlRoutes);
    for (const { method, path } of controlRoutes) {
      if (path === '/_hvsim/about') continue;
      const { body } = await ask(
        method,
        path.replace('/_hvsim', '').replace('{pool}', '0').replace('{machine}', '1').replace('{vm}', 'vm-1'),
        method === 'POST' ? {} : undefined,
      );
      expect(body?.error?.code).not.toBe('unknown-route');
    }
  });

  it('shows the world', async () => {
    const { status, body } = await ask('GET', '/state');
    expect(status).toBe(200);
    expect(body).toMatchObject({ release: '2512', seed: 1, speed: 1, now: clock.time, faults: [] });
    expect(body.pools.map(({ name, state }: { name: string; state: object }) => [name, state])).toEqual([
      ['ic-pool-1', world.simulator.state(0)],
      ['ic-pool-2', world.simulator.state(1)],
    ]);
  });

  it('knows a pool by its id, its name and its position', async () => {
    const id = world.simulator.pools[1]?.id;
    for (const name of [id, 'ic-pool-2', '1']) expect((await ask('GET', `/pools/${name}`)).body.id).toBe(id);
    expect(await ask('GET', '/pools/9')).toMatchObject({ status: 404, body: { error: { code: 'unknown-pool' } } });
    expect((await ask('GET', '/pools/0')).body.clones).toHaveLength(2);
  });

  // A list that is searched from its begin has the deleted pool first.
  it('knows the newest pool of a name that was used before', async () => {
    const deleted = world.simulator.pools[0]?.id;
    await ask('POST', '/pools/ic-pool-1/events', { type: 'command.delete' });
    await ask('POST', '/advance', { until: 'idle' });
    expect((await ask('GET', '/pools/ic-pool-1')).body.state.operation).toBe('DELETED');
    const id = world.createPool({ name: 'ic-pool-1' }, {});
    expect((await ask('GET', '/pools/ic-pool-1')).body.id).toBe(id);
    expect((await ask('GET', '/pools/0')).body.id).toBe(deleted);
    world.failNext('ic-pool-1', 'publish', { error: 'The datastore is full' });
    expect(world.snapshot().inputs.at(-1)).toMatchObject({ pool: id, failNext: 'publish' });
  });

  it('lets virtual time pass', async () => {
    const begin = world.now();
    expect((await ask('POST', '/advance', { by: '1h' })).body.now).toBe(begin + 3_600_000);
    expect((await ask('POST', '/advance', { to: begin + 4_000_000 })).body.now).toBe(begin + 4_000_000);
    world.send(world.simulator.pools[0]?.id as string, push(2));
    const due = world.nextDue();
    expect((await ask('POST', '/advance', { until: 'next' })).body.now).toBe(due);
    const idle = await ask('POST', '/advance', { until: 'idle' });
    expect(idle.body.nextDue).toBeUndefined();
    expect(world.simulator.clones(0).map(({ image }) => image?.parentVm)).toEqual(['vm-2', 'vm-2']);
    expect((await ask('POST', '/advance', { until: 'next' })).body.now).toBe(idle.body.now);
  });

  it.each([
    [{}, 'wrong-payload'],
    [{ by: 1, to: 2 }, 'wrong-payload'],
    [{ by: 'soon' }, 'wrong-options'],
    [{ by: -5 }, 'wrong-options'],
    [{ to: 5 }, 'time-goes-backwards'],
    [{ until: 'never' }, 'wrong-payload'],
    ['{', 'not-json'],
    ['', 'not-json'],
  ])('refuses to advance by %j', async (body, code) => {
    const before = world.now();
    expect(await ask('POST', '/advance', body)).toMatchObject({ status: 400, body: { error: { code } } });
    expect(world.now()).toBe(before);
  });

  it('sends facts and commands, one or many', async () => {
    const first = await ask('POST', '/pools/0/events', push(2));
    expect(first.body).toMatchObject({ outcome: 'accepted', state: { operation: 'SCHEDULE_PUSH_IMAGE' } });
    const many = await ask('POST', '/pools/0/events', [
      { type: 'engine.publishStarted' },
      { type: 'engine.publishFailed', error: 'The disk is full' },
    ]);
    expect(many.body.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['accepted', 'accepted']);
    expect(many.body[1].status.pendingImageError).toBe('The disk is full');
    expect((await ask('POST', '/pools/0/events', { type: 'engine.publishStarted' })).body.outcome).toBe('ignored');
    expect(await ask('POST', '/pools/0/events', { type: 'engine.explode' })).toMatchObject({
      status: 400,
      body: { error: { code: 'unknown-event', message: 'type: There is no event "engine.explode".' } },
    });
  });

  it('sends nothing where one of many is no event', async () => {
    await ask('POST', '/pools/0/events', [push(2), { type: 'nonsense' }]);
    expect(world.simulator.state(0).operation).toBe('NONE');
  });

  it('opens and closes sessions', async () => {
    expect(await ask('POST', '/pools/0/sessions', { machine: 1 })).toMatchObject({ status: 201, body: { outcome: 'accepted' } });
    expect(world.simulator.clones(0)[0]?.session).toBe(true);
    expect(await ask('DELETE', '/pools/0/sessions/ic-pool-1-001')).toMatchObject({ status: 200, body: { outcome: 'accepted' } });
    expect(world.simulator.clones(0)[0]?.session).toBe(false);
  });

  // A name that was mistyped was answered 201, and nothing happened.
  it('answers 404 for a session on a clone that is not there, and 200 where one is open or closed already', async () => {
    for (const machine of [99, 'ic-pool-2-001', 'nobody']) {
      expect(await ask('POST', '/pools/0/sessions', { machine })).toMatchObject({
        status: 404,
        body: { error: { code: 'unknown-machine' } },
      });
      expect(await ask('DELETE', `/pools/0/sessions/${machine}`)).toMatchObject({ status: 404 });
    }
    expect(await ask('DELETE', '/pools/0/sessions/1')).toMatchObject({ status: 200, body: { outcome: 'ignored' } });
    await ask('POST', '/pools/0/sessions', { machine: 1 });
    expect(await ask('POST', '/pools/0/sessions', { machine: 1 })).toMatchObject({ status: 200, body: { outcome: 'ignored' } });
  });

  it('makes the next try fail', async () => {
    expect((await ask('POST', '/pools/0/fail-next', { what: 'publish', error: 'No space left' })).status).toBe(204);
    await ask('POST', '/pools/0/events', push(2));
    await ask('POST', '/advance', { until: 'idle' });
    expect(world.simulator.status(0)?.pendingImageError).toBe('No space left');
    expect((await ask('POST', '/pools/0/fail-next', { what: 'lunch', error: 'x' })).body.error.code).toBe('wrong-options');
    expect((await ask('POST', '/pools/0/fail-next', { what: 'resync', timeout: true })).body.error.code).toBe('wrong-options');
  });

  it('takes rules for faults, and forgets them', async () => {
    const rules = [{ path: '/rest/inventory', share: 0.5, outcomes: [{ status: 503 }] }];
    expect((await ask('PUT', '/faults', rules)).body).toEqual(rules);
    expect((await ask('GET', '/faults')).body).toEqual(rules);
    expect(await ask('PUT', '/faults', [{ share: 2, outcomes: [{ status: 503 }] }])).toMatchObject({ status: 400 });
    expect(world.faults.rules).toEqual(rules);
    expect((await ask('DELETE', '/faults')).status).toBe(204);
    expect(world.faults.rules).toEqual([]);
  });

  it('tells what happened, of one pool or since a number', async () => {
    await ask('POST', '/pools/0/events', push(2));
    await ask('POST', '/pools/1/events', push(3));
    const lines = (text: string) =>
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    const response = await app.request('/_hvsim/timeline');
    const all = lines(await response.text());
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    expect(all.map(({ event }) => event.spec.parentVm)).toEqual(['vm-2', 'vm-3']);
    expect(lines(await (await app.request('/_hvsim/timeline?pool=ic-pool-2')).text())).toEqual([all[1]]);
    expect(lines(await (await app.request(`/_hvsim/timeline?since=${all[0].seq}`)).text())).toEqual([all[1]]);
    expect((await ask('GET', '/timeline?since=x')).status).toBe(400);
  });

  it('takes a snapshot, restores it and resets', async () => {
    await ask('POST', '/pools/0/events', push(2));
    await ask('PUT', '/faults', { outcomes: [{ status: 500 }] });
    const { body: snapshot } = await ask('GET', '/snapshot');
    await ask('POST', '/advance', { until: 'idle' });
    await ask('DELETE', '/faults');
    expect((await ask('POST', '/restore', snapshot)).body.now).toBe(snapshot.at);
    expect(world.simulator.state(0).pendingImage).toBe('PENDING_PUBLISH');
    expect(world.faults.rules).toHaveLength(1);
    await ask('POST', '/reset');
    expect(world.simulator.state(0).operation).toBe('NONE');
    expect(world.faults.rules).toEqual([]);
  });

  it('begins with a reset at the present again, and can go back to a snapshot from before it', async () => {
    await ask('POST', '/pools/0/events', push(2));
    const { body: snapshot } = await ask('GET', '/snapshot');
    clock.time += 3_600_000;
    expect((await ask('POST', '/reset')).body.now).toBe(clock.time);
    expect((await ask('POST', '/restore', { ...snapshot, run: { ...snapshot.run, startAt: 'now' } })).status).toBe(400);
    expect((await ask('POST', '/restore', snapshot)).body.now).toBe(snapshot.at);
    expect(world.simulator.state(0).pendingImage).toBe('PENDING_PUBLISH');
  });

  it('begins with a reset where it was told to begin', async () => {
    const told = createWorld({ startAt: '2030-01-01T00:00:00Z' }, clock);
    clock.time += 3_600_000;
    told.reset();
    expect(told.now()).toBe(Date.UTC(2030, 0, 1));
  });

  it('is listed with a slash at the end, too', async () => {
    expect(await (await app.request('/_hvsim/')).json()).toEqual(await (await app.request('/_hvsim')).json());
  });

  it('refuses what is no snapshot, or one of another run, and is as it was', async () => {
    await ask('POST', '/pools/0/events', push(2));
    const { body: snapshot } = await ask('GET', '/snapshot');
    const state = (await ask('GET', '/state')).body;
    const wrong = [
      {},
      { ...snapshot, inputs: [{ at: 1 }] },
      { ...snapshot, at: 5 },
      { ...snapshot, run: { ...snapshot.run, seed: 9 } },
      { ...snapshot, inputs: [...snapshot.inputs, { at: snapshot.at, pool: 'nowhere', send: { type: 'command.delete' } }] },
    ];
    for (const body of wrong) {
      expect((await ask('POST', '/restore', body)).status).toBeGreaterThanOrEqual(400);
      expect((await ask('GET', '/state')).body).toEqual(state);
    }
  });

  // Once "at: Expected number but received Function": to Valibot a list is an object, whose members are a list's methods.
  describe.each([
    ['POST', '/restore', 'A snapshot is what GET /_hvsim/snapshot gives: an object with run, at, inputs.'],
    ['POST', '/advance', '{"by":"1h 30m"}'],
    ['POST', '/pools/0/events', 'Expected an object with a "type".'],
    ['POST', '/pools/0/sessions', '{"machine":1}'],
    ['POST', '/pools/0/fail-next', '{"what":"publish","error":"The datastore is full"}'],
    ['PUT', '/faults', 'Rules are a list such as [{"path":"/rest/inventory","outcomes":[{"status":503}]}], or one of them.'],
  ])('%s %s', (method, path, expected) => {
    it.each([[[1]], [[null]], [[[]]], [7], [null], [true], ['"text"']])(
      'refuses %j, says what it expects, and changes nothing',
      async (body) => {
        world.send(world.simulator.pools[0]?.id as string, push(2));
        const before = [(await ask('GET', '/snapshot')).body, (await ask('GET', '/state')).body];
        const answer = await ask(method, path, body);
        expect(answer.status).toBe(400);
        expect(answer.body.error.message).toContain(expected);
        expect(answer.body.error.message).not.toMatch(/Function|Object|Array|"0"/);
        expect([(await ask('GET', '/snapshot')).body, (await ask('GET', '/state')).body]).toEqual(before);
      },
    );
  });

  // Once taken, and every request of the product was answered 500 from then on.
  it.each([
    ['wrong-payload', 400, { faults: [7] }],
    ['wrong-payload', 400, { faults: [{ outcomes: [] }] }],
    ['unknown-pool', 404, { pool: 'nobody', attributes: { enabled: false } }],
  ])('refuses a snapshot with an input that nobody could have done: %s', async (code, status, input) => {
    const { body: snapshot } = await ask('GET', '/snapshot');
    const answer = await ask('POST', '/restore', { ...snapshot, inputs: [{ at: snapshot.at, ...input }] });
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    expect((await ask('GET', '/snapshot')).body).toEqual(snapshot);
    expect(world.faults.rules).toEqual([]);
  });

  it('says what was given instead of an object', async () => {
    const messages = await Promise.all(
      [[1], [], 7, null, '"x"'].map(async (body) => (await ask('POST', '/restore', body)).body.error.message),
    );
    expect(messages.map((text) => /^This is no snapshot: Expected an object but received ([^.]+)\./.exec(text)?.[1])).toEqual([
      'a list',
      'a list',
      '7',
      'null',
      '"x"',
    ]);
    const { body } = await ask('PUT', '/faults', [{ outcomes: [{ status: 503 }] }, [7, 8]]);
    expect(body.error.message).toMatch(/^1: Expected an object but received a list\. /);
  });

  it('answers an unknown path with a hint', async () => {
    expect(await ask('GET', '/nix')).toMatchObject({
      status: 404,
      body: { error: { code: 'unknown-route', message: expect.stringContaining('GET /_hvsim') } },
    });
  });
});

describe('base VMs of the control API', () => {
  it('are made while the server runs, get snapshots, and can be pushed', async () => {
    const made = await ask('POST', '/base-vms', { name: 'Win11-26H1' });
    expect(made).toEqual({
      status: 201,
      body: { id: 'vm-9001', name: 'Win11-26H1', path: '/Datacenter/vm/Images/Win11-26H1', snapshots: [] },
    });
    const first = await ask('POST', '/base-vms/vm-9001/snapshots', { name: '2026-09' });
    await ask('POST', '/advance', { by: '1m' });
    const second = await ask('POST', '/base-vms/vm-9001/snapshots', { name: '2026-10', id: 'snapshot-42' });
    expect([first, second]).toMatchObject([
      { status: 201, body: { id: 'snapshot-9001', path: '/2026-09' } },
      { status: 201, body: { id: 'snapshot-42', path: '/2026-09/2026-10' } },
    ]);
    const spec = { parentVm: 'vm-9001', snapshot: 'snapshot-42', settings: { logoffSetting: 'FORCE_LOGOFF' } };
    expect((await ask('POST', '/pools/0/events', { type: 'command.schedulePushImage', spec })).body.outcome).toBe('accepted');
    expect((await ask('GET', '/base-vms')).body.at(-1).snapshots).toHaveLength(2);
  });

  it('of the pool get the snapshot of the month, in the newest one', async () => {
    const { body } = await ask('POST', '/base-vms/vm-1/snapshots', { name: '2026-01' });
    expect(body).toMatchObject({ name: '2026-01', path: '/snapshot-1/2025-11/2025-12/2026-01' });
    expect(world.directory.snapshots.some(({ id }) => id === body.id)).toBe(true);
  });

  it('are there again after restore, and not after reset', async () => {
    await ask('POST', '/base-vms', { name: 'new' });
    const { body: snapshot } = await ask('GET', '/snapshot');
    const list = (await ask('GET', '/base-vms')).body;
    await ask('POST', '/reset');
    expect((await ask('GET', '/base-vms')).body).toHaveLength(8);
    await ask('POST', '/restore', snapshot);
    expect((await ask('GET', '/base-vms')).body).toEqual(list);
  });

  it.each([
    ['/base-vms', {}, 400],
    ['/base-vms', { name: 'a/b' }, 400],
    ['/base-vms', { name: 'vm-1' }, 400],
    ['/base-vms', { name: 'x', id: 'vm-1' }, 400],
    ['/base-vms/vm-1/snapshots', { name: '' }, 400],
    ['/base-vms/vm-1/snapshots', { name: 'x', id: 'snapshot-2' }, 400],
    ['/base-vms/vm-99/snapshots', { name: 'x' }, 404],
  ])('refuse %s with %j', async (path, body, status) => {
    const before = JSON.stringify(world.directory);
    const answer = await ask('POST', path, body);
    expect([answer.status, JSON.stringify(world.directory)]).toEqual([status, before]);
    expect(answer.body.error.message).not.toBe('');
  });
});
