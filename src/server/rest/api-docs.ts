/** The document that a Connection Server gives of its own API, as far as it is modelled: scripts read the release from it. */
import { isAvailable } from '../../api/availability.ts';
import type { Release } from '../../api/releases.ts';
import { restPathsOf } from '../../api/rest/paths.ts';

export const apiDocsPath = '/rest/v1/api-docs/Default';

/** The documents of 2306 call themselves 2303. */
const versionIn = (release: Release): string => (release === '2306' ? '2303' : release);

/** The minimal document of a release: its version, and the paths that hvsim answers. Swagger 2 until 2212, OpenAPI 3 from 2303. */
export function apiDocs(release: Release): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const { method, path, status, operation } of restPathsOf(release)) {
    if (operation === undefined) continue;
    const responses = { [status]: { description: 'as the release documents it' } };
    paths[path] = { ...paths[path], [method.toLowerCase()]: { operationId: operation, responses } };
  }
  const info = { title: 'Omnissa Horizon Server API (hvsim)', version: versionIn(release) };
  return isAvailable(release, '2303')
    ? { openapi: '3.0.1', info, servers: [{ url: '/rest' }], paths }
    : { swagger: '2.0', info, basePath: '/rest', paths };
}
