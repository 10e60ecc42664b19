import { describe, expect, it } from 'vitest';
import { toTimings } from '../../src/engine/timings.ts';
import { HvsimError } from '../../src/errors.ts';
import { createSimulator, type EngineOption, profileNames, profiles, type Simulator } from '../../src/simulator/index.ts';
import { push } from '../simulator/acts.ts';

const seeds = Array.from({ length: 60 }, (_, seed) => seed);
const idle = (options: { seed: number; engine: EngineOption; clones?: number }): Simulator => {
  const { clones = 3, ...rest } = options;
  const simulator = createSimulator({ ...rest, pools: [{ clones }] });
  simulator.runUntil((each) => each.state().operation === 'NONE');
  return simulator;
};
/** How long it takes from now until the operation is over. */
const untilNone = (simulator: Simulator) => simulator.runUntil((each) => each.state().operation === 'NONE');

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof HvsimError) return error.code;
    throw error;
  }
  return 'none';
};

describe('the profiles', () => {
  it('are these', () => {
    expect(profileNames).toEqual(['production', 'lab', 'quick', 'instant', 'flaky']);
  });

  it.each(profileNames)('have %s as a whole table that is valid', (name) => {
    expect(toTimings(name)).toBe(profiles[name]);
    expect(toTimings(profiles[name])).toEqual(profiles[name]);
    expect(Object.keys(profiles[name]).sort()).toEqual(Object.keys(profiles.production).sort());
  });

  it.each(profileNames)('have texts for every failure in %s', (name) => {
    const failures = Object.values(profiles[name]).flatMap((row) => ('errors' in row ? [row.errors] : []));
    expect(failures).toHaveLength(4);
    for (const errors of failures) expect(errors.length).toBeGreaterThan(0);
  });

  it.each(['production', 'lab', 'quick', 'instant'] as const)('let nothing fail by chance in %s', (name) => {
    const simulator = createSimulator({ engine: name, pools: 100 });
    simulator.advance('2h');
    for (const { id } of simulator.pools) expect(simulator.state(id)).toMatchObject({ operation: 'NONE', currentImage: 'READY' });
  });

  it('have no timer without an engine', () => {
    expect(toTimings('manual')).toBeUndefined();
    const simulator = createSimulator({ engine: 'manual' });
    expect(simulator.nextDue()).toBeUndefined();
    simulator.advance('30d');
    expect(simulator.timeline()).toHaveLength(1);
  });
});

describe('quick', () => {
  const measured = (measure: (simulator: Simulator) => number) => {
    const times = seeds.map((seed) => measure(idle({ seed, engine: 'quick' })));
    return { least: Math.min(...times), most: Math.max(...times), kinds: new Set(times).size };
  };

  it('publishes within one to two seconds', () => {
    const { least, most, kinds } = measured((simulator) => {
      simulator.send(0, push());
      return untilNone(simulator);
    });
    expect(least).toBeGreaterThanOrEqual(1_000);
    expect(most).toBeLessThanOrEqual(2_000);
    expect(kinds).toBeGreaterThan(30);
  });

  it('publishes the first image within one to two seconds', () => {
    const times = seeds.map((seed) => untilNone(createSimulator({ seed, engine: 'quick' })));
    expect(Math.min(...times)).toBeGreaterThanOrEqual(1_000);
    expect(Math.max(...times)).toBeLessThanOrEqual(2_000);
  });

  it('removes a pending image in less than a second', () => {
    const { least, most } = measured((simulator) => {
      simulator.send(0, push({ startTime: simulator.now + 1 }));
      simulator.send(0, { type: 'command.cancelScheduledPushImage' });
      return untilNone(simulator);
    });
    expect(least).toBeGreaterThanOrEqual(300);
    expect(most).toBeLessThan(1_000);
  });

  it('removes a current image in less than a second', () => {
    const { least, most } = measured((simulator) => {
      simulator.send(0, { type: 'command.delete' });
      return simulator.runUntil((each) => each.state().operation === 'DELETED');
    });
    expect(least).toBeGreaterThanOrEqual(250);
    expect(most).toBeLessThan(1_000);
  });

  it('moves every clone in less than a second', () => {
    const { least, most } = measured((simulator) => {
      simulator.send(0, { type: 'command.applyImage', machines: [1, 2, 3], pendingImage: false });
      return simulator.runUntil((each) => each.state().task === 'IDLE');
    });
    expect(least).toBeGreaterThanOrEqual(220);
    expect(most).toBeLessThan(1_000);
  });

  it('gives up a publish that hangs after five seconds', () => {
    const simulator = idle({ seed: 1, engine: 'quick' });
    simulator.failNext(0, 'publish', { timeout: true });
    simulator.send(0, push());
    simulator.runUntil((each) => each.state().pendingImage === 'PUBLISHING');
    expect(simulator.runUntil((each) => each.state().pendingImage === 'UNPUBLISHING')).toBe(5_000);
  });
});

