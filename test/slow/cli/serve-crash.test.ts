import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createObserver } from '../../../src/conformance/index.ts';
import { hvsim } from '../../cli/command.ts';
import { Client, dice } from '../server/client.ts';
import { serveProcess, stopAll } from './serve-process.ts';

afterAll(stopAll);

const farAway = 4_000_000_000_000;

describe('hvsim serve --state, killed in the middle of its work', () => {
  it.each([
    ['with fsync', []],
    ['with --no-fsync', ['--no-fsync']],
  ])('loses nothing that it acknowledged, %s', async (_, more) => {
    const state = join(mkdtempSync(join(tmpdir(), 'hvsim-')), 'state.ndjson');
    const args = ['--state', state, '--pools', '4', '--clones', '2', '--speed', '20', '--log', 'json', ...more];
    const roll = dice(more.length + 1);
    /** What was accepted: pushes by the start time that only they have; cancels by their number. */
    const pushes: number[] = [];
    let cancels = 0;
    let number = 0;
    const observers = new Map<string, ReturnType<typeof createObserver>>();
    const impossible: unknown[] = [];

    async function live(name: string, client: Client, pools: readonly string[], isOver: () => boolean): Promise<void> {
      while (!isOver()) {
        const id = pools[roll(pools.length)] as string;
        const what = roll(5);
        number += 1;
        const startTime = farAway + number;
        if (what === 0) {
          // The same image again is a reschedule, which is accepted for as long as the push is not cancelled.
          if ((await client.push(id, 2 + pools.indexOf(id), { start_time: startTime })).status === 200) pushes.push(startTime);
        } else if (what === 1) {
          if ((await client.cancel(id)).status === 204) cancels += 1;
        } else await look(name, client, id);
      }
    }

    /** Each client sees its own answers in order, before a crash and after. */
    async function look(name: string, client: Client, id: string): Promise<void> {
      const { body } = await client.pool(id);
      const key = `${name} ${id}`;
      const observer = observers.get(key) ?? createObserver({ release: '2512', format: 'rest-v3', engine: 'manual' });
      observers.set(key, observer);
      const { verdict } = observer.observe(body.provisioning_status_data);
      if (verdict === 'impossible') impossible.push([id, body.provisioning_status_data]);
    }

    for (let round = 0; round < 5; round += 1) {
      const served = await serveProcess(args);
      const client = await new Client(served.url).login();
      const pools = await client.pools();
      let isOver = false;
      const lives = Array.from({ length: 6 }, (_, index) =>
        live(`client ${index}`, client, pools, () => isOver).catch((error: unknown) => {
          // The server was killed under its feet; anything before that is a defect.
          if (!isOver) throw error;
        }),
      );
      const end = number + 30 + roll(100);
      await expect.poll(() => number, { interval: 1 + roll(10), timeout: 30_000 }).toBeGreaterThan(end);
      isOver = true;
      expect(await served.stop('SIGKILL')).toBeNull();
      await Promise.all(lives);
    }

    const served = await serveProcess(args);
    const client = await new Client(served.url).login();
    for (const id of await client.pools()) {
      for (let index = 0; index < 6; index += 1) await look(`client ${index}`, client, id);
    }
    await served.stop();
    expect(impossible).toEqual([]);
    const records = readFileSync(state, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ by, outcome }) => by === 'script' && outcome === 'accepted');
    const noted = records.flatMap(({ event }) => event.spec?.settings.startTime ?? []);
    expect(pushes.filter((startTime) => !noted.includes(startTime))).toEqual([]);
    expect(pushes.length).toBeGreaterThan(10);
    expect(records.filter(({ event }) => event.type === 'command.cancelScheduledPushImage').length).toBeGreaterThanOrEqual(cancels);
    expect((await hvsim(['check', state, '--engine', 'quick', '--changes'])).code).toBe(0);
  });

  it('goes on with what was pending', async () => {
    const state = join(mkdtempSync(join(tmpdir(), 'hvsim-')), 'state.ndjson');
    const first = await serveProcess(['--state', state, '--clones', '2']);
    let client = await new Client(first.url).login();
    const [id] = (await client.pools()) as [string];
    await client.push(id, 3);
    await first.stop('SIGKILL');
    const second = await serveProcess(['--state', state]);
    client = await new Client(second.url).login();
    await expect
      .poll(async () => (await client.pool(id)).body.provisioning_status_data.instant_clone_operation, { timeout: 20_000 })
      .toBe('NONE');
    expect((await client.pool(id)).body.provisioning_settings.parent_vm_id).toBe('vm-3');
    await second.stop();
  });
});
