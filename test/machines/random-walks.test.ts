/** What the finite alphabets leave out: any times and percents, three clones, every setting, long histories. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { logoffSettings, type PoolEvent } from '../../machines/index.ts';
import { create, step } from '../../src/simulator/step.ts';
import { stepViolationsOf, violationsOf } from '../laws/invariants.ts';
import { foretell, givenOf, readingOf } from '../laws/reading.ts';
import { clones, firstImage, now } from './pool-under-test.ts';

type Make = (at: number) => PoolEvent;

const bare = (...types: readonly string[]): fc.Arbitrary<Make> =>
  fc.constantFrom(...types).map((type) => (at) => ({ type, at }) as PoolEvent);
const error = fc.constantFrom('no space', 'no host');
const machine = fc.constantFrom(...clones, ...clones, 'nobody');
const flag = fc.boolean();

const push: fc.Arbitrary<Make> = fc
  .record({
    vm: fc.constantFrom('vm-1', 'vm-2'),
    wait: fc.option(fc.integer({ min: -10, max: 60 }), { nil: undefined }),
    logoffSetting: fc.constantFrom(...logoffSettings),
    stopOnFirstError: fc.option(flag, { nil: undefined }),
    selectivePushImage: fc.option(flag, { nil: undefined }),
    machines: fc.option(fc.subarray([...clones]), { nil: undefined }),
  })
  .map(({ vm, wait, logoffSetting, stopOnFirstError, selectivePushImage, machines }) => (at) => ({
    type: 'command.schedulePushImage',
    at,
    spec: {
      parentVm: vm,
      snapshot: vm.replace('vm', 'snapshot'),
      settings: {
        logoffSetting,
        ...(wait === undefined ? {} : { startTime: at + wait }),
        ...(stopOnFirstError === undefined ? {} : { stopOnFirstError }),
      },
      ...(selectivePushImage === undefined ? {} : { selectivePushImage }),
      ...(machines ? { machines } : {}),
    },
  }));

const withError = (...types: readonly string[]): fc.Arbitrary<Make> =>
  fc.tuple(fc.constantFrom(...types), error).map(
    ([type, text]) =>
      (at) =>
        ({ type, error: text, at }) as PoolEvent,
  );

const ofClone: fc.Arbitrary<Make> = fc
  .tuple(
    fc.constantFrom('clone.resyncStarted', 'clone.resyncSucceeded', 'clone.resyncFailed', 'clone.sessionOpened', 'clone.sessionClosed'),
    machine,
    error,
  )
  .map(
    ([type, id, text]) =>
      (at) =>
        ({ type, machine: id, at, ...(type === 'clone.resyncFailed' ? { error: text } : {}) }) as PoolEvent,
  );

const makes: fc.Arbitrary<Make> = fc.oneof(
  { weight: 4, arbitrary: push },
  {
    weight: 3,
    arbitrary: bare(
      'command.cancelScheduledPushImage',
      'command.promotePendingImage',
      'command.enableProvisioning',
      'command.disableProvisioning',
    ),
  },
  { weight: 1, arbitrary: bare('command.delete') },
  { weight: 2, arbitrary: fc.constantFrom<Make>((at) => ({ type: 'command.changeInfrastructure', hostOrCluster: 'domain-c2', at })) },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.array(machine, { maxLength: 3 }), flag).map(
      ([machines, pendingImage]): Make =>
        (at) => ({ type: 'command.applyImage', machines, pendingImage, at }),
    ),
  },
  { weight: 2, arbitrary: bare('command.pauseTask', 'command.cancelTask') },
  {
    weight: 3,
    arbitrary: fc.record({ retryFailedVMs: flag, stopOnError: flag }, { requiredKeys: [] }).map(
      (options): Make =>
        (at) => ({ type: 'command.resumeTask', ...options, at }),
    ),
  },
  { weight: 14, arbitrary: bare('engine.publishStarted', 'engine.publishSucceeded') },
  {
    weight: 4,
    arbitrary: fc.oneof(fc.integer({ min: -5, max: 105 }), fc.constant(12.5)).map(
      (percent): Make =>
        (at) => ({ type: 'engine.publishProgressed', percent, at }),
    ),
  },
  {
    weight: 8,
    arbitrary: bare(
      'engine.startTimeReached',
      'engine.pendingImageUnpublished',
      'engine.currentImageUnpublishStarted',
      'engine.currentImageUnpublished',
    ),
  },
  { weight: 2, arbitrary: withError('engine.publishFailed', 'engine.pendingImageUnpublishFailed', 'engine.currentImageUnpublishFailed') },
  { weight: 1, arbitrary: bare('engine.publishTimedOut') },
  { weight: 20, arbitrary: ofClone },
);

const walks = fc.array(fc.tuple(fc.nat({ max: 20 }), makes), { maxLength: 150, size: 'max' }).map((steps) => {
  let at = now;
  return steps.map(([pause, make]) => {
    at += pause;
    return make(at);
  });
});

const inputs = fc.record({
  name: fc.constant('pool-1'),
  at: fc.constant(now),
  image: fc.constant(firstImage),
  clones: fc.constant(clones.map((id) => ({ id, name: id }))),
  selectivePush: flag,
  stopProvisioningOnError: flag,
  enableProvisioning: flag,
});

it('any sequence of events keeps the invariants and does what a second reading of the document foretells', () => {
  fc.assert(
    fc.property(inputs, walks, (input, events) => {
      let { snapshot } = create(input);
      expect(violationsOf(snapshot)).toEqual([]);
      for (const event of events) {
        const result = step(snapshot, event);
        const broken = [...violationsOf(result.snapshot), ...stepViolationsOf(snapshot, event, result)];
        if (broken.length > 0) expect(broken).toEqual([]);
        const foretold = foretell(readingOf(snapshot), event, givenOf(snapshot));
        const came = result.outcome === 'accepted' ? readingOf(result.snapshot) : result.outcome;
        if (!isDeepStrictEqual(came, foretold)) expect(came, JSON.stringify(event)).toEqual(foretold);
        snapshot = result.snapshot;
      }
    }),
    { numRuns: 400 },
  );
});