describe('instant', () => {
  it('publishes, pushes and moves without any time passing, one fact after the other', () => {
    const simulator = createSimulator({ engine: 'instant' });
    simulator.advance(0);
    simulator.send(0, push());
    simulator.advance(0);
    expect(simulator.state()).toEqual({ operation: 'NONE', pendingImage: 'ABSENT', currentImage: 'READY', task: 'IDLE' });
    expect(simulator.timeline().map(({ event }) => event.type)).toEqual([
      'desktop.create',
      'engine.publishStarted',
      'engine.publishSucceeded',
      'command.schedulePushImage',
      'engine.publishStarted',
      'engine.publishSucceeded',
      ...[1, 2, 3].map(() => 'clone.resyncStarted'),
      ...[1, 2, 3].map(() => 'clone.resyncSucceeded'),
    ]);
    expect(new Set(simulator.timeline().map(({ at }) => at))).toEqual(new Set([simulator.now]));
  });
});

describe('production', () => {
  it('takes as long as real pods: a quarter of an hour to an hour', () => {
    const times = seeds.map((seed) => {
      const simulator = createSimulator({ seed });
      return untilNone(simulator);
    });
    expect(Math.min(...times)).toBeGreaterThanOrEqual(15 * 60_000);
    expect(Math.max(...times)).toBeLessThanOrEqual(51 * 60_000);
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(20 * 60_000);
  });
});

describe('changes to a profile', () => {
  it('keep the other members of the row, and the other rows', () => {
    const table = toTimings({ profile: 'quick', timings: { 'clone.resyncStarted': { concurrency: 3 } } });
    expect(table).toEqual({ ...profiles.quick, 'clone.resyncStarted': { ...profiles.quick['clone.resyncStarted'], concurrency: 3 } });
  });

  it('are changes to production where no profile is named', () => {
    const table = toTimings({ timings: { 'engine.publishFailed': { share: 1 } } });
    expect(table).toEqual({ ...profiles.production, 'engine.publishFailed': { ...profiles.production['engine.publishFailed'], share: 1 } });
  });

  it('leave the profile as it was', () => {
    const before = structuredClone(profiles.quick);
    toTimings({ profile: 'quick', timings: { 'engine.publishStarted': { minMs: 0, maxMs: 0 } } });
    expect(profiles.quick).toEqual(before);
  });

  it('are followed by the engine', () => {
    const exact = { minMs: 42, maxMs: 42 };
    const simulator = createSimulator({
      engine: {
        profile: 'instant',
        timings: { 'engine.publishStarted': exact, 'engine.publishSucceeded': { ...exact, progressSteps: 4 } },
      },
    });
    simulator.advance(1_000);
    const begin = simulator.timeline()[0]?.at ?? 0;
    expect(simulator.timeline().map(({ at, event }) => [at - begin, event.type, 'percent' in event ? event.percent : null])).toEqual([
      [0, 'desktop.create', null],
      [42, 'engine.publishStarted', null],
      [52, 'engine.publishProgressed', 25],
      [63, 'engine.publishProgressed', 50],
      [73, 'engine.publishProgressed', 75],
      [84, 'engine.publishSucceeded', null],
    ]);
  });

  it('make anything fail for certain', () => {
    const certain = { share: 1, errors: [{ text: 'for certain', weight: 1 }] };
    const simulator = createSimulator({ engine: { profile: 'quick', timings: { 'engine.publishFailed': certain } } });
    simulator.advance('10s');
    expect(simulator.state()).toMatchObject({ operation: 'NONE', pendingImage: 'FAILED', currentImage: 'ABSENT' });
    expect(simulator.status()?.pendingImageError).toBe('for certain');
  });

  it('draw the texts of failures by weight, and never one without', () => {
    const errors = [
      { text: 'seldom', weight: 1 },
      { text: 'often', weight: 9 },
    ];
    const simulator = createSimulator({
      pools: 1_000,
      engine: { profile: 'instant', timings: { 'engine.publishFailed': { share: 1, errors } } },
    });
    simulator.advance(0);
    const texts = simulator.pools.map(({ id }) => simulator.status(id)?.pendingImageError);
    const seldom = texts.filter((text) => text === 'seldom').length;
    expect(seldom).toBeGreaterThan(60);
    expect(seldom).toBeLessThan(140);
    expect(texts.filter((text) => text === 'often')).toHaveLength(1_000 - seldom);
  });
});

