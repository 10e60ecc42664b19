import { describe, expect, it } from 'vitest';
import {
  type EnumerationName,
  enumerations,
  enumerationTableMarkdown,
  fieldsOf,
  propertyTable,
  propertyTableMarkdown,
  wireEntries,
} from '../../src/api/index.ts';
import { everyTarget } from './every-target.ts';

describe('propertyTable', () => {
  const table = propertyTable();

  it('says of each release which formats have a property', () => {
    const profile = table.find((row) => row.view === 'pendingComputeProfile');
    expect(profile?.releases['2203']).toEqual([]);
    expect(profile?.releases['2206']).toEqual(['view', 'powercli', 'rest-v2']);
  });

  it.each(everyTarget)('agrees with the fields of the View objects in $release', ({ release, format }) => {
    const inTable = table.filter((row) => row.object === 'status' && row.releases[release].includes(format));
    if (format.startsWith('rest')) return expect(inTable.length).toBeGreaterThan(0);
    expect(inTable.map((row) => row.view)).toEqual(fieldsOf('status', release, 'view').map((field) => field.name));
  });
});

describe('propertyTableMarkdown', () => {
  const markdown = propertyTableMarkdown();

  it('has a line for each property with both names', () => {
    for (const { view, rest } of propertyTable()) {
      const line = markdown.split('\n').find((text) => text.startsWith(`| \`${view}\` |`));
      expect(line, view).toContain(rest === null ? 'its members' : `\`${rest}\``);
    }
  });

  it('has as many cells in each line of a table', () => {
    const cells = markdown
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.split('|').length);
    expect(new Set(cells).size).toBe(1);
  });
});

describe('enumerationTableMarkdown', () => {
  it('has a line for each value', () => {
    const lines = enumerationTableMarkdown()
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    const values = (Object.keys(enumerations) as EnumerationName[]).flatMap((name) => wireEntries(name));
    expect(lines).toHaveLength(values.length);
    expect(lines).toContainEqual(expect.stringMatching(/`UNPUBLISHING` \| in 7\.13 and since 2012 \(8\.1\) \| 2006 \(8\.0\)/));
  });
});
