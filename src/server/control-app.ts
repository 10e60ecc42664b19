/** The control API, under `/_hvsim/`: what a test needs to make the awkward happen on purpose. No path of the product is here. */
import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import type { Failable } from '../engine/activities.ts';
import type { ForcedFailure } from '../engine/chance.ts';
import { HvsimError } from '../errors.ts';
import { toProblems, toSentence } from '../simulator/input/read.ts';
import { toEventInput } from '../simulator/input/read-event.ts';
import { formatTime, toDuration } from '../simulator/input/time.ts';
import { toTime, wrongOption } from '../simulator/options.ts';
import type { PoolRef, SendResult } from '../simulator/simulator.types.ts';
import { stateOf } from '../simulator/timeline.ts';
import { controlRoutes } from './control-routes.ts';
import { readFaultRules } from './faults.ts';
import { readSnapshot } from './read-snapshot.ts';
import type { World } from './world.types.ts';

/** How far `until: idle` goes at most, in virtual milliseconds. */
const farthest = 366 * 86_400_000;

const text = v.pipe(v.string(), v.nonEmpty('Expected text that is not empty'));
const failure = v.strictObject({ what: text, error: v.optional(v.string()), timeout: v.optional(v.boolean()) });
const session = v.strictObject({
  machine: v.union([text, v.pipe(v.number(), v.integer(), v.minValue(1))], 'Expected an id, a name, or a position from 1'),
});
const moment = v.union([v.number(), text]);
const advance = v.pipe(
  v.strictObject({ by: v.optional(moment), to: v.optional(moment), until: v.optional(v.picklist(['next', 'idle'])) }),
  v.check(
    (body) => Object.values(body).filter((each) => each !== undefined).length === 1,
    'Expected exactly one of "by" (milliseconds, or text such as "1h 30m"), "to" (a time) and "until" ("next" or "idle")',
  ),
);

/** What each of our own errors is in HTTP; all others are 400. */
const statuses: { readonly [code: string]: 404 | undefined } = { 'unknown-pool': 404, 'unknown-machine': 404 };

/** Makes the control API of a world: a Hono app with the paths below `/_hvsim`. */
export function createControlApp(world: World): Hono {
  const app = new Hono({ strict: false }).basePath('/_hvsim');

  app.get('/', (c) => c.json({ hvsim: 1, routes: controlRoutes }));

  app.get('/state', (c) => {
    const clock = clockOf(world);
    const pools = world.simulator.pools.map(({ id, name }) => describe(world, id, name));
    return c.json({ release: world.release, seed: world.seed, speed: world.speed, ...clock, faults: world.faults.rules, pools });
  });

  app.get('/pools/:pool', (c) => {
    world.now();
    const { id, name } = poolOf(world, c.req.param('pool'));
    const { simulator } = world;
    return c.json({
      ...describe(world, id, name),
      attributes: world.attributes(id),
      tasks: simulator.tasks(id),
      clones: simulator.clones(id),
    });
  });

  app.post('/advance', async (c) => {
    const body = read(advance, await bodyOf(c), '/_hvsim/advance');
    const now = world.now();
    if (body.by !== undefined) world.advanceTo(now + toDuration(body.by));
    else if (body.to !== undefined) world.advanceTo(toTime(body.to));
    else if (body.until === 'next') world.advanceTo(world.nextDue() ?? now);
    else if (!world.advanceUntilIdle(farthest)) {
      throw new HvsimError('limit-reached', 'Something is still to happen after a year of virtual time. Advance "to" a time instead.');
    }
    await world.settled();
    return c.json(clockOf(world));
  });

  app.post('/pools/:pool/events', async (c) => {
    const { id } = poolOf(world, c.req.param('pool'));
    const body = await bodyOf(c);
    const events = (Array.isArray(body) ? body : [body]).map(toEventInput);
    const results = events.map((event) => world.send(id, event));
    await world.settled();
    return c.json((Array.isArray(body) ? results : results[0]) as SendResult);
  });

  app.post('/pools/:pool/sessions', async (c) => {
    const { id } = poolOf(world, c.req.param('pool'));
    const { machine } = read(session, await bodyOf(c), '/_hvsim/pools/{pool}/sessions');
    assertClone(world, id, machine);
    const result = world.send(id, { type: 'clone.sessionOpened', machine });
    await world.settled();
    return c.json(result, result.outcome === 'accepted' ? 201 : 200);
  });

  app.delete('/pools/:pool/sessions/:machine', async (c) => {
    const { id } = poolOf(world, c.req.param('pool'));
    const machine = numberOr(c.req.param('machine'));
    assertClone(world, id, machine);
    const result = world.send(id, { type: 'clone.sessionClosed', machine });
    await world.settled();
    return c.json(result);
  });

  app.post('/pools/:pool/fail-next', async (c) => {
    const { id } = poolOf(world, c.req.param('pool'));
    const { what, ...how } = read(failure, await bodyOf(c), '/_hvsim/pools/{pool}/fail-next');
    world.failNext(id, what as Failable, how as ForcedFailure);
    await world.settled();
    return c.body(null, 204);
  });

  app.get('/faults', (c) => c.json(world.faults.rules));

  app.put('/faults', async (c) => {
    world.setFaults(readFaultRules(await bodyOf(c)));
    await world.settled();
    return c.json(world.faults.rules);
  });

  app.delete('/faults', async (c) => {
    world.setFaults([]);
    await world.settled();
    return c.body(null, 204);
  });

  app.get('/timeline', (c) => {
    world.now();
    const { pool, since = '0' } = c.req.query();
    if (!/^\d+$/.test(since)) throw wrongOption('since', since, 'a number of the timeline, its "seq"');
    const id = pool === undefined ? undefined : poolOf(world, pool).id;
    const entries = world.timeline().filter((entry) => entry.seq > Number(since) && (id === undefined || entry.pool === id));
    const lines = entries.map((entry) => `${JSON.stringify(world.record(entry))}\n`);
    return c.body(lines.join(''), 200, { 'Content-Type': 'application/x-ndjson' });
  });

  app.get('/snapshot', (c) => c.json(world.snapshot()));

  app.post('/restore', async (c) => {
    world.restore(readSnapshot(await bodyOf(c)));
    await world.settled();
    return c.json(clockOf(world));
  });

  app.post('/reset', async (c) => {
    world.reset();
    await world.settled();
    return c.json(clockOf(world));
  });

  app.notFound((c) => refuse(c, 404, 'unknown-route', `There is no ${c.req.method} ${c.req.path}. GET /_hvsim lists what there is.`));
  app.onError((error, c) => {
    if (!(error instanceof HvsimError)) throw error;
    return refuse(c, error.code.startsWith('cannot-') ? 500 : (statuses[error.code] ?? 400), error.code, error.message);
  });
  return app;
}

