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
import { type Layout, type Observation, type ObservedField, observationOf, type Subject, unreadable } from './observation.ts';
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

/**
 * The reader and structural check of a kind of object, by its compiled schema: what Ajv reads, and every place where it does not
 * fit the schema, at most one finding for a place, its type before anything else.
 */
export function structureCheckFor(layout: Layout) {
  const { subject, top, fields } = layout;
  ajv ??= makeAjv();
  const fits: ValidateFunction = ajv.compile(withPositions(schemaFor(subject, subject.object), top, fields));
  const blank = [...fields, 'what there is not'].map(() => unreadable);
  return (value: unknown): { readonly observation: Observation; readonly findings: readonly Finding[] } => {
    const values: unknown[] = blank.slice();
    const isFine = fits.call(values, value);
    return { observation: observationOf(layout, values), findings: isFine ? none : toFindings(fits.errors ?? [], subject) };
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
  const other = [format, ...formats].find((each) => find(name, each));
  if (other === undefined) return `No release that hvsim knows has '${name}' here.`;
  const { object, property } = find(name, other) as Found;
  const here = hasProperty(property, release, format) ? wireName(property, format) : null;
  if (other !== format) {
    const is = `'${name}' is a name of the format ${other}; ${format}`;
    return here === null ? `${is} of ${describeRelease(release)} has nothing like it.` : `${is} calls it '${here}'.`;
  }
  if (here !== null) return `'${name}' belongs to ${objectTitles[object][apiOf(format)]}.`;
  return `'${name}' exists ${describeSince(property, format)}; this is ${describeRelease(release)}, ${format}.`;
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

interface Found {
  readonly object: ObjectName;
  readonly property: AnyProperty;
}

const everyProperty: readonly Found[] = (Object.keys(properties) as ObjectName[]).flatMap((object) =>
  properties[object].map((property) => ({ object, property })),
);

/** The property with this name in a format, whatever the release. */
const find = (name: string, format: Format): Found | undefined => everyProperty.find(({ property }) => wireName(property, format) === name);

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
