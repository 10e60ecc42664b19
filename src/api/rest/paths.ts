/** Every path of the REST API by itself, with its release and whether hvsim models it. */
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
  /** The version in a path that hvsim models; 0 where it has none. */
  readonly version: number;
  /** What a path with an id in it fits. */
  readonly pattern: RegExp;
}

/** A path as one release has it. */
export interface RestPathOf extends RestPath, Pick<OperationRow, 'status' | 'body' | 'answer' | 'query'> {}

const newestVersion = 30;

/** What hvsim does, by method and path. */
const modelled = new Map(
  Object.entries(restOperations).flatMap(([operation, keys]) =>
    keys.flatMap((key: string) =>
      Array.from({ length: newestVersion + 1 }, (_, version) => {
        const name = key.replace('{n}', String(version));
        return [name, { operation: operation as OperationName, version: Number(/\/v(\d+)\//.exec(name)?.[1] ?? 0) }] as const;
      }),
    ),
  ),
);

interface DocumentedPath extends RestPath {
  readonly rows: readonly OperationRow[];
}

let known: readonly DocumentedPath[] | undefined;

const allPaths = (): readonly DocumentedPath[] =>
  (known ??= Object.entries(documents().operations).map(([key, rows]) => {
    const [method = '', path = ''] = key.split(' ');
    const since = rows[0]?.releases[0]?.[0] as Release;
    const pattern = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    return { method, path, since, rows, pattern, version: 0, ...modelled.get(key) };
  }));

/** All paths of all releases. */
export const restPaths = (): readonly RestPath[] => allPaths();

/**
 * The paths of a release, with what they take and answer in it.
 *
 * @param release a canonical name
 * @example restPathsOf('7.9').length //=> 0
 */
export function restPathsOf(release: Release): readonly RestPathOf[] {
  return allPaths().flatMap(({ rows, ...path }) => {
    const row = rows.find(({ releases }) => isAvailable(release, releases));
    if (!row) return [];
    const { releases: _, ...content } = row;
    return [{ ...path, ...content }];
  });
}
