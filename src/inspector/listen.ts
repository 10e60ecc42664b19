/** Serves the page on this machine alone: the page, a stream of what happens, and commands back. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HvsimError } from '../errors.ts';
import { wrongOption } from '../simulator/options.ts';
import { servePage } from './page-file.ts';
import type { Session, Wall } from './session.ts';
import { newViewer, type Viewer } from './viewer.ts';

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

/** A page that is being served. */
export interface Inspection {
  /** Such as `http://127.0.0.1:40213/`. */
  readonly url: string;
  /** Ends it, for all who look. */
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

type Page = { readonly session: Session; readonly viewers: Set<Viewer>; readonly most: number };

/** Serves a session on 127.0.0.1. @throws HvsimError `port-in-use`, `wrong-options` */
export async function listen(session: Session, options: ListenOptions = {}): Promise<Inspection> {
  const { port = 0, viewers: most = 32, stallMs = 30_000, beatMs = 10_000 } = options;
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535)) throw wrongOption('port', port, 'a whole number from 0 to 65535');
  const viewers = new Set<Viewer>();
  const server = createServer((request, response) => void answer({ session, viewers, most }, request, response));
  server.maxConnections = most + spareConnections;
  await once(server.listen(port, '127.0.0.1'), 'listening').catch(({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EADDRINUSE')
      throw new HvsimError('port-in-use', `Port ${port} of 127.0.0.1 is in use. Give another one, or 0 for any that is free.`);
    throw new HvsimError('wrong-options', `Port ${port} of 127.0.0.1 cannot be listened on: ${message}.`);
  });
  const unsubscribe = session.subscribe((change) => {
    for (const viewer of viewers) viewer.changed(change);
  });
  const stopBeat = wall.every(Math.min(beatMs, stallMs), () => {
    for (const viewer of viewers) viewer.beat(stallMs);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        stopBeat();
        unsubscribe();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What there is to be had, beside `/command`. */
const readable = ['/', '/events', '/possible', '/script'];

async function answer(page: Page, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of safeHeaders) response.setHeader(name, value);
  const refused = whyForeign(request.headers);
  if (refused !== undefined) return refuse(response, 403, 'foreign-request', refused);
  try {
    const target = request.url ?? '/';
    const { pathname, searchParams: query } = new URL(`http://127.0.0.1${target.startsWith('/') ? target : `/${target}`}`);
    const method = readable.includes(pathname) ? 'GET' : 'POST';
    if (method === 'POST' && pathname !== '/command') return refuse(response, 404, 'unknown-path', `There is nothing at ${pathname}.`);
    if (request.method !== method) {
      response.setHeader('Allow', method);
      return refuse(response, 405, 'wrong-method', `${pathname} takes ${method}.`);
    }
    if (pathname === '/') servePage(response, page.session);
    else if (pathname === '/events') stream(page, response, query, request.headers['last-event-id']);
    else if (pathname === '/possible') reply(response, 200, page.session.possible(query.get('pool') ?? ''));
    else if (pathname === '/script') script(page.session, response, query);
    else await command(page.session, request, response);
  } catch (error) {
    if (error instanceof HvsimError) return refuse(response, statusOf(error), error.code, error.message);
    refuse(response, 500, 'defect', `${(error as Error).message}. This is a defect of hvsim, please report it.`);
  }
}

/** @param last what a browser saw last that opens a stream again: `<session>.<seq>` */
function stream({ session, viewers, most }: Page, response: ServerResponse, query: URLSearchParams, last: unknown): void {
  if (viewers.size >= most) {
    response.setHeader('Retry-After', '10');
    refuse(response, 503, 'too-many-viewers', `No more than ${most} may look at once. Close another page first.`);
    return;
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', Connection: 'keep-alive' });
  response.write('retry: 1000\n\n');
  const [, before = query.get('session'), seq = query.get('since') ?? ''] = /^(.+)\.(\d+)$/.exec(String(last)) ?? [];
  const isSame = before === null || before === session.description.session;
  const viewer = newViewer(session, response, isSame && /^\d+$/.test(seq) ? Math.min(Number(seq), session.steps.length) : 0);
  viewers.add(viewer);
  response.on('close', () => viewers.delete(viewer));
  response.on('error', () => {});
}

function script(session: Session, response: ServerResponse, query: URLSearchParams): void {
  const format = query.get('format') ?? 'yaml';
  if (format !== 'yaml' && format !== 'ndjson')
    throw new HvsimError('wrong-payload', `format is ${JSON.stringify(format)}; it must be yaml or ndjson.`);
  const text = session.script(format, query.get('pool') ?? undefined);
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.end(text);
}

async function command(session: Session, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? ''))
    return refuse(response, 415, 'not-json', 'A command is JSON: send it with "Content-Type: application/json".');
  const announced = Number(request.headers['content-length'] ?? 0);
  const body = announced > mostBytes ? undefined : await readBody(request);
  if (body === undefined) {
    response.setHeader('Connection', 'close');
    return refuse(response, 413, 'too-large', `A command has at most ${mostBytes} bytes.`);
  }
  const answer = await session.command(parse(body));
  reply(response, answer.ok ? 200 : 400, answer);
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
