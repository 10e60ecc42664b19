import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startServer } from '../../../src/server/start-server.ts';
import { push } from '../../server/surroundings.ts';

const stateFile = (): string => join(mkdtempSync(join(tmpdir(), 'hvsim-')), 'state.ndjson');

describe('a server that runs', () => {
  it('lets things happen while nobody asks, also after the clock was moved', async () => {
    const server = await startServer({ engine: 'lab', speed: 1_000 });
    const { world } = server;
    const heard: string[] = [];
    world.subscribe((entry) => entry && heard.push(entry.event.type));
    world.send(world.simulator.pools[0]?.id as string, push(2, { startTime: world.now() + 30 * 86_400_000 }));
    await expect.poll(() => heard, { timeout: 20_000 }).toContain('engine.publishSucceeded');
    world.advanceTo(world.now() + 30 * 86_400_000 - 60_000);
    await expect.poll(() => heard, { timeout: 20_000 }).toContain('engine.startTimeReached');
    await expect.poll(() => heard, { timeout: 20_000 }).toContain('clone.resyncSucceeded');
    await server.close();
  });

  it('has the whole journal on disk when it is closed, and can be closed twice', async () => {
    const state = stateFile();
    const server = await startServer({ state });
    const pool = server.world.simulator.pools[0]?.id as string;
    server.world.send(pool, push(2));
    await Promise.all([server.close(), server.close()]);
    expect(readFileSync(state, 'utf8')).toMatch(/command\.schedulePushImage.*\n$/);
    const again = await startServer({ state });
    expect(again.world.simulator.snapshot(pool).context.pendingImage?.image.parentVm ?? 'vm-2').toBe('vm-2');
    await again.close();
  });

  it('gives its state file back where it cannot start', async () => {
    const state = stateFile();
    const other = await startServer();
    const port = Number(new URL(other.url).port);
    await expect(startServer({ state, port })).rejects.toMatchObject({ code: 'port-in-use' });
    await (await startServer({ state })).close();
    await other.close();
  });

  it('refuses two accounts of one name, of which the second could not log in', async () => {
    const account = { user: 'me', password: 'pw', domain: 'corp', privileges: ['ALL'] };
    const again = { ...account, user: 'ME', password: 'other' };
    await expect(startServer({ accounts: [account, again] })).rejects.toMatchObject({
      code: 'wrong-options',
      message: expect.stringContaining('corp\\ME'),
    });
  });

  it('refuses a privilege that there is not, and a key that is not the certificate’s', async () => {
    const account = { user: 'me', password: 'pw', domain: 'corp', privileges: ['POOL_VEIW'] };
    await expect(startServer({ accounts: [account] })).rejects.toMatchObject({
      code: 'unknown-privilege',
      message: expect.stringContaining('POOL_VIEW'),
    });
    await expect(startServer({ https: { cert: 'x', key: 'y' } })).rejects.toMatchObject({ code: 'wrong-certificate' });
  });

  it('starts with a thousand pools of a hundred clones, and answers for the last of them', async () => {
    const server = await startServer({ pools: 1_000, clones: 100 });
    const { pools } = (await (await fetch(`${server.url}/_hvsim/state`)).json()) as { pools: { state: { operation: string } }[] };
    expect([pools.length, pools.at(-1)?.state.operation]).toEqual([1_000, 'NONE']);
    expect(((await (await fetch(`${server.url}/_hvsim/pools/999`)).json()) as { clones: unknown[] }).clones).toHaveLength(100);
    await server.close();
  });
});
