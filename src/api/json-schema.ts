/** JSON Schema (draft 2020-12) of each object in each release and format, derived from the property table. */
import { describeAvailability } from './availability.ts';
import { type EnumerationName, wireValues } from './enumerations.ts';
import { type Field, fieldsOf, objectOf } from './fields.ts';
import { apiOf, assertFormat, type Format, formatsOf, restVersionOf, type Target } from './formats.ts';
import { type DocumentObject, type ObjectName, objectTitles } from './properties.ts';
import type { ScalarType, ValueType } from './property.ts';
import { describeRelease, findRelease, type Release, releases } from './releases.ts';
import { assertTasks } from './tasks.ts';

/** A JSON Schema, as far as hvsim writes one. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly enum?: readonly (string | null)[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** The release that brought the property. */
  readonly 'x-since'?: string;
  readonly 'x-read-only'?: boolean;
}

/** One schema of the whole set. */
export interface SchemaFile {
  readonly release: Release;
  readonly format: Format;
  readonly schema: JsonSchema;
}

/** ISO 8601 as xsd:dateTime has it: the fraction and the zone may be missing. */
const dateTimePattern =
  '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})?$';

const maxInt32 = 2_147_483_647;

/**
 * The JSON Schema of a status, or of another object. A property that the release lacks is not allowed. In `view` and
 * `powercli` what need not be set may be null; in REST nothing is required and nothing may be null.
 *
 * @param target any name of the release, and one of its formats
 * @param object the status unless said otherwise
 * @throws HvsimError `unknown-release`, `unknown-format`; `format-not-in-release`, also for a task in REST of 2006
 * @example schemaFor({ release: '2206', format: 'rest-v2' }).$id //=> urn:hvsim:schema:2206:rest-v2
 */
export function schemaFor({ release, format }: Target, object: DocumentObject = 'status'): JsonSchema {
  assertFormat(release, format);
  if (object === 'task') assertTasks({ release, format });
  const canonical = findRelease(release);
  const suffix = object === 'status' ? '' : `:${object}`;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:hvsim:schema:${canonical}:${format}${suffix}`,
    title: `${objectTitles[object][apiOf(format)]}, Horizon ${describeRelease(canonical)}, ${format}`,
    ...objectSchema(object, canonical, format),
  };
}

/** The schema of the status in every release and format. */
export function allSchemas(): readonly SchemaFile[] {
  return releases.flatMap((release) => formatsOf(release).map((format) => ({ release, format, schema: schemaFor({ release, format }) })));
}

function objectSchema(object: ObjectName, release: Release, format: Format): JsonSchema {
  const fields = fieldsOf(object, release, format);
  const required = fields.filter((field) => field.required).map((field) => field.name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field, release, format)])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

function fieldSchema({ property, required }: Field, release: Release, format: Format): JsonSchema {
  const isRest = restVersionOf(format) > 0;
  const schema = typeSchema(property.type, release, format);
  return {
    description: property.description,
    ...(isRest || required ? schema : nullable(schema)),
    'x-since': describeAvailability(isRest ? property.restSince : property.since).replace('since ', ''),
    ...(property.readOnly ? { 'x-read-only': true } : {}),
  };
}

function nullable(schema: JsonSchema): JsonSchema {
  const types = typeof schema.type === 'string' ? [schema.type, 'null'] : [...(schema.type ?? []), 'null'];
  return { ...schema, type: types, ...(schema.enum === undefined ? {} : { enum: [...schema.enum, null] }) };
}

function typeSchema(type: ValueType, release: Release, format: Format): JsonSchema {
  const nested = objectOf(type);
  if (nested !== undefined) return objectSchema(nested, release, format);
  return isScalar(type)
    ? scalarSchema(type, format)
    : { type: 'string', enum: wireValues(type as EnumerationName, release, apiOf(format)) };
}

function isScalar(type: ValueType): type is ScalarType {
  return Object.hasOwn(scalarSchemas, type);
}

const scalarSchemas = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  percent: { type: 'integer', minimum: 0, maximum: 100 },
  count: { type: 'integer', minimum: 0, maximum: maxInt32 },
  positiveInteger: { type: 'integer', minimum: 1, maximum: maxInt32 },
  id: { type: 'string' },
  dateTime: { type: 'string', pattern: dateTimePattern },
} as const satisfies Record<ScalarType, JsonSchema>;

/** Ids and times differ between View and REST, everything else does not. */
function scalarSchema(type: ScalarType, format: Format): JsonSchema {
  const isRest = restVersionOf(format) > 0;
  if (type === 'dateTime' && isRest) return { type: 'integer' };
  if (type === 'id' && !isRest) return idSchema(format === 'powercli' ? 'Id' : 'id');
  return scalarSchemas[type];
}

function idSchema(name: string): JsonSchema {
  return { type: 'object', properties: { [name]: { type: 'string' } }, required: [name], additionalProperties: false };
}
