/** Serves the page on this machine alone: the page, a stream of what happens, and commands back. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HvsimError } from '../errors.ts';
import { wrongOption } from '../simulator/options.ts';
import { servePage } from './page-file.ts';
import type { Session, Wall } from './session.ts';
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

/** The wall clock and chance of this process. The clock keeps no process alive. */
export const wall: Wall = {
  now: () => performance.now(),
  every(ms, callback) {
    const timer = setInterval(callback, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
  newId: randomUUID,
};

/** The largest command: a push of all machines of a large pool fits. */
const mostBytes = 1 << 20;

/** Requests beside the viewers' streams that may be under way. */
const spareConnections = 32;

/** The names by which a machine knows itself. */
const loopback = ['127.0.0.1', 'localhost', '[::1]'];

const safeHeaders = Object.entries({
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
});

/**
 * Serves a session on 127.0.0.1.
 *
 * @throws HvsimError `port-in-use`, `wrong-options`
 */
export async function listen(session: Session, options: ListenOptions = {}): Promise<Listening> {
  const { port = 0, viewers: most = 32, stallMs = 30_000, beatMs = 10_000 } = options;
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535)) throw wrongOption('port', port, 'a whole number from 0 to 65535');
  const page = new PageServer(session, most);
  const server = createServer((request, response) => void page.answer(request, response));
  server.maxConnections = most + spareConnections;
  await open(server, port);
  const stopBeat = wall.every(Math.min(beatMs, stallMs), () => page.beat(stallMs));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        stopBeat();
        page.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function open(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code, message }: NodeJS.ErrnoException) =>
      reject(
        code === 'EADDRINUSE'
          ? new HvsimError('port-in-use', `Port ${port} of 127.0.0.1 is in use. Give another one, or 0 for any that is free.`)
          : new HvsimError('wrong-options', `Port ${port} of 127.0.0.1 cannot be listened on: ${message}.`),
      ),
    );
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

type Route = [method: 'GET' | 'POST', answer: (request: IncomingMessage, response: ServerResponse, query: Query) => void | Promise<void>];
type Query = (name: string) => string | undefined;

/** Answers requests, and keeps the viewers. */
class PageServer {
  readonly #session: Session;
  readonly #most: number;
  readonly #viewers = new Map<Viewer, ServerResponse>();
  readonly #unsubscribe: () => void;
  readonly #routes: ReadonlyMap<string, Route> = new Map<string, Route>([
    ['/', ['GET', (_, response) => servePage(response, this.#session)]],
    ['/events', ['GET', (...args) => this.#stream(...args)]],
    ['/possible', ['GET', (_, response, query) => reply(response, 200, this.#session.possible(query('pool') ?? ''))]],
    ['/script', ['GET', (_, response, query) => this.#script(response, query)]],
    ['/command', ['POST', (request, response) => this.#command(request, response)]],
  ]);

  constructor(session: Session, most: number) {
    this.#session = session;
    this.#most = most;
    this.#unsubscribe = session.subscribe((change) => {
      for (const viewer of this.#viewers.keys()) viewer.changed(change);
    });
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of safeHeaders) response.setHeader(name, value);
    const refused = whyForeign(request.headers);
    if (refused !== undefined) return refuse(response, 403, 'foreign-request', refused);
    try {
      const target = request.url ?? '/';
      const { pathname, searchParams } = new URL(`http://127.0.0.1${target.startsWith('/') ? target : `/${target}`}`);
      const [method, answer] = this.#routes.get(pathname) ?? [];
      if (!answer) return refuse(response, 404, 'unknown-path', `There is nothing at ${pathname}.`);
      if (request.method === method) return await answer(request, response, (name) => searchParams.get(name) ?? undefined);
      response.setHeader('Allow', method as string);
      refuse(response, 405, 'wrong-method', `${pathname} takes ${method}.`);
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

  #stream(request: IncomingMessage, response: ServerResponse, query: Query): void {
    if (this.#viewers.size >= this.#most) {
      response.setHeader('Retry-After', '10');
      refuse(response, 503, 'too-many-viewers', `No more than ${this.#most} may look at once. Close another page first.`);
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', Connection: 'keep-alive' });
    response.write('retry: 1000\n\n');
    // A browser that opens a stream again says what it saw last: `<session>.<seq>`.
    const [, before = query('session'), seq = query('since') ?? ''] =
      /^(.+)\.(\d+)$/.exec(String(request.headers['last-event-id'] ?? '')) ?? [];
    const isSame = before === undefined || before === this.#session.description.session;
    const sent = isSame && /^\d+$/.test(seq) ? Math.min(Number(seq), this.#session.steps.length) : 0;
    const viewer = new Viewer(this.#session, response, sent, wall.now);
    this.#viewers.set(viewer, response);
    response.on('close', () => this.#viewers.delete(viewer));
    response.on('error', () => {});
    viewer.pump();
  }

  #script(response: ServerResponse, query: Query): void {
    const format = query('format') ?? 'yaml';
    if (format !== 'yaml' && format !== 'ndjson')
      throw new HvsimError('wrong-payload', `format is ${JSON.stringify(format)}; it must be yaml or ndjson.`);
    response.setHeader('Content-Type', 'text/plain; charset=utf-8');
    response.end(this.#session.script(format, query('pool')));
  }

  async #command(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? ''))
      return refuse(response, 415, 'not-json', 'A command is JSON: send it with "Content-Type: application/json".');
    const announced = Number(request.headers['content-length'] ?? 0);
    const body = announced > mostBytes ? undefined : await readBody(request);
    if (body === undefined) {
      response.setHeader('Connection', 'close');
      return refuse(response, 413, 'too-large', `A command has at most ${mostBytes} bytes.`);
    }
    const answer = await this.#session.command(parse(body));
    reply(response, answer.ok ? 200 : 400, answer);
  }
}

/** Why a request is refused; undefined where it is not. A foreign page that has found our port has another origin; one whose name leads here has another host. */
function whyForeign({ host = '', origin }: IncomingMessage['headers']): string | undefined {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  if (!loopback.includes(name)) return `The host is ${JSON.stringify(host)}; this server answers to 127.0.0.1, localhost and [::1] alone.`;
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`)
    return `The origin is ${JSON.stringify(origin)}; this server answers to its own page alone.`;
  return undefined;
}

const statusOf = ({ code }: HvsimError): number => (code === 'unknown-pool' ? 404 : code === 'not-built' ? 503 : 400);

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
