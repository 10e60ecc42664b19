/** The product's REST API over a world, as a Hono app: paths, versions, properties and values of one release only. */
import { type Context, Hono } from 'hono';
import { getPath } from 'hono/utils/url';
import { describeRelease } from '../api/releases.ts';
import { type OperationName, type RestPath, restPaths, restPathsOf } from '../api/rest/paths.ts';
import { HvsimError } from '../errors.ts';
import { errorAnswer } from './error-answer.ts';
import { pathOf } from './path-of.ts';
import { Call, type Operation } from './rest/call.ts';
import { imageOperations } from './rest/image-operations.ts';
import { poolOperations } from './rest/pool-operations.ts';
import { notModelled } from './rest/pool-specs.ts';
import { readOperations } from './rest/read-operations.ts';
import { RestError, toErrorBody } from './rest/rest-error.ts';
import { sessionOperations } from './rest/session-operations.ts';
import { type Session, Sessions } from './rest/sessions.ts';
import { mayThrottle, throttleError } from './rest/throttle.ts';
import { RouterByMethod } from './router-by-method.ts';
import type { World } from './world.types.ts';

const operations: Readonly<Record<OperationName, Operation>> = {
  ...sessionOperations,
  ...poolOperations,
  ...imageOperations,
  ...readOperations,
};

/**
 * The REST API of a Connection Server of the world's release, under `/rest`. It opens no port: hand requests to its `fetch`.
 *
 * @example
 * const app = createRestApp(createWorld({ release: '2206' }));
 * (await app.request('/rest/inventory/v6/desktop-pools')).status //=> 401
 */
export function createRestApp(world: World): Hono {
  const app = new Hono({ router: new RouterByMethod(), getPath: decodedPath });
  const sessions = new Sessions(world);
  const paths = restPathsOf(world.release);
  for (const path of paths) app.on(path.method, `/rest${toPattern(path.path)}`, handlerOf(path, world, sessions));
  app.notFound((context) => answerError(context, world, refuse(context.req.method, new URL(context.req.url).pathname, paths)));
  app.onError((error, context) => answerError(context, world, error));
  return app;
}

/** What hvsim says of a path. */
export interface AboutPath {
  readonly method: string;
  readonly path: string;
  /** The first release with it; absent where no document at hand dates it. */
  readonly since?: string;
  readonly modelled: boolean;
}

/** The paths of the world's release, modelled or not: what `about` shows. */
export function aboutRest({ release }: Pick<World, 'release'>): readonly AboutPath[] {
  return restPathsOf(release).map(({ method, path, since, operation, undated }) => ({
    method,
    path: `/rest${path}`,
    ...(undated ? {} : { since: describeRelease(since) }),
    modelled: operation !== undefined,
  }));
}

/** Hono looks for what is percent-encoded letter by letter, which it seldom has to. */
function decodedPath(request: Request): string {
  const path = pathOf(request.url);
  return path.includes('%') ? getPath(request) : path;
}

const toPattern = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

function handlerOf(path: RestPath, world: World, sessions: Sessions): (context: Context) => Response | Promise<Response> {
  const { method, since } = path;
  const operation: Operation = path.operation
    ? operations[path.operation]
    : {
        handle: () => {
          throw notModelled(`${method} /rest${path.path}, which Horizon has since ${describeRelease(since)}`);
        },
      };
  const { privileges, isOpen, handle } = operation;
  const throttle = mayThrottle(world.release) ? world.throttle : undefined;
  return (context) => {
    world.now();
    if (!isOpen) {
      const session = sessions.authenticate(context.req.header('Authorization'));
      if (!session)
        throw new RestError(401, 'common.authentication.required', 'The access token is missing, wrong, expired or logged out.');
      if (throttle !== undefined) count(session, throttle, world.wallTime());
      if (privileges) assertPrivilege(session, privileges);
    }
    return handle(new Call(world, sessions, path, context));
  };
}

function assertPrivilege({ account }: Session, needed: readonly string[]): void {
  if (account.privileges.includes('ALL') || needed.some((privilege) => account.privileges.includes(privilege))) return;
  throw new RestError(403, 'common.access.denied', `The user ${account.user} lacks the privilege ${needed.join(' or ')}.`);
}

/** Counts the requests of a session in each second of wall time. */
function count(session: Session, most: number, wall: number): void {
  const second = Math.floor(wall / 1_000);
  if (session.second !== second) Object.assign(session, { second, requests: 0 });
  session.requests += 1;
  if (session.requests <= most) return;
  throw new RestError(429, throttleError.key, throttleError.message, throttleError.headers);
}

/** Why no route fits: another method would, a later release has it, or there is no such path. */
function refuse(method: string, path: string, paths: readonly RestPath[]): RestError {
  const fits = (each: RestPath) => new RegExp(`^/rest${each.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path);
  const methods = [...new Set(paths.filter(fits).map((each) => each.method))];
  if (methods.length > 0) {
    const allow = methods.join(', ');
    return new RestError(405, 'common.method.not.allowed', `${method} is not allowed on ${path}; ${allow} is.`, { Allow: allow });
  }
  const later = restPaths().find((each) => each.method === method && fits(each));
  const why = later
    ? `There is no path ${path} in this release. It comes with ${describeRelease(later.since)}.`
    : `hvsim knows no path ${path}. GET /_hvsim/about lists those that it knows.`;
  return new RestError(404, 'common.path.not.found', why);
}

/** @throws what is neither a refusal nor an error with a code: a defect, which whoever serves the app reports and answers */
function answerError(context: Context, world: World, error: Error): Response {
  // A journal that cannot be written, say: what the request asked for is not safe, and nothing of hvsim is broken.
  if (error instanceof HvsimError) return errorAnswer(500, `hvsim.${error.code}`, error.message, world.now());
  if (!(error instanceof RestError)) throw error;
  const { status, key, message, headers } = error;
  return context.body(JSON.stringify(toErrorBody(status, key, message, world.now())), status, {
    'Content-Type': 'application/json',
    ...headers,
  });
}
