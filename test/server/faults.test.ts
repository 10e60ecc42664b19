import { describe, expect, it } from 'vitest';
import { Faults, readFaultRules } from '../../src/server/faults.ts';

describe('rules for faults', () => {
  it('befall a share of the requests that fit, by weight, and the same ones for the same seed', () => {
    const rules = readFaultRules({
      path: '/rest/inventory/*/desktop-pools',
      method: 'get',
      share: 0.5,
      outcomes: [
        { weight: 3, status: 503 },
        { weight: 1, drop: 'before' },
      ],
    });
    const drawn = (seed: number) => {
      const faults = new Faults(seed, rules);
      return Array.from({ length: 4_000 }, () => faults.next('GET', '/rest/inventory/v2/desktop-pools/x'));
    };
    const injected = drawn(1).flatMap((each) => each ?? []);
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(2)).not.toEqual(drawn(1));
    expect(injected.length / 4_000).toBeCloseTo(0.5, 1);
    expect(injected.filter(({ status }) => status === 503).length / injected.length).toBeCloseTo(0.75, 1);
  });

  it('leave other paths and methods alone', () => {
    const faults = new Faults(1, readFaultRules([{ path: '/rest/inventory', method: 'POST', outcomes: [{ status: 500 }] }]));
    expect(faults.next('GET', '/rest/inventory/v2/desktop-pools')).toBeUndefined();
    expect(faults.next('POST', '/rest/inventoryx')).toBeUndefined();
    expect(faults.next('POST', '/rest/login')).toBeUndefined();
    expect(faults.next('POST', '/rest/inventory')).toEqual({ status: 500, latencyMs: 0 });
  });

  it('befall so many requests, and then the next rule counts', () => {
    const faults = new Faults(1, readFaultRules([{ times: 2, outcomes: [{ status: 500 }] }, { outcomes: [{ status: 501, latency: 7 }] }]));
    const seen = [1, 2, 3].map(() => faults.next('GET', '/rest'));
    expect(seen).toEqual([
      { status: 500, latencyMs: 0 },
      { status: 500, latencyMs: 0 },
      { status: 501, latencyMs: 7 },
    ]);
  });

  it('draw a latency between its bounds', () => {
    const faults = new Faults(3, readFaultRules({ outcomes: [{ latency: { minMs: 10, maxMs: 20 } }] }));
    const drawn = Array.from({ length: 500 }, () => faults.next('GET', '/rest')?.latencyMs as number);
    expect([Math.min(...drawn), Math.max(...drawn)]).toEqual([10, 20]);
  });

  it.each([
    [{}, /outcomes/],
    [{ outcomes: [] }, /outcomes/],
    [{ outcomes: [{}] }, /Expected latency, status or drop/],
    [{ outcomes: [{ status: 500, drop: 'before' }] }, /not both/],
    [{ outcomes: [{ status: 200 }] }, /status/],
    [{ outcomes: [{ latency: { minMs: 9, maxMs: 1 } }] }, /minMs not above maxMs/],
    [{ path: '/_hvsim', outcomes: [{ status: 500 }] }, /begins with \/rest/],
    [{ share: 0, outcomes: [{ status: 500 }] }, /share/],
    [{ method: 'FETCH', outcomes: [{ status: 500 }] }, /method/],
  ])('are refused: %j', (rule, message) => {
    expect(() => readFaultRules([rule])).toThrow(message);
  });
});
