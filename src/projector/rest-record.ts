/** Objects of the REST API by its tables: of everything that is known of a thing, what a version in a release has. */
import type { Release } from '../api/releases.ts';
import { restFieldsOf } from '../api/rest/schemas.ts';
import type { WireObject } from './object-encoder.ts';

/** Takes the documented members of a record, in the record's order, and leaves out what is undefined. */
export type RecordEncoder = (record: WireObject) => WireObject;

const known = new Map<string, RecordEncoder>();

/**
 * The encoder of a schema. An object without a table, such as a status, goes on the wire as it is.
 *
 * @param schema such as `DesktopPoolInfoV6`
 * @param release a canonical name
 */
export function recordEncoder(schema: string, release: Release): RecordEncoder {
  const key = `${schema} ${release}`;
  const found = known.get(key);
  if (found) return found;
  const made = compile(schema, release);
  known.set(key, made);
  return made;
}

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
