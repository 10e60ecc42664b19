/** Words for what a schema demands: not only that a thing is wrong here, but which release or format would have it. */
import { describeAvailability } from '../api/availability.ts';
import { type EnumerationName, enumerations, wireEntries } from '../api/enumerations.ts';
import { hasProperty, wireName } from '../api/fields.ts';
import { apiOf, type Format, formats } from '../api/formats.ts';
import type { JsonSchema } from '../api/json-schema.ts';
import { type ObjectName, objectTitles, properties } from '../api/properties.ts';
import type { AnyProperty } from '../api/property.ts';
import { describeRelease } from '../api/releases.ts';
import { showValue } from './show-value.ts';
import type { Subject } from './subject.ts';

/** What is known of a property that does not belong where it was found. */
export function describeUnknown(name: string, { release, format }: Subject): string {
  const known = find(name, format);
  if (known !== undefined) {
    const { object, property } = known;
    if (hasProperty(property, release, format)) {
      return `'${name}' belongs to ${objectTitles[object][apiOf(format)]}.`;
    }
    return `'${name}' exists ${describeSince(property, format)}; this is ${describeRelease(release)}, ${format}.`;
  }
  for (const other of formats) {
    const property = find(name, other)?.property;
    const here = property === undefined ? undefined : wireName(property, format);
    if (property !== undefined) {
      return here == null || !hasProperty(property, release, format)
        ? `'${name}' is a name of the format ${other}; ${format} of ${describeRelease(release)} has nothing like it.`
        : `'${name}' is a name of the format ${other}; ${format} calls it '${here}'.`;
    }
  }
  return `No release that hvsim knows has '${name}' here.`;
}

/** What is demanded where a property is missing. */
export function describeMissing(name: string): string {
  return `'${name}' must be there; it is not optional.`;
}

/** What is demanded of a value. */
export function describeValue(value: unknown, schema: JsonSchema, { release, format }: Subject): string {
  const demand = `must be ${describeDemand(schema)}`;
  const entry = schema.enum === undefined ? undefined : findEntry(value, schema.enum);
  if (entry === undefined) return `${demand}, not ${showValue(value)}.`;
  return `${demand}; ${value} exists ${describeAvailability(entry[apiOf(format)])} and this is ${describeRelease(release)}, ${format}.`;
}

function describeDemand({ type, enum: values, minimum, maximum, pattern }: JsonSchema): string {
  if (values !== undefined) return `one of ${values.map(String).join(', ')}`;
  const types = Array.isArray(type) ? type.join(' or ') : String(type);
  if (pattern !== undefined) return `${types}, written as ISO 8601 like 2024-05-31T08:00:00Z`;
  if (minimum !== undefined && maximum !== undefined) return `${types}, from ${minimum} to ${maximum}`;
  return types;
}

function describeSince(property: AnyProperty, format: Format): string {
  if (apiOf(format) === 'view') return describeAvailability(property.since);
  return `${describeAvailability(property.restSince)} in ${property.restFrom}`;
}

/** The property with this name in a format, whatever the release. */
function find(name: string, format: Format): { object: ObjectName; property: AnyProperty } | undefined {
  for (const [object, rows] of Object.entries(properties)) {
    const property = (rows as readonly AnyProperty[]).find((row) => wireName(row, format) === name);
    if (property !== undefined) return { object: object as ObjectName, property };
  }
  return undefined;
}

/** The entry of a value that another release has, in the enumeration that the allowed values come from. */
function findEntry(value: unknown, allowed: readonly (string | null)[]) {
  const names = Object.keys(enumerations) as EnumerationName[];
  return names
    .map((name) => wireEntries(name))
    .filter((entries) => allowed.every((one) => one === null || entries.some(([known]) => known === one)))
    .flatMap((entries) => entries.filter(([known]) => known === value))
    .map(([, entry]) => entry)
    .at(0);
}
