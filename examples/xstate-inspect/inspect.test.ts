import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createWebSocketReceiver } from '@xstate/inspect';
import { inspect } from '@xstate/inspect/lib/server.js';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createScenarioActor } from '../actors/scenario-actor.mjs';
import { createAdapter } from './adapter.mjs';

/** What a viewer is told; machine and states are those of XState 4. */
interface Told {
  readonly type: 'service.register' | 'service.event' | 'service.state' | 'service.stop';
  readonly sessionId: string;
  // biome-ignore lint/suspicious/noExplicitAny: the two versions of XState share no types
  readonly [member: string]: any;
}

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
const sockets = new Set<WebSocket>();
const actors = new Set<{ stop(): unknown }>();

beforeAll(() => {
  inspect({ server: server as never });
  // Node 20 has no WebSocket of its own, and the package's receiver cannot be closed.
  const Socket = class extends WebSocket {
    constructor(address: string) {
      super(address);
      sockets.add(this);
    }
  };
  vi.stubGlobal('WebSocket', Socket);
});

afterEach(() => {
  for (const actor of actors) actor.stop();
  for (const socket of sockets) socket.close();
  actors.clear();
  sockets.clear();
});

afterAll(() => {
  vi.unstubAllGlobals();
  server.close();
});

const address = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;

/** Waits until it holds; slow machines are given time. */
const soon = (claim: () => void) => vi.waitFor(claim, 30_000);

/** A viewer as the hosted page has one: the package's own receiver. */
async function view(host = address()) {
  const told: Told[] = [];
  const receiver = createWebSocketReceiver({ server: host, serialize: undefined });
  receiver.subscribe((event) => told.push(event as unknown as Told));
  await soon(() => expect(told).not.toEqual([]));
  return {
    told,
    of: (type: Told['type']) => told.filter((each) => each.type === type),
    send: (data: { type: string; [member: string]: unknown }, origin = told[0]?.sessionId ?? '') =>
      receiver.send({
        type: 'xstate.event',
        event: JSON.stringify({ name: data.type, data, $$type: 'scxml', type: 'external', origin }),
        service: origin,
      }),
  };
}

function show(scenario: string, adapter = createAdapter()) {
  const pool = createScenarioActor(scenario, { devTools: adapter });
  actors.add(pool.actor);
  return pool;
}

