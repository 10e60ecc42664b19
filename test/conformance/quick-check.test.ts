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
function conforms(status: unknown, target: (typeof everyTarget)[number], object: 'status' | 'parent'): boolean {
  const subject = { ...target, object };
  if (checkStructure(status, subject).length > 0) return false;
  const observation = observe(status, subject, new Set());
  return Object.values(checks).every((check) => check(observation).length === 0);
}

/** The object around a status, with or without an error and its time; of REST, where there is none, the status itself. */
function around(status: Record<string, unknown>, { release, format }: (typeof everyTarget)[number], draw: () => number) {
  const fields = fieldsOf('parent', release, format);
  if (!fields.some(({ property }) => property.view === 'instantCloneProvisioningStatusData')) return status;
  const parent: Record<string, unknown> = {};
  for (const { name, property } of fields) {
    if (property.view === 'instantCloneProvisioningStatusData') parent[name] = draw() < 9 ? status : null;
    else if (draw() < 6) parent[name] = draw() < 1 ? null : property.view === 'lastProvisioningError' ? 'no space' : '2026-01-05T12:00:00Z';
  }
  return parent;
}

describe('a status', () => {
  it('conforms quickly exactly where it conforms by every rule, also inside the object around it', () => {
    const verdicts = { fine: 0, broken: 0 };
    const two = fc.tuple(fc.constantFrom(...(Object.keys(pools) as PoolName[])), fc.constantFrom(...(Object.keys(pools) as PoolName[])));
    fc.assert(
      fc.property(
        fc.constantFrom(...everyTarget),
        two,
        fc.boolean(),
        fc.infiniteStream(fc.nat(9)),
        (target, [one, other], inParent, draws) => {
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
          const object = inParent ? 'parent' : 'status';
          const value = inParent ? around(mixed, target, draw) : mixed;
          const expected = conforms(value, target, object);
          verdicts[expected ? 'fine' : 'broken'] += 1;
          expect(validate(value, { ...target, object }).length === 0).toBe(expected);
        },
      ),
      { numRuns: 5_000 },
    );
    expect(Math.min(verdicts.fine, verdicts.broken)).toBeGreaterThan(100);
  });

  // Once a TypeError: a state that is undefined has no length.
  it('takes a member that is undefined for one that is not there', () => {
    for (const target of everyTarget) {
      for (const name of Object.keys(pools) as PoolName[]) {
        const status = encodeStatus(pools[name], target) as Record<string, unknown>;
        for (const member of Object.keys(status)) {
          const { [member]: _, ...without } = status;
          expect(validate({ ...status, [member]: undefined }, target)).toEqual(validate(without, target));
        }
      }
    }
  });
});
