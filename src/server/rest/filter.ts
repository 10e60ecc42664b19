/** The `filter` of a list: JSON that says which objects are meant. */
import { badRequest, show } from './rest-error.ts';

/** Tells whether an object is meant. */
export type Filter = (object: Readonly<Record<string, unknown>>) => boolean;

/** As deep as filters may be in one another. */
const deepest = 20;

/**
 * Reads a filter.
 *
 * @param fields the names that the resource documents as filterable
 * @throws RestError 400
 * @example readFilter('{"type":"Equals","name":"source","value":"INSTANT_CLONE"}', ['source'])
 */
export function readFilter(text: string, fields: readonly string[]): Filter {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong(`The filter is ${show(text)}, which is not JSON.`);
  }
  return toFilter(value, fields, deepest);
}

function toFilter(value: unknown, fields: readonly string[], depth: number): Filter {
  if (depth === 0) throw wrong(`Filters are more than ${deepest} deep in one another.`);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(`A filter is ${show(value)}; it must be an object with a "type".`);
  const { type, filter, filters, ...leaf } = value as Record<string, unknown>;
  switch (type) {
    case 'And':
    case 'Or': {
      if (!Array.isArray(filters)) throw wrong(`"filters" of ${type} is ${show(filters)}; it must be a list.`);
      const list = filters.map((each) => toFilter(each, fields, depth - 1));
      return type === 'And' ? (object) => list.every((each) => each(object)) : (object) => list.some((each) => each(object));
    }
    case 'Not': {
      const inner = toFilter(filter, fields, depth - 1);
      return (object) => !inner(object);
    }
    default:
      return toLeaf(type, leaf, fields);
  }
}

function toLeaf(type: unknown, { name, value, fromValue, toValue }: Record<string, unknown>, fields: readonly string[]): Filter {
  if (typeof name !== 'string' || !fields.includes(lastOf(name))) {
    throw wrong(`The filter is on ${show(name)}; the list can be filtered by ${fields.join(', ')}.`);
  }
  const of = (object: Readonly<Record<string, unknown>>) => valueIn(object, name);
  if (type === 'Between') {
    const [from, to] = [comparable(fromValue, 'fromValue'), comparable(toValue, 'toValue')];
    return (object) => of(object) !== undefined && compare(of(object), from) >= 0 && compare(of(object), to) <= 0;
  }
  const wanted = String(comparable(value, 'value'));
  switch (type) {
    case 'Equals':
      return (object) => textOf(of(object)) === wanted;
    case 'NotEquals':
      return (object) => textOf(of(object)) !== wanted;
    case 'Contains':
      return (object) => textOf(of(object))?.includes(wanted) === true;
    case 'StartsWith':
      return (object) => textOf(of(object))?.startsWith(wanted) === true;
    default:
      throw wrong(`The filter is of type ${show(type)}; there are Equals, NotEquals, Contains, StartsWith, Between, Not, And, Or.`);
  }
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
