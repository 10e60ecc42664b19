/** Finds the statuses in what clients save: bare, inside their parents, inside pools, in lists, and in records with a time. */
import { printable } from '../../printable.ts';
import { readTime } from '../../simulator/input/time.ts';
import { isRecord } from '../observation.ts';
import type { JsonPath } from './json-place.ts';
import { readPollTime } from './poll-time.ts';
import { type Style, styleOf } from './style.ts';

/** A status that was found, or a pool that is gone. */
export interface Occurrence {
  /** Where it is in the value that was searched. */
  readonly path: JsonPath;
  /** What was found: the status, or the object around it; null for a pool that is gone. */
  readonly value: unknown;
  /** `parent`: DesktopProvisioningStatusData, which has the last provisioning error beside the status. */
  readonly object: 'status' | 'parent';
  /** The pool around it, where it was found in one. */
  readonly desktop?: unknown;
  /** Absent for a pool that is gone, and where the caller said that any object is a status. */
  readonly style?: Style;
  /** The id of the pool, else its name. */
  readonly pool?: string;
  /** Epoch milliseconds. */
  readonly at?: number;
  /** What should say when it was seen, and cannot be read. */
  readonly unreadTime?: UnreadTime;
}

/** A time that cannot be read. */
export interface UnreadTime {
  readonly path: JsonPath;
  readonly value: unknown;
}

/** What else was found: something that is no status, and why. */
export interface Miss {
  readonly path: JsonPath;
  readonly miss: string;
}

type Source = Readonly<Record<string, unknown>>;

const parents = ['instantCloneProvisioningStatusData', 'InstantCloneProvisioningStatusData'];
const inPools = [
  'provisioning_status_data',
  'provisioningStatusData',
  'ProvisioningStatusData',
  'automatedDesktopData',
  'AutomatedDesktopData',
];
const wrappers = ['status', 'pool', 'desktop_pool', 'desktopPool', 'desktop', 'Desktop', 'data', 'body', 'response', 'value'];
const lists = ['results', 'Results', 'items', 'pools', 'desktop_pools', 'value'];
/** Where a pool is named; `base` is DesktopInfo's DesktopBase. */
const poolNames = ['pool', 'pool_id', 'desktop_pool_id', 'id', 'Id', 'name', 'Name', 'base', 'Base'];
const times = ['at', 'timestamp', 'time', 'date', 'polled_at', 'polledAt'];

/**
 * Finds every status in a value.
 *
 * @param anyObject takes an object that looks like nothing known for a status, because the caller knows that it is one
 * @example
 * occurrencesIn({ id: 'p', provisioning_status_data: { instant_clone_operation: 'NONE' } })[0].path //=> ['provisioning_status_data']
 */
export function occurrencesIn(value: unknown, anyObject = false): readonly (Occurrence | Miss)[] {
  return search(value, { path: [], pool: undefined, time: undefined, isElement: false, anyObject });
}

/** What is known from the objects around. */
interface Around {
  readonly path: JsonPath;
  readonly pool: string | undefined;
  readonly time: number | UnreadTime | undefined;
  /** It is one of a list, each of which may have a time of its own. */
  readonly isElement: boolean;
  readonly desktop?: Source;
  readonly anyObject: boolean;
}

type Found = readonly (Occurrence | Miss)[];

function search(value: unknown, around: Around): Found {
  if (value === null) return [occurrence(around, null)];
  if (Array.isArray(value))
    return value.flatMap((each, index) => search(each, { ...around, path: [...around.path, index], isElement: true }));
  return isRecord(value) ? searchObject(value, around) : [{ path: around.path, miss: `is ${describe(value)}, not an object` }];
}

