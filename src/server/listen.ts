/** The only file that opens a port: HTTP in front of a handler, with bounds on everything that comes in. */
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type Server, ServerResponse } from 'node:http';
import { type AddressInfo, isIP } from 'node:net';
import { hostname } from 'node:os';
import type { Duplex } from 'node:stream';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { HvsimError } from '../errors.ts';
import { getOrMake } from '../memo.ts';
import { wrongOption } from '../simulator/options.ts';
import type { PromptHandler } from './handler.ts';
import { errorAnswer, errorBody } from './rest/errors.ts';

/** Bounds in wall time and number. */
export interface Limits {
  /** How long the headers of a request may take, in milliseconds; 10,000 when absent. */
  readonly headersTimeoutMs?: number;
  /** How long a whole request may take to arrive, in milliseconds; 30,000 when absent. */
  readonly requestTimeoutMs?: number;
  /** 1,000 when absent. */
  readonly maxConnections?: number;
  /** How long a stop waits for answers in flight, in milliseconds; 10,000 when absent. */
  readonly stopTimeoutMs?: number;
}

export interface ListenOptions {
  /** 127.0.0.1 when absent. */
  readonly host?: string;
  /** Any free one when absent or 0. */
  readonly port?: number;
  /** In PEM. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Names by which the server may be called beside addresses, `localhost`, the host and this machine's name. */
  readonly names?: readonly string[];
  readonly limits?: Limits;
  /** Told of every request that is answered. */
  readonly log?: (entry: RequestLog) => void;
  /** Told of a defect: the request is answered 500. */
  readonly defect?: (error: unknown) => void;
  /** Lets Hono's adapter put quicker Request and Response in the place of Node's own, in the whole process. */
  readonly quick?: boolean;
}

/** A request and its answer, in a line. There is nothing of headers, query or bodies in it: they hold secrets. */
export interface RequestLog {
  readonly method: string;
  readonly path: string;
  /** 0 where the connection was dropped on purpose. */
  readonly status: number;
  /** From the first byte of the request to the last of the answer, in milliseconds. */
  readonly ms: number;
}

export type Listening = Awaited<ReturnType<typeof listen>>;

/** @throws HvsimError `port-in-use`, `wrong-options` */
export async function listen(handler: PromptHandler, options: ListenOptions = {}) {
  const { host = '127.0.0.1', port = 0, tls, limits = {}, log, defect, names = [], quick = false } = options;
  const { headersTimeoutMs = 10_000, requestTimeoutMs = 30_000, maxConnections = 1_000, stopTimeoutMs = 10_000 } = limits;
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535)) throw wrongOption('port', port, 'a whole number from 0 to 65535');
  const known = new Set(['localhost', host, hostname(), ...names].map((name) => name.toLowerCase()));
  const listener = getRequestListener(toFetch(handler, known, defect), { overrideGlobalObjects: quick, errorHandler: refuseUnreadable });
  const settings = {
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.min(1_000, headersTimeoutMs),
    keepAliveTimeout: 65_000,
    // Node would answer 400 without a body; the adapter finds the same, and it is answered like every other error.
    requireHostHeader: false,
    ServerResponse: SpelledResponse,
  };
  const server: Server = tls ? (await import('node:https')).createServer({ ...settings, ...tls }) : createServer(settings);
  server.maxConnections = maxConnections;
  const take = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (log) logWhenDone(incoming, outgoing, log);
    void listener(incoming, outgoing);
  };
  server.on('request', take);
  // An Expect header that asks for something else than "100-continue": Node would answer 417 without a body or a log line.
  server.on('checkExpectation', take);
  server.on('clientError', refuseBroken);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(error, host, port)));
    server.listen(port, host, resolve);
  });
  const { port: own } = server.address() as AddressInfo;
  return {
    port: own,
    url: `${tls ? 'https' : 'http'}://${urlHost(host)}:${own}`,
    /** Takes no more connections; comes when all answers in flight are sent. */
    close: () => closed(server, stopTimeoutMs),
  };
}

