/** Turns the property table into an encoder: everything that depends on release and format is settled once, before the first object. */

import type { EnumerationName } from '../api/enumerations.ts';
import { fieldsOf } from '../api/fields.ts';
import { apiOf, type Format, restVersionOf } from '../api/formats.ts';
import type { ObjectName } from '../api/properties.ts';
import type { AnyProperty, ObjectType, ScalarType } from '../api/property.ts';
import type { Release } from '../api/releases.ts';
import { dateTimeEncoder, toEpochMs } from './date-time.ts';
import { enumEncoder, pendingImageEncoder } from './enum-encoder.ts';

/** A plain object as it goes on the wire. */
export type WireObject = Record<string, unknown>;

/** Writes one object. */
export type ObjectEncoder = (source: unknown) => WireObject;

/** Makes a value fit for the wire; undefined leaves the property out. */
type ValueEncoder = (value: never) => unknown;

interface Writer {
  readonly name: string;
  readonly read: (source: unknown) => unknown;
  /** Absent for values that go on the wire as they are. */
  readonly write?: (value: unknown) => unknown;
}

/**
 * The encoder of one kind of object. Keys come in the order of the property table.
 *
 * @param release a canonical name; the format must be one of its formats
 */
export function compileEncoder(object: ObjectName, release: Release, format: Format): ObjectEncoder {
  const unset = format === 'powercli' ? null : undefined;
  const writers = fieldsOf(object, release, format).map(({ name, property, from }): Writer => {
    const read = from as Writer['read'];
    const write = compileValue(property, release, format) as Writer['write'];
    return write === undefined ? { name, read } : { name, read, write };
  });
  return (source) => {
    const target: WireObject = {};
    for (const { name, read, write } of writers) {
      const value = read(source);
      const wire = value === undefined || write === undefined ? value : write(value);
      if (wire !== undefined) target[name] = wire;
      else if (unset === null) target[name] = null;
    }
    return target;
  };
}

/** How each type goes on the wire; undefined means as it is. */
function compileValue(property: AnyProperty, release: Release, format: Format): ValueEncoder | undefined {
  const api = apiOf(format);
  const nested = (object: ObjectName) => compileEncoder(object, release, format);
  const values = {
    string: () => undefined,
    boolean: () => undefined,
    percent: () => undefined,
    count: () => undefined,
    positiveInteger: () => undefined,
    id: () => idEncoder(format),
    dateTime: () => (restVersionOf(format) === 0 ? dateTimeEncoder() : toEpochMs),
    operation: () => enumEncoder('operation', release, api),
    pendingImageState: () => pendingImageEncoder(release, api),
    currentImageState: () => enumEncoder('currentImageState', release, api),
    logoffSetting: () => enumEncoder('logoffSetting', release, api),
    taskType: () => enumEncoder('taskType', release, api),
    status: () => nested('status'),
    pushImageSettings: () => nested('pushImageSettings'),
    computeProfile: () => nested('computeProfile'),
    taskData: () => nested('taskData'),
  } satisfies Record<ScalarType | EnumerationName | ObjectType, () => ValueEncoder | undefined>;
  return values[property.type]();
}

/** Ids are objects in the View API and strings in REST. */
function idEncoder(format: Format): ValueEncoder | undefined {
  if (format === 'view') return (id: string) => ({ id });
  if (format === 'powercli') return (id: string) => ({ Id: id });
  return undefined;
}
