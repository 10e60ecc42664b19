/** Every rule over several properties at once, against the same rules written out once more in other words. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../machines/vocabulary.ts';
import { fieldsOf, schemaFor } from '../../src/api/index.ts';
import type { ObjectName } from '../../src/api/properties.ts';
import type { AnyProperty } from '../../src/api/property.ts';
import { validate } from '../../src/conformance/index.ts';
import { encodeStatus } from '../../src/projector/index.ts';
import { everyTarget } from '../api/every-target.ts';
import { type PoolName, pools } from './pools.ts';
import { isForbidden, readings, type Triple } from './possible-states.ts';

type Target = (typeof everyTarget)[number];
type Source = Readonly<Record<string, unknown>>;

const ajv = new Ajv2020({ strict: false });
const schemas = new Map<string, ValidateFunction>();

function fits(value: unknown, target: Target, object: 'status' | 'parent'): boolean {
  const key = `${target.release} ${target.format} ${object}`;
  const known = schemas.get(key) ?? ajv.compile(schemaFor(target, object));
  schemas.set(key, known);
  return known(value);
}

/** Every property that a status could show, those of the objects in it too, with what it shows. */
function membersOf(value: Source, object: ObjectName, target: Target): { property: AnyProperty; member: unknown }[] {
  return fieldsOf(object, target.release, target.format).flatMap(({ name, property }) => {
    const member = value[name] ?? null;
    const inner = { instantCloneProvisioningStatusData: 'status', pendingComputeProfile: 'computeProfile' }[property.view];
    return [{ property, member }, ...(inner && member !== null ? membersOf(member as Source, inner as ObjectName, target) : [])];
  });
}

/** Whether nothing that the documents and the life cycle say of several properties is against a status that fits its schema. */
function agrees(members: ReturnType<typeof membersOf>, { release, format }: Target): boolean {
  const shown: Record<string, unknown> = Object.fromEntries(members.map(({ property, member }) => [property.view, member]));
  const { operation, pendingImageProgress: progress, pendingImageError: error, numCPU: cpus, coresPerSocket: cores } = shown;
  if (shown.lastProvisioningError != null && shown.lastProvisioningErrorTime === null) return false;
  if (operation === undefined) return true;
  if (operation === null) return false;
  const [pending, current] = [shown.instantClonePendingImageState, shown.instantCloneCurrentImageState].map((state) =>
    String(state ?? 'ABSENT'),
  );
  const really = readings([String(operation), pending as string, current as string], release, format);
  const hasFailed = ([, state]: Triple) => state === 'FAILED' || (state === 'UNPUBLISHING' && operation !== 'CANCEL_SCHEDULED_PUSH_IMAGE');
  if (really.every(isForbidden)) return false;
  if (error === null && really.every(([, state]) => state === 'FAILED')) return false;
  if (error != null && !really.some(hasFailed)) return false;
  if (shown.pushImageSettings != null && operation !== 'SCHEDULE_PUSH_IMAGE') return false;
  if (pending === 'PENDING_PUBLISH' && typeof progress === 'number' && progress !== 0) return false;
  if ((pending === 'READY' || pending === 'READY_HELD') && typeof progress === 'number' && progress !== 100) return false;
  if (typeof cpus === 'number' && typeof cores === 'number' && cpus % cores !== 0) return false;
  return members.every(({ property: { requiredIf, presence }, member }) => {
    if (requiredIf?.includes(operation as Operation) && member === null) return false;
    if (presence === 'with-pending-image') return (member !== null) === (pending !== 'ABSENT');
    return presence !== 'of-pending-image' || pending !== 'ABSENT' || member === null;
  });
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
  it('conforms exactly where it conforms by every rule, also inside the object around it, whatever was judged before', () => {
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
          const expected = fits(value, target, object) && agrees(membersOf(value, object, target), target);
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
