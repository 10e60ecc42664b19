/** JSON Schema of what goes over REST, by release: of answers as documented, of requests as servers read them. */
import type { RestFormat } from '../formats.ts';
import { type JsonSchema, schemaFor } from '../json-schema.ts';
import type { Release } from '../releases.ts';
import type { RestType } from './documents.types.ts';
import { type RestField, restFieldsOf } from './schemas.ts';

/** A JSON Schema that may be of an array, or of a map. */
export interface RestSchema extends Omit<JsonSchema, 'properties' | 'additionalProperties'> {
  readonly properties?: Readonly<Record<string, RestSchema>>;
  readonly additionalProperties?: boolean | RestSchema;
  readonly items?: RestSchema;
}

/** Answers have nothing that is not documented; requests may bring more, and any number where a time is meant. */
export type Direction = 'answer' | 'request';

/** The formats of the statuses, which the property table writes. */
export const statusFormats: Readonly<Record<string, RestFormat>> = {
  DesktopPoolProvisioningStatusData: 'rest-v1',
  DesktopPoolProvisioningStatusDataV2: 'rest-v2',
  DesktopPoolProvisioningStatusDataV3: 'rest-v3',
};

/**
 * The schema of a value of the REST API in a release. Of an object that has others of its own kind in it these are any objects.
 *
 * @param release a canonical name
 * @throws RangeError where the release has no such schema
 * @example restSchema({ type: 'DesktopPoolPushImageSpecV2' }, '2206', 'request').required //=> logoff_policy
 */
export function restSchema(type: RestType, release: Release, direction: Direction): RestSchema {
  return valueSchema(type, { release, direction, around: [] });
}

interface Reading {
  readonly release: Release;
  readonly direction: Direction;
  /** The objects that the value is in. */
  readonly around: readonly string[];
}

function valueSchema({ type, list, map }: RestType, reading: Reading): RestSchema {
  if (list) return { type: 'array', items: valueSchema({ type }, reading) };
  if (map) return { type: 'object', additionalProperties: valueSchema({ type }, reading) };
  switch (type) {
    case 'string':
    case 'boolean':
    case 'object':
    case 'integer':
      return { type };
    case 'int32':
      return { type: 'integer', minimum: -2_147_483_648, maximum: 2_147_483_647 };
    case 'int64':
      return { type: reading.direction === 'answer' ? 'integer' : 'number' };
    case 'double':
      return { type: 'number' };
    default:
      return reading.around.includes(type) ? { type: 'object' } : objectSchema(type, { ...reading, around: [...reading.around, type] });
  }
}

function objectSchema(name: string, reading: Reading): RestSchema {
  const { release, direction } = reading;
  const format = statusFormats[name];
  if (format) return schemaFor({ release, format });
  if (name === 'DesktopPoolTaskInfo') return schemaFor({ release, format: 'rest-v1' }, 'task');
  const fields = restFieldsOf(name, release);
  if (!fields) throw new RangeError(`${release} has no schema ${name}`);
  const required = fields.filter((field) => field.required).map((field) => field.name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field, reading)])),
    ...(required.length > 0 ? { required } : {}),
    ...(direction === 'answer' ? { additionalProperties: false } : {}),
  };
}

/** The bounds, and the values of a closed list, are of what a list has in it, or of the value itself. */
function fieldSchema({ minimum, maximum, minLength, maxLength, pattern, enum: values, ...type }: RestField, reading: Reading) {
  const { list, ...one } = type;
  const bounds = { minimum, maximum, minLength, maxLength, pattern, enum: values };
  const given = Object.fromEntries(Object.entries(bounds).filter(([, bound]) => bound !== undefined));
  const item: RestSchema = { ...valueSchema(one, reading), ...given };
  return list ? { type: 'array', items: item } : item;
}
