import { describe, expect, it } from 'vitest';
import { factTypes, type PoolEvent } from '../../machines/index.ts';
import { type Activity, activities, activityOf, imageActivities, leastMs, spanOf } from '../../src/engine/activities.ts';
import type { Chance } from '../../src/engine/chance.ts';
import { planOf } from '../../src/engine/plan.ts';
import { profiles } from '../../src/engine/timings.ts';
import { lifecycleOf } from '../../src/lifecycle/index.ts';
import { goesOn } from '../../src/simulator/driver.ts';
import { create, type PoolSnapshot, step } from '../../src/simulator/step.ts';
import { explore } from '../../src/tools/explore.ts';
import { keyOf, representative } from '../../src/tools/lifecycle/explore.ts';

const users: readonly string[] = ['clone.sessionOpened', 'clone.sessionClosed'];
const factsOf = ({ fact, failure, timeout, progress }: Activity) => [fact, failure, timeout, progress].filter((each) => each !== undefined);

/** Every state that a pool without clones can come to, as far as what is sent here brings it there. */
function reached(selectivePush: boolean): readonly PoolSnapshot[] {
  const image = { parentVm: 'vm-1', snapshot: 'snapshot-1' };
  const spec = (startTime?: number) => ({
    parentVm: 'vm-2',
    snapshot: 'snapshot-2',
    settings: { logoffSetting: 'FORCE_LOGOFF' as const, ...(startTime === undefined ? {} : { startTime }) },
  });
  const events: readonly PoolEvent[] = [
    ...[spec(), spec(9_000), { ...spec(), selectivePushImage: true }, { ...spec(9_000), selectivePushImage: true }].map((each) => ({
      type: 'command.schedulePushImage' as const,
      at: 1,
      spec: each,
    })),
    ...(['cancelScheduledPushImage', 'promotePendingImage', 'enableProvisioning', 'disableProvisioning', 'delete'] as const).map(
      (name) => ({
        type: `command.${name}` as const,
        at: 1,
      }),
    ),
    { type: 'command.changeInfrastructure', at: 1, hostOrCluster: 'domain-c9' },
    ...imageActivities.flatMap(factsOf).map((type) => ({ type, at: 1, error: 'an error', percent: 50 }) as unknown as PoolEvent),
  ];
  const newPool = (stopProvisioningOnError: boolean) =>
    create({ name: '', at: 0, image, clones: [], selectivePush, stopProvisioningOnError });
  const { states } = explore({
    starts: [true, false].map((stops) => newPool(stops).snapshot),
    movesFrom: (snapshot) => events.map((event) => ({ move: event, to: step(snapshot, event).snapshot })),
    keyOf: (snapshot) => keyOf(representative(snapshot)),
  });
  return states;
}

describe('the activities of the engine', () => {
  it('say of every fact but those of users what it comes of', () => {
    expect(activities.flatMap(factsOf).sort()).toEqual(factTypes.filter((type) => !users.includes(type)).sort());
    for (const activity of activities) for (const fact of factsOf(activity)) expect(activityOf(fact)?.name).toBe(activity.name);
  });

  it.each([true, false])('go on exactly where the pool accepts their fact, selective push %s', (selectivePush) => {
    const snapshots = reached(selectivePush);
    expect(snapshots.length).toBeGreaterThan(100);
    for (const snapshot of snapshots) {
      const accepted = imageActivities.filter(({ fact }) => step(snapshot, { type: fact, at: 10_000 } as PoolEvent).outcome === 'accepted');
      expect(imageActivities.filter((activity) => goesOn(activity, snapshot)).map(({ name }) => name)).toEqual(
        accepted.map(({ name }) => name),
      );
      for (const { failure, timeout } of accepted) {
        for (const type of [failure, timeout]) {
          if (type) expect(step(snapshot, { type, at: 10_000, error: 'an error' } as PoolEvent).outcome).toBe('accepted');
        }
      }
    }
  });

  it.each(['2512', '2106'])('go on in the nodes of the graph of %s by its edges as by their states', (release) => {
    const { nodes, edgesFrom } = lifecycleOf(release);
    const going = new Set<string>();
    for (const node of nodes) {
      const events = new Set<string>(edgesFrom(node).map(({ event }) => event));
      for (const { name, fact, while: states, needs } of imageActivities) {
        const isIn = Object.entries(states).every(([region, state]) => node.state[region as keyof typeof states] === state);
        if (events.has(fact)) going.add(name);
        expect(needs ? isIn || !events.has(fact) : isIn === events.has(fact)).toBe(true);
      }
    }
    expect(going.size).toBe(imageActivities.length);
  });

  it('have facts that come no sooner than they say, and no later', () => {
    const { production } = profiles;
    for (const part of [0, 0.2, 0.999]) {
      for (const activity of activities) {
        for (const fact of [undefined, activity.failure, activity.timeout]) {
          const chance: Chance = {
            within: ({ minMs, maxMs }) => minMs + Math.floor(part * (maxMs - minMs + 1)),
            setback: () => fact && { fact, stopsAt: part },
          };
          const plan = planOf(activity, production, chance, 5_000);
          expect(plan.at(-1)?.type).toBe(fact ?? activity.fact);
          for (const { type, afterMs } of plan) {
            expect(afterMs).toBeGreaterThanOrEqual(leastMs(type, production));
            expect(afterMs).toBeLessThanOrEqual(spanOf(type, production)?.maxMs ?? 5_000);
          }
        }
      }
    }
  });
});
