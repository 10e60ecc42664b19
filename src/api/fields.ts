/** The part of the property table that one release and format have: wire names, in order. */
import { isAvailable } from './availability.ts';
import { type Format, restVersionOf } from './formats.ts';
import { type ObjectName, properties } from './properties.ts';
import type { AnyProperty, ObjectType, ValueType } from './property.ts';
import type { Release } from './releases.ts';

/** A property as one release and format have it. */
export interface Field {
  /** The name on the wire. */
  readonly name: string;
  readonly property: AnyProperty;
  /** Whether every object of the format has it. REST declares nothing as required. */
  readonly required: boolean;
  /** The value, from the source of the object that the field is in. */
  readonly from: (source: never) => unknown;
}

const isObjectType = {
  status: true,
  pushImageSettings: true,
  computeProfile: true,
  taskData: true,
} as const satisfies Record<ObjectType, true>;

/** The name of the nested object, where a type is one. */
export function objectOf(type: ValueType): ObjectType | undefined {
  return Object.hasOwn(isObjectType, type) ? (type as ObjectType) : undefined;
}

/**
 * The fields of an object in a release and format, in the order of the table. In REST the members of an object without a
 * name of its own are fields of the object around it, so `status` and `parent` are the same there.
 *
 * @param release a canonical name; the format must be one of its formats
 */
export function fieldsOf(object: ObjectName, release: Release, format: Format): readonly Field[] {
  const key = `${object} ${release} ${format}`;
  const known = knownFields.get(key);
  if (known !== undefined) return known;
  const fields =
    restVersionOf(format) === 0
      ? viewFields(object, release, format)
      : restFields(object === 'status' ? 'parent' : object, release, format);
  knownFields.set(key, fields);
  return fields;
}

/** What was asked for before: the table never changes. */
const knownFields = new Map<string, readonly Field[]>();

/** The name of a property in a format; null where REST has none. */
export function wireName(property: AnyProperty, format: Format): string | null {
  if (format === 'view') return property.view;
  if (format === 'powercli') return property.view.charAt(0).toUpperCase() + property.view.slice(1);
  return property.rest;
}

/** Whether a release and format have a property. */
export function hasProperty(property: AnyProperty, release: Release, format: Format): boolean {
  const restVersion = restVersionOf(format);
  if (restVersion === 0) return isAvailable(release, property.since);
  return restVersion >= restVersionOf(property.restFrom) && isAvailable(release, property.restSince);
}

function viewFields(object: ObjectName, release: Release, format: Format): Field[] {
  return rowsOf(object).flatMap((property) => {
    const name = wireName(property, format);
    if (name === null || !hasProperty(property, release, format)) return [];
    return [{ name, property, required: !property.optional, from: property.from }];
  });
}

function restFields(object: ObjectName, release: Release, format: Format): Field[] {
  return rowsOf(object).flatMap((property) => {
    if (!hasProperty(property, release, format)) return [];
    const nested = objectOf(property.type);
    if (property.rest !== null) return [{ name: property.rest, property, required: false, from: property.from }];
    if (nested === undefined) return [];
    return restFields(nested, release, format).map((field) => ({ ...field, from: within(property, field) }));
  });
}

/** The accessor of a member, starting from the object around it. */
function within(outer: AnyProperty, inner: Field): Field['from'] {
  const outerFrom = outer.from as (source: unknown) => unknown;
  const innerFrom = inner.from as (source: unknown) => unknown;
  return (source) => {
    const object = outerFrom(source);
    return object === undefined ? undefined : innerFrom(object);
  };
}

function rowsOf(object: ObjectName): readonly AnyProperty[] {
  return properties[object];
}
