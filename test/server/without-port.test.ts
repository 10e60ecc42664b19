import { Dispatcher, fetch, request } from 'undici';
import { describe, expect, it } from 'vitest';
import { createHandler, type Handler } from '../../src/server/handler.ts';
import { createWorld } from '../../src/server/world.ts';
import { TestClock } from './surroundings.ts';

/** Gives every request of undici to a handler instead of to the network. */
class HandlerDispatcher extends Dispatcher {
  readonly #handler: Handler;

  constructor(handler: Handler) {
    super();
    this.#handler = handler;
  }

  override dispatch(options: Dispatcher.DispatchOptions, to: Dispatcher.DispatchHandler): boolean {
    void this.#answer(options, to);
    return true;
  }

  async #answer({ origin, path, method, headers, body }: Dispatcher.DispatchOptions, to: Dispatcher.DispatchHandler): Promise<void> {
    to.onConnect?.(() => {});
    const bytes: Uint8Array[] = [];
    if (typeof body === 'string') bytes.push(new TextEncoder().encode(body));
    else if (body) for await (const chunk of body as AsyncIterable<Uint8Array>) bytes.push(chunk);
    const init = {
      method,
      headers: new Headers(headers as Record<string, string>),
      ...(bytes.length > 0 ? { body: Buffer.concat(bytes) } : {}),
    };
    const response = await this.#handler(new Request(`${origin}${path}`, init));
    if (response.type === 'error') {
      to.onError?.(new Error('The connection was dropped'));
      return;
    }
    const raw = [...response.headers].flat().map((text) => Buffer.from(text));
    to.onHeaders?.(response.status, raw, () => {}, response.statusText);
    to.onData?.(Buffer.from(await response.arrayBuffer()));
    to.onComplete?.([]);
  }
}

describe('a server without a port', () => {
  const world = createWorld({ pools: 2 }, new TestClock());
  const dispatcher = new HandlerDispatcher(createHandler(world));
  const login = { username: 'administrator', password: 'secret', domain: 'hvsim' };

  it('answers a client of undici', async () => {
    const answer = await request('https://pod.example/rest/login', {
      dispatcher,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(login),
    });
    expect(answer.statusCode).toBe(200);
    const { access_token: token } = (await answer.body.json()) as { access_token: string };
    const pools = await fetch('https://pod.example/rest/inventory/v2/desktop-pools', {
      dispatcher,
      headers: { Authorization: `Bearer ${token}` },
    });
    expect([pools.status, ((await pools.json()) as unknown[]).length]).toEqual([200, 2]);
  });

  it('drops a connection on purpose', async () => {
    world.setFaults([{ times: 1, outcomes: [{ drop: 'before' }] }]);
    await expect(request('https://pod.example/rest/login', { dispatcher, method: 'POST', body: '{}' })).rejects.toThrow('dropped');
  });
});
