import { describe, expect, it } from 'vitest';
import { restPathsOf } from '../../../src/api/rest/paths.ts';
import { newServer } from './server.ts';

describe('the document of the API', () => {
  it.each([
    ['2206', '2206', 'swagger'],
    ['2306', '2303', 'openapi'],
    ['2512', '2512', 'openapi'],
  ] as const)('of %s says that it is of %s, and has the paths that are answered', async (release, version, form) => {
    const { status, body } = await newServer({ release }).get('/v1/api-docs/Default');
    expect([status, body.info.version]).toEqual([200, version]);
    expect(body).toHaveProperty(form);
    const modelled = restPathsOf(release).filter(({ operation }) => operation);
    expect(Object.keys(body.paths).sort()).toEqual([...new Set(modelled.map(({ path }) => path))].sort());
    for (const { method, path } of modelled) expect(body.paths[path]).toHaveProperty(method.toLowerCase());
  });
});
