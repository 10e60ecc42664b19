/** Every path of the REST API by itself, with its release and whether hvsim models it. */
import { memo } from '../../memo.ts';
import { isAvailable } from '../availability.ts';
import type { Release } from '../releases.ts';
import { documents } from './documents.ts';
import type { OperationRow } from './documents.types.ts';
import { type OperationName, restOperations } from './operations.ts';

export interface RestPath {
  readonly method: string;
  /** Below `/rest`, such as `/inventory/v1/desktop-pools/{id}`. */
  readonly path: string;
  readonly since: Release;
  /** Absent where hvsim does not model the path. */
  readonly operation?: OperationName;
  /** The version in the path; 0 where it has none. */
  readonly version: number;
  /** What a path with an id in it fits. */
  readonly pattern: RegExp;
}

/** A path as one release has it. */
export interface RestPathOf extends RestPath, Pick<OperationRow, 'status' | 'body' | 'answer' | 'query'> {}

/** What hvsim does, by method and path. */
const operationOf: ReadonlyMap<string, OperationName> = new Map(
  Object.entries(restOperations).flatMap(([name, keys]) => keys.map((key: string) => [key, name as OperationName] as const)),
);

/** What hvsim does for a path, by itself or as one of all versions, and which version it is. */
function modelledBy(key: string): Pick<RestPath, 'operation' | 'version'> {
  const [part, version = '0'] = /\/v(\d+)\//.exec(key) ?? [];
  const operation = operationOf.get(key) ?? operationOf.get(part === undefined ? key : key.replace(part, '/v{n}/'));
  return { ...(operation && { operation }), version: Number(version) };
}

interface DocumentedPath extends RestPath {
  readonly rows: readonly OperationRow[];
}

const allPaths = memo((): readonly DocumentedPath[] =>
  Object.entries(documents().operations).map(([key, rows]) => {
    const [method = '', path = ''] = key.split(' ');
    const since = rows[0]?.releases[0]?.[0] as Release;
    const pattern = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    return { method, path, since, rows, pattern, ...modelledBy(key) };
  }),
);

/** All paths of all releases. */
export const restPaths = (): readonly RestPath[] => allPaths();

/**
 * The paths of a release, with what they take and answer in it.
 *
 * @param release a canonical name
 * @example restPathsOf('7.9').length //=> 0
 */
export const restPathsOf: (release: Release) => readonly RestPathOf[] = memo((release) =>
  allPaths().flatMap(({ rows, ...path }) => {
    const row = rows.find(({ releases }) => isAvailable(release, releases));
    if (!row) return [];
    const { releases: _, ...content } = row;
    return [{ ...path, ...content }];
  }),
);
