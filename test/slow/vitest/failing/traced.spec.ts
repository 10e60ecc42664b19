/** Tests that fail, for traced.test.ts, which runs them in a Vitest of their own and looks at what they leave. */
import fc from 'fast-check';
import { createSimulator, type Simulator } from 'hvsim';
import { traced, tracedRun } from 'hvsim/vitest';
import { describe, expect, it } from 'vitest';

const waits = fc.array(fc.integer({ min: 1, max: 1_000 }), { maxLength: 20 });
const parameters = { seed: 7, numRuns: 500 };

/** Fails for two waits of more than 300 milliseconds. */
function claim(simulator: Simulator, list: readonly number[]): void {
  for (const wait of list) {
    simulator.advance(wait);
    simulator.send(0, { type: 'engine.publishStarted' });
  }
  expect(list.filter((wait) => wait > 300).length).toBeLessThan(2);
}

describe('a pool', () => {
  it('fails / in one place', (context) => {
    const simulator = traced(context, createSimulator({ engine: 'quick', release: '2206' }), { format: 'rest-v2' });
    simulator.advance('1h');
    expect(simulator.state().operation).toBe('FINAL_UNPUBLISH');
  });

  it('fails ? in one place', (context) => {
    traced(context, createSimulator());
    expect.fail('at once');
  });

  it.fails('fails as it should', (context) => {
    traced(context, createSimulator());
    expect.fail('at once');
  });

  it('passes', (context) => {
    traced(context, createSimulator());
  });

  it('fails for something', (context) => {
    fc.assert(
      fc.property(waits, (list) => claim(traced(context, createSimulator({ engine: 'manual' })), list)),
      parameters,
    );
  });

  it('fails for something, with runs that look at no pool', async (context) => {
    const property = fc.asyncProperty(waits, async (list) => {
      if (list.length % 3 === 0) return;
      await tracedRun(context, createSimulator({ engine: 'manual' }), async (simulator) => {
        await Promise.resolve();
        claim(simulator, list);
      });
    });
    await fc.assert(property, parameters);
  });
});
