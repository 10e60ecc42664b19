import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../src/simulator/index.ts';
import { cloneId, cloneName, poolId, poolName, taskId } from '../../src/simulator/names.ts';

const guid = (version: number) => new RegExp(`^[0-9a-f]{8}-[0-9a-f]{4}-${version}[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`);
const positions = Array.from({ length: 10_000 }, (_, position) => position);

describe('ids', () => {
  // Fixtures and saved runs are full of them.
  it('are the same in every version', () => {
    expect([poolId(0), poolId(1), cloneId(0, 0), cloneId(0, 1), cloneId(1, 0), taskId(poolId(0), 1)]).toMatchInlineSnapshot(`
      [
        "61146b97-117c-4ecf-823b-ffe8c140de6a",
        "f2dd0074-0370-420b-8f06-c577e5cabc67",
        "9ebaada7-4036-379e-a7db-defb597d7042",
        "aa05a3b7-d26b-3a39-8a7a-952b28920e8c",
        "91e474d6-7966-3cd8-88ff-f1973d512d75",
        "cf7aaf9a-7114-4444-8378-5153653865b7",
      ]
    `);
  });

  it('of pools and tasks look like random GUIDs, of machines like name-based ones', () => {
    for (const position of positions) {
      expect(poolId(position)).toMatch(guid(4));
      expect(cloneId(position % 100, position)).toMatch(guid(3));
    }
    expect(taskId('any text', 3)).toMatch(guid(4));
  });

  it('differ between 10,000 positions, and between kinds', () => {
    const pools = positions.map(poolId);
    const clones = positions.map((position) => cloneId(0, position));
    const spread = positions.map((position) => cloneId(position + 1, 0));
    const tasks = positions.map((position) => taskId(poolId(0), position));
    expect(new Set([...pools, ...clones, ...spread, ...tasks]).size).toBe(40_000);
  });

  it('use every variant', () => {
    expect(new Set(positions.slice(0, 100).map((position) => poolId(position)[19]))).toEqual(new Set(['8', '9', 'a', 'b']));
  });

  it('are a function of the position, whatever the release, seed, engine and time', () => {
    const one = createSimulator({ release: '7.0', seed: 1, pools: 2, engine: 'instant' });
    const other = createSimulator({
      release: '2512',
      seed: 99,
      pools: [
        { name: 'a', clones: 1 },
        { name: 'b', clones: 5 },
      ],
      startAt: 0,
    });
    expect(one.pools.map(({ id }) => id)).toEqual(other.pools.map(({ id }) => id));
    expect(
      other
        .clones(1)
        .map(({ id }) => id)
        .slice(0, 3),
    ).toEqual(one.clones(1).map(({ id }) => id));
  });

  it('of tasks depend on the pool and the number', () => {
    expect(new Set([taskId('a', 1), taskId('a', 2), taskId('b', 1), taskId('a1', 1), taskId('', 1)]).size).toBe(5);
  });
});

describe('names', () => {
  it('count from 1', () => {
    expect([poolName(0), poolName(41)]).toEqual(['ic-pool-1', 'ic-pool-42']);
    expect([cloneName('win11', 0), cloneName('win11', 99), cloneName('win11', 1_233)]).toEqual(['win11-001', 'win11-100', 'win11-1234']);
  });
});
