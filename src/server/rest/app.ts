/** The product's REST API over a world, as a Hono app: paths, versions, properties and values of one release only. */
import { type Context, Hono } from 'hono';
import { describeRelease, type Release } from '../../api/releases.ts';
import type { OperationName } from '../../api/rest/operations.ts';
import { type RestPath, type RestPathOf, restPaths, restPathsOf } from '../../api/rest/paths.ts';
import { HvsimError } from '../../errors.ts';
import { memo } from '../../memo.ts';
import type { World } from '../world.ts';
import { apiDocs, apiDocsPath } from './api-docs.ts';
import { Call, type Operation } from './call.ts';
import { poolOperations } from './desktop-pools.ts';
import { errorAnswer, found, mayThrottle, notModelled, RestError, throttleError } from './errors.ts';
import { machineOperations } from './machines.ts';
import { pushOperations } from './push-images.ts';
import { serverOperations } from './servers.ts';
import { sessionOperations } from './sessions.ts';
import { Sessions } from './tokens.ts';

const operations: Readonly<Record<OperationName, Operation>> = {
  ...sessionOperations,
  ...poolOperations,
  ...pushOperations,
  ...machineOperations,
  ...serverOperations,
  // What is asked for beside pools of instant clones, and is never there.
  listFarms: { handle: (call) => call.ok([]) },
  getFarm: { handle: (call) => found<Response>(undefined, 'farm', call.param()) },
  listSessions: { handle: (call) => call.ok([]) },
};

/** The REST API of a Connection Server of the world's release, under `/rest`. It opens no port: hand requests to its `fetch`. */
export function createRestApp(world: World): Hono {
  const app = new Hono();
  const sessions = new Sessions(world);
  const paths = restPathsOf(world.release);
  for (const path of routedPathsOf(world.release))
    app.on(path.method, `/rest${path.path.replaceAll(/\{(\w+)\}/g, ':$1')}`, handlerOf(path, world, sessions));
  app.get(apiDocsPath, (context) => context.json(apiDocs(world.release)));
  app.notFound((context) => {
    const { method } = context.req;
    const path = new URL(context.req.url).pathname.replace(/^\/rest/, '');
    const fitting = paths.filter(({ pattern }) => pattern.test(path));
    const known = fitting.find((each) => each.method === method);
    return known ? handlerOf(known, world, sessions)(context) : answerError(world, refuse(method, path, fitting));
  });
  app.onError((error) => answerError(world, error));
  return app;
}

/** The paths of the world's release, modelled or not, with the release that they came with. */
export function aboutRest({ release }: Pick<World, 'release'>) {
  return restPathsOf(release).map(({ method, path, since, operation }) => ({
    method,
    path: `/rest${path}`,
    since: describeRelease(since),
    modelled: operation !== undefined,
  }));
}

function handlerOf(path: RestPathOf, world: World, sessions: Sessions): (context: Context) => Response | Promise<Response> {
  const { method, since, operation } = path;
  const refuseUnmodelled = () => {
    throw notModelled(`${method} /rest${path.path}, which Horizon has since ${describeRelease(since)}`);
  };
  const { privileges, isOpen, handle }: Operation = operation ? operations[operation] : { handle: refuseUnmodelled };
  const throttle = mayThrottle(world.release) ? world.throttle : undefined;
  return (context) => {
    world.now();
    if (!isOpen) {
      const session = sessions.authenticate(context.req.header('Authorization'));
      if (!session)
        throw new RestError(401, 'common.authentication.required', 'The access token is missing, wrong, expired or logged out.');
      if (sessions.count(session) > (throttle ?? Number.POSITIVE_INFINITY)) throw throttleError;
      const { user, privileges: own } = session.account;
      if (privileges && ![...privileges, 'ALL'].some((privilege) => own.includes(privilege)))
        throw new RestError(403, 'common.access.denied', `The user ${user} lacks the privilege ${privileges.join(' or ')}.`);
    }
    const answer = handle(new Call(world, sessions, path, context));
    return method === 'GET' || isOpen ? answer : whenSettled(answer, world);
  };
}

/** What was changed is in the journal before it is answered. */
async function whenSettled(answer: Response | Promise<Response>, world: World): Promise<Response> {
  const response = await answer;
  await world.settled();
  return response;
}

/** What hvsim models, and what would be taken for an id of it. The many others are looked for only when they are asked for. */
const routedPathsOf = memo((release: Release) => {
  const paths = restPathsOf(release);
  const modelled = paths.filter(({ operation }) => operation);
  const isTaken = ({ method, path }: RestPathOf) => modelled.some((each) => each.method === method && each.pattern.test(path));
  return paths.filter((path) => path.operation || isTaken(path));
});

/** Why no path fits: another method would, a later release has it, or there is no such path. */
function refuse(method: string, path: string, fitting: readonly RestPath[]): RestError {
  const asked = `/rest${path}`;
  const Allow = [...new Set(fitting.map((each) => each.method))].join(', ');
  if (Allow !== '') return new RestError(405, 'common.method.not.allowed', `${method} is not allowed on ${asked}; ${Allow} is.`, { Allow });
  const later = restPaths().find((each) => each.method === method && each.pattern.test(path));
  const why = later
    ? `There is no path ${asked} in this release. It comes with ${describeRelease(later.since)}.`
    : `hvsim knows no path ${asked}. GET /_hvsim/about lists those that it knows.`;
  return new RestError(404, 'common.path.not.found', why);
}

/** @throws what is neither a refusal nor an error with a code: a defect, which whoever serves the app reports and answers */
function answerError(world: World, error: Error): Response {
  // A journal that cannot be written, say: what the request asked for is not safe, and nothing of hvsim is broken.
  if (error instanceof HvsimError) return errorAnswer(500, `hvsim.${error.code}`, error.message, world.now());
  if (!(error instanceof RestError)) throw error;
  return errorAnswer(error.status, error.key, error.message, world.now(), error.headers);
}
