/** The whole server as a function: the product's paths, the control API beside them, and a page that says what this is. */
import { aboutPage, aboutServer } from './about.ts';
import { longestBody, longestSnapshot, withBoundedBody } from './bounded-body.ts';
import { createControlApp } from './control-app.ts';
import { errorAnswer } from './error-answer.ts';
import type { Misfortune } from './faults.ts';
import { pathOf } from './path-of.ts';
import { mayThrottle, throttleError } from './rest/throttle.ts';
import { createRestApp } from './rest-app.ts';
import type { World } from './world.types.ts';

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

/** The same for the listener. */
export function createPromptHandler(world: World): PromptHandler {
  const rest = createRestApp(world);
  const control = createControlApp(world);

  async function suffer(misfortune: Misfortune, request: Request): Promise<Response> {
    if (misfortune.latencyMs > 0) await world.wait(misfortune.latencyMs);
    if (misfortune.status !== undefined) return injected(misfortune, misfortune.status, world);
    if (misfortune.drop === 'before') return Response.error();
    const response = await rest.fetch(request);
    return misfortune.drop === 'after' ? Response.error() : response;
  }

  function answer(request: Request, path: string): Response | Promise<Response> {
    if (isBelow(path, '/rest')) {
      const misfortune = world.faults.strike(request.method, path);
      return misfortune ? suffer(misfortune, request) : rest.fetch(request);
    }
    const isControl = isBelow(path, '/_hvsim');
    if (isControl && isForeign(request)) {
      const error = { code: 'foreign-origin', message: 'A page of another origin may not use the control API.' };
      return Response.json({ error }, { status: 403 });
    }
    if (path === '/_hvsim/about') return Response.json(aboutServer(world));
    if (isControl) return control.fetch(request);
    if (path === '/' && isRead(request)) {
      return new Response(aboutPage(world), { headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy } });
    }
    return errorAnswer(
      404,
      'common.path.not.found',
      `There is nothing at ${path}. The REST API is below /rest, the control API below /_hvsim.`,
      world.now(),
    );
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
function injected({ message }: Misfortune, status: number, world: World): Response {
  if (status === 429 && mayThrottle(world.release)) {
    return errorAnswer(429, throttleError.key, message ?? throttleError.message, world.now(), throttleError.headers);
  }
  return errorAnswer(status, 'hvsim.injected.fault', message ?? 'This error was asked for at PUT /_hvsim/faults.', world.now());
}

const isBelow = (path: string, base: string): boolean =>
  path.startsWith(base) && (path.length === base.length || path[base.length] === '/');

/** A browser says which page a request comes of; no test does. */
function isForeign(request: Request): boolean {
  const origin = request.headers.get('origin');
  return origin !== null && new URL(request.url).host !== origin.replace(/^https?:\/\//, '');
}
