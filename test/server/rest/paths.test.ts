/** One row of the documents' path table after the other, in every release. */
import { describe, expect, it } from 'vitest';
import { isAvailable } from '../../../src/api/availability.ts';
import { compareReleases, type Release, releases } from '../../../src/api/index.ts';
import { restPaths } from '../../../src/api/rest/paths.ts';
import { aboutRest } from '../../../src/server/rest/app.ts';
import { loggedIn, newServer } from './server.ts';

const releasesWithRest: readonly Release[] = [
  '2006',
  '2012',
  '2106',
  '2111',
  '2206',
  '2303',
  '2309',
  '2312',
  '2406',
  '2412',
  '2506',
  '2512',
];

describe.each(releasesWithRest)('the paths of %s', (release) => {
  it('are there from their first release on, answer 501 where they are not modelled, and 404 before', async () => {
    const server = await loggedIn({ release });
    // Of the many that are not modelled those that the release brings, and those of the next one that has any.
    const close = restPaths().filter((each) => each.operation || Math.abs(releases.indexOf(each.since) - releases.indexOf(release)) <= 1);
    for (const { method, path, since, operation } of close) {
      if (['/login', '/refresh', '/logout'].includes(path)) continue;
      const { status } = await server.ask(method, path.replace('{id}', server.pool).replace('{taskId}', 'x'));
      const others = restPaths().filter((each) => each.pattern.test(path) && isAvailable(release, each.since));
      if (!isAvailable(release, since)) {
        // What is spelled out later may stand in the place of an id.
        const isId = others.some((each) => each.method === method && !each.operation);
        expect(isId ? [501] : [404, 405], `${method} ${path}`).toContain(status);
      } else if (!operation) expect(status, `${method} ${path}`).toBe(501);
      else expect([200, 204, 400, 404], `${method} ${path}`).toContain(status);
      if (others.length === 0) expect(status, `${method} ${path}`).toBe(404);
    }
  });

  it('demand a token', async () => {
    const server = newServer({ release });
    for (const { method, path, since } of restPaths()) {
      if (!isAvailable(release, since) || (method === 'POST' && ['/login', '/refresh', '/logout'].includes(path))) continue;
      expect((await server.ask(method, path.replace(/\{\w+\}/g, 'x'))).status, `${method} ${path}`).toBe(401);
    }
  });
});

describe('a path', () => {
  it('that no release has is 404, whoever asks', async () => {
    const server = newServer();
    for (const path of ['', '/', '/inventory', '/inventory/v99/desktop-pools', '/inventory/v1/desktop-pools/', '/login/x']) {
      expect((await server.get(path)).status, path).toBe(404);
    }
  });

  it('is found however it is written: percent-encoded, before a query, before a fragment', async () => {
    const server = await loggedIn();
    const encoded = [...server.pool].map((each) => `%${each.charCodeAt(0).toString(16)}`).join('');
    for (const path of [`desktop%2Dpools/${server.pool}`, `desktop-pools/${encoded}?x=/y`, `desktop-pools/${server.pool}#/z?`]) {
      expect(await server.get(`/inventory/v1/${path}`), path).toMatchObject({ status: 200, body: { id: server.pool } });
    }
  });

  it('of a later release says with which it comes', async () => {
    const { status, body } = await (await loggedIn({ release: '2111' })).get('/inventory/v6/desktop-pools');
    expect(status).toBe(404);
    expect(body.error_message).toContain('2206 (8.6)');
  });

  it('with another method is 405 and says which ones there are', async () => {
    const server = await loggedIn();
    const { status, headers } = await server.get(`/inventory/v1/desktop-pools/${server.pool}/action/cancel-scheduled-push-image`);
    expect([status, headers.get('Allow')]).toEqual([405, 'POST']);
    expect((await server.ask('DELETE', '/inventory/v12/desktop-pools')).headers.get('Allow')).toBe('GET, POST');
  });

  it('that is not modelled says so', async () => {
    const { status, body } = await (await loggedIn()).post('/inventory/v1/farms', {});
    expect(status).toBe(501);
    expect(body).toMatchObject({ status: 'NOT_IMPLEMENTED', errors: [{ error_key: 'hvsim.not.modelled' }] });
    expect(body.error_message).toContain('does not model POST /rest/inventory/v1/farms');
  });
});

describe('privileges', () => {
  const accounts = [['POOL_VIEW'], ['POOL_VIEW', 'POOL_SVI_IMAGE_MANAGEMENT'], ['POOL_MANAGEMENT'], ['MACHINE_MANAGEMENT'], []].map(
    (privileges, index) => ({
      user: `user-${index}`,
      password: 'secret',
      domain: 'hvsim',
      privileges,
    }),
  );

  it.each([
    ['GET', '/inventory/v12/desktop-pools', [0, 1]],
    ['GET', '/inventory/v1/desktop-pools/{id}/tasks', [0, 1]],
    ['GET', '/inventory/v2/machines', [0, 1, 3]],
    ['POST', '/inventory/v2/desktop-pools/{id}/action/schedule-push-image', [1]],
    ['POST', '/inventory/v1/desktop-pools/{id}/action/promote-pending-image', [1]],
    ['POST', '/inventory/v1/desktop-pools/{id}/tasks/x/action/pause', [1]],
    ['POST', '/inventory/v1/desktop-pools', [2]],
    ['PUT', '/inventory/v1/desktop-pools/{id}', [2]],
    ['POST', '/inventory/v1/desktop-pools/action/enable-provisioning', [2]],
    ['GET', '/config/v2/virtual-centers', [0, 1, 2, 3, 4]],
  ])('%s %s is for those who have the documented one', async (method, path, allowed) => {
    for (const index of accounts.keys()) {
      const server = newServer({ accounts });
      await server.login(`user-${index}`);
      const { status, body } = await server.ask(method, path.replace('{id}', server.pool));
      expect(status !== 403, `user-${index}: ${JSON.stringify(body)}`).toBe(allowed.includes(index));
    }
  });
});

describe('about', () => {
  it('lists the paths of the release, and says of each whether it is modelled', () => {
    const list = aboutRest({ release: '2206' });
    expect(list).toContainEqual({ method: 'GET', path: '/rest/inventory/v6/desktop-pools', since: '2206 (8.6)', modelled: true });
    expect(list).toContainEqual({ method: 'POST', path: '/rest/inventory/v1/farms', since: '2103 (8.2)', modelled: false });
    expect(list).toContainEqual({ method: 'GET', path: '/rest/monitor/connection-servers', since: '7.10', modelled: true });
    expect(list.length).toBe(restPaths().filter(({ since }) => compareReleases(since, '2206') <= 0).length);
  });
});
