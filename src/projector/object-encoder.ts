/** Turns the property table into an encoder: everything that depends on release and format is settled once, before the first object. */

import type { EnumerationName } from '../api/enumerations.ts';
import { type Field, fieldsOf } from '../api/fields.ts';
import { apiOf, type Format, restVersionOf } from '../api/formats.ts';
import type { PendingImageView } from '../api/pool-view.ts';
import type { ObjectName } from '../api/properties.ts';
import type { AnyProperty, ObjectType, ScalarType } from '../api/property.ts';
import type { Release } from '../api/releases.ts';
import { shownAs } from '../api/shown-states.ts';
import { dateTimeEncoder, toEpochMs } from './date-time.ts';

/** A plain object as it goes on the wire. */
export type WireObject = Record<string, unknown>;

/** Writes one object. */
export type ObjectEncoder = (source: unknown) => WireObject;

/** Makes a value fit for the wire; undefined leaves the property out. */
type ValueEncoder = (value: never) => unknown;

/** A property of an object, made ready for a release and format. */
export interface Member {
  readonly name: string;
  /** The value on the wire, read from the source of the object; undefined where the property is left out. */
  readonly wireOf: (source: unknown) => unknown;
}

/** Some properties of one kind of object, in the order of the property table. */
export function compileMembers(fields: readonly Field[], release: Release, format: Format): readonly Member[] {
  const unset = format === 'powercli' ? null : undefined;
  return fields.map(({ name, property, from }): Member => {
    const read = from as (source: unknown) => unknown;
    const write = compileValue(property, release, format) as ((value: unknown) => unknown) | undefined;
    return {
      name,
      wireOf: (source) => {
        const value = read(source);
        return (value === undefined || write === undefined ? value : write(value)) ?? unset;
      },
    };
  });
}

/**
 * The encoder of one kind of object. Keys come in the order of the property table.
 *
 * @param release a canonical name; the format must be one of its formats
 */
export function compileEncoder(object: ObjectName, release: Release, format: Format): ObjectEncoder {
  const members = compileMembers(fieldsOf(object, release, format), release, format);
  return (source) => {
    const target: WireObject = {};
    for (const { name, wireOf } of members) {
      const wire = wireOf(source);
      if (wire !== undefined) target[name] = wire;
    }
    return target;
  };
}

/** How each type goes on the wire; undefined means as it is. */
function compileValue(property: AnyProperty, release: Release, format: Format): ValueEncoder | undefined {
  const encode = (name: EnumerationName) => shownAs(name, release, apiOf(format));
  const nested = (object: ObjectName) => compileEncoder(object, release, format);
  const values = {
    string: () => undefined,
    boolean: () => undefined,
    percent: () => undefined,
    count: () => undefined,
    positiveInteger: () => undefined,
    id: () => idEncoder(format),
    dateTime: () => (restVersionOf(format) === 0 ? dateTimeEncoder() : toEpochMs),
    operation: () => encode('operation'),
    pendingImageState: () => pendingImageEncoder(release, format),
    currentImageState: () => encode('currentImageState'),
    logoffSetting: () => encode('logoffSetting'),
    taskType: () => encode('taskType'),
    status: () => nested('status'),
    pushImageSettings: () => nested('pushImageSettings'),
    computeProfile: () => nested('computeProfile'),
    taskData: () => nested('taskData'),
  } satisfies Record<ScalarType | EnumerationName | ObjectType, () => ValueEncoder | undefined>;
  return values[property.type]();
}

/** In some releases what is being removed shows as the state that it had before. */
function pendingImageEncoder(release: Release, format: Format): ValueEncoder {
  const show = shownAs('pendingImageState', release, apiOf(format));
  return ({ state, stateBefore }: PendingImageView) => show(state) ?? show(stateBefore);
}

/** Ids are objects in the View API and strings in REST. */
function idEncoder(format: Format): ValueEncoder | undefined {
  if (format === 'view') return (id: string) => ({ id });
  if (format === 'powercli') return (id: string) => ({ Id: id });
  return undefined;
}
