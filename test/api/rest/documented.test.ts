/** The tables of the REST API against what the vendor documents, release by release. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findRelease, type Release, releases } from '../../../src/api/index.ts';
import { restSchema, statusFormats } from '../../../src/api/rest/json-schema.ts';
import { restOperations } from '../../../src/api/rest/operations.ts';
import { restPaths, restPathsOf } from '../../../src/api/rest/paths.ts';
import { poolVersions } from '../../../src/api/rest/pool-versions.ts';
import { type RestField, restFieldsOf, schemaNames } from '../../../src/api/rest/schemas.ts';

const linesOf = (name: string) =>
  readFileSync(new URL(name, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

interface Documented {
  readonly schema: string;
  readonly release: Release;
  readonly properties: Readonly<Record<string, string>>;
}

function documentedSchemas(): Documented[] {
  const list: Documented[] = [];
  let schema = '';
  let variant: Record<string, string> = {};
  for (const line of linesOf('documented-schemas.txt')) {
    const [first = '', second = '', ...rest] = line.trim().split(' ');
    if (line.startsWith('  - ')) delete variant[second];
    else if (line.startsWith(' ')) variant[first] = [second, ...rest].join(' ');
    else {
      const name = first.replace(':', '');
      variant = name === schema ? { ...variant } : {};
      schema = name;
      for (const release of [second, ...rest]) list.push({ schema, release: findRelease(release), properties: variant });
    }
  }
  return list;
}

/** A property in the words of the recorded documents. */
function inWords({ type, list, required, sortable, minimum, enum: values }: RestField): string {
  return [
    `${type}${list ? '[]' : ''}`,
    ...(required ? ['required'] : []),
    ...(sortable ? ['sortable'] : []),
    ...(minimum === undefined ? [] : [`min=${minimum}`]),
    ...(values === undefined ? [] : [`enum=${[...values].sort().join('|')}`]),
  ].join(' ');
}

/** Served by hand: its password is documented as a list of strings, and clients send a string. */
const servedByHand = ['AuthLogin'];

const documented = documentedSchemas().filter(({ schema }) => !servedByHand.includes(schema));

describe('the schemas of the REST API', () => {
  it.each(documented)('has $schema of $release as documented', ({ schema, release, properties }) => {
    const fields = restFieldsOf(schema, release)?.filter(({ undocumented }) => !undocumented) ?? [];
    expect(Object.fromEntries(fields.map((field) => [field.name, inWords(field)]))).toEqual(properties);
  });

  it.each(schemaNames())('names in %s no object that is not there', (name, since) => {
    for (const release of releases.filter((each) => restFieldsOf(name, each))) {
      expect(restSchema({ type: name }, release, 'answer').type).toBe('object');
    }
    expect(restFieldsOf(name, since)).toBeDefined();
  });
});

describe('the versions of a pool', () => {
  it('are those of the documents that have a status, with the format that has its properties', () => {
    const found = schemaNames().flatMap(([name, since]) => {
      const version = /^DesktopPoolInfoV(\d+)$/.exec(name)?.[1];
      const type = restFieldsOf(name, since)?.find((field) => field.name === 'provisioning_status_data')?.type ?? '';
      return version ? [{ version: Number(version), since, format: statusFormats[type] }] : [];
    });
    expect(found.sort((a, b) => a.version - b.version)).toEqual(poolVersions);
  });
});

describe('the paths of the REST API', () => {
  const recorded = linesOf('documented-paths.txt').map((line) => line.split(' ') as [string, string, string]);

  it('are those of the documents, each from its first release on', () => {
    const paths = new Set(restPaths().map(({ since, method, path }) => `${since} ${method} ${path}`));
    expect(recorded.map((each) => each.join(' ')).filter((each) => !paths.has(each))).toEqual([]);
  });

  it('that hvsim models are there', () => {
    const found = new Set(restPaths().flatMap(({ operation }) => operation ?? []));
    expect([...found].sort()).toEqual(Object.keys(restOperations).sort());
  });

  it('are in a release exactly when it is not before the first one', () => {
    expect(restPathsOf('7.9')).toEqual([]);
    expect(restPathsOf('2512').length).toBe(restPaths().length);
    const in2111 = restPathsOf('2111').map(({ method, path }) => `${method} ${path}`);
    expect(in2111).toContain('PUT /inventory/v1/desktop-pools/{id}');
    expect(in2111).not.toContain('GET /inventory/v6/desktop-pools');
  });
});
