/** The `filter` of a list: JSON that says which objects are meant. */
import type { Release } from '../../api/releases.ts';
import { type RestField, restFieldsOf } from '../../api/rest/schemas.ts';
import { badRequest, show } from './errors.ts';

/** Tells whether an object is meant. */
export type Filter = (object: Readonly<Record<string, unknown>>) => boolean;

/** A property that a list can be filtered by. */
export type FilterField = Pick<RestField, 'name' | 'type' | 'enum'>;

/**
 * The properties of some names, with the types that they have in a schema; what is not in it itself but in an object in it is text.
 *
 * @example filterFields('DesktopPoolInfoV2', ['enabled'], '2006') //=> [{ name: 'enabled', type: 'boolean' }]
 */
export function filterFields(schema: string, names: readonly string[], release: Release): readonly FilterField[] {
  const fields = restFieldsOf(schema, release) ?? [];
  return names.map((name) => fields.find((each) => each.name === name) ?? { name, type: 'string' });
}

/** As deep as filters may be in one another. */
const deepest = 20;

/**
 * Reads a filter.
 *
 * @throws RestError 400, also for a value that the property cannot have
 * @example readFilter('{"type":"Equals","name":"enabled","value":true}', [{ name: 'enabled', type: 'boolean' }])
 */
export function readFilter(text: string, fields: readonly FilterField[]): Filter {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong(`The filter is ${show(text)}, which is not JSON.`);
  }
  return toFilter(value, fields, deepest);
}

function toFilter(value: unknown, fields: readonly FilterField[], depth: number): Filter {
  if (depth === 0) throw wrong(`Filters are more than ${deepest} deep in one another.`);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(`A filter is ${show(value)}; it must be an object with a "type".`);
  const { type, filter, filters, ...leaf } = value as Record<string, unknown>;
  switch (type) {
    case 'And':
    case 'Or': {
      if (!Array.isArray(filters)) throw wrong(`"filters" of ${type} is ${show(filters)}; it must be a list.`);
      const list = filters.map((each) => toFilter(each, fields, depth - 1));
      return (object) => (type === 'And' ? list.every((each) => each(object)) : list.some((each) => each(object)));
    }
    case 'Not': {
      const inner = toFilter(filter, fields, depth - 1);
      return (object) => !inner(object);
    }
    default:
      return toLeaf(type, leaf, fields);
  }
}

function toLeaf(type: unknown, { name, value, fromValue, toValue }: Record<string, unknown>, fields: readonly FilterField[]): Filter {
  const field = typeof name === 'string' ? fields.find((each) => each.name === lastOf(name)) : undefined;
  if (typeof name !== 'string' || !field) {
    throw wrong(`The filter is on ${show(name)}; the list can be filtered by ${fields.map((each) => each.name).join(', ')}.`);
  }
  const matching =
    (fits: (own: unknown) => boolean): Filter =>
    (object) =>
      fits(valueIn(object, name));
  switch (type) {
    case 'Equals':
    case 'NotEquals': {
      const wanted = wholeValue(field, value);
      return matching((own) => (textOf(own) === wanted) === (type === 'Equals'));
    }
    case 'Contains':
    case 'StartsWith': {
      if (field.type === 'boolean') throw wrongType(type, field);
      const wanted = String(comparable(value, 'value'));
      return matching((own) => (type === 'Contains' ? textOf(own)?.includes(wanted) : textOf(own)?.startsWith(wanted)) === true);
    }
    case 'Between': {
      if (field.type !== 'string' || field.enum) throw wrongType(type, field);
      const [from, to] = [comparable(fromValue, 'fromValue'), comparable(toValue, 'toValue')];
      return matching((own) => own !== undefined && compare(own, from) >= 0 && compare(own, to) <= 0);
    }
    default:
      throw wrong(`The filter is of type ${show(type)}; there are Equals, NotEquals, Contains, StartsWith, Between, Not, And, Or.`);
  }
}

/** A whole value of a property, as text: one that it can never have is a mistake of the client, not a list without objects. */
function wholeValue({ name, type, enum: list }: FilterField, value: unknown): string {
  const text = String(comparable(value, 'value'));
  const isBoolean = type === 'boolean';
  const values = isBoolean ? ['true', 'false'] : list;
  if (!values) return text;
  const found = values.find((each) => each === (isBoolean ? text.toLowerCase() : text));
  if (found !== undefined) return found;
  const rule = isBoolean ? 'true or false' : `one of ${values.join(', ')}`;
  throw wrong(`The filter is on ${name} with the value ${show(value)}; it must be ${rule}.`);
}

function wrongType(type: string, { name, type: own }: FilterField) {
  const what = own === 'boolean' ? 'true or false' : 'one of a list of values';
  return wrong(`A filter of type ${type} is not for ${name}, which is ${what}; there are Equals and NotEquals.`);
}

const textOf = (value: unknown): string | undefined => (value === undefined ? undefined : String(value));

function comparable(value: unknown, name: string): string | number | boolean {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw wrong(`"${name}" of the filter is ${show(value)}; it must be a string, a number or a boolean.`);
}

/** The last part of a name with dots, which is how some clients write members of members. */
export const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** The value of a property of an object, or of an object in it. */
export function valueIn(object: Readonly<Record<string, unknown>>, name: string): unknown {
  const own = lastOf(name);
  if (Object.hasOwn(object, own)) return object[own];
  const around = Object.values(object).find((member) => typeof member === 'object' && member !== null && Object.hasOwn(member, own));
  return (around as Readonly<Record<string, unknown>> | undefined)?.[own];
}

/** Orders two values: numbers by size, everything else as text. Absent values come first. */
export function compare(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a), String(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

const wrong = (message: string) => badRequest(message, 'common.invalid.filter');
