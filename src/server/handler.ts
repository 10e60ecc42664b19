/** The whole server as a function: the product's paths, the control API beside them, and a page that says what this is. */
import { aboutPage, aboutServer } from './about.ts';
import { createControlApp } from './control.ts';
import type { InjectedFault } from './faults.ts';
import { createRestApp } from './rest/app.ts';
import { longestBody } from './rest/body.ts';
import { errorAnswer, mayThrottle, throttleError } from './rest/errors.ts';
import type { World } from './world.ts';

/** Answers a request. `Response.error()` stands for a connection that is dropped on purpose. */
export type Handler = (request: Request) => Promise<Response>;

/** A handler that answers at once where nothing is waited for: what most reads are. */
export type PromptHandler = (request: Request) => Response | Promise<Response>;

/**
 * Makes the server of a world, without a port: for msw (`http.all('*', ({ request }) => handler(request))`), in the place of a
 * client's `fetch`, behind a Dispatcher of undici, or for a listener. What is due by the clock happens when a request comes.
 *
 * @throws what is a defect of hvsim: a wrong request is answered, never thrown
 * @example
 * const handler = createHandler(createWorld());
 * (await handler(new Request('http://localhost/rest/inventory/v2/desktop-pools'))).status //=> 401
 */
export function createHandler(world: World): Handler {
  const handle = createPromptHandler(world);
  return async (request) => handle(request);
}

export function createPromptHandler(world: World): PromptHandler {
  const rest = createRestApp(world);
  const control = createControlApp(world);

  async function answerWithFault(fault: InjectedFault, request: Request): Promise<Response> {
    if (fault.latencyMs > 0) await world.surroundings.wait(fault.latencyMs);
    if (fault.status !== undefined) return toErrorAnswer(fault, fault.status, world);
    if (fault.drop === 'before') return Response.error();
    const response = await rest.fetch(request);
    return fault.drop === 'after' ? Response.error() : response;
  }

  function answer(request: Request, path: string): Response | Promise<Response> {
    if (isBelow(path, '/rest')) {
      const fault = world.faults.next(request.method, path);
      return fault ? answerWithFault(fault, request) : rest.fetch(request);
    }
    if (isBelow(path, '/_hvsim')) {
      const error = { code: 'foreign-origin', message: 'A page of another origin may not use the control API.' };
      if (isForeign(request)) return Response.json({ error }, { status: 403 });
      return path === '/_hvsim/about' ? Response.json(aboutServer(world)) : control.fetch(request);
    }
    if (path === '/' && isRead(request)) {
      return new Response(aboutPage(world), { headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy } });
    }
    const nothing = `There is nothing at ${path}. The REST API is below /rest, the control API below /_hvsim.`;
    return errorAnswer(404, 'common.path.not.found', nothing, world.now());
  }

  async function answerBounded(request: Request, path: string): Promise<Response> {
    const bound = path === '/_hvsim/restore' ? longestSnapshot : longestBody;
    const bounded = await withBoundedBody(request, bound);
    if (bounded) return answer(bounded, path);
    return errorAnswer(413, 'common.request.too.large', `The body is longer than ${bound} bytes.`, world.now());
  }

  return (request) => {
    const path = pathOf(request.url);
    return isRead(request) ? answer(request, path) : answerBounded(request, path);
  };
}

const isRead = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD';

const policy = "default-src 'none'; style-src 'unsafe-inline'";

/** A 429 is what a Connection Server says where it knows one; every other error says that it was asked for. */
function toErrorAnswer({ message }: InjectedFault, status: number, world: World): Response {
  if (status === 429 && mayThrottle(world.release)) {
    return errorAnswer(429, throttleError.key, message ?? throttleError.message, world.now(), throttleError.headers);
  }
  return errorAnswer(status, 'hvsim.injected.fault', message ?? 'This error was asked for at PUT /_hvsim/faults.', world.now());
}

/** The path of a URL as it was sent: not parsed, which takes longer than many an answer. */
const pathOf = (url: string): string => /^[^/]*\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] || '/';

const isBelow = (path: string, base: string): boolean => path === base || path.startsWith(`${base}/`);

/** A browser says which page a request comes of; no test does. */
function isForeign(request: Request): boolean {
  const origin = request.headers.get('origin');
  return origin !== null && new URL(request.url).host !== origin.replace(/^https?:\/\//, '');
}

/** The longest snapshot that can be restored, in bytes. */
const longestSnapshot = 268_435_456;

/** The request, with the body read where it does not say how long that is; undefined where it is longer than a bound. */
async function withBoundedBody(request: Request, bound: number): Promise<Request | undefined> {
  const length = request.headers.get('content-length');
  if (length !== null) return Number(length) <= bound ? request : undefined;
  if (!request.headers.has('transfer-encoding') || !request.body) return request;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array<ArrayBuffer>>) {
    size += chunk.length;
    if (size > bound) return undefined;
    chunks.push(chunk);
  }
  const headers = new Headers(request.headers);
  headers.delete('transfer-encoding');
  return new Request(request.url, { method: request.method, headers, body: new Blob(chunks) });
}
