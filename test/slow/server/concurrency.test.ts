import { describe, expect, it } from 'vitest';
import { createObserver, validate } from '../../../src/conformance/index.ts';
import { startServer } from '../../../src/server/start-server.ts';
import { Client, dice } from './client.ts';

const target = { release: '2512', format: 'rest-v3' } as const;

describe('fifty clients at once', () => {
  it('see nothing that the life cycle cannot explain, and no change that was accepted is lost', async () => {
    const server = await startServer({ pools: 5, clones: 3, speed: 20, seed: 3 });
    const accepted = { push: 0, cancel: 0, promote: 0 };
    const wrong: unknown[] = [];

    async function live(number: number): Promise<void> {
      const client = await new Client(server.url).login();
      const roll = dice(number);
      const pools = await client.pools();
      const observers = new Map(pools.map((id) => [id, createObserver({ ...target, engine: 'manual' })]));
      for (let act = 0; act < 25; act += 1) {
        const id = pools[roll(pools.length)] as string;
        const what = roll(10);
        if (what < 2) {
          const { status } = await client.push(
            id,
            2 + roll(4),
            roll(3) === 0 ? { selective_push_image: true } : { start_time: Date.now() + roll(100_000) },
          );
          if (status === 200) accepted.push += 1;
          else if (status !== 400) wrong.push(['push', status]);
        } else if (what < 4) {
          const [command, { status }] =
            roll(2) === 0 ? (['cancel', await client.cancel(id)] as const) : (['promote', await client.promote(id)] as const);
          if (status === 204) accepted[command] += 1;
          else if (status !== 400) wrong.push([command, status]);
        } else {
          const { status, body } = await client.pool(id);
          const seen = body.provisioning_status_data;
          if (status !== 200) wrong.push(['poll', status]);
          wrong.push(...validate(seen, { ...target, object: 'parent' }));
          const { verdict } = observers.get(id)?.observe(seen) ?? {};
          if (verdict === 'impossible') wrong.push([id, verdict, seen]);
        }
      }
    }

    await Promise.all(Array.from({ length: 50 }, (_, number) => live(number + 1)));
    expect(wrong).toEqual([]);
    const happened = server.world.timeline().filter(({ by, outcome }) => by === 'script' && outcome === 'accepted');
    const count = (type: string) => happened.filter(({ event }) => event.type === type).length;
    expect({
      push: count('command.schedulePushImage'),
      cancel: count('command.cancelScheduledPushImage'),
      promote: count('command.promotePendingImage'),
    }).toEqual(accepted);
    expect(Math.min(accepted.push, accepted.cancel)).toBeGreaterThan(0);
    await server.close();
  });
});
