/** Lists as the product gives them: filtered, sorted and cut into pages. */
import { isAvailable } from '../../api/availability.ts';
import type { Release } from '../../api/releases.ts';
import { badRequest, show } from './errors.ts';
import { compare, type FilterField, lastOf, readFilter, valueIn } from './filter.ts';

/** The largest page. */
const largestPage = 1_000;

export type ListQuery = Readonly<Partial<Record<'filter' | 'page' | 'size' | 'sort_by' | 'order_by', string | undefined>>>;

/** How a kind of object is listed. */
export interface Listing<T> {
  readonly items: readonly T[];
  /** The object of an item, for filters and order. */
  readonly objectOf: (item: T) => Readonly<Record<string, unknown>>;
  /** The JSON of it, where it is known already. */
  readonly textOf?: (item: T) => string;
  readonly filterable: readonly FilterField[];
  /** The names of the properties that it can be sorted by. */
  readonly sortable: readonly string[];
}

/**
 * Makes a list. Lists of 2006 take no parameters, and `sort_by` came with 2303.
 *
 * @throws RestError 400
 */
export function answerList<T>(
  listing: Listing<T>,
  query: ListQuery,
  release: Release,
): { readonly text: string; readonly headers: Readonly<Record<string, string>> } {
  const { objectOf, textOf = (item: T) => JSON.stringify(objectOf(item)) } = listing;
  const toArray = (items: readonly T[]): string => `[${items.map(textOf).join(',')}]`;
  if (!isAvailable(release, '2012')) return { text: toArray(listing.items), headers: {} };
  const page = readPage(query);
  let items = filtered(listing, query.filter);
  if (isAvailable(release, '2303')) items = sorted({ ...listing, items }, query);
  if (!page) return { text: toArray(items), headers: {} };
  const begin = (page.page - 1) * page.size;
  if (begin >= items.length && page.page > 1) {
    throw badRequest(
      `page is ${page.page}; with ${page.size} objects a page there are ${Math.max(1, Math.ceil(items.length / page.size))}.`,
    );
  }
  const end = begin + page.size;
  const headers = { 'X-TOTAL-COUNT': String(items.length), ...(end < items.length ? { HAS_MORE_RECORDS: 'TRUE' } : {}) };
  return { text: toArray(items.slice(begin, end)), headers };
}

function filtered<T>({ items, objectOf, filterable }: Listing<T>, text: string | undefined): readonly T[] {
  if (!text) return items;
  const isMeant = readFilter(text, filterable);
  return items.filter((item) => isMeant(objectOf(item)));
}

function sorted<T>({ items, objectOf, sortable }: Listing<T>, { sort_by: by, order_by: order }: ListQuery): readonly T[] {
  if (by === undefined) {
    if (order !== undefined) throw badRequest('order_by is given without sort_by.');
    return items;
  }
  const direction = order === undefined || order === 'ASC' ? 1 : order === 'DESC' ? -1 : undefined;
  if (direction === undefined) throw badRequest(`order_by is ${show(order)}; it must be ASC or DESC.`);
  if (!sortable.includes(lastOf(by))) throw badRequest(`sort_by is ${show(by)}; the list can be sorted by ${sortable.join(', ')}.`);
  return items
    .map((item) => ({ item, value: valueIn(objectOf(item), by) }))
    .sort((a, b) => direction * compare(a.value, b.value))
    .map(({ item }) => item);
}

/** The page that is asked for; `page` and `size` count only together. */
function readPage({ page, size }: ListQuery): { page: number; size: number } | undefined {
  const read = (name: string, text: string | undefined) => {
    if (text === undefined || text === '') return undefined;
    const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
    if (value < 1) throw badRequest(`${name} is ${show(text)}; it must be a whole number from 1.`);
    return value;
  };
  const [number, length] = [read('page', page), read('size', size)];
  return number === undefined || length === undefined ? undefined : { page: number, size: Math.min(length, largestPage) };
}
