/** The schemas of the REST API by name, each as one release has it. */
import { isAvailable } from '../availability.ts';
import type { Release } from '../releases.ts';
import * as answers from './answer-table.ts';
import * as pools from './desktop-pool-table.ts';
import type { Family, RestType } from './family.ts';
import * as machines from './machine-table.ts';
import * as requests from './request-table.ts';
import * as vCenter from './vcenter-table.ts';

const families: readonly Family[] = [pools, machines, vCenter, requests, answers].flatMap((table): Family[] => Object.values(table));

/** A property as one release has it. */
export interface RestField {
  readonly name: string;
  readonly type: RestType;
  readonly required: boolean;
  readonly sortable: boolean;
  readonly min?: number;
  /** In no document; clients in the wild rely on it. */
  readonly undocumented: boolean;
}

interface Place {
  readonly family: Family;
  readonly version: number;
  readonly since: Release;
}

const places = new Map<string, Place>(
  families.flatMap((family) =>
    Object.entries(family.versions).map(([text, since]) => {
      const version = Number(text);
      return [schemaName(family.title, version), { family, version, since }] as const;
    }),
  ),
);

/**
 * The name of a version of an object.
 *
 * @example schemaName('DesktopPoolInfo', 6) //=> DesktopPoolInfoV6
 */
export function schemaName(title: string, version: number): string {
  return version === 1 ? title : `${title}V${version}`;
}

/** Every schema of the tables, with the first release that has it. */
export const schemaNames = (): readonly (readonly [name: string, since: Release])[] =>
  [...places].map(([name, { since }]) => [name, since] as const);

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
  const place = places.get(name);
  if (!place || !isAvailable(release, place.since)) return undefined;
  const fields = place.family.rows.flatMap(([property, type, marks = {}]): RestField[] => {
    const { from = 1, until = place.version, releases = place.since, required = [], sortable = [], min, undocumented = false } = marks;
    if (place.version < from || place.version > until || !isAvailable(release, releases)) return [];
    return [
      {
        name: property,
        type,
        required: isAvailable(release, required),
        sortable: isAvailable(release, sortable),
        ...(min === undefined ? {} : { min }),
        undocumented,
      },
    ];
  });
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
  return (restFieldsOf(name, release) ?? []).flatMap(({ name: own, type, sortable }) => {
    const [kind, schema = ''] = type.split(' ');
    if (kind === 'object' && !type.endsWith('[]')) return sortableNames(schema, release);
    return sortable ? [own] : [];
  });
}
