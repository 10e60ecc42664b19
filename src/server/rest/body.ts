/** Reads the body of a request and checks it against the release's documented schema. */
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { Release } from '../../api/releases.ts';
import type { RestType } from '../../api/rest/documents.types.ts';
import { type RestSchema, restSchema } from '../../api/rest/json-schema.ts';
import { badRequest, RestError, show } from './errors.ts';

/** The longest body, in bytes: ten thousand machine ids and more. */
export const longestBody = 1_048_576;

/** As deep as a body may be nested: what the product's own parser allows. */
const deepestBody = 1_000;

/**
 * The parsed body; undefined for an empty one.
 *
 * @throws RestError 400 where it is no JSON, 413 where it is too long
 */
export async function readJson(request: { text(): Promise<string> }): Promise<unknown> {
  const text = await request.text();
  if (text.length > longestBody) throw new RestError(413, 'common.request.too.large', `The body is longer than ${longestBody} characters.`);
  if (text.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest('The body is not readable: it must be JSON.', 'common.json.not.readable');
  }
  if (isDeeper(value, deepestBody)) throw badRequest(`The body is nested more than ${deepestBody} deep.`, 'common.json.not.readable');
  return withoutNulls(value, 4);
}

const isDeeper = (value: unknown, most: number): boolean =>
  typeof value === 'object' && value !== null && (most === 0 || Object.values(value).some((each) => isDeeper(each, most - 1)));

/**
 * A body that fits a schema. Members that the schema does not have are left out.
 *
 * @throws RestError 400, which names the value and the rule
 */
export async function checkBody<T>(body: unknown, type: RestType, release: Release): Promise<T> {
  const name = `${type.type}${type.list ? '[]' : ''}`;
  if (body === undefined) throw badRequest(`The body is missing; ${name} is required.`, 'common.body.missing');
  const validate = await validatorOf(`${name} ${release}`, () => restSchema(type, release, 'request'));
  if (!validate(body)) throw badRequest(describe(validate.errors?.[0], body), 'common.validation.failed');
  return body as T;
}

const validators = new Map<string, ValidateFunction>();

/** Ajv is loaded with the first body that needs it, and a schema compiled with the first of its kind. */
async function validatorOf(key: string, schema: () => RestSchema): Promise<ValidateFunction> {
  const known = validators.get(key);
  if (known) return known;
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const made = new Ajv2020({ verbose: true, strict: false, removeAdditional: 'all' }).compile(schema());
  validators.set(key, made);
  return made;
}

function describe(error: ErrorObject | undefined, body: unknown): string {
  if (!error) return `The body is ${show(body)}, which is not what is expected.`;
  const path = error.instancePath.slice(1).replaceAll('/', '.');
  const what = path === '' ? 'The body' : JSON.stringify(path);
  const value = show(error.data);
  switch (error.keyword) {
    case 'required':
      return `${path === '' ? '' : `${what}: `}${JSON.stringify(error.params.missingProperty)} is missing; it is required.`;
    case 'type':
      return `${what} is ${value}, which cannot be mapped to ${error.params.type}.`;
    case 'enum':
      return `${what} is ${value}; it must be one of ${error.params.allowedValues.join(', ')}.`;
    default:
      return `${what} is ${value}; it ${error.message}.`;
  }
}

/** Servers read a member that is null as one that is absent. Deeper than any schema goes nothing is looked at. */
function withoutNulls(value: unknown, depth: number): unknown {
  if (depth === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => withoutNulls(each, depth - 1));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => (member === null ? [] : [[name, withoutNulls(member, depth - 1)]])),
  );
}
