import { decode } from 'hono/jwt';
import { describe, expect, it } from 'vitest';
import { Sessions } from '../../../src/server/rest/tokens.ts';
import { loggedIn, newServer } from './server.ts';

const credentials = { username: 'administrator', password: 'secret', domain: 'hvsim' };

describe('login', () => {
  it.each([
    ['a string', 'secret'],
    ['a list of one string', ['secret']],
    ['a list of characters', [...'secret']],
  ])('takes the password as %s', async (_, password) => {
    const { status, body } = await newServer().post('/login', { ...credentials, password });
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['access_token', 'refresh_token']);
  });

  it('does not care about the case of the domain', async () => {
    expect((await newServer().post('/login', { ...credentials, domain: 'HVSIM' })).status).toBe(200);
  });

  it.each(['username', 'password', 'domain'])('answers 400 where %s is missing or empty', async (name) => {
    const { [name as 'domain']: _, ...rest } = credentials;
    for (const body of [rest, { ...rest, [name]: '' }, { ...rest, [name]: 7 }, { ...rest, [name]: null }]) {
      expect((await newServer().post('/login', body)).status).toBe(400);
    }
  });

  it.each([{ username: 'root' }, { password: 'Secret' }, { domain: 'other' }, { username: 'administrator@hvsim' }])(
    'answers 401 for %j',
    async (wrong) => {
      const { status, body } = await newServer().post('/login', { ...credentials, ...wrong });
      expect(status).toBe(401);
      expect(JSON.stringify(body)).not.toContain('ecret');
    },
  );

  it('answers 400 for no body, for no object and for no JSON', async () => {
    for (const body of [undefined, '', '[]', '7', '{']) expect((await newServer().post('/login', body)).status).toBe(400);
  });

  it('gives a JSON Web Token that names the user and when it ends', async () => {
    const { body } = await newServer().post('/login', credentials);
    const { header, payload } = decode(body.access_token);
    expect(header.alg).toBe('HS256');
    expect(payload).toMatchObject({ sub: 'hvsim\\administrator', iat: 1_767_600_000, exp: 1_767_601_800 });
  });
});

describe('a token', () => {
  it.each(['', 'Basic abc', 'Bearer', 'Bearer x', 'Bearer a.b.c'])('is demanded: 401 for the header %j', async (header) => {
    expect((await newServer().ask('GET', '/inventory/v1/desktop-pools', undefined, { Authorization: header })).status).toBe(401);
  });

  it('is only good as a whole', async () => {
    const server = newServer();
    const { access_token } = (await server.post('/login', credentials)).body;
    const [head, , signature] = access_token.split('.');
    for (const [token, status] of [
      [access_token, 200],
      [`${head}..${signature}`, 401],
      [`x${access_token}`, 401],
    ]) {
      const headers = { Authorization: `Bearer ${token}` };
      expect((await server.ask('GET', '/inventory/v1/desktop-pools', undefined, headers)).status).toBe(status);
    }
  });

  it('is good for half an hour of wall time, and a refresh gives another while the old one stays good', async () => {
    const server = newServer();
    const { access_token, refresh_token } = (await server.post('/login', credentials)).body;
    const as = async (token: string) =>
      (await server.ask('GET', '/inventory/v1/desktop-pools', undefined, { Authorization: `Bearer ${token}` })).status;
    server.pass(29 * 60_000);
    const { body } = await server.post('/refresh', { refresh_token });
    expect(Object.keys(body)).toEqual(['access_token']);
    expect([await as(access_token), await as(body.access_token)]).toEqual([200, 200]);
    server.pass(60_000);
    expect([await as(access_token), await as(body.access_token)]).toEqual([401, 200]);
    server.pass(8 * 3_600_000);
    expect((await server.post('/refresh', { refresh_token })).status).toBe(400);
  });

  it('of refreshing opens nothing', async () => {
    const server = newServer();
    const { refresh_token } = (await server.post('/login', credentials)).body;
    const headers = { Authorization: `Bearer ${refresh_token}` };
    expect((await server.ask('GET', '/inventory/v1/desktop-pools', undefined, headers)).status).toBe(401);
  });
});

describe('logout', () => {
  it('ends its own session alone, with an empty 200, and takes the whole token object', async () => {
    const server = newServer();
    const [one, other] = [(await server.post('/login', credentials)).body, (await server.post('/login', credentials)).body];
    const { status, body } = await server.post('/logout', one);
    expect([status, body]).toEqual([200, undefined]);
    const as = async ({ access_token }: { access_token: string }) =>
      (await server.ask('GET', '/inventory/v1/desktop-pools', undefined, { Authorization: `Bearer ${access_token}` })).status;
    expect([await as(one), await as(other)]).toEqual([401, 200]);
    expect((await server.post('/refresh', one)).status).toBe(400);
    expect((await server.post('/logout', one)).status).toBe(400);
  });

  it('answers 400 for an unknown token and for no body', async () => {
    const server = newServer();
    for (const body of [undefined, {}, { refresh_token: 'x' }, { refresh_token: 7 }])
      expect((await server.post('/logout', body)).status).toBe(400);
    expect((await server.post('/refresh', { refresh_token: 'x' })).status).toBe(400);
  });
});

describe('sessions', () => {
  it('are ten thousand at the most: one more ends the oldest', async () => {
    const sessions = new Sessions({
      accounts: [{ user: 'u', password: 'p', domain: 'd', privileges: [] }],
      surroundings: {
        wallTime: () => 0,
        randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
        wait: () => Promise.resolve(),
      },
    });
    const first = await sessions.login('u', 'p', 'd');
    const second = await sessions.login('u', 'p', 'd');
    for (let count = 2; count <= 10_000; count += 1) await sessions.login('u', 'p', 'd');
    expect(sessions.authenticate(`Bearer ${first?.access_token}`)).toBeUndefined();
    expect(sessions.authenticate(`Bearer ${second?.access_token}`)).toBeDefined();
  });
});

describe('throttling', () => {
  it('answers 429 with its header from 2406 on, where it is asked for', async () => {
    const server = await loggedIn({ release: '2406', throttle: 2 });
    const ask = () => server.get('/inventory/v1/desktop-pools');
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
    const { status, headers, body } = await ask();
    expect(status).toBe(429);
    expect(headers.get('X-Rate-Limit-Retry-After-Seconds')).toBe('1');
    expect(body).toMatchObject({ status: 'TOO_MANY_REQUESTS', errors: [{ error_key: 'common.api-throttle-limit.exceeded.error' }] });
    server.pass(1_000);
    expect((await ask()).status).toBe(200);
  });

  it('is not there before 2406', async () => {
    const server = await loggedIn({ release: '2312', throttle: 1 });
    for (let count = 0; count < 5; count += 1) expect((await server.get('/inventory/v1/desktop-pools')).status).toBe(200);
  });
});
