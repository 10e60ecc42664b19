/** JSON Schema of what goes over REST, by release: of answers as documented, of requests as servers read them. */
import { isAvailable } from '../availability.ts';
import { wireValues } from '../enumerations.ts';
import type { Format } from '../formats.ts';
import { type JsonSchema, schemaFor } from '../json-schema.ts';
import type { Release } from '../releases.ts';
import { type RestEnumerationName, restEnumerations } from './enumerations.ts';
import type { RestType } from './family.ts';
import { type RestField, restFieldsOf } from './schemas.ts';

/** A JSON Schema that may be of an array. */
export interface RestSchema extends Omit<JsonSchema, 'properties'> {
  readonly properties?: Readonly<Record<string, RestSchema>>;
  readonly items?: RestSchema;
}

/** Answers have nothing that is not documented; requests may bring more, and any number where a time is meant. */
export type Direction = 'answer' | 'request';

/** The formats of the statuses that the property table writes. */
const statusFormats: Readonly<Record<string, Format>> = {
  DesktopPoolProvisioningStatusData: 'rest-v1',
  DesktopPoolProvisioningStatusDataV2: 'rest-v2',
  DesktopPoolProvisioningStatusDataV3: 'rest-v3',
};

/**
 * The schema of an object of the REST API in a release; with `[]` behind the name, of a list of them.
 *
 * @param release a canonical name
 * @throws RangeError where the release has no such schema
 * @example restSchema('DesktopPoolPushImageSpecV2', '2206', 'request').required //=> logoff_policy
 */
export function restSchema(name: string, release: Release, direction: Direction): RestSchema {
  if (name.endsWith('[]')) return { type: 'array', items: typeSchema(name.slice(0, -2) as RestType, release, direction) };
  const format = statusFormats[name];
  if (format) return schemaFor({ release, format });
  if (name === 'DesktopPoolTaskInfo') return schemaFor({ release, format: 'rest-v1' }, 'task');
  const fields = restFieldsOf(name, release);
  if (!fields) throw new RangeError(`${release} has no schema ${name}`);
  const required = fields.filter((field) => field.required).map((field) => field.name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field, release, direction)])),
    ...(required.length > 0 ? { required } : {}),
    ...(direction === 'answer' ? { additionalProperties: false } : {}),
  };
}

function fieldSchema({ type, min }: RestField, release: Release, direction: Direction): RestSchema {
  const item = type.endsWith('[]') ? (type.slice(0, -2) as RestType) : undefined;
  if (item) return { type: 'array', items: typeSchema(item, release, direction) };
  return { ...typeSchema(type, release, direction), ...(min === undefined ? {} : { minimum: min }) };
}

function typeSchema(type: RestType, release: Release, direction: Direction): RestSchema {
  const [kind, name = ''] = type.split(' ');
  switch (kind) {
    case 'string':
    case 'boolean':
      return { type: kind };
    case 'int32':
      return { type: 'integer', minimum: -2_147_483_648, maximum: 2_147_483_647 };
    case 'int64':
      return { type: direction === 'answer' ? 'integer' : 'number' };
    case 'double':
      return { type: 'number' };
    case 'enum':
      return { type: 'string', enum: restValues(name, release) };
    case 'opaque':
      return { type: 'object' };
    default:
      return restSchema(name || type, release, direction);
  }
}

/** The values of a list in a release. */
export function restValues(name: string, release: Release): readonly string[] {
  if (name === 'taskType' || name === 'logoffSetting') return wireValues(name, release, 'rest');
  return restEnumerations[name as RestEnumerationName].flatMap(([since, values]) => (isAvailable(release, since) ? values.split(' ') : []));
}
