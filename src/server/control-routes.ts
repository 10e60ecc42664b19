/** The paths of the control API, and what is done for each. */
import * as v from 'valibot';
import type { Failable } from '../engine/activities.ts';
import type { ForcedFailure } from '../engine/chance.ts';
import { HvsimError } from '../errors.ts';
import { toEventInput } from '../simulator/input/read-event.ts';
import { formatTime, toDuration } from '../simulator/input/time.ts';
import { toTime, wrongOption } from '../simulator/options.ts';
import { imageRoutes } from './control-images.ts';
import { type ControlRoute, type ControlRow, row, text } from './control-row.ts';
import { readFaultRules } from './faults.ts';
import type { WorldSnapshot } from './journal.ts';
import type { World } from './world.ts';
import { findPool, type NamedPool } from './world-run.ts';

/** How far `until: idle` goes at most, in virtual milliseconds. */
const farthest = 366 * 86_400_000;

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

export const controlTable: readonly ControlRow[] = [
  row({ method: 'GET', path: '/_hvsim', does: 'this list', handle: () => ({ hvsim: 1, routes: controlRoutes }) }),
  row({ method: 'GET', path: '/_hvsim/about', does: 'what is modelled, and which paths of the product are served' }),
  row({
    method: 'GET',
    path: '/_hvsim/state',
    does: 'virtual time, every pool with its state and status, the faults that are injected',
    handle: ({ world }) => {
      const { release, seed, speed } = world;
      const clock = clockOf(world);
      return { release, seed, speed, ...clock, faults: world.faults.rules, pools: world.simulator.pools.map(describeIn(world)) };
    },
  }),
  row({
    method: 'GET',
    path: '/_hvsim/pools/{pool}',
    does: 'a pool, by its id, its name or its position from 0, with its tasks and clones',
    handle: ({ world, pool }) => {
      world.now();
      const { simulator } = world;
      const attributes = world.attributes(pool.id);
      return { ...describeIn(world)(pool), attributes, tasks: simulator.tasks(pool.id), clones: simulator.clones(pool.id) };
    },
  }),
  row({
    method: 'POST',
    path: '/_hvsim/advance',
    does: 'lets virtual time pass: "by" a duration, "to" a time, or "until" the "next" thing happens or everything is "idle"',
    body: { by: '1h 30m' },
    schema: advance,
    handle: ({ world, body: { by, to, until } }) => {
      const now = world.now();
      if (by !== undefined) world.advanceTo(now + toDuration(by));
      else if (to !== undefined) world.advanceTo(toTime(to));
      else if (until === 'next') world.advanceTo(world.nextDue() ?? now);
      else if (!world.advanceUntilIdle(farthest)) {
        throw new HvsimError('limit-reached', 'Something is still to happen after a year of virtual time. Advance "to" a time instead.');
      }
      return clockOf(world);
    },
  }),
  row({
    method: 'POST',
    path: '/_hvsim/pools/{pool}/events',
    does: 'sends a fact or a command, or a list of them, and says what became of it',
    body: { type: 'engine.publishFailed', error: 'The datastore is full' },
    schema: v.unknown(),
    handle: ({ world, pool, body }) => {
      if (!Array.isArray(body)) return world.send(pool.id, toEventInput(body));
      return body.map(toEventInput).map((event) => world.send(pool.id, event));
    },
  }),
  row({
    method: 'POST',
    path: '/_hvsim/pools/{pool}/sessions',
    does: 'opens a session on a clone, by its id, its name or its position from 1',
    body: { machine: 1 },
    schema: session,
    handle: ({ world, pool, body, context }) => {
      const result = sendOfSession(world, pool.id, 'clone.sessionOpened', body.machine);
      context.status(result.outcome === 'accepted' ? 201 : 200);
      return result;
    },
  }),
  row({
    method: 'DELETE',
    path: '/_hvsim/pools/{pool}/sessions/{machine}',
    does: 'closes it',
    handle: ({ world, pool, context }) => {
      const given = context.req.param('machine') ?? '';
      const machine = /^[1-9]\d{0,5}$/.test(given) ? Number(given) : given;
      return sendOfSession(world, pool.id, 'clone.sessionClosed', machine);
    },
  }),
  row({
    method: 'POST',
    path: '/_hvsim/pools/{pool}/fail-next',
    does: 'makes the next publish, pendingImageUnpublish, currentImageUnpublish or resync fail with a text; a publish also by "timeout": true',
    body: { what: 'publish', error: 'The datastore is full' },
    schema: failure,
    handle: ({ world, pool, body: { what, ...how } }) => world.failNext(pool.id, what as Failable, how as ForcedFailure),
  }),
  ...imageRoutes,
  row({ method: 'GET', path: '/_hvsim/faults', does: 'the rules by which requests go wrong', handle: ({ world }) => world.faults.rules }),
  row({
    method: 'PUT',
    path: '/_hvsim/faults',
    does: 'sets them: a share of the requests for a path is late, answered with an error, or dropped, by weight',
    body: [
      {
        path: '/rest/inventory',
        method: 'GET',
        share: 0.2,
        outcomes: [
          { weight: 3, status: 503 },
          { weight: 1, drop: 'before' },
          { weight: 6, latency: { minMs: 200, maxMs: 900 } },
        ],
      },
    ],
    schema: v.unknown(),
    handle: ({ world, body }) => {
      world.setFaults(readFaultRules(body));
      return world.faults.rules;
    },
  }),
  row({
    method: 'DELETE',
    path: '/_hvsim/faults',
    does: 'lets every request go well again',
    handle: ({ world }) => world.setFaults([]),
  }),
  row({
    method: 'GET',
    path: '/_hvsim/timeline',
    does: 'what happened, as NDJSON; ?pool= of one pool, ?since= after a "seq"',
    handle: ({ world, context }) => {
      world.now();
      const { pool, since = '0' } = context.req.query();
      if (!/^\d+$/.test(since)) throw wrongOption('since', since, 'a number of the timeline, its "seq"');
      const id = pool === undefined ? undefined : findPool(world.simulator, pool).id;
      const entries = world.timeline().filter((entry) => entry.seq > Number(since) && (id === undefined || entry.pool === id));
      const lines = entries.map((entry) => `${JSON.stringify(world.record(entry))}\n`);
      return context.body(lines.join(''), 200, { 'Content-Type': 'application/x-ndjson' });
    },
  }),
  row({ method: 'GET', path: '/_hvsim/snapshot', does: 'the world as JSON, to be restored', handle: ({ world }) => world.snapshot() }),
  row({
    method: 'POST',
    path: '/_hvsim/restore',
    does: 'goes back to a snapshot, in virtual time too',
    schema: v.unknown(),
    handle: ({ world, body }) => {
      world.restore(body as WorldSnapshot);
      return clockOf(world);
    },
  }),
  row({
    method: 'POST',
    path: '/_hvsim/reset',
    does: 'goes back to the begin: to the present, unless another begin was asked for',
    handle: ({ world }) => {
      world.reset();
      return clockOf(world);
    },
  }),
];

export const controlRoutes: readonly ControlRoute[] = controlTable.map(({ handle: _, schema: __, ...route }) => route);

/** Sessions of a clone that is not there would be ignored facts: whoever mistypes a name is told. */
function sendOfSession(world: World, pool: string, type: 'clone.sessionOpened' | 'clone.sessionClosed', machine: string | number) {
  const clones = world.simulator.clones(pool);
  if (typeof machine === 'number' ? machine <= clones.length : clones.some(({ id, name }) => id === machine || name === machine))
    return world.send(pool, { type, machine });
  const rule = `Give its id, its name, or its position from 1 to ${clones.length}.`;
  throw new HvsimError('unknown-machine', `There is no clone ${JSON.stringify(machine)} in this pool. ${rule}`);
}

const describeIn =
  ({ simulator }: World) =>
  ({ id, name }: NamedPool) => ({ id, name, state: simulator.state(id), status: simulator.status(id) });

const clockOf = (world: World) => ({ now: world.now(), time: formatTime(world.simulator.now), nextDue: world.nextDue() });
