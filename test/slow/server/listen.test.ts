import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { assertKeyPair, makeCertificate } from '../../../src/server/certificate.ts';
import type { Handler } from '../../../src/server/handler.ts';
import { type Listening, type ListenOptions, listen, type RequestLog } from '../../../src/server/listen.ts';

const open: Listening[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

async function start(handler: Handler, options: ListenOptions = {}): Promise<Listening> {
  const listening = await listen(handler, options);
  open.push(listening);
  return listening;
}

const ok: Handler = async (request) => new Response(request.method === 'POST' ? await request.text() : 'ok');

/** Sends bytes as they are, and gives what comes back until the connection is closed. */
function raw(port: number, ...parts: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      for (const part of parts) socket.write(part);
    });
    let text = '';
    socket.on('data', (data) => {
      text += data;
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}

function get(port: number, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    plainRequest({ port, host: '127.0.0.1', headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('the listener', () => {
  it('listens on the loopback interface, on any free port, unless told otherwise', async () => {
    const { url, port } = await start(ok);
    expect(url).toBe(`http://127.0.0.1:${port}`);
    expect(await (await fetch(url)).text()).toBe('ok');
  });

  it('says that a port is in use', async () => {
    const { port } = await start(ok);
    await expect(listen(ok, { port })).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining(`Port ${port} of 127.0.0.1`),
    });
    await expect(listen(ok, { host: '203.0.113.7' })).rejects.toMatchObject({ code: 'port-in-use' });
  });

  it('answers only to its own names, against DNS rebinding', async () => {
    const { port } = await start(ok, { names: ['Pod.example'] });
    for (const host of ['127.0.0.1', 'localhost:80', '[::1]:443', 'LOCALHOST', 'pod.example:8443'])
      expect(await get(port, { host })).toBe(200);
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80']) expect(await get(port, { host })).toBe(421);
    for (const head of [
      'GET / HTTP/1.1\r\nHost:\r\nConnection: close',
      'GET / HTTP/1.0',
      'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close',
    ]) {
      expect(await raw(port, `${head}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 4\d\d /);
    }
  });

  it('spells headers as the documents do, for scripts that look for them with grep', async () => {
    const headers = {
      'Content-Type': 'application/json',
      HAS_MORE_RECORDS: 'TRUE',
      'X-TOTAL-COUNT': '3',
      'X-Rate-Limit-Retry-After-Seconds': '1',
    };
    const { port } = await start(async () => new Response('{}', { headers }));
    const answer = await raw(port, 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    for (const [name, value] of Object.entries(headers)) expect(answer).toContain(`\r\n${name}: ${value}\r\n`);
    expect(answer).toContain('\r\nContent-Length: 2\r\n');
  });

  it('answers headers that are too long with 431 and the error body', async () => {
    const { port } = await start(ok);
    const answer = await raw(port, `GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'a'.repeat(40_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] as string)).toMatchObject({ status: 'REQUEST_HEADER_FIELDS_TOO_LARGE', errors: [{}] });
  });

  it('answers what is no HTTP with 400 and the error body', async () => {
    const { port } = await start(ok);
    const answer = await raw(port, 'hello?\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] as string)).toMatchObject({ status: 'BAD_REQUEST' });
  });

  // Once 400 without a body, which Node gives by itself in HTTP/1.1.
  it.each(['GET / HTTP/1.1', 'POST /rest/login HTTP/1.1', 'GET / HTTP/1.0', 'GET http://localhost/ HTTP/1.1', 'GET / HTTP/1.1\r\nHost:'])(
    'answers %j without a host with 400 and the error body, and goes on',
    async (head) => {
      const { port, url } = await start(ok);
      const answer = await raw(port, `${head}\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(JSON.parse(answer.split('\r\n\r\n')[1] as string)).toMatchObject({
        status: 'BAD_REQUEST',
        errors: [{ error_key: 'common.request.malformed', error_message: 'The request cannot be read: Missing host header.' }],
      });
      expect(await (await fetch(url)).text()).toBe('ok');
    },
  );

  it('answers whoever expects what it does not know, like others', async () => {
    const { port } = await start(ok);
    for (const expected of ['100-continue', 'a-miracle']) {
      const answer = await raw(port, `GET / HTTP/1.1\r\nHost: localhost\r\nExpect: ${expected}\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 (100 Continue\r\n\r\nHTTP\/1\.1 )?200 .*ok$/s);
    }
  });

  it('hangs up on headers and bodies that are too slow, with 408', async () => {
    const { port } = await start(ok, { limits: { headersTimeoutMs: 100, requestTimeoutMs: 150 } });
    expect(await raw(port, 'GET / HTTP/1.1\r\nHost: localhost\r\n')).toMatch(/^HTTP\/1\.1 408 /);
    const body = await raw(port, 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n', 'abc');
    expect(body).toMatch(/^HTTP\/1\.1 408 /);
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('ok');
  });

  it('takes no more connections than it may', async () => {
    const { port } = await start(ok, { limits: { maxConnections: 2 } });
    const held = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
    await Promise.all(held.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    expect(await raw(port, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n').catch(() => '')).toBe('');
    for (const socket of held) socket.destroy();
  });

  it('drops the connection where the handler says so', async () => {
    const { url } = await start(async () => Response.error());
    await expect(fetch(url)).rejects.toThrow();
  });

  it('answers 500 where the handler fails, and tells of it', async () => {
    const defects: unknown[] = [];
    const handler: Handler = async () => {
      throw new Error('oops');
    };
    const { url } = await start(handler, { defect: (error) => defects.push(error) });
    const response = await fetch(url);
    expect([response.status, ((await response.json()) as { status: string }).status, defects.length]).toEqual([
      500,
      'INTERNAL_SERVER_ERROR',
      1,
    ]);
  });

  it('logs a line a request, with nothing in it that could be secret', async () => {
    const lines: RequestLog[] = [];
    const { url } = await start(ok, { log: (line) => lines.push(line) });
    await (
      await fetch(`${url}/rest/x?token=s3cret`, { headers: { Authorization: 'Bearer s3cret' }, method: 'POST', body: 's3cret' })
    ).text();
    await expect.poll(() => lines).toEqual([{ method: 'POST', path: '/rest/x', status: 200, ms: expect.any(Number) }]);
  });

  it('finishes answers in flight when it is closed, and takes nothing more', async () => {
    let answer = () => {};
    const begun = new Promise<void>((begin) => {
      const handler: Handler = () =>
        new Promise((resolve) => {
          begin();
          answer = () => resolve(new Response('late'));
        });
      void start(handler);
    });
    await expect.poll(() => open.length).toBe(1);
    const [listening] = open as [Listening];
    const late = fetch(listening.url).then((response) => response.text());
    await begun;
    const closed = listening.close();
    await expect(fetch(listening.url)).rejects.toThrow();
    answer();
    expect(await late).toBe('late');
    await closed;
  });

  it('does not wait for ever for a client that does not end', async () => {
    const { port, close } = await listen(ok, { limits: { stopTimeoutMs: 50 } });
    const socket = connect(port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.on('error', () => {});
    socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc');
    await close();
    socket.destroy();
  });
});

describe('a certificate made on the spot', () => {
  it('is trusted for localhost, 127.0.0.1 and ::1 by a client that has it', async () => {
    const pair = await makeCertificate(Date.now());
    expect(() => assertKeyPair(pair)).not.toThrow();
    const { port, url } = await start(ok, { tls: pair });
    expect(url).toMatch(/^https:/);
    for (const servername of ['localhost', '127.0.0.1']) {
      const status = await new Promise((resolve, reject) => {
        tlsRequest({ host: servername, port, ca: pair.cert }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
      expect(status).toBe(200);
    }
  });

  it('is refused with a key that is not its own, and what is no PEM', async () => {
    const [one, other] = await Promise.all([makeCertificate(Date.now()), makeCertificate(Date.now())]);
    const names = { cert: 'a.pem', key: 'b.pem' };
    expect(() => assertKeyPair({ cert: one.cert, key: other.key }, names)).toThrow(/b\.pem is not the key of a\.pem/);
    expect(() => assertKeyPair({ cert: 'x', key: one.key }, names)).toThrow(/a\.pem is no certificate in PEM/);
    expect(() => assertKeyPair({ cert: one.cert, key: 'x' }, names)).toThrow(/b\.pem is no private key/);
  });
});
