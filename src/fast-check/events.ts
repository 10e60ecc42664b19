/** Arbitraries of events and scripts. */
import fc from 'fast-check';
import { factTypes, type PoolEvent } from '../../machines/events.ts';
import { logoffSettings } from '../../machines/vocabulary.ts';
import { findRelease, newestRelease, type ReleaseName } from '../api/releases.ts';
import { type Creation, eventsOf } from '../fixtures/script.ts';
import type { EventInput } from '../simulator/input/read-event.ts';
import { longLives } from './lives.ts';
import { printed } from './printed.ts';

const image = fc.oneof(
  fc.record({ parentVm: fc.constantFrom('vm-1', 'vm-2'), snapshot: fc.constantFrom('snapshot-1', 'snapshot-2') }),
  fc.record({ imageManagementStream: fc.constantFrom('stream-1', 'stream-2'), imageManagementTag: fc.constantFrom('tag-1', 'tag-2') }),
);

/** Events are plain objects, which print as the JSON that `hvsim run -` takes. */
const plainObjects = { noNullPrototype: true } as const;

const settings = fc.record(
  {
    logoffSetting: fc.constantFrom(...logoffSettings),
    startTime: fc.constantFrom(0, 1_767_600_000_000, 4_102_444_800_000),
    stopOnFirstError: fc.boolean(),
    addVirtualTPM: fc.boolean(),
  },
  { requiredKeys: ['logoffSetting'], ...plainObjects },
);

const computeProfile = fc.constantFrom({ numCPU: 2, ram: 4_096 }, { numCPU: 4, ram: 8_192, coresPerSocket: 2 });

/** A clone by its position, from 1. */
const machine = fc.integer({ min: 1, max: 3 });
const machines = fc.uniqueArray(machine, { maxLength: 3 });

const push = fc
  .tuple(image, fc.record({ settings, selectivePushImage: fc.boolean(), machines, computeProfile }, { requiredKeys: ['settings'] }))
  .map(([spec, rest]) => ({ type: 'command.schedulePushImage', spec: { ...spec, ...rest } }));

const plain = (...types: string[]) => fc.constantFrom(...types).map((type) => ({ type }));

/**
 * An administrator's command, well-formed but not necessarily possible: what a pool makes of it depends on its state. Clones are
 * given by their position, 1 to 3. Shrinks to commands without members, and prints as a line that `hvsim run -` takes.
 *
 * @example fc.property(fc.array(command()), (commands) => { for (const each of commands) simulator.send(0, each); })
 */
export function command(): fc.Arbitrary<EventInput> {
  return fc.oneof(
    plain(
      'command.enableProvisioning',
      'command.disableProvisioning',
      'command.promotePendingImage',
      'command.cancelScheduledPushImage',
      'command.pauseTask',
      'command.cancelTask',
      'command.delete',
    ),
    push,
    fc.record({ type: fc.constant('command.applyImage'), machines, pendingImage: fc.boolean() }, plainObjects),
    fc.record(
      {
        type: fc.constant('command.changeInfrastructure'),
        hostOrCluster: fc.constantFrom('domain-c1', 'domain-c2'),
        datastores: fc.constantFrom(['datastore-1'], ['datastore-2', 'datastore-3']),
      },
      { requiredKeys: ['type'], ...plainObjects },
    ),
    fc.record(
      { type: fc.constant('command.resumeTask'), retryFailedVMs: fc.boolean(), stopOnError: fc.boolean() },
      { requiredKeys: ['type'], ...plainObjects },
    ),
  ) as unknown as fc.Arbitrary<EventInput>;
}

/**
 * What the engine, vCenter or a user does, well-formed but not necessarily possible. Shrinks to facts that come first in a life,
 * and prints as a line that `hvsim run -` takes.
 *
 * @example fc.property(fc.array(fact()), (facts) => { for (const each of facts) simulator.send(0, each); })
 */
export function fact(): fc.Arbitrary<EventInput> {
  return fc.constantFrom(...factTypes).chain((type): fc.Arbitrary<unknown> => {
    const members = {
      ...(type === 'engine.publishProgressed' ? { percent: fc.integer({ min: 0, max: 100 }) } : {}),
      ...(type.endsWith('Failed') ? { error: fc.constantFrom('no space', 'the agent did not respond') } : {}),
      ...(type.startsWith('clone.') ? { machine } : {}),
    };
    return fc.record({ type: fc.constant(type), ...members }, plainObjects);
  }) as fc.Arbitrary<EventInput>;
}

/**
 * A script that a pool of a release follows without a refusal: its creation, then events with their times, as
 * `hvsim run - --manual` reads them line by line. Shrinks to fewer and simpler events, and prints as NDJSON.
 *
 * @param constraints the release, any name; `maxEvents` is 40 when absent
 * @throws HvsimError `unknown-release`, `wrong-options`
 */
export function script(
  constraints: { readonly release?: ReleaseName; readonly maxEvents?: number } = {},
): fc.Arbitrary<readonly (Creation | PoolEvent)[]> {
  const release = findRelease(constraints.release ?? newestRelease);
  return longLives(release, constraints.maxEvents).map((life) => printed([...eventsOf(life)], life, release));
}
