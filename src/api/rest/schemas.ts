/** The schemas of the REST API by name, each as one release has it. */
import { isAvailable } from '../availability.ts';
import type { Release } from '../releases.ts';
import { documents } from './documents.ts';
import type { PropertyRow, SchemaRow } from './documents.types.ts';

/** A property as one release has it. */
export interface RestField extends PropertyRow {
  /** In no document; clients in the wild rely on it. */
  readonly undocumented?: true;
}

/** What clients of the first releases find on machines. */
const undocumented: Readonly<Record<string, readonly RestField[]>> = {
  ManagedMachineData: ['base_vm_id', 'base_vm_snapshot_id'].map((name) => ({ name, type: 'string', undocumented: true })),
};

const schemaOf = (name: string): SchemaRow | undefined => documents().schemas[name];

/**
 * The name of a version of an object.
 *
 * @example schemaName('DesktopPoolInfo', 6) //=> DesktopPoolInfoV6
 */
export function schemaName(title: string, version: number): string {
  return version === 1 ? title : `${title}V${version}`;
}

/** Every schema of the documents, with the first release that has it. */
export const schemaNames = (): readonly (readonly [name: string, since: Release])[] =>
  Object.entries(documents().schemas).map(([name, { releases }]) => [name, releases[0]?.[0] as Release]);

const known = new Map<string, readonly RestField[]>();

/**
 * The properties of a schema in a release.
 *
 * @param release a canonical name
 * @returns undefined where there is no such schema, or not in this release
 * @example restFieldsOf('DatacenterInfo', '2206')?.map(({ name }) => name) //=> id, name, path
 */
export function restFieldsOf(name: string, release: Release): readonly RestField[] | undefined {
  const key = `${name} ${release}`;
  const found = known.get(key);
  if (found) return found;
  const schema = schemaOf(name);
  if (!schema || !isAvailable(release, schema.releases)) return undefined;
  const documented = schema.properties.filter(({ releases }) => !releases || isAvailable(release, releases));
  const fields = [...documented, ...(undocumented[name] ?? [])];
  known.set(key, fields);
  return fields;
}

/**
 * The names of what a list of objects can be sorted by in a release: properties of the objects, and of the objects in them.
 *
 * @param release a canonical name
 * @example sortableNames('BaseVMInfo', '2512') //=> name, path
 */
export function sortableNames(name: string, release: Release): readonly string[] {
  return (restFieldsOf(name, release) ?? []).flatMap((field) => {
    if (field.sortable) return [field.name];
    return field.list || field.map ? [] : sortableNames(field.type, release);
  });
}
