/** What somebody may do to a simulator, at random and as plain data. */
import * as fc from 'fast-check';
import type { EventInput, Failable, ForcedFailure, PoolSpec, Simulator } from '../../src/simulator/index.ts';

export type Act =
  | { readonly do: 'advance'; readonly ms: number }
  | { readonly do: 'fire'; readonly count: number }
  | { readonly do: 'send'; readonly pool: number; readonly event: EventInput }
  | { readonly do: 'sendLater'; readonly pool: number; readonly inMs: number; readonly selective: boolean }
  | { readonly do: 'failNext'; readonly pool: number; readonly what: Failable; readonly how: ForcedFailure }
  | { readonly do: 'create'; readonly spec: PoolSpec };

/** Pools are taken modulo the number there is. */
export function perform(simulator: Simulator, act: Act): void {
  const at = (pool: number) => pool % simulator.pools.length;
  if (act.do === 'advance') simulator.advance(act.ms);
  else if (act.do === 'fire') simulator.fire(act.count);
  else if (act.do === 'send') simulator.send(at(act.pool), act.event);
  else if (act.do === 'failNext') simulator.failNext(at(act.pool), act.what, act.how);
  else if (act.do === 'create') simulator.createPool(act.spec);
  else {
    const settings = { logoffSetting: 'FORCE_LOGOFF', startTime: simulator.now + act.inMs } as const;
    const spec = { parentVm: 'vm-8', snapshot: 'snapshot-8', settings, selectivePushImage: act.selective };
    simulator.send(at(act.pool), { type: 'command.schedulePushImage', spec });
  }
}

const pool = fc.nat(5);
const machine = fc.integer({ min: 1, max: 4 });

export const push = (
  spec: {
    readonly snapshot?: string;
    readonly logoff?: 'FORCE_LOGOFF' | 'WAIT_FOR_LOGOFF';
    readonly startTime?: number | string;
    readonly stopOnFirstError?: boolean;
  } = {},
): EventInput => {
  const { snapshot = 'snapshot-2', logoff = 'FORCE_LOGOFF', startTime, stopOnFirstError } = spec;
  const settings = {
    logoffSetting: logoff,
    ...(startTime === undefined ? {} : { startTime }),
    ...(stopOnFirstError === undefined ? {} : { stopOnFirstError }),
  };
  return { type: 'command.schedulePushImage', spec: { parentVm: 'vm-2', snapshot, settings } };
};

const command: fc.Arbitrary<EventInput> = fc.oneof(
  fc
    .record({
      snapshot: fc.constantFrom('snapshot-2', 'snapshot-3'),
      logoff: fc.constantFrom('FORCE_LOGOFF', 'WAIT_FOR_LOGOFF'),
      stopOnFirstError: fc.boolean(),
    })
    .map(push),
  fc.record({ machines: fc.array(machine, { minLength: 1, maxLength: 3 }), pendingImage: fc.boolean() }).map((members) => ({
    type: 'command.applyImage' as const,
    ...members,
  })),
  fc.constantFrom<EventInput>(
    { type: 'command.cancelScheduledPushImage' },
    { type: 'command.promotePendingImage' },
    { type: 'command.changeInfrastructure', hostOrCluster: 'domain-c2' },
    { type: 'command.enableProvisioning' },
    { type: 'command.pauseTask' },
    { type: 'command.resumeTask', retryFailedVMs: true },
    { type: 'command.cancelTask' },
  ),
  { weight: 1, arbitrary: fc.constant<EventInput>({ type: 'command.delete' }) },
);

const session: fc.Arbitrary<EventInput> = fc.record({
  type: fc.constantFrom('clone.sessionOpened' as const, 'clone.sessionClosed' as const),
  machine,
});

/** What only the engine knows, said by somebody else. */
const interference = fc.constantFrom<EventInput>(
  { type: 'engine.publishStarted' },
  { type: 'engine.publishProgressed', percent: 55 },
  { type: 'engine.publishSucceeded' },
  { type: 'engine.publishFailed', error: 'said so' },
  { type: 'engine.startTimeReached' },
  { type: 'engine.pendingImageUnpublished' },
  { type: 'engine.currentImageUnpublishStarted' },
  { type: 'clone.resyncStarted', machine: 1 },
  { type: 'clone.resyncSucceeded', machine: 1 },
);

const failure = fc.oneof(
  fc.record({
    what: fc.constantFrom('publish' as const, 'pendingImageUnpublish' as const, 'currentImageUnpublish' as const, 'resync' as const),
    how: fc.constant<ForcedFailure>({ error: 'asked for' }),
  }),
  fc.constant({ what: 'publish' as const, how: { timeout: true } as const }),
);

/** Waits as long as the profiles' own times, from milliseconds to days. */
export const anyWait = fc.oneof(
  fc.integer({ min: 0, max: 3_000 }),
  fc.integer({ min: 0, max: 600_000 }),
  fc.integer({ min: 0, max: 4 * 3_600_000 }),
  fc.constant(86_400_000),
);

const advance = anyWait.map((ms): Act => ({ do: 'advance', ms }));
const send = (event: fc.Arbitrary<EventInput>) => fc.record({ do: fc.constant('send' as const), pool, event });

/** Commands, sessions, failures on purpose and waits. */
export const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: advance },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('fire' as const), count: fc.integer({ min: 1, max: 20 }) }) },
  { weight: 4, arbitrary: send(command) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('sendLater' as const),
      pool,
      inMs: fc.integer({ min: 0, max: 7_200_000 }),
      selective: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: send(session) },
  { weight: 1, arbitrary: failure.map((members): Act => ({ do: 'failNext', pool: 0, ...members })) },
);

/** The same, with others who say what the engine should, and pools that come later. */
export const anyActAtAll: fc.Arbitrary<Act> = fc.oneof(
  { weight: 12, arbitrary: anyAct },
  { weight: 2, arbitrary: send(interference) },
  { weight: 1, arbitrary: fc.nat(4).map((clones): Act => ({ do: 'create', spec: { clones } })) },
);

/** The whole timeline as one tool hands it to another. */
export const bytesOf = (simulator: Simulator): string =>
  simulator
    .timeline()
    .map((entry) => JSON.stringify(simulator.record(entry, 'view')))
    .join('\n');
