/**
 * Makes `src/api/rest/documents.ts` of what was extracted from the vendor's OpenAPI documents. Given are files with, by name, the
 * variants of each operation and schema and the releases that have them; the recorded properties of `test/api/rest` tell what lists
 * can be sorted by, and have the few schemas that the others lack.
 *
 * @example node dist/bundle/tools/rest-documents.js OPERATIONS.json SCHEMAS.json
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Span } from '../api/availability.ts';
import { compareReleases, findRelease, type Release, releases } from '../api/releases.ts';
import type { Documents, PropertyRow, RestType } from '../api/rest/documents.types.ts';
import { statusFormats } from '../api/rest/json-schema.ts';
import { root } from './generated.ts';
import { completed, hasAny, recorded, type Variant } from './recorded-schemas.ts';

interface OperationVariant extends Variant {
  readonly answers: Readonly<Record<string, string | null>>;
  readonly body?: string;
  readonly query?: readonly (Omit<PropertyRow, 'type'> & { readonly type: string })[];
}

const [operationsFile = '', schemasFile = ''] = process.argv.slice(2);
if (schemasFile === '') {
  console.error('usage: node dist/bundle/tools/rest-documents.js OPERATIONS.json SCHEMAS.json');
  process.exit(2);
}
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const operations: Readonly<Record<string, readonly OperationVariant[]>> = read(operationsFile).operations;
const recordedSchemas = recorded();
const schemas = completed(read(schemasFile).schemas, recordedSchemas);

const byVersion = [...releases].sort(compareReleases);

/** The releases whose document is at hand. What lies between two of them is as the one before. */
const documented = byVersion.filter((release) => Object.values(operations).some((variants) => hasAny(variants, release)));

function spansOf(names: Iterable<string>): readonly Span[] {
  const have = new Set([...names].map(findRelease));
  const spans: Span[] = [];
  for (const [index, release] of documented.entries()) {
    if (!have.has(release) || have.has(documented[index - 1] as Release)) continue;
    const next = documented.find((each, at) => at > index && !have.has(each));
    spans.push(next === undefined ? [release] : [release, byVersion[byVersion.indexOf(next) - 1] as Release]);
  }
  return spans;
}

/** `Name`, `Name[]` or `map<Name>`. */
function typeOf(text: string): RestType {
  const [, type = text, list] = /^(\w+)(\[\])?$/.exec(text) ?? [];
  const [, value] = /^map<(\w+)>$/.exec(text) ?? [];
  return { type: value ?? type, ...(list ? { list: true } : {}), ...(value ? { map: true } : {}) };
}

/** Rows that are alike in all but the releases are one. */
function rowsOf<T extends object>(
  variants: readonly (Variant & { readonly rows: readonly T[] })[],
): (T & { releases?: readonly Span[] })[] {
  const all = new Set(variants.flatMap((variant) => variant.releases));
  const found = new Map<string, { row: T; releases: Set<string> }>();
  for (const { rows, releases: own } of variants) {
    for (const row of rows) {
      const key = JSON.stringify(row);
      found.set(key, { row, releases: new Set([...(found.get(key)?.releases ?? []), ...own]) });
    }
  }
  return [...found.values()].map(({ row, releases: own }) => ({ ...row, ...(own.size === all.size ? {} : { releases: spansOf(own) }) }));
}

function isSortable(schema: string, release: string, property: string): boolean {
  const variant = recordedSchemas[schema]?.find(({ releases: own }) => own.includes(release));
  return variant?.properties.some(({ name, sortable }) => name === property && sortable === true) ?? false;
}

/** The vendor's patterns are of the whole value. One that is in Java's own words only is left out. */
function patternOf(pattern: unknown): { readonly pattern?: string } {
  try {
    return pattern === undefined ? {} : { pattern: new RegExp(`^(?:${pattern})$`, 'u').source };
  } catch {
    return {};
  }
}

