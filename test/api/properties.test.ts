import { describe, expect, it } from 'vitest';
import { type AnyProperty, compareReleases, fieldsOf, formatSince, formatsOf, properties, wireName } from '../../src/api/index.ts';
import { everyTarget } from './every-target.ts';

const rows: readonly AnyProperty[] = Object.values(properties).flat();

describe('the property table', () => {
  it('names each property once in the View API', () => {
    expect(new Set(rows.map((row) => row.view)).size).toBe(rows.length);
  });

  it('has no property in REST before the version of the status that brings it', () => {
    for (const row of rows) expect(compareReleases(row.restSince, formatSince(row.restFrom)), row.view).toBeGreaterThanOrEqual(0);
  });

  it('requires only what need not be set otherwise', () => {
    for (const row of rows) if (row.requiredIf) expect(row.optional, row.view).toBe(true);
  });

  it('capitalises the View names for PowerCLI', () => {
    const row = rows.find(({ view }) => view === 'numCPU');
    expect(row && wireName(row, 'powercli')).toBe('NumCPU');
  });
});

describe('fieldsOf', () => {
  it.each(everyTarget)('has no name twice in $release as $format', ({ release, format }) => {
    const names = fieldsOf('status', release, format).map((field) => field.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('loses nothing from one version of the REST status to the next', () => {
    const namesOf = (format: 'rest-v1' | 'rest-v2' | 'rest-v3') => fieldsOf('status', '2512', format).map((field) => field.name);
    expect(namesOf('rest-v2')).toEqual(expect.arrayContaining(namesOf('rest-v1')));
    expect(namesOf('rest-v3')).toEqual(expect.arrayContaining(namesOf('rest-v2')));
    expect(formatsOf('2512').map((format) => fieldsOf('status', '2512', format).length)).toEqual([15, 15, 12, 15, 19]);
  });
});
