/** How the schemas of the REST API are written down: all versions of a kind of object in one table, one row a property. */
import type { Availability } from '../availability.ts';
import type { Release } from '../releases.ts';
import type { RestEnumerationName } from './enumerations.ts';

/** `object` is a schema of the tables here; `opaque` one whose members no table has. */
type Single =
  | 'string'
  | 'boolean'
  | 'int32'
  | 'int64'
  | 'double'
  | `enum ${RestEnumerationName | 'taskType' | 'logoffSetting'}`
  | `object ${string}`
  | `opaque ${string}`;

export type RestType = Single | `${Single}[]`;

interface Marks {
  /** The first and the last version of the object with the property; all when absent. */
  readonly from?: number;
  readonly until?: number;
  /** The releases that have the property, where not all that have the version. */
  readonly releases?: Availability;
  readonly required?: Availability;
  /** The releases whose lists can be sorted by it. */
  readonly sortable?: Availability;
  readonly min?: number;
  /** In no document; clients in the wild rely on it. */
  readonly undocumented?: true;
}

type Row = readonly [name: string, type: RestType, marks?: Marks];

/** The versions of one kind of object. Version 1 has no number in its name. */
export interface Family {
  readonly title: string;
  /** The first release with each version. */
  readonly versions: Readonly<Record<number, Release>>;
  readonly rows: readonly Row[];
}
