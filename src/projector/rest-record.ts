/** Objects of the REST API by its tables: of everything that is known of a thing, what a version in a release has. */
import type { Release } from '../api/releases.ts';
import { restFieldsOf } from '../api/rest/schemas.ts';
import { memo } from '../memo.ts';
import type { WireObject } from './object-encoder.ts';

/** Takes the documented members of a record, in the record's order, and leaves out what is undefined. */
export type RecordEncoder = (record: WireObject) => WireObject;

const encodersIn = memo((release: Release) => memo((schema: string) => compile(schema, release)));

/** The encoder of a schema such as `DesktopPoolInfoV6`. An object without a table, such as a status, goes on the wire as it is. */
export const recordEncoder = (schema: string, release: Release): RecordEncoder => encodersIn(release)(schema);

function compile(schema: string, release: Release): RecordEncoder {
  const fields = restFieldsOf(schema, release);
  if (!fields) return (record) => record;
  const writers = new Map(
    fields.map(({ name, type, list, map }) => [
      name,
      list || map || !restFieldsOf(type, release) ? undefined : recordEncoder(type, release),
    ]),
  );
  return (record) => {
    const target: WireObject = {};
    for (const name of Object.keys(record)) {
      const value = record[name];
      if (value === undefined || !writers.has(name)) continue;
      const write = writers.get(name);
      target[name] = write ? write(value as WireObject) : value;
    }
    return target;
  };
}
