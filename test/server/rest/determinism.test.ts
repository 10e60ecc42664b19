import { expect, it } from 'vitest';
import { loggedIn } from './server.ts';

/** The same requests at the same virtual times, with everything that is answered. */
async function run(seed: number): Promise<string> {
  const server = await loggedIn({ seed, engine: 'flaky', pools: 3, clones: 5 });
  const answers: unknown[] = [];
  const note = async (asked: Promise<{ status: number; body: unknown }>) => {
    const { status, body } = await asked;
    answers.push([status, body]);
  };
  for (let round = 0; round < 20; round += 1) {
    for (const { id } of server.world.simulator.pools) {
      const image = { parent_vm_id: `vm-${(round % 3) + 1}`, snapshot_id: `snapshot-${(round % 3) + 1}` };
      const path = `/inventory/v1/desktop-pools/${id}`;
      await note(server.post(`/inventory/v2/desktop-pools/${id}/action/schedule-push-image`, { ...image, logoff_policy: 'FORCE_LOGOFF' }));
      await note(server.post('/inventory/v1/desktop-pools/action/enable-provisioning', [id]));
      await note(server.get(`${path}/tasks`));
    }
    await note(server.get('/inventory/v12/desktop-pools'));
    await note(server.get('/inventory/v10/machines'));
    server.pass(17_000);
  }
  return JSON.stringify(answers);
}

it('gives the same answers to the same requests at the same virtual times, for the same seed', async () => {
  expect(await run(1)).toBe(await run(1));
  expect(await run(1)).not.toBe(await run(2));
});
