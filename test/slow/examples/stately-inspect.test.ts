import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { createWebSocketInspector, createWebSocketReceiver, type StatelyInspectionEvent } from '@statelyai/inspect';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createActor } from 'xstate';
import { poolMachine } from '../../../machines/pool.machine.ts';

const input = {
  name: 'win11',
  at: 0,
  image: { parentVm: 'vm-1', snapshot: 'snapshot-1' },
  clones: [{ id: 'clone-1', name: 'win11-001' }],
  selectivePush: true,
};

const push = [
  { type: 'engine.publishStarted', at: 1_000 },
  { type: 'engine.publishSucceeded', at: 2_000 },
  {
    type: 'command.schedulePushImage',
    at: 3_000,
    spec: { parentVm: 'vm-2', snapshot: 'snapshot-2', settings: { logoffSetting: 'FORCE_LOGOFF' } },
  },
  { type: 'engine.publishStarted', at: 4_000 },
  { type: 'engine.publishSucceeded', at: 5_000 },
] as const;

/** The ws that the package itself brings. */
const { WebSocketServer } = createRequire(createRequire(import.meta.url).resolve('@statelyai/inspect'))('ws');

/** What the package's own server does, on the loopback interface: every message goes to everybody else. */
async function startRelay() {
  const relay = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  relay.on('connection', (socket: NodeJS.EventEmitter) => {
    socket.on('message', (data) => {
      for (const other of relay.clients) if (other !== socket) other.send(String(data));
    });
  });
  await once(relay, 'listening');
  onTestFinished(() => {
    for (const socket of relay.clients) socket.terminate();
    relay.close();
  });
  return { relay, url: `ws://127.0.0.1:${(relay.address() as AddressInfo).port}` };
}

/** Sends a push to an inspected actor and gives what the package's receiver was told. */
async function inspectPush(options: Omit<Parameters<typeof createWebSocketInspector>[0] & object, 'url'> = {}) {
  const { relay, url } = await startRelay();
  const told: StatelyInspectionEvent[] = [];
  createWebSocketReceiver({ server: url }).subscribe((message) => told.push(message));
  await once(relay, 'connection');

  const inspector = createWebSocketInspector({ ...options, url });
  onTestFinished(() => inspector.stop());
  const values: unknown[] = [];
  const actor = createActor(poolMachine, { input, inspect: inspector.inspect });
  actor.subscribe(({ value }) => values.push(value));
  actor.start();
  for (const event of push) actor.send(event);
  await vi.waitFor(() => expect(told).toHaveLength(1 + 2 * (1 + push.length)), 30_000);
  return { told, values };
}

describe('@statelyai/inspect on a pool', () => {
  it('is told the machine, then every event and the state that it led to, in order', async () => {
    const { told, values } = await inspectPush();
    const [machine, ...rest] = told;
    expect(machine).toMatchObject({ type: '@xstate.actor', definition: expect.stringContaining('SCHEDULE_PUSH_IMAGE') });
    expect(rest.map((message) => [message.type, 'event' in message && message.event.type])).toEqual(
      ['xstate.init', ...push.map(({ type }) => type)].flatMap((type) => [
        ['@xstate.event', type],
        ['@xstate.snapshot', type],
      ]),
    );
    const snapshots = rest.flatMap((message) => (message.type === '@xstate.snapshot' ? [message.snapshot] : []));
    expect(snapshots.map((snapshot) => 'value' in snapshot && snapshot.value)).toEqual(values);
    expect(JSON.stringify(rest)).toContain('win11-001');
  });

  it('lets out only what the two functions of the example leave', async () => {
    const { told } = await inspectPush({ sanitizeContext: ({ name }) => ({ name }), sanitizeEvent: ({ type }) => ({ type }) });
    expect(JSON.stringify(told)).toContain('"win11"');
    expect(JSON.stringify(told)).not.toMatch(/win11-001|clone-1|vm-[12]|snapshot-[12]/);
  });
});
