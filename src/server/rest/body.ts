/** Reads the body of a request and checks it against the release's documented schema. */
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { Release } from '../../api/releases.ts';
import type { RestType } from '../../api/rest/documents.types.ts';
import { type RestSchema, restSchema } from '../../api/rest/json-schema.ts';
import { getOrMake } from '../../memo.ts';
import { parseJson } from '../attempt.ts';
import { badRequest, RestError, show } from './errors.ts';

export type Body = Readonly<Record<string, unknown>>;

/** The longest body, in bytes: ten thousand machine ids and more. */
export const longestBody = 1_048_576;

/** As deep as a body may be nested: what the product's own parser allows. */
const deepestBody = 1_000;

/** The parsed body; undefined for an empty one. 400 where it is no JSON, 413 where it is too long. */
export async function readJson(request: { text(): Promise<string> }): Promise<unknown> {
  const text = await request.text();
  if (text.length > longestBody) throw new RestError(413, 'common.request.too.large', `The body is longer than ${longestBody} characters.`);
  if (text.trim() === '') return undefined;
  const unreadable = (why: string) => badRequest(`The body is ${why}.`, 'common.json.not.readable');
  const value = parseJson(text, () => unreadable('not readable: it must be JSON'));
  if (isDeeper(value, deepestBody)) throw unreadable(`nested more than ${deepestBody} deep`);
  return withoutNulls(value, 4);
}

const isDeeper = (value: unknown, most: number): boolean =>
  typeof value === 'object' && value !== null && (most === 0 || Object.values(value).some((each) => isDeeper(each, most - 1)));

/** Servers read a member that is null as one that is absent. Deeper than any schema goes nothing is looked at. */
function withoutNulls(value: unknown, depth: number): unknown {
  if (depth === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => withoutNulls(each, depth - 1));
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member, depth - 1)]));
}

/**
 * A number may come as a text, as some clients write it: the product's data binding takes it, which no document says. Any other text
 * is left, and refused with the rest.
 */
function withNumbers(value: unknown, { type, items, properties = {} }: RestSchema): unknown {
  if (typeof value === 'string') return (type === 'integer' || type === 'number') && isNumber(value) ? Number(value) : value;
  if (Array.isArray(value)) return items ? value.map((each) => withNumbers(each, items)) : value;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return [name, schema ? withNumbers(member, schema) : member];
  });
  return Object.fromEntries(members);
}

const isNumber = (text: string): boolean => /^-?\d{1,20}(\.\d{1,20})?$/.test(text);

interface BodyCheck {
  readonly schema: RestSchema;
  readonly validate: ValidateFunction;
}

const checks = new Map<string, BodyCheck>();

/**
 * A body that fits a schema. Members that it does not have are left out. Ajv is loaded with the first body that needs it, and a schema
 * compiled with the first of its kind.
 */
export async function checkBody<T>(body: unknown, type: RestType, release: Release): Promise<T> {
  const name = `${type.type}${type.list ? '[]' : ''}`;
  if (body === undefined) throw badRequest(`The body is missing; ${name} is required.`, 'common.body.missing');
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const { schema, validate } = getOrMake(checks, `${name} ${release}`, (): BodyCheck => {
    const made = restSchema(type, release, 'request');
    return { schema: made, validate: new Ajv2020({ verbose: true, strict: false, removeAdditional: 'all' }).compile(made) };
  });
  const read = withNumbers(body, schema);
  if (!validate(read)) throw badRequest(describe(validate.errors?.[0] as ErrorObject), 'common.validation.failed');
  return read as T;
}

function describe({ instancePath, keyword, params, message, data }: ErrorObject): string {
  const path = instancePath.slice(1).replaceAll('/', '.');
  const what = path === '' ? 'The body' : JSON.stringify(path);
  switch (keyword) {
    case 'required':
      return `${path === '' ? '' : `${what}: `}${JSON.stringify(params.missingProperty)} is missing; it is required.`;
    case 'type':
      return `${what} is ${show(data)}, which cannot be mapped to ${params.type}.`;
    case 'enum':
      return `${what} is ${show(data)}; it must be one of ${params.allowedValues.join(', ')}.`;
    default:
      return `${what} is ${show(data)}; it ${message}.`;
  }
}

export const objectAt = (body: Body, name: string): Body => (body[name] ?? {}) as Body;

export const present = <T extends object>(members: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
