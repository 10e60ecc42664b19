/** A mock Connection Server in a vitest file: started once, brought back to its begin before every test. */
import { type RunningServer, startServer } from 'hvsim/server';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';

let server: RunningServer;
let token: string;

beforeAll(async () => {
  server = await startServer({ release: '2512', pools: 1, clones: 2, startAt: '2026-01-05T08:00:00Z' });
});
afterAll(() => server.close());
beforeEach(async () => {
  server.world.reset();
  const login = await ask('POST', '/login', { username: 'administrator', password: 'secret', domain: 'hvsim' });
  token = login.access_token;
});

// biome-ignore lint/suspicious/noExplicitAny: a client of its own would know its types.
async function ask(method: string, path: string, body?: object): Promise<any> {
  const headers = { Authorization: `Bearer ${token}`, ...(body ? { 'Content-Type': 'application/json' } : {}) };
  const response = await fetch(`${server.url}/rest${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

const image = { parent_vm_id: 'vm-2', snapshot_id: 'snapshot-2', logoff_policy: 'WAIT_FOR_LOGOFF' };

it('moves every machine but those with a session, which wait for its end', async () => {
  const { world } = server;
  const [pool] = await ask('GET', '/inventory/v12/desktop-pools');
  world.send(pool.id, { type: 'clone.sessionOpened', machine: 1 });
  await ask('POST', `/inventory/v2/desktop-pools/${pool.id}/action/schedule-push-image`, image);
  world.advanceTo(world.now() + 3_600_000);
  const machines = async () =>
    (await ask('GET', '/inventory/v10/machines')).map(({ managed_machine_data: { base_vm_id: vm } }: never) => vm);
  expect(await machines()).toEqual(['vm-1', 'vm-2']);
  world.send(pool.id, { type: 'clone.sessionClosed', machine: 1 });
  world.advanceTo(world.now() + 3_600_000);
  expect(await machines()).toEqual(['vm-2', 'vm-2']);
});

it('shows a client what it must survive', async () => {
  server.world.setFaults([{ path: '/rest/inventory', times: 2, outcomes: [{ status: 503, message: 'Try again later' }] }]);
  const answers = [1, 2, 3].map(() => ask('GET', '/inventory/v12/desktop-pools'));
  const told = (await Promise.all(answers)).map((answer) => answer.error_message ?? `${answer.length} pool`);
  expect(told.sort()).toEqual(['1 pool', 'Try again later', 'Try again later']);
});