function toFetch(handler: PromptHandler, known: ReadonlySet<string>, defect: ListenOptions['defect']) {
  const refuseHost = (host = ''): Response | undefined => {
    const name = nameOf(host);
    if (known.has(name) || isIP(name) !== 0) return undefined;
    if (name === '') return refuseUnreadable(new Error('Missing host header'));
    return errorAnswer(421, 'hvsim.unknown.host', `This server is not called ${JSON.stringify(name)}; see --allow-host.`, Date.now());
  };
  return (request: Request, bindings: unknown): Response | Promise<Response> => {
    const { incoming, outgoing } = bindings as HttpBindings;
    const finish = (response: Response): Response => {
      // Response.error() has the status 0. Its type would tell too, but asking a quick Response for that makes a slow one of it.
      if (response.status !== 0) return response;
      outgoing.destroy();
      return RESPONSE_ALREADY_SENT;
    };
    const fail = (error: unknown): Response => {
      if (incoming.destroyed && !incoming.complete) return RESPONSE_ALREADY_SENT;
      defect?.(error);
      return errorAnswer(500, 'hvsim.defect', `hvsim could not answer: ${(error as Error).message}`, Date.now());
    };
    try {
      const response = refuseHost(incoming.headers.host) ?? handler(request);
      // What is answered at once stays out of promises: the adapter then sends it at once too.
      return response instanceof Promise ? response.then(finish, fail) : finish(response);
    } catch (error) {
      return fail(error);
    }
  };
}

/** What the adapter makes no request of, such as a Host header that is none. */
const refuseUnreadable = (error: unknown): Response =>
  errorAnswer(400, 'common.request.malformed', `The request cannot be read: ${(error as Error).message}.`, Date.now());

/** The name in a Host header, without the port and the brackets around an IPv6 address. */
const nameOf = (header: string): string => (/^\[([^\]]*)\]/.exec(header)?.[1] ?? header.replace(/:\d*$/, '')).toLowerCase();

function logWhenDone(incoming: IncomingMessage, outgoing: ServerResponse, log: (entry: RequestLog) => void): void {
  const begin = performance.now();
  outgoing.on('close', () => {
    const path = (incoming.url ?? '').replace(/\?.*/s, '').slice(0, 500);
    const status = outgoing.headersSent ? outgoing.statusCode : 0;
    log({ method: incoming.method ?? '', path, status, ms: Math.round((performance.now() - begin) * 10) / 10 });
  });
}

const broken: { readonly [code: string]: readonly [number, string, string] } = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'The headers are too long.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'The request took too long to arrive.'],
};

/** Answers what is no HTTP, too long or too slow, and hangs up. */
function refuseBroken(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, reason, message] = broken[error.code ?? ''] ?? [400, 'Bad Request', 'The request is no HTTP.'];
  const body = errorBody(status, 'common.request.malformed', message, Date.now());
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nContent-Type: application/json\r\nContent-Length: ${new TextEncoder().encode(body).length}\r\nConnection: close\r\n\r\n${body}`,
  );
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'it is in use. Choose another, or 0 for any that is free',
  EACCES: 'permission is denied. Choose one above 1023',
  EADDRNOTAVAIL: 'this machine does not have that address',
  ENOTFOUND: 'there is no host of that name',
};

const cannotListen = (error: NodeJS.ErrnoException, host: string, port: number): HvsimError =>
  new HvsimError('port-in-use', `Port ${port} of ${host} cannot be had: ${reasons[error.code ?? ''] ?? error.message}.`, { cause: error });

/** A server on every address is called by the loopback's. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return isIP(host) === 6 ? `[${host}]` : host;
}

async function closed(server: Server, timeoutMs: number): Promise<void> {
  const idle = setInterval(() => server.closeIdleConnections(), 20);
  const late = setTimeout(() => server.closeAllConnections(), timeoutMs);
  await new Promise((resolve) => server.close(resolve));
  clearInterval(idle);
  clearTimeout(late);
}

/** Headers that the documents do not spell Like-This. Case means nothing in HTTP, and a script with grep does not know that. */
const spellings = new Map(['HAS_MORE_RECORDS', 'X-TOTAL-COUNT'].map((name) => [name.toLowerCase(), name]));

const spelled = (name: string): string =>
  getOrMake(spellings, name.toLowerCase(), () => name.toLowerCase().replace(/(^|-)[a-z]/g, (letters) => letters.toUpperCase()));

/** What answers are written with: everything made of Fetch's Headers comes in lower case. */
class SpelledResponse extends ServerResponse {
  override writeHead(status: number, headers?: unknown): this {
    const named = Object.entries((headers ?? {}) as OutgoingHttpHeaders).map(([name, value]) => [spelled(name), value]);
    return super.writeHead(status, Object.fromEntries(named));
  }
}