const refuse = (c: Context, status: 400 | 404 | 500, code: string, message: string) => c.json({ error: { code, message } }, status);

async function bodyOf(c: Context): Promise<unknown> {
  const given = await c.req.text();
  try {
    return JSON.parse(given);
  } catch {
    throw new HvsimError(
      'not-json',
      given === '' ? 'The request has no body; JSON is expected.' : `The body is no JSON: ${given.slice(0, 60)}`,
    );
  }
}

/** @param path of the route whose example is shown to whoever sends something else */
function read<T>(schema: v.GenericSchema<unknown, T>, value: unknown, path: string): T {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const example = controlRoutes.find((route) => route.path === path)?.body;
  throw new HvsimError('wrong-payload', `${toSentence(toProblems(parsed.issues))} An example: ${JSON.stringify(example)}`);
}

/** A pool by its id, its name, or its position from 0. */
function poolOf({ simulator }: World, given: string): { id: string; name: string } {
  const found = simulator.pools.find(({ id, name }) => id === given || name === given) ?? simulator.pools[position(given)];
  if (!found) simulator.state(given as PoolRef);
  return found as { id: string; name: string };
}

/** Sessions of a clone that is not there would be ignored facts: whoever mistypes a name is told. */
function assertClone({ simulator }: World, pool: string, given: string | number): void {
  const clones = simulator.clones(pool);
  if (typeof given === 'number' ? given <= clones.length : clones.some(({ id, name }) => id === given || name === given)) return;
  throw new HvsimError(
    'unknown-machine',
    `There is no clone ${JSON.stringify(given)} in this pool. Give its id, its name, or its position from 1 to ${clones.length}.`,
  );
}

const position = (given: string): number => (/^\d{1,6}$/.test(given) ? Number(given) : -1);
const numberOr = (given: string): string | number => (/^[1-9]\d{0,5}$/.test(given) ? Number(given) : given);

function describe({ simulator }: World, id: string, name: string) {
  return { id, name, state: stateOf(simulator.snapshot(id)), status: simulator.status(id) };
}

function clockOf(world: World) {
  const now = world.now();
  const due = world.nextDue();
  return { now, time: formatTime(now), ...(due === undefined ? {} : { nextDue: due }) };
}
