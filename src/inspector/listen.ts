/** Serves the page on this machine alone: the page, a stream of what happens, and commands back. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HvsimError } from '../errors.ts';
import { wrongOption } from '../simulator/options.ts';
import { whyRefused } from './guard.ts';
import type { Paths } from './protocol.ts';
import { servePage } from './serve-page.ts';
import type { Shown } from './shown.ts';
import { Viewer } from './viewer.ts';

export interface ListenOptions {
  /** 0, any that is free, when absent. */
  readonly port?: number;
  /** How many may look at once; 32 when absent. */
  readonly viewers?: number;
  /** A viewer that reads nothing for so many milliseconds is dropped; 30000 when absent. */
  readonly stallMs?: number;
  /** Time between two signs of life, in milliseconds; 10000 when absent. */
  readonly beatMs?: number;
}

export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

type Path = Paths[keyof Paths];

const methods: Readonly<Record<Path, 'GET' | 'POST'>> = {
  '/': 'GET',
  '/events': 'GET',
  '/possible': 'GET',
  '/script': 'GET',
  '/command': 'POST',
};

/** The largest command: a push of all machines of a large pool fits. */
const mostBytes = 1 << 20;

/** Requests beside the viewers' streams that may be under way. */
const spareConnections = 32;

/**
 * Serves a session on 127.0.0.1.
 *
 * @throws HvsimError `port-in-use`, `wrong-options`
 */
export async function listen(shown: Shown, options: ListenOptions = {}): Promise<Listening> {
  const { port = 0, viewers: most = 32, stallMs = 30_000, beatMs = 10_000 } = options;
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535)) throw wrongOption('port', port, 'a whole number from 0 to 65535');
  const desk = new Desk(shown, most);
  const server = createServer((request, response) => void desk.answer(request, response));
  server.maxConnections = most + spareConnections;
  await open(server, port);
  const beat = setInterval(() => desk.beat(stallMs), Math.min(beatMs, stallMs));
  beat.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        clearInterval(beat);
        desk.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function open(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        const advice = 'Give another one, or 0 for any that is free';
        reject(new HvsimError('port-in-use', `Port ${port} of 127.0.0.1 is in use. ${advice}.`));
      } else reject(new HvsimError('wrong-options', `Port ${port} of 127.0.0.1 cannot be listened on: ${error.message}.`));
    });
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

/** Answers requests, and keeps the viewers. */
class Desk {
  readonly #shown: Shown;
  readonly #most: number;
  readonly #viewers = new Map<Viewer, ServerResponse>();
  readonly #unsubscribe: () => void;

  constructor(shown: Shown, most: number) {
    this.#shown = shown;
    this.#most = most;
    this.#unsubscribe = shown.subscribe((change) => {
      for (const viewer of this.#viewers.keys()) viewer.changed(change);
    });
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
    const refused = whyRefused(request.headers);
    if (refused !== undefined) return refuse(response, 403, 'foreign-request', refused);
    try {
      await this.#route(request, response);
    } catch (error) {
      if (error instanceof HvsimError) return refuse(response, statusOf(error), error.code, error.message);
      refuse(response, 500, 'defect', `${(error as Error).message}. This is a defect of hvsim, please report it.`);
    }
  }

  beat(stallMs: number): void {
    for (const [viewer, response] of this.#viewers) {
      if (viewer.stalledFor >= stallMs) response.destroy();
      else viewer.beat();
    }
  }

  close(): void {
    this.#unsubscribe();
    for (const response of this.#viewers.values()) response.destroy();
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.url ?? '/';
    const url = new URL(`http://127.0.0.1${target.startsWith('/') ? target : `/${target}`}`);
    const ask = (name: string) => url.searchParams.get(name) ?? undefined;
    const method = Object.hasOwn(methods, url.pathname) ? methods[url.pathname as Path] : undefined;
    if (method === undefined) return refuse(response, 404, 'unknown-path', `There is nothing at ${url.pathname}.`);
    if (request.method !== method) {
      response.setHeader('Allow', method);
      return refuse(response, 405, 'wrong-method', `${url.pathname} takes ${method}.`);
    }
    switch (url.pathname as Path) {
      case '/':
        return servePage(response, this.#shown);
      case '/events':
        return this.#stream(request, response, ask('session'), ask('since'));
      case '/possible':
        return reply(response, 200, this.#shown.possible(ask('pool') ?? ''));
      case '/script': {
        const format = ask('format') ?? 'yaml';
        if (format !== 'yaml' && format !== 'ndjson')
          throw new HvsimError('wrong-payload', `format is ${JSON.stringify(format)}; it must be yaml or ndjson.`);
        response.setHeader('Content-Type', 'text/plain; charset=utf-8');
        response.end(this.#shown.script(format, ask('pool')));
        return;
      }
      case '/command':
        return this.#command(request, response);
    }
  }

  #stream(request: IncomingMessage, response: ServerResponse, session: string | undefined, since: string | undefined): void {
    if (this.#viewers.size >= this.#most) {
      response.setHeader('Retry-After', '10');
      refuse(response, 503, 'too-many-viewers', `No more than ${this.#most} may look at once. Close another page first.`);
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', Connection: 'keep-alive' });
    response.write('retry: 1000\n\n');
    const [before, seq] = lastSeen(request.headers['last-event-id']) ?? [session, since];
    const isSame = before === undefined || before === this.#shown.description.session;
    const sent = isSame && /^\d+$/.test(seq ?? '') ? Math.min(Number(seq), this.#shown.steps.length) : 0;
    const viewer = new Viewer(this.#shown, response, sent, () => performance.now());
    this.#viewers.set(viewer, response);
    response.on('close', () => this.#viewers.delete(viewer));
    response.on('error', () => {});
    viewer.pump();
  }

  async #command(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
      return refuse(response, 415, 'not-json', 'A command is JSON: send it with "Content-Type: application/json".');
    }
    const announced = Number(request.headers['content-length'] ?? 0);
    const body = announced > mostBytes ? undefined : await readBody(request);
    if (body === undefined) {
      response.setHeader('Connection', 'close');
      return refuse(response, 413, 'too-large', `A command has at most ${mostBytes} bytes.`);
    }
    const answer = await this.#shown.command(parse(body));
    reply(response, answer.ok ? 200 : 400, answer);
  }
}

const statusOf = ({ code }: HvsimError): number => (code === 'unknown-pool' ? 404 : code === 'not-built' ? 503 : 400);

/** What a browser says that it saw last: `<session>.<seq>`. */
function lastSeen(header: string | string[] | undefined): [session: string, seq: string] | undefined {
  const [, session, seq] = /^(.+)\.(\d+)$/.exec(String(header ?? '')) ?? [];
  return session === undefined || seq === undefined ? undefined : [session, seq];
}

/** The body as text; undefined where it is too large: the rest is not read. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > mostBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HvsimError('not-json', `${(error as Error).message}. Expected a command such as {"do":"next"}.`);
  }
}

function reply(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  if (response.headersSent) response.destroy();
  else reply(response, status, { ok: false, code, message });
}