function searchObject(value: Source, outer: Around): Found {
  const { path, time, isElement, anyObject } = outer;
  if (path.length === 0 && isNote(value)) return [];
  const style = styleOf(value);
  if (style !== undefined) return [occurrence(outer, value, isParent(value) ? 'parent' : 'status', style)];
  const pool = poolOf(value) ?? outer.pool;
  const inPool = inPools.find((name) => value[name] !== undefined);
  if (inPool !== undefined) {
    const content = value[inPool];
    const inside = [...path, inPool];
    if (!isRecord(content)) return [{ path: inside, miss: describeCut(inPool, content) }];
    return searchObject(content, { path: inside, pool, time, isElement: false, desktop: outer.desktop ?? value, anyObject: true });
  }
  // What is around an answer says when it was asked for; the answer's own time is that of the server's clock.
  const own = time === undefined || isElement ? timeOf(value, path) : undefined;
  const around = { path, pool, time: own ?? time, isElement: false, anyObject };
  if (isVerdict(value)) return [];
  if (isGone(value)) return [occurrence(around, null)];
  if (isRefusal(value)) return [{ path, miss: `is an error of the server (${String(value.status ?? 'without a status')}), not a pool` }];
  const isInside = (name: string) => value[name] !== undefined && typeof value[name] === 'object';
  const inside = lists.find((name) => Array.isArray(value[name])) ?? wrappers.find(isInside);
  if (inside !== undefined)
    return search(value[inside], { ...around, path: [...path, inside], anyObject: anyObject || inside === 'status' });
  return [anyObject ? occurrence(around, value) : { path, miss: describeUnknownObject(value) }];
}

function occurrence(
  { path, pool, time, desktop }: Around,
  value: unknown,
  object: Occurrence['object'] = 'status',
  style?: Style,
): Occurrence {
  const made: { -readonly [K in keyof Occurrence]: Occurrence[K] } = { path, value, object };
  if (style !== undefined) made.style = style;
  if (pool !== undefined) made.pool = pool;
  if (typeof time === 'number') made.at = time;
  else if (time !== undefined) made.unreadTime = time;
  if (desktop !== undefined) made.desktop = desktop;
  return made;
}

/** A line of a server's journal that is about the run and no pool. */
const isNote = (value: Source): boolean =>
  (isRecord(value.run) && value.run.hvsim === 1 && value.event === undefined) || (isRecord(value.input) && value.at !== undefined);

const isParent = (value: Source): boolean => parents.some((name) => value[name] !== undefined);

/** The pool that an object is about: the one it names, its own id, or its name. */
function poolOf(value: Source): string | undefined {
  for (const name of poolNames) {
    const member = value[name];
    if (member === undefined) continue;
    const text = isRecord(member) ? (member.id ?? member.Id ?? member.name ?? member.Name) : member;
    if (typeof text === 'string' && text !== '') return text;
  }
  return undefined;
}

/** The first time that can be read; else the first one that cannot. A timeline's own, beside its `seq`, is in milliseconds however small. */
function timeOf(value: Source, path: JsonPath): Around['time'] {
  const read = typeof value.seq === 'number' ? readTime : readPollTime;
  let unread: UnreadTime | undefined;
  for (const name of times) {
    const member = value[name];
    if (member == null) continue;
    const at = read(member);
    if (at !== undefined) return at;
    unread ??= { path: [...path, name], value: member };
  }
  return unread;
}

/** What a server answers for a pool that does not exist. */
function isGone({ status, status_code }: Source): boolean {
  return status === 404 || status === 'NOT_FOUND' || status_code === 404;
}

/** What `hvsim check --json` says of a pool in the end: its lines before that are observations, to be checked again or shown. */
const isVerdict = ({ summary }: Source): boolean => isRecord(summary) && summary.verdict !== undefined;

function isRefusal(value: Source): boolean {
  return ['errors', 'error_message', 'error_messages', 'error'].some((name) => Object.hasOwn(value, name));
}

function describeCut(name: string, content: unknown): string {
  if (typeof content === 'string') return `is ${describe(content)}: PowerShell cut "${name}" off; save it with ConvertTo-Json -Depth 10`;
  return `has "${name}" ${content === null ? 'null' : describe(content)}: no instant-clone pool`;
}

function describeUnknownObject(value: Source): string {
  const names = printable(Object.keys(value).slice(0, 4).join(', ').slice(0, 200));
  return names === ''
    ? 'is an empty object'
    : `has no status that hvsim knows; its members are ${names}${Object.keys(value).length > 4 ? ', …' : ''}`;
}

const describe = (value: unknown): string =>
  typeof value === 'string' ? `the text ${JSON.stringify(value.slice(0, 40))}` : `a ${Array.isArray(value) ? 'list' : typeof value}`;
