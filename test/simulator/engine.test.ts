import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factTypes } from '../../machines/index.ts';
import {
  createSimulator,
  type Failable,
  type ForcedFailure,
  failables,
  profileNames,
  type Simulator,
  type TimelineEntry,
} from '../../src/simulator/index.ts';
import { type Act, anyAct, anyActAtAll, perform, push } from './acts.ts';

const users: readonly string[] = ['clone.sessionOpened', 'clone.sessionClosed'];
const byEngine = (simulator: Simulator) => simulator.timeline().filter(({ by }) => by === 'engine');
const typesOf = (entries: readonly TimelineEntry[]) => entries.map(({ event }) => event.type);
const idle = (options: Parameters<typeof createSimulator>[0] = {}): Simulator => {
  const simulator = createSimulator({ engine: 'quick', ...options });
  for (const { id } of simulator.pools) simulator.runUntil((each) => each.state(id).operation === 'NONE');
  return simulator;
};

describe('the engine', () => {
  const anyRun = fc.record({ seed: fc.integer(), engine: fc.constantFrom(...profileNames), release: fc.constantFrom('2512', '2106') });

  it('only ever sends facts that the pool accepts, whatever is commanded', () => {
    fc.assert(
      fc.property(anyRun, fc.array(anyAct, { maxLength: 40, size: 'max' }), (options, acts: Act[]) => {
        const simulator = createSimulator({ ...options, pools: 2 });
        for (const act of acts) perform(simulator, act);
        simulator.advance('1d');
        const refused = byEngine(simulator).filter(({ outcome }) => outcome !== 'accepted');
        expect(refused.map(({ event, reason }) => [event, reason])).toEqual([]);
        const types = new Set(typesOf(byEngine(simulator)));
        expect([...types].filter((type) => !factTypes.includes(type as never) || users.includes(type))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('only ever sends facts that the pool accepts, even if others say what it should', () => {
    fc.assert(
      fc.property(anyRun, fc.array(anyActAtAll, { maxLength: 40, size: 'max' }), (options, acts: Act[]) => {
        const simulator = createSimulator({ ...options, pools: 2 });
        for (const act of acts) perform(simulator, act);
        simulator.advance('1d');
        const refused = byEngine(simulator).filter(({ outcome }) => outcome !== 'accepted');
        expect(refused.map(({ event, reason }) => [event, reason])).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('sends every fact but those of users, somewhere in such runs', () => {
    const simulator = createSimulator({ engine: 'flaky', pools: 60, release: '2512' });
    simulator.advance('2h');
    for (const { id } of simulator.pools) simulator.send(id, push({ startTime: simulator.now + 3_600_000 }));
    simulator.advance('1d');
    for (const { id } of simulator.pools) simulator.send(id, { type: 'command.delete' });
    simulator.advance('1d');
    expect([...new Set(typesOf(byEngine(simulator)))].sort()).toEqual(factTypes.filter((type) => !users.includes(type)).sort());
  });

  it('brings every pool to rest: nothing is under way once no timer is left', () => {
    fc.assert(
      fc.property(anyRun, fc.array(anyActAtAll, { maxLength: 25, size: 'max' }), (options, acts: Act[]) => {
        const simulator = createSimulator({ ...options, pools: 2 });
        for (const act of acts) perform(simulator, act);
        simulator.fire(Number.POSITIVE_INFINITY);
        expect(simulator.nextDue()).toBeUndefined();
        for (const { id } of simulator.pools) {
          const { operation, pendingImage, currentImage, task } = simulator.state(id);
          const waitsForDelete = operation === 'FINAL_UNPUBLISH' && [pendingImage, currentImage].includes('FAILED');
          expect(waitsForDelete || ['NONE', 'DELETED'].includes(operation)).toBe(true);
          // Clones that still wait do so for their users.
          if (task === 'RUNNING')
            expect(simulator.clones(id).some(({ session, task: part }) => session && part === 'SCHEDULED')).toBe(true);
        }
      }),
      { numRuns: 80 },
    );
  });

  // Once 28 came twice and 29 never: 29 / 100 * 100 is a little less than 29.
  it('reports progress in whole percents that rise', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 100 }), fc.nat(2_000), (seed, progressSteps, maxMs) => {
        const engine = { profile: 'quick' as const, timings: { 'engine.publishSucceeded': { minMs: 0, maxMs, progressSteps } } };
        const simulator = createSimulator({ seed, engine });
        simulator.advance('1m');
        const percents = byEngine(simulator).flatMap(({ event }) => ('percent' in event ? [event.percent] : []));
        expect(percents).toHaveLength(progressSteps - 1);
        expect(percents.every((percent, at) => Number.isInteger(percent) && percent > (percents[at - 1] ?? 0) && percent < 100)).toBe(true);
        expect(simulator.state().currentImage).toBe('READY');
      }),
    );
  });

  it('does not report progress that somebody else has overtaken, and ends the publish all the same', () => {
    const simulator = createSimulator({ engine: 'quick' });
    simulator.runUntil((each) => each.state().pendingImage === 'PUBLISHING');
    simulator.send(0, { type: 'engine.publishProgressed', percent: 60 });
    simulator.runUntil((each) => each.state().operation === 'NONE');
    expect(byEngine(simulator).flatMap(({ event }) => ('percent' in event ? [event.percent] : []))).toEqual([60, 80]);
  });

  it('begins again what is asked for again: a retried publish draws another time', () => {
    const simulator = createSimulator({ engine: { timings: { 'engine.publishFailed': { share: 1 } } } });
    const took = Array.from({ length: 10 }, () => {
      const time = simulator.runUntil((each) => each.state().operation === 'NONE');
      simulator.send(0, { type: 'command.enableProvisioning' });
      return time;
    });
    expect(new Set(took).size).toBe(10);
  });
});

describe('clones', () => {
  const progressing = (simulator: Simulator) => simulator.clones().filter(({ task }) => task === 'PROGRESSING').length;

  it.each([1, 2, 5])('are moved %i at a time, never more, and as many as that', (concurrency) => {
    const engine = { profile: 'quick' as const, timings: { 'clone.resyncStarted': { concurrency } } };
    for (const seed of [1, 2, 3, 4, 5]) {
      const simulator = idle({ seed, engine, pools: [{ clones: 12 }] });
      const counts: number[] = [];
      simulator.subscribe(() => counts.push(progressing(simulator)));
      simulator.send(0, push());
      simulator.runUntil((each) => each.state().task === 'RUNNING');
      simulator.runUntil((each) => each.state().task === 'IDLE');
      expect(Math.max(...counts)).toBe(concurrency);
      expect(simulator.clones().every(({ image }) => image?.snapshot === 'snapshot-2')).toBe(true);
    }
  });

  it('are never more than allowed, whatever is commanded in between', () => {
    const engine = { profile: 'quick' as const, timings: { 'clone.resyncStarted': { concurrency: 2 } } };
    fc.assert(
      fc.property(fc.integer(), fc.array(anyAct, { maxLength: 30, size: 'max' }), (seed, acts: Act[]) => {
        const simulator = createSimulator({ seed, engine, pools: [{ clones: 6 }] });
        for (const act of acts) perform(simulator, act);
        simulator.advance('1d');
        for (const { snapshot } of simulator.timeline()) {
          const moving = snapshot.context.tasks.flatMap(({ entries }) => entries.filter((entry) => entry === 'PROGRESSING'));
          expect(moving.length).toBeLessThanOrEqual(2);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('with a session are left alone until it ends, where the push waits for logoff', () => {
    const simulator = idle();
    simulator.send(0, { type: 'clone.sessionOpened', machine: 2 });
    simulator.send(0, push({ logoff: 'WAIT_FOR_LOGOFF' }));
    simulator.advance('1d');
    expect(simulator.clones().map(({ task }) => task)).toEqual(['COMPLETED', 'SCHEDULED', 'COMPLETED']);
    expect(simulator.nextDue()).toBeUndefined();
    simulator.send(0, { type: 'clone.sessionClosed', machine: 2 });
    expect(simulator.runUntil((each) => each.state().task === 'IDLE')).toBeLessThan(1_000);
    expect(simulator.clones()[1]).toMatchObject({ task: 'COMPLETED', session: false });
  });

  it('with a session that opens just before their turn are left alone', () => {
    const simulator = idle({ pools: [{ clones: 1 }] });
    simulator.send(0, push({ logoff: 'WAIT_FOR_LOGOFF' }));
    simulator.runUntil((each) => each.state().task === 'RUNNING');
    simulator.send(0, { type: 'clone.sessionOpened', machine: 1 });
    expect(simulator.nextDue()).toBeUndefined();
  });

  it('with a session are taken, where the push forces the logoff', () => {
    const simulator = idle();
    simulator.send(0, { type: 'clone.sessionOpened', machine: 2 });
    simulator.send(0, push({ logoff: 'FORCE_LOGOFF' }));
    simulator.advance('1d');
    expect(simulator.clones().map(({ task, session }) => [task, session])).toEqual([1, 2, 3].map(() => ['COMPLETED', false]));
  });

  it('of waiting users do not take the turn of others', () => {
    const engine = { profile: 'quick' as const, timings: { 'clone.resyncStarted': { concurrency: 1 } } };
    const simulator = idle({ engine });
    simulator.send(0, { type: 'clone.sessionOpened', machine: 1 });
    simulator.send(0, push({ logoff: 'WAIT_FOR_LOGOFF' }));
    simulator.advance('1d');
    expect(simulator.clones().map(({ task }) => task)).toEqual(['SCHEDULED', 'COMPLETED', 'COMPLETED']);
  });
});

describe('the start time', () => {
  it('is reached exactly when it comes, and not before', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 2_001, max: 1e7 }), (seed, inMs) => {
        const simulator = idle({ seed });
        const startTime = simulator.now + inMs;
        simulator.send(0, push({ startTime }));
        simulator.advanceTo(startTime - 1);
        expect(simulator.state()).toMatchObject({ operation: 'SCHEDULE_PUSH_IMAGE', pendingImage: 'READY' });
        simulator.advance(1);
        expect(simulator.state()).toMatchObject({ operation: 'NONE', pendingImage: 'ABSENT', task: 'RUNNING' });
        expect(simulator.timeline().findLast(({ event }) => event.type === 'engine.startTimeReached')?.at).toBe(startTime);
      }),
      { numRuns: 30 },
    );
  });

  it('is remembered where the image is not ready yet', () => {
    const simulator = idle();
    const startTime = simulator.now + 500;
    simulator.send(0, push({ startTime }));
    simulator.advanceTo(startTime);
    expect(simulator.timeline().at(-1)).toMatchObject({ event: { type: 'engine.startTimeReached' }, outcome: 'accepted', at: startTime });
    expect(simulator.state().operation).toBe('SCHEDULE_PUSH_IMAGE');
    simulator.runUntil((each) => each.state().operation === 'NONE', '2s');
    expect(simulator.state().currentImage).toBe('READY');
  });

  it('follows a reschedule, once', () => {
    const simulator = idle();
    const first = simulator.now + 10_000;
    simulator.send(0, push({ startTime: first }));
    simulator.advance(5_000);
    expect(simulator.send(0, push({ startTime: first + 60_000 })).outcome).toBe('accepted');
    simulator.advance('1h');
    expect(
      byEngine(simulator)
        .filter(({ event }) => event.type === 'engine.startTimeReached')
        .map(({ at }) => at),
    ).toEqual([first + 60_000]);
  });

  it('never comes for a push that has failed and is being removed', () => {
    const simulator = idle();
    simulator.failNext(0, 'publish', { error: 'no space' });
    simulator.send(0, push({ startTime: simulator.now + 60_000 }));
    simulator.runUntil((each) => each.state().pendingImage === 'UNPUBLISHING');
    // The removal takes 300 ms at least: the start time would come in between.
    const again = idle();
    again.failNext(0, 'publish', { error: 'no space' });
    again.send(0, push({ startTime: simulator.now + 100 }));
    again.advance('1h');
    expect(typesOf(byEngine(again)).slice(-2)).toEqual(['engine.publishFailed', 'engine.pendingImageUnpublished']);
    expect(again.state()).toMatchObject({ operation: 'NONE', pendingImage: 'FAILED' });
  });

  it('never comes for a push that was cancelled, or that is due at once', () => {
    const simulator = idle();
    simulator.send(0, push({ startTime: simulator.now + 10_000 }));
    simulator.send(0, { type: 'command.cancelScheduledPushImage' });
    simulator.advance('1h');
    simulator.send(0, push({ startTime: simulator.now - 5 }));
    simulator.advance('1h');
    expect(typesOf(byEngine(simulator))).not.toContain('engine.startTimeReached');
    expect(simulator.state()).toMatchObject({ operation: 'NONE', pendingImage: 'ABSENT' });
  });
});

describe('failures by chance', () => {
  /** Whether the share of some in all is as expected, within five standard deviations. */
  const expectShare = (some: number, all: number, share: number) => {
    const deviation = Math.sqrt((share * (1 - share)) / all);
    expect(some / all).toBeGreaterThan(share - 5 * deviation);
    expect(some / all).toBeLessThan(share + 5 * deviation);
  };
  const counts = new Map<string, number>();
  const count = (type: string) => counts.get(type) ?? 0;
  const simulator = createSimulator({ engine: 'flaky', pools: 1_500, record: false, seed: 3 });
  simulator.subscribe(({ event, by }) => by === 'engine' && counts.set(event.type, count(event.type) + 1));
  simulator.advance('3h');
  for (const { id } of simulator.pools) simulator.send(id, push({ stopOnFirstError: false }));
  simulator.advance('6h');
  for (const { id } of simulator.pools) simulator.send(id, { type: 'command.delete' });
  simulator.advance('3h');

  it('hit publishes: a tenth hangs, a quarter of the rest fails', () => {
    const [succeeded, failed, hung] = [count('engine.publishSucceeded'), count('engine.publishFailed'), count('engine.publishTimedOut')];
    expect(succeeded + failed + hung).toBe(3_000);
    expectShare(hung, 3_000, 0.1);
    expectShare(failed, 3_000, 0.9 * 0.25);
  });

  it.each([
    ['clones', 'clone.resyncSucceeded', 'clone.resyncFailed'],
    ['removals of pending images', 'engine.pendingImageUnpublished', 'engine.pendingImageUnpublishFailed'],
    ['removals of current images', 'engine.currentImageUnpublished', 'engine.currentImageUnpublishFailed'],
  ])('hit a tenth of %s', (_, succeeded, failed) => {
    expect(count(failed)).toBeGreaterThan(10);
    expectShare(count(failed), count(succeeded) + count(failed), 0.1);
  });

  it('stop a publish somewhere on the way', () => {
    const last = new Map<string, number>();
    const run = createSimulator({ pools: 300, engine: { profile: 'quick', timings: { 'engine.publishFailed': { share: 1 } } } });
    run.advance('1m');
    for (const { id } of run.pools) last.set(id, run.status(id)?.pendingImageProgress ?? -1);
    expect(new Set(last.values())).toEqual(new Set([0, 20, 40, 60, 80]));
  });
});

describe('failNext', () => {
  const error = { error: 'asked for' } as const;
  /** What brings each kind of work about, in a pool at rest, and the fact that is its failure. */
  const works: Record<Failable, { readonly fact: string; readonly begin: (simulator: Simulator) => void }> = {
    publish: { fact: 'engine.publishFailed', begin: (simulator) => simulator.send(0, push()) },
    pendingImageUnpublish: {
      fact: 'engine.pendingImageUnpublishFailed',
      begin: (simulator) => {
        simulator.send(0, push({ startTime: simulator.now + 60_000 }));
        simulator.send(0, { type: 'command.cancelScheduledPushImage' });
      },
    },
    currentImageUnpublish: {
      fact: 'engine.currentImageUnpublishFailed',
      begin: (simulator) => simulator.send(0, { type: 'command.delete' }),
    },
    resync: {
      fact: 'clone.resyncFailed',
      begin: (simulator) => simulator.send(0, { type: 'command.applyImage', machines: [1, 2], pendingImage: false }),
    },
  };
  const failed = (simulator: Simulator) =>
    typesOf(byEngine(simulator)).filter((type) => type.endsWith('Failed') || type.endsWith('TimedOut'));

  it.each(failables)('makes the next %s fail with the text asked for, once', (what) => {
    const simulator = idle({ release: '2512' });
    simulator.failNext(0, what, error);
    works[what].begin(simulator);
    simulator.advance('10s');
    expect(failed(simulator)).toEqual([works[what].fact]);
    expect(byEngine(simulator).find(({ event }) => event.type === works[what].fact)?.event).toMatchObject(error);
    if (what === 'currentImageUnpublish') {
      simulator.send(0, { type: 'command.delete' });
      simulator.runUntil((each) => each.state().operation === 'DELETED');
    } else {
      works[what].begin(simulator);
      simulator.advance('10s');
    }
    expect(failed(simulator)).toEqual([works[what].fact]);
  });

  it.each(failables)('of %s is kept for its own kind', (what) => {
    const order: readonly Failable[] = ['publish', 'resync', 'pendingImageUnpublish', 'currentImageUnpublish'];
    const simulator = idle();
    simulator.failNext(0, what, error);
    for (const other of order.filter((each) => each !== what && each !== 'currentImageUnpublish')) {
      works[other].begin(simulator);
      // A push moves clones too: it is cut short where that is not its turn.
      simulator.runUntil((each) => each.state().operation === 'NONE');
      if (what === 'resync') simulator.send(0, { type: 'command.cancelTask' });
      simulator.advance(what === 'resync' ? 0 : '10s');
    }
    expect(failed(simulator).filter((type) => type !== works[what].fact)).toEqual([]);
    works[what].begin(simulator);
    simulator.advance('10s');
    expect(failed(simulator)).toEqual([works[what].fact]);
  });

  it('lets a publish hang', () => {
    const simulator = idle();
    simulator.failNext(0, 'publish', { timeout: true });
    simulator.send(0, push());
    simulator.runUntil((each) => each.state().operation === 'NONE');
    expect(failed(simulator)).toEqual(['engine.publishTimedOut']);
    expect(simulator.status()?.pendingImageError).toBe('Publish timed out');
  });

  it('lets a publish hang no longer than that takes, however slow it is', () => {
    const timings = {
      'engine.publishSucceeded': { minMs: 1_000, maxMs: 1_000, progressSteps: 10 },
      'engine.publishTimedOut': { afterMs: 250 },
    };
    for (let seed = 0; seed < 20; seed += 1) {
      const simulator = createSimulator({ seed, engine: { profile: 'quick', timings } });
      simulator.failNext(0, 'publish', { timeout: true });
      simulator.runUntil((each) => each.state().pendingImage === 'PUBLISHING');
      expect(simulator.runUntil((each) => each.state().operation === 'NONE')).toBe(250);
      const times = simulator.timeline().map(({ at }) => at);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });

  it('takes several, oldest first', () => {
    const simulator = idle();
    for (const text of ['first', 'second']) simulator.failNext(0, 'publish', { error: text });
    const errors = [1, 2, 3].map(() => {
      simulator.send(0, push());
      simulator.advance('10s');
      return simulator.status()?.pendingImageError;
    });
    expect(errors).toEqual(['first', 'second', undefined]);
  });

  it('is about one pool', () => {
    const simulator = createSimulator({ engine: 'quick', pools: 2 });
    simulator.failNext(1, 'publish', error);
    simulator.advance('10s');
    expect([0, 1].map((pool) => simulator.state(pool).currentImage)).toEqual(['READY', 'ABSENT']);
  });

  it('fails nothing that is under way already', () => {
    const simulator = createSimulator({ engine: 'quick' });
    simulator.runUntil((each) => each.state().pendingImage === 'PUBLISHING');
    simulator.failNext(0, 'publish', error);
    simulator.advance('10s');
    expect(simulator.state().currentImage).toBe('READY');
    simulator.send(0, push());
    simulator.advance('10s');
    expect(simulator.status()?.pendingImageError).toBe('asked for');
  });

  it('makes things fail that never do by chance, and works under every profile', () => {
    for (const engine of profileNames) {
      const simulator = createSimulator({ engine });
      simulator.failNext(0, 'publish', error);
      simulator.runUntil((each) => each.state().operation === 'NONE');
      expect(simulator.status()).toMatchObject({ instantClonePendingImageState: 'FAILED', pendingImageError: 'asked for' });
    }
  });

  // Once taken and forgotten without a word.
  it.each<[string, unknown, unknown]>([
    ['a kind that there is not', 'publsh', error],
    ['nothing asked for', 'publish', {}],
    ['null asked for', 'publish', null],
    ['a text that is none', 'publish', { error: 5 }],
    ['both at once', 'publish', { error: 'x', timeout: true }],
    ['a timeout that is false', 'publish', { timeout: false }],
    ['a clone that is to hang', 'resync', { timeout: true }],
  ])('refuses %s', (_, what, how) => {
    const simulator = createSimulator();
    expect(() => simulator.failNext(0, what as Failable, how as ForcedFailure)).toThrow(expect.objectContaining({ code: 'wrong-options' }));
    expect(simulator.save().inputs).toEqual([]);
  });
});