describe('a wrong table', () => {
  const row = (timings: object): EngineOption => ({ timings }) as EngineOption;

  it.each([
    ['an unknown fact', row({ 'engine.publishSucceed': {} }), /no "engine.publishSucceed"/],
    ['the name of something every object has', row({ toString: { minMs: 1 } }), /no "toString"/],
    ['an unknown member', row({ 'engine.publishStarted': { minMS: 1 } }), /minMS is 1/],
    ['a member of another row', row({ 'engine.publishStarted': { share: 0.5 } }), /share is 0.5/],
    ['a duration below 0', row({ 'engine.publishStarted': { minMs: -1 } }), /minMs is -1/],
    ['a duration that is no number', row({ 'engine.publishStarted': { minMs: '5s' } }), /minMs is "5s"/],
    ['a duration that is NaN', row({ 'engine.publishStarted': { maxMs: Number.NaN } }), /maxMs is null/],
    ['a duration that is infinite', row({ 'engine.publishStarted': { maxMs: Number.POSITIVE_INFINITY } }), /maxMs is null/],
    ['a duration that is not whole', row({ 'engine.publishStarted': { minMs: 1.5 } }), /minMs is 1.5/],
    ['bounds that are crossed', row({ 'engine.publishStarted': { minMs: 10, maxMs: 9 } }), /minMs is 10; it must be at most maxMs \(9\)/],
    ['a lower bound above the profile', row({ 'engine.publishStarted': { minMs: 60_001 } }), /at most maxMs/],
    ['a timeout below 0', row({ 'engine.publishTimedOut': { afterMs: -5 } }), /afterMs is -5/],
    ['a share above 1', row({ 'engine.publishFailed': { share: 1.1 } }), /share is 1.1/],
    ['a share below 0', row({ 'clone.resyncFailed': { share: -0.1 } }), /share is -0.1/],
    ['a share that is text', row({ 'clone.resyncFailed': { share: 'half' } }), /share is "half"/],
    ['no progress steps', row({ 'engine.publishSucceeded': { progressSteps: 0 } }), /progressSteps is 0/],
    ['too many progress steps', row({ 'engine.publishSucceeded': { progressSteps: 101 } }), /progressSteps is 101/],
    ['no concurrency', row({ 'clone.resyncStarted': { concurrency: 0 } }), /concurrency is 0/],
    ['no texts', row({ 'engine.publishFailed': { errors: [] } }), /errors is \[\]/],
    ['texts that are no list', row({ 'engine.publishFailed': { errors: 'no space' } }), /errors is "no space"/],
    ['a text without weight', row({ 'engine.publishFailed': { errors: [{ text: 'x' }] } }), /errors is/],
    ['a text that weighs nothing', row({ 'engine.publishFailed': { errors: [{ text: 'x', weight: 0 }] } }), /errors is/],
    ['a text that is none', row({ 'engine.publishFailed': { errors: [{ text: 5, weight: 1 }] } }), /errors is/],
    // Once a TypeError: null was taken apart.
    ['a text that is null', row({ 'engine.publishFailed': { errors: [null] } }), /errors is \[null\]/],
    // Once left out silently: a number has no members to spread.
    ['a row that is a number', row({ 'engine.publishStarted': 5 }), /engine.publishStarted/],
    ['a row that is null', row({ 'engine.publishStarted': null }), /engine.publishStarted/],
    ['a row that is text', row({ 'engine.publishStarted': '5s' }), /engine.publishStarted/],
    ['timings that are null', row(null as never), /timings/],
    ['a profile without timings', { profile: 'quick' } as never, /"profile"/],
    ['a number', 5 as never, /5/],
    ['null', null as never, /null/],
    ['a list', [] as never, /\[\]/],
  ])('with %s is refused', (_, engine, message) => {
    expect(codeOf(() => toTimings(engine))).toBe('wrong-timings');
    expect(() => createSimulator({ engine })).toThrow(message);
  });

  it.each(['', 'Quick', 'toString', 'quick '])('named %j is refused, with the names there are', (name) => {
    expect(codeOf(() => toTimings(name as 'quick'))).toBe('unknown-profile');
    expect(codeOf(() => toTimings({ profile: name as 'quick', timings: {} }))).toBe('unknown-profile');
    expect(() => toTimings(name as 'quick')).toThrow(/production, lab, quick, instant, flaky, and manual/);
  });
});
