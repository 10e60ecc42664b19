/** The quick check gives the verdict of the thorough one, whatever was judged before. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsOf } from '../../src/api/index.ts';
import { checks } from '../../src/conformance/checks.ts';
import { validate } from '../../src/conformance/index.ts';
import { observe } from '../../src/conformance/observation.ts';
import { checkStructure } from '../../src/conformance/structure.ts';
import { encodeStatus } from '../../src/projector/index.ts';
import { everyTarget } from '../api/every-target.ts';
import { type PoolName, pools } from './pools.ts';

/** Whether a status conforms, by every rule anew. */
function conforms(status: unknown, target: (typeof everyTarget)[number]): boolean {
  const subject = { ...target, object: 'status' } as const;
  if (checkStructure(status, subject).length > 0) return false;
  const observation = observe(status, subject, new Set());
  return Object.values(checks).every((check) => check(observation).length === 0);
}

describe('a status', () => {
  it('conforms quickly exactly where it conforms by every rule', () => {
    const verdicts = { fine: 0, broken: 0 };
    const two = fc.tuple(fc.constantFrom(...(Object.keys(pools) as PoolName[])), fc.constantFrom(...(Object.keys(pools) as PoolName[])));
    fc.assert(
      fc.property(fc.constantFrom(...everyTarget), two, fc.infiniteStream(fc.nat(9)), (target, [one, other], draws) => {
        const [a, b] = [one, other].map((name) => encodeStatus(pools[name], target) as Record<string, unknown>);
        const draw = () => draws.next().value ?? 0;
        // Members of the one and of the other, and other numbers.
        const mixed: Record<string, unknown> = {};
        for (const { name, property } of fieldsOf('status', target.release, target.format)) {
          const value = draw() < 8 ? a?.[name] : b?.[name];
          if (value === undefined) continue;
          if (property.type === 'percent' && draw() < 3) mixed[name] = [0, 1, 100][draw() % 3];
          else if (property.type === 'positiveInteger' && draw() < 3) mixed[name] = 1 + draw();
          else mixed[name] = value;
        }
        const expected = conforms(mixed, target);
        verdicts[expected ? 'fine' : 'broken'] += 1;
        expect(validate(mixed, target).length === 0).toBe(expected);
      }),
      { numRuns: 5_000 },
    );
    expect(Math.min(verdicts.fine, verdicts.broken)).toBeGreaterThan(100);
  });
});