describe('the adapter for @xstate/inspect', () => {
  it.each(['selective-promote', 'push-fails', 'delete-during-push'])('tells a viewer every macrostep of %s in order', async (name) => {
    const pool = show(name);
    const initial = pool.actor.getSnapshot();
    const viewer = await view();
    const [{ machine, state } = {} as Told] = viewer.of('service.register');
    expect(machine.resolveState(state).value).toEqual(initial.value);

    for (const _ of pool.steps);
    const [, ...happened] = pool.simulator.timeline();
    expect(happened.length).toBeGreaterThan(20);
    await soon(() => expect(viewer.of('service.state')).toHaveLength(happened.length));
    // XState 4 itself reads the states: a value that its machine does not have would throw.
    expect(viewer.of('service.state').map((each) => machine.resolveState(each.state).value)).toEqual(
      happened.map(({ snapshot }) => snapshot.value),
    );
    expect(viewer.of('service.state').map((each) => each.state.context)).toStrictEqual(happened.map(({ snapshot }) => snapshot.context));
    // Each event comes before the state that it leads to.
    expect(viewer.told.slice(1).map(({ type, event, state }) => [type, (event ?? state._event).name])).toEqual(
      happened.flatMap(({ event: { type } }) => [
        ['service.event', type],
        ['service.state', type],
      ]),
    );
  });

  it('lets an event from a viewer move the actor, and announces it once', async () => {
    const { actor } = show('push-now');
    const viewer = await view();
    viewer.send({ type: 'engine.publishStarted', at: 1_000 });
    await soon(() => expect(viewer.of('service.state')).toHaveLength(1));
    expect(actor.getSnapshot().value.pendingImage).toBe('PUBLISHING');
    actor.send({ type: 'engine.publishSucceeded', at: 2_000 });
    await soon(() => expect(viewer.of('service.state')).toHaveLength(2));
    expect(viewer.of('service.state').at(-1)?.state.value).toMatchObject({ pendingImage: 'ABSENT', currentImage: 'READY' });
    expect(viewer.of('service.event').map(({ event }) => event.name)).toEqual(['engine.publishStarted', 'engine.publishSucceeded']);
  });

  it('hands an event from a viewer to whoever asked for it', async () => {
    const asked: unknown[] = [];
    const { actor } = show(
      'push-now',
      createAdapter((event) => asked.push(event)),
    );
    const before = actor.getSnapshot();
    const viewer = await view();
    viewer.send({ type: 'command.delete' });
    await soon(() => expect(asked).toEqual([{ type: 'command.delete' }]));
    expect(actor.getSnapshot()).toBe(before);
  });

  it('can be told how an event gets the time that a viewer leaves out', async () => {
    const { actor } = show(
      'push-now',
      createAdapter((event, inspected) => inspected.send({ at: 1_000, ...event })),
    );
    const viewer = await view();
    viewer.send({ type: 'engine.publishFailed', error: 'The datastore is full' });
    await soon(() => expect(viewer.of('service.state')).toHaveLength(1));
    expect(viewer.of('service.event').map(({ event }) => event.name)).toEqual(['engine.publishFailed']);
    expect(actor.getSnapshot().context.lastProvisioningError).toMatchObject({ at: 1_000 });
  });

  it('shows a late viewer the present state, and nothing of what was before', async () => {
    const pool = show('push-now');
    for (const _ of pool.steps);
    const viewer = await view();
    expect(viewer.told.map(({ type, state }) => [type, state.value])).toEqual([['service.register', pool.actor.getSnapshot().value]]);
  });

  it('tells two actors apart, and says when one stops', async () => {
    const [one, other] = [show('push-now'), show('push-now')];
    const viewer = await view();
    await soon(() => expect(new Set(viewer.told.map(({ sessionId }) => sessionId)).size).toBe(2));
    const [first, second] = viewer.told.map(({ sessionId }) => sessionId);
    viewer.send({ type: 'engine.publishStarted', at: 1_000 }, second);
    await soon(() => expect(other.actor.getSnapshot().value.pendingImage).toBe('PUBLISHING'));
    expect(one.actor.getSnapshot().value.pendingImage).toBe('PENDING_PUBLISH');
    one.actor.stop();
    await soon(() => expect(viewer.of('service.stop').map(({ sessionId }) => sessionId)).toEqual([first]));
  });
});

describe('inspect.mjs', () => {
  const program = fileURLToPath(new URL('inspect.mjs', import.meta.url));

  /** Starts it and reads what it prints. */
  function start(...args: string[]) {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    onTestFinished(() => void child.kill());
    const printed: string[] = [];
    for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', (line) => printed.push(line));
    return { child, printed };
  }

  it('plays a scenario to a viewer on this machine, who can send what the simulator checks', async () => {
    const { printed } = start('push-now', '0', '1');
    await soon(() => expect(printed).toHaveLength(2));
    const [, host = ''] = /^Open https:\/\/stately\.ai\/viz\?inspect&server=ws:\/\/(127\.0\.0\.1:\d+)$/.exec(printed[0] ?? '') ?? [];

    const foreign = new WebSocket(`ws://${host}`, { origin: 'https://example.com' });
    expect(String(await once(foreign, 'error'))).toContain('401');

    const viewer = await view(host);
    expect(viewer.told[0]?.state.value).toMatchObject({ operation: 'INITIAL_PUBLISH', pendingImage: 'PENDING_PUBLISH' });
    await soon(() => expect(printed.at(-1)).toMatch('The scenario is over'));
    expect(viewer.of('service.event')[0]?.event.name).toBe('engine.publishStarted');
    expect(viewer.of('service.state').at(-1)?.state.value).toEqual({
      operation: 'NONE',
      pendingImage: 'ABSENT',
      currentImage: 'READY',
      task: 'IDLE',
    });

    viewer.send({ type: 'engine.noSuchThing' });
    viewer.send({ type: 'command.delete' });
    await soon(() => expect(viewer.of('service.state').at(-1)?.state.value.operation).toBe('DELETED'));
    expect(printed.slice(-2)).toEqual([
      expect.stringContaining('There is no event "engine.noSuchThing"'),
      '{"type":"command.delete"}: accepted',
    ]);
  });

  it.each([
    { args: ['no-such-scenario'], says: 'no such file' },
    { args: ['push-now', 'eighty'], says: 'port' },
  ])('ends with a sentence where it cannot begin: $args', async ({ args, says }) => {
    const { child, printed } = start(...args);
    const [code] = await once(child, 'close');
    expect({ code, printed }).toEqual({ code: 2, printed: [expect.stringContaining(says)] });
  });
});
