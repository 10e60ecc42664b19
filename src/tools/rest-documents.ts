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
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const operations: Readonly<Record<string, readonly OperationVariant[]>> = read(operationsFile).operations;
const schemas = completed(read(schemasFile).schemas, recorded());

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
      const known = found.get(key) ?? { row, releases: new Set() };
      found.set(key, known);
      for (const release of own) known.releases.add(release);
    }
  }
  return [...found.values()].map(({ row, releases: own }) => ({ ...row, ...(own.size === all.size ? {} : { releases: spansOf(own) }) }));
}

const recordedSchemas = recorded();

function isSortable(schema: string, release: string, property: string): boolean {
  const variant = recordedSchemas[schema]?.find((each) => each.releases.includes(release));
  return variant?.properties.find(({ name }) => name === property)?.sortable === true;
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

const success = (answers: OperationVariant['answers']) => Object.entries(answers).find(([status]) => status.startsWith('2'));

const made: Documents = {
  operations: Object.fromEntries(
    Object.keys(operations)
      // What is spelled out comes before a parameter in its place.
      .sort()
      .map((name) => [name, operations[name] ?? []] as const)
      .map(([name, variants]) => [
        name,
        rowsOf(
          variants.map(({ releases: own, answers, body, query }) => {
            const [status = '200', answer = null] = success(answers) ?? [];
            const row = {
              status: Number(status),
              ...(answer ? { answer: typeOf(answer) } : {}),
              ...(body ? { body: typeOf(body) } : {}),
              ...(query ? { query: query.map(({ type, ...rest }) => ({ ...rest, ...typeOf(type) })) } : {}),
            };
            return { releases: own, rows: [row] };
          }),
        ).map((row) => ({ ...row, releases: row.releases ?? spansOf(variants.flatMap((variant) => variant.releases)) })),
      ]),
  ),
  schemas: Object.fromEntries(
    Object.keys(schemas)
      .sort()
      .map((name) => {
        const variants = propertiesOf(name);
        return [name, { releases: spansOf(variants.flatMap((variant) => variant.releases)), properties: rowsOf(variants).sort(byName) }];
      }),
  ),
};

function byName(a: PropertyRow, b: PropertyRow): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** One row a line. */
function write({ operations: paths, schemas: objects }: Documents): string {
  const lines = (rows: readonly unknown[]) => rows.map((row) => `\n${JSON.stringify(row)}`).join(',');
  const block = (entries: readonly (readonly [string, string])[]) =>
    entries.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',\n');
  return `{"operations":{
${block(Object.entries(paths).map(([name, rows]) => [name, `[${lines(rows)}]`]))}
},
"schemas":{
${block(
  Object.entries(objects).map(([name, { releases: own, properties }]) => [
    name,
    `{"releases":${JSON.stringify(own)},"properties":[${lines(properties)}]}`,
  ]),
)}
}}`;
}

/** What the versions of GET …/desktop-pools carry, by itself: who has no need of the documents does not read them all. */
function poolVersions({ schemas: objects }: Documents): string[] {
  return Object.entries(objects).flatMap(
    ([
      name,
      {
        releases: [first],
        properties,
      },
    ]) => {
      const version = /^DesktopPoolInfoV(\d+)$/.exec(name)?.[1];
      const status = properties.find((property) => property.name === 'provisioning_status_data')?.type ?? '';
      return version ? [`  { version: ${version}, since: '${first?.[0]}', format: '${statusFormats[status]}' },`] : [];
    },
  );
}

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
${poolVersions(made)
  .sort()
  .sort((a, b) => a.length - b.length)
  .join('\n')}
] as const;
`,
);
