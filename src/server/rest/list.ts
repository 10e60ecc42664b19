/** Lists as the product gives them: filtered (by JSON that says which objects are meant), sorted and cut into pages. */
import type { Release } from '../../api/releases.ts';
import { type RestField, restFieldsOf, sortableNames } from '../../api/rest/schemas.ts';
import type { WireObject } from '../../projector/object-encoder.ts';
import { parseJson } from '../attempt.ts';
import { badRequest, show, wrongValue } from './errors.ts';

const largestPage = 1_000;

export const listParameters = ['filter', 'page', 'size', 'sort_by', 'order_by'] as const;

/** What is asked for of it; a parameter that the release does not document for the path is not here. */
export type ListQuery = Readonly<Partial<Record<(typeof listParameters)[number], string>>>;

export interface Listing<T> {
  readonly items: readonly T[];
  /** Such as `MachineInfoV2`. */
  readonly schema: string;
  readonly objectOf: (item: T) => WireObject;
  /** The JSON of it, where it is known already. */
  readonly textOf?: (item: T) => string;
  readonly filterable?: readonly string[];
  /** What it can be sorted by beside what the schema says. */
  readonly sortable?: readonly string[];
}

export function answerList<T>(listing: Listing<T>, query: ListQuery, release: Release) {
  const { objectOf, textOf = (item: T) => JSON.stringify(objectOf(item)) } = listing;
  const toAnswer = (items: readonly T[], headers: Readonly<Record<string, string>> = {}) => ({
    text: `[${items.map(textOf).join(',')}]`,
    headers,
  });
  const [page, size] = [readCount('page', query.page), readCount('size', query.size)];
  const items = sorted({ ...listing, items: filtered(listing, query.filter, release) }, query, release);
  if (page === undefined || size === undefined) return toAnswer(items);
  const length = Math.min(size, largestPage);
  const pages = Math.max(1, Math.ceil(items.length / length));
  if (page > pages) throw badRequest(`page is ${page}; with ${length} objects a page there are ${pages}.`);
  const more = page < pages ? { HAS_MORE_RECORDS: 'TRUE' } : {};
  return toAnswer(items.slice((page - 1) * length, page * length), { 'X-TOTAL-COUNT': String(items.length), ...more });
}

function filtered<T>({ items, objectOf, schema, filterable = [] }: Listing<T>, text: string | undefined, release: Release): readonly T[] {
  if (!text) return items;
  const known = restFieldsOf(schema, release) ?? [];
  // What is not in the schema itself but in an object in it is text.
  const fields = filterable.map((name) => known.find((field) => field.name === name) ?? { name, type: 'string' as const });
  const value = parseJson(text, () => wrong(`The filter is ${show(text)}, which is not JSON.`));
  const isMeant = toFilter(value, fields);
  return items.filter((item) => isMeant(objectOf(item)));
}

function sorted<T>({ items, objectOf, schema, sortable = [] }: Listing<T>, query: ListQuery, release: Release): readonly T[] {
  const { sort_by: by, order_by: order = 'ASC' } = query;
  if (by === undefined) {
    if (query.order_by !== undefined) throw badRequest('order_by is given without sort_by.');
    return items;
  }
  if (order !== 'ASC' && order !== 'DESC') throw wrongValue('order_by', order, 'be ASC or DESC');
  const names = [...new Set([...sortableNames(schema, release), ...sortable])];
  if (!names.includes(lastOf(by))) throw badRequest(`sort_by is ${show(by)}; the list can be sorted by ${names.join(', ')}.`);
  const direction = order === 'ASC' ? 1 : -1;
  return items
    .map((item) => ({ item, value: valueIn(objectOf(item), by) }))
    .sort((a, b) => direction * compare(a.value, b.value))
    .map(({ item }) => item);
}

/** `page` and `size` count only together, and each must be right. */
function readCount(name: string, text: string | undefined): number | undefined {
  if (!text) return undefined;
  if (/^\d{1,9}$/.test(text) && Number(text) > 0) return Number(text);
  throw wrongValue(name, text, 'be a whole number from 1');
}

type Filter = (object: WireObject) => boolean;

type FilterField = Pick<RestField, 'name' | 'type' | 'enum'>;

const deepest = 20;

function toFilter(value: unknown, fields: readonly FilterField[], depth = deepest): Filter {
  if (depth === 0) throw wrong(`Filters are more than ${deepest} deep in one another.`);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(`A filter is ${show(value)}; it must be an object with a "type".`);
  const { type, filter, filters, ...leaf } = value as Record<string, unknown>;
  if (type === 'Not') {
    const inner = toFilter(filter, fields, depth - 1);
    return (object) => !inner(object);
  }
  if (type !== 'And' && type !== 'Or') return toLeaf(type, leaf, fields);
  if (!Array.isArray(filters)) throw wrong(`"filters" of ${type} is ${show(filters)}; it must be a list.`);
  const list = filters.map((each) => toFilter(each, fields, depth - 1));
  return (object) => (type === 'And' ? list.every((each) => each(object)) : list.some((each) => each(object)));
}

function toLeaf(type: unknown, { name, value, fromValue, toValue }: WireObject, fields: readonly FilterField[]): Filter {
  const field = typeof name === 'string' ? fields.find((each) => each.name === lastOf(name)) : undefined;
  if (typeof name !== 'string' || !field)
    throw wrong(`The filter is on ${show(name)}; the list can be filtered by ${fields.map((each) => each.name).join(', ')}.`);
  const textIn = (object: WireObject) => {
    const own = valueIn(object, name);
    return own === undefined ? undefined : String(own);
  };
  switch (type) {
    case 'Equals':
    case 'NotEquals': {
      const wanted = wholeValue(field, value);
      return (object) => (textIn(object) === wanted) === (type === 'Equals');
    }
    case 'Contains':
    case 'StartsWith': {
      if (field.type === 'boolean') throw wrongType(type, field);
      const wanted = String(comparable(value, 'value'));
      return (object) => (type === 'Contains' ? textIn(object)?.includes(wanted) : textIn(object)?.startsWith(wanted)) === true;
    }
    case 'Between': {
      if (field.type !== 'string' || field.enum) throw wrongType(type, field);
      const [from, to] = [comparable(fromValue, 'fromValue'), comparable(toValue, 'toValue')];
      return (object) => compare(valueIn(object, name), from) >= 0 && compare(valueIn(object, name), to) <= 0;
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

function comparable(value: unknown, name: string): string | number | boolean {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw wrong(`"${name}" of the filter is ${show(value)}; it must be a string, a number or a boolean.`);
}

/** The last part of a name with dots, which is how some clients write members of members. */
const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** The value of a property of an object, or of an object in it. */
function valueIn(object: WireObject, name: string): unknown {
  const own = lastOf(name);
  if (Object.hasOwn(object, own)) return object[own];
  const around = Object.values(object).find((member) => typeof member === 'object' && member !== null && Object.hasOwn(member, own));
  return (around as WireObject | undefined)?.[own];
}

/** Orders two values: numbers by size, everything else as text. Absent values come first. */
function compare(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a), String(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

const wrong = (message: string) => badRequest(message, 'common.invalid.filter');
