/** Systematic spoiling, in every release and format. */
import { describe, expect, it } from 'vitest';
import { apiOf, fieldsOf, formatsOf, type PropertyName, releases, wireValues } from '../../src/api/index.ts';
import { validate } from '../../src/conformance/index.ts';
import { everyTarget } from '../api/every-target.ts';
import { type PoolName, pools } from './pools.ts';
import { brokenRules, encoded, nameOf } from './spoil.ts';

const poolNames = (Object.keys(pools) as PoolName[]).filter((name) => name !== 'held');

describe.each(everyTarget)('a status of $release as $format', (target) => {
  const { release, format } = target;
  const fields = fieldsOf('status', release, format);
  const isRest = apiOf(format) === 'rest';
  const drafts = () => poolNames.map((pool) => ({ pool, status: encoded(pool, target) }));

  it('conforms as it is', () => {
    for (const { pool, status } of drafts()) expect(validate(status, target), pool).toEqual([]);
  });

  it('must have each property that its operation requires', () => {
    let removed = 0;
    for (const { pool, status } of drafts()) {
      for (const { name, property } of fields) {
        if (!property.requiredIf?.includes(pools[pool].operation)) continue;
        const { [name]: _, ...rest } = status;
        expect(brokenRules(rest, target), `${pool} without ${name}`).toEqual(['required-if']);
        if (!isRest) expect(brokenRules({ ...status, [name]: null }, target), `${pool}, ${name} null`).toEqual(['required-if']);
        removed++;
      }
    }
    expect(removed).toBeGreaterThan(0);
  });

  it('must have its operation', () => {
    const { [nameOf('operation', target)]: _, ...rest } = encoded('idle', target);
    expect(brokenRules(rest, target)).toEqual([isRest ? 'presence/operation' : 'structure/missing-property']);
  });

  it('must not have a property that no release has', () => {
    for (const { pool, status } of drafts()) {
      expect(brokenRules({ ...status, hello: 1 }, target), pool).toEqual(['structure/unknown-property']);
    }
  });

  it('must not have a property of another release or version, and is told which has it', () => {
    const own = new Set(fields.map(({ name }) => name));
    const foreign = releases.flatMap((other) =>
      formatsOf(other)
        .filter((otherFormat) => (isRest ? apiOf(otherFormat) === 'rest' : otherFormat === format))
        .flatMap((otherFormat) => fieldsOf('status', other, otherFormat).map(({ name }) => name)),
    );
    for (const name of new Set(foreign.filter((one) => !own.has(one)))) {
      const violations = validate({ ...encoded('publishing', target), [name]: 1 }, target);
      expect(violations, name).toEqual([expect.objectContaining({ rule: 'structure/unknown-property', path: name })]);
      expect(violations[0]?.message).toMatch(new RegExp(`'${name}' exists since .*; this is ${release}`));
    }
  });

  it('must not have a state of a later release, and is told since when it exists', () => {
    const name = nameOf('instantClonePendingImageState', target);
    const own = wireValues('pendingImageState', release, apiOf(format));
    for (const value of wireValues('pendingImageState', '2512', 'view').filter((one) => !own.includes(one))) {
      const violations = validate({ ...encoded('publishing', target), [name]: value }, target);
      expect(violations, value).toEqual([expect.objectContaining({ rule: 'structure/enum', path: name, value })]);
      expect(violations[0]?.message).toMatch(new RegExp(`${value} exists (since|in) .* and this is ${release}`));
    }
  });

  it('must have a value of the right type everywhere', () => {
    for (const { pool, status } of drafts()) {
      for (const name of Object.keys(status).filter((key) => status[key] !== null)) {
        for (const wrong of [[], Number.NaN, typeof status[name] === 'string' ? 1 : 'text']) {
          const violations = validate({ ...status, [name]: wrong }, target);
          expect(violations, `${pool}: ${name} is ${String(wrong)}`).toEqual([
            expect.objectContaining({ rule: 'structure/type', path: name }),
          ]);
        }
      }
    }
  });

  it(isRest ? 'must not have null anywhere' : 'takes null for absent', () => {
    for (const { pool, status } of drafts()) {
      for (const { name, property } of fields) {
        if (property.view === 'operation') continue;
        const { [name]: _, ...without } = status;
        const withNull = { ...without, [name]: null };
        if (isRest) expect(brokenRules(withNull, target), `${pool}, ${name}`).toEqual(['structure/null']);
        else expect(validate(withNull, target), `${pool}, ${name}`).toEqual(validate(without, target));
      }
    }
  });

  it('must have its numbers within their range', () => {
    const limits: Partial<Record<PropertyName, readonly number[]>> = {
      pendingImageProgress: [-1, 101],
      numCPU: [0, -1],
      ram: [0],
      coresPerSocket: [0],
    };
    const status = encoded('publishing', target);
    for (const { name, property } of fields) {
      for (const value of limits[property.view as PropertyName] ?? []) {
        expect(brokenRules({ ...status, [name]: value }, target), `${name} ${value}`).toEqual(['structure/range']);
      }
    }
  });

  it('is an object', () => {
    for (const value of [undefined, null, [], 'NONE', 1, true]) {
      const [first, ...more] = validate(value, target);
      expect(first, String(value)).toMatchObject({
        path: '',
        rule: value === null ? 'structure/null' : 'structure/type',
      });
      expect(more).toEqual([]);
    }
  });
});
