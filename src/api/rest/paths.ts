/** Every path of the REST API by itself, with its release and whether hvsim models it. */
import { isAvailable } from '../availability.ts';
import type { Release } from '../releases.ts';
import { type PathRow, pathTable } from './path-table.ts';

/** What hvsim does for a path. */
export type OperationName = Extract<(typeof pathTable)[number], { readonly operation: string }>['operation'];

export interface RestPath {
  readonly method: PathRow['method'];
  /** Below `/rest`, such as `/inventory/v1/desktop-pools/{id}`. */
  readonly path: string;
  /** 0 for a path without a version. */
  readonly version: number;
  readonly since: Release;
  /** Absent where hvsim does not model the path. */
  readonly operation?: OperationName;
  readonly undated: boolean;
}

/** All paths of all releases. */
export function restPaths(): readonly RestPath[] {
  return pathTable.flatMap((row: PathRow) =>
    Object.entries(row.since).map(([version, since]) => ({
      method: row.method,
      path: row.path.replace('{n}', version),
      version: Number(version),
      since,
      ...(row.operation ? { operation: row.operation as OperationName } : {}),
      undated: row.undated === true,
    })),
  );
}

/**
 * The paths of a release.
 *
 * @param release a canonical name
 * @example restPathsOf('7.9').length //=> 0
 */
export const restPathsOf = (release: Release): readonly RestPath[] => restPaths().filter(({ since }) => isAvailable(release, since));
