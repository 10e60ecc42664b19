/** The structural check: the JSON Schema of the release and format, applied by Ajv, with words for what it demands. */
import { _, Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { describeAvailability } from '../api/availability.ts';
import { type EnumerationName, enumerations, wireEntries } from '../api/enumerations.ts';
import { hasProperty, wireName } from '../api/fields.ts';
import { apiOf, type Format, formats } from '../api/formats.ts';
import { type JsonSchema, schemaFor } from '../api/json-schema.ts';
import { type ObjectName, objectTitles, properties } from '../api/properties.ts';
import type { AnyProperty } from '../api/property.ts';
import { describeRelease } from '../api/releases.ts';
import { type Layout, Observation, type ObservedField, type Subject, unreadable } from './observation.ts';
import type { StructureRuleId } from './rules.ts';
import { type Finding, join, showValue } from './violation.ts';

let ajv: Ajv2020 | undefined;

/** Ajv as it is, with two keywords by which its compiled code writes down what it reads: reading a status once more takes as long. */
function makeAjv(): Ajv2020 {
  return new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true, passContext: true })
    .addVocabulary(['x-since', 'x-read-only'])
    .addKeyword({ keyword: 'x-position', code: ({ gen, data, schema }) => gen.code(_`this[${schema}] = ${data}`) })
    .addKeyword({
      keyword: 'x-members',
      type: 'object',
      before: 'properties',
      code: ({ gen, schema }) => {
        for (const position of schema as number[]) gen.code(_`this[${position}] = undefined`);
      },
    });
}

/** What Ajv reads, and every place where it does not fit the schema: at most one for a place, its type before anything else. */
export interface Structure {
  readonly observation: Observation;
  readonly findings: readonly Finding[];
}

/** The reader and structural check of a kind of object, by its compiled schema. */
export function structureCheckFor(layout: Layout): (value: unknown) => Structure {
  const { subject, top, fields } = layout;
  ajv ??= makeAjv();
  const fits: ValidateFunction = ajv.compile(withPositions(schemaFor(subject, subject.object), top, fields));
  const blank = [...fields, 'what there is not'].map(() => unreadable);
  return (value) => {
    const values: unknown[] = blank.slice();
    const isFine = fits.call(values, value);
    return { observation: new Observation(layout, values), findings: isFine ? none : toFindings(fits.errors ?? [], subject) };
  };
}

const none: readonly Finding[] = [];

function withPositions(schema: JsonSchema, members: readonly ObservedField[], fields: readonly ObservedField[]): JsonSchema {
  const properties = members.map((field) => {
    const own = withPositions(schema.properties?.[field.name] as JsonSchema, field.members, fields);
    return [field.name, { ...own, 'x-position': fields.indexOf(field) }];
  });
  if (properties.length === 0) return schema;
  const positions = { 'x-members': members.map((field) => fields.indexOf(field)) };
  return { ...schema, ...positions, properties: Object.fromEntries(properties) };
}

function toFindings(errors: readonly ErrorObject[], subject: Subject): Finding[] {
  const wrongType = new Set(errors.filter((error) => error.keyword === 'type').map((error) => error.instancePath));
  return errors.filter((error) => error.keyword === 'type' || !wrongType.has(error.instancePath)).map((error) => toFinding(error, subject));
}

function toFinding(error: ErrorObject, subject: Subject): Finding {
  const { keyword, params, data } = error;
  const path = pathOf(error.instancePath);
  if (keyword === 'additionalProperties') {
    const name: string = params.additionalProperty;
    const value = (data as Record<string, unknown>)[name];
    return { rule: 'structure/unknown-property', path: join(path, name), value, message: describeUnknown(name, subject) };
  }
  if (keyword === 'required') {
    const name: string = params.missingProperty;
    const message = `'${name}' must be there; it is not optional.`;
    return { rule: 'structure/missing-property', path: join(path, name), value: undefined, message };
  }
  return { rule: ruleOf(error), path, value: data, message: describeValue(data, error.parentSchema as JsonSchema, subject) };
}

function ruleOf({ keyword, data }: ErrorObject): StructureRuleId {
  if (data === null) return 'structure/null';
  if (keyword === 'enum') return 'structure/enum';
  if (keyword === 'minimum' || keyword === 'maximum') return 'structure/range';
  return keyword === 'pattern' ? 'structure/date-time' : 'structure/type';
}

/** A JSON pointer as a path. */
const pathOf = (pointer: string): string =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');

/** What is known of a property that does not belong where it was found. */
function describeUnknown(name: string, { release, format }: Subject): string {
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

/** What is demanded of a value. */
function describeValue(value: unknown, schema: JsonSchema, { release, format }: Subject): string {
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