/** A variant for each release, as what lists can be sorted by is recorded by release. */
const propertiesOf = (schema: string) =>
  (schemas[schema] ?? []).flatMap((variant) =>
    variant.releases.map((release) => ({
      releases: [release],
      rows: variant.properties.map(({ name, type, pattern, ...rest }): PropertyRow => {
        const sortable = isSortable(schema, release, name) ? { sortable: true as const } : {};
        return { name, ...typeOf(type), ...rest, ...patternOf(pattern), ...sortable };
      }),
    })),
  );

function rowOf({ answers, body, query }: OperationVariant) {
  const [status = '200', answer = null] = Object.entries(answers).find(([code]) => code.startsWith('2')) ?? [];
  return {
    status: Number(status),
    ...(answer ? { answer: typeOf(answer) } : {}),
    ...(body ? { body: typeOf(body) } : {}),
    ...(query ? { query: query.map(({ type, ...rest }) => ({ ...rest, ...typeOf(type) })) } : {}),
  };
}

const spansOfAll = (variants: readonly Variant[]) => spansOf(variants.flatMap(({ releases: own }) => own));

/** By name: what is spelled out comes before a parameter in its place. */
const sorted = <From, To>(record: Readonly<Record<string, From>>, make: (value: From, name: string) => To): Record<string, To> =>
  Object.fromEntries(
    Object.keys(record)
      .sort()
      .map((name) => [name, make(record[name] as From, name)]),
  );

const made: Documents = {
  operations: sorted(operations, (variants) =>
    rowsOf(variants.map((variant) => ({ releases: variant.releases, rows: [rowOf(variant)] }))).map((row) => ({
      ...row,
      releases: row.releases ?? spansOfAll(variants),
    })),
  ),
  schemas: sorted(schemas, (_, name) => {
    const variants = propertiesOf(name);
    return {
      releases: spansOfAll(variants),
      properties: rowsOf(variants).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
    };
  }),
};

/** One row a line. */
function write({ operations: paths, schemas: objects }: Documents): string {
  const lines = (rows: readonly unknown[]) => `[${rows.map((row) => `\n${JSON.stringify(row)}`).join(',')}]`;
  const block = <T>(record: Readonly<Record<string, T>>, text: (value: T) => string) =>
    Object.entries(record)
      .map(([name, value]) => `${JSON.stringify(name)}:${text(value)}`)
      .join(',\n');
  return `{"operations":{
${block(paths, lines)}
},
"schemas":{
${block(objects, ({ releases: own, properties }) => `{"releases":${JSON.stringify(own)},"properties":${lines(properties)}}`)}
}}`;
}

/** What the versions of GET …/desktop-pools carry, by itself: who has no need of the documents does not read them all. */
const poolVersions = Object.entries(made.schemas).flatMap(([name, { releases: own, properties }]) => {
  const version = /^DesktopPoolInfoV(\d+)$/.exec(name)?.[1];
  const status = properties.find((property) => property.name === 'provisioning_status_data')?.type ?? '';
  return version ? [`  { version: ${version}, since: '${own[0]?.[0]}', format: '${statusFormats[status]}' },`] : [];
});

const head = '// Written by src/tools/rest-documents.ts from what the vendor documents. Do not edit.';

writeFileSync(
  new URL('src/api/rest/documents.ts', root),
  `${head}
import type { Documents } from './documents.types.ts';

let known: Documents | undefined;

/** What the documents say. They are read when they are needed first. */
export function documents(): Documents {
  known ??= JSON.parse(String.raw\`${write(made)}\`) as Documents;
  return known;
}
`,
);

writeFileSync(
  new URL('src/api/rest/pool-versions.ts', root),
  `${head}

/** The versions of GET …/desktop-pools that carry a status, all but the first: the first release with each, and the format of it. */
export const poolVersions = [
${poolVersions
  .sort()
  .sort((a, b) => a.length - b.length)
  .join('\n')}
] as const;
`,
);
