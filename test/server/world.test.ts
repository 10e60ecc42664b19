import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpectationFailed, runSteps, toOptions } from '../../src/scenario/run-scenario.ts';
import { createWorld, type World } from '../../src/server/world.ts';
import type { WorldOptions } from '../../src/server/world-options.ts';
import { profileNames } from '../../src/simulator/index.ts';
import { resumeSimulator } from '../../src/simulator/resume.ts';
import { createSimulator } from '../../src/simulator/simulator.ts';
import { stateOf } from '../../src/simulator/timeline.ts';
import { catalogue } from './catalogue.ts';
import { memoryJournal, push, TestClock } from './surroundings.ts';

const idle = { operation: 'NONE', pendingImage: 'ABSENT', currentImage: 'READY', task: 'IDLE' };

const firstPool = (world: World): string => world.simulator.pools[0]?.id as string;

describe('a world that begins', () => {
  it.each(profileNames)('has idle pools with READY images under the engine %s', (engine) => {
    const world = createWorld({ pools: 3, clones: 2, engine }, new TestClock());
    expect([0, 1, 2].map((pool) => world.simulator.state(pool))).toEqual([idle, idle, idle]);
    expect(world.simulator.clones(0).map(({ image }) => image?.parentVm)).toEqual(['vm-1', 'vm-1']);
    expect(world.nextDue()).toBeUndefined();
  });

  it('begins at wall time, so that clients may say when in epoch milliseconds', () => {
    const clock = new TestClock();
    expect(createWorld({}, clock).now()).toBe(clock.time);
    expect(createWorld({ startAt: '2030-01-01T00:00:00Z' }, clock).now()).toBe(Date.UTC(2030, 0, 1));
  });

  it.each([
    [{ speed: 0 }, /speed is 0; it must be a number above 0/],
    [{ speed: -1 }, /speed is -1/],
    [{ clones: -1 }, /clones is -1/],
    [{ pools: 1.5 }, /pools is 1\.5/],
    [{ throttle: 0 }, /throttle is 0/],
    [{ release: '9.9' }, /9\.9/],
  ] as [WorldOptions, RegExp][])('refuses %j', (options, message) => {
    expect(() => createWorld(options, new TestClock())).toThrow(message);
  });

  it('knows every image that its pools and its scenario name', () => {
    const entry = catalogue.find(({ name }) => name === 'image-catalog-push');
    const world = createWorld({ scenario: entry?.scenario as NonNullable<WorldOptions['scenario']> }, new TestClock());
    const named = entry?.scenario.steps.flatMap(({ send }) => (send?.type === 'command.schedulePushImage' ? [send.spec] : []));
    for (const spec of named ?? []) {
      if ('imageManagementStream' in spec) expect(world.directory.stream(spec.imageManagementStream)).toBeDefined();
    }
    expect(named?.length).toBeGreaterThan(0);
  });
});

describe('the clock of a world', () => {
  it('lets wall time drive virtual time by its speed', () => {
    const clock = new TestClock();
    const world = createWorld({ speed: 60 }, clock);
    const begin = world.now();
    clock.time += 1_000;
    expect(world.now() - begin).toBe(60_000);
  });

  it('goes on from where it was advanced to, and tells how long until something happens', () => {
    const clock = new TestClock();
    const world = createWorld({ speed: 10 }, clock);
    const begin = world.now();
    world.advanceTo(begin + 5_000);
    clock.time += 100;
    expect(world.now() - begin).toBe(6_000);
    world.send(firstPool(world), push(2));
    const due = world.nextDue() as number;
    expect(world.untilDue()).toBe(Math.ceil((due - world.now()) / 10));
    clock.time += world.untilDue() as number;
    world.now();
    expect(world.simulator.state(0).pendingImage).toBe('PUBLISHING');
  });

  it('stands while wall time is set back', () => {
    const clock = new TestClock();
    const world = createWorld({}, clock);
    clock.time += 1_000;
    const reached = world.now();
    clock.time -= 50_000;
    expect(world.now()).toBe(reached);
  });

  it('is told of by its subscribers with what happens, and without where it was moved', () => {
    const world = createWorld({}, new TestClock());
    const heard: (string | undefined)[] = [];
    const stop = world.subscribe((entry) => heard.push(entry?.event.type));
    world.send(firstPool(world), push(2));
    world.advanceTo(world.now() + 1);
    stop();
    world.advanceTo(world.now() + 1);
    expect(heard).toEqual(['command.schedulePushImage', undefined]);
  });

  it('lets its simulator tell all since the begin where it remembers, gone on with and restored too', () => {
    const journal = memoryJournal();
    const world = createWorld({ remember: true, journal }, new TestClock());
    const typesOf = ({ simulator }: World) => simulator.timeline().map(({ event }) => event.type);
    const begin = ['desktop.create', 'engine.publishStarted', 'engine.publishSucceeded'];
    expect(typesOf(world)).toEqual(begin);
    world.send(firstPool(world), push(2));
    const pushed = [...begin, 'command.schedulePushImage'];
    expect(typesOf(createWorld({ remember: true, journal: memoryJournal(journal.lines) }, new TestClock()))).toEqual(pushed);
    const snapshot = world.snapshot();
    world.reset();
    expect(typesOf(world)).toEqual(begin);
    world.restore(snapshot);
    expect(typesOf(world)).toEqual(pushed);
    expect(resumeSimulator(world.simulator.save()).state(0)).toEqual(world.simulator.state(0));
    const forgetful = createWorld({}, new TestClock()).simulator;
    expect(() => forgetful.save()).toThrow(expect.objectContaining({ code: 'wrong-options' }));
  });

  it('says when nothing is idle within the limit', () => {
    const world = createWorld({}, new TestClock());
    world.send(firstPool(world), push(2, { startTime: world.now() + 1e9 }));
    expect(world.advanceUntilIdle(1e6)).toBe(false);
    expect(world.advanceUntilIdle(1e10)).toBe(true);
    expect(world.simulator.state(0)).toEqual(idle);
  });
});

describe('a world with the same seed and the same requests at the same virtual times', () => {
  /** What clients do, each a while of wall time after the one before. */
  const inputs = fc.array(
    fc.record({
      ms: fc.integer({ min: 0, max: 1_500 }),
      pool: fc.integer({ min: 0, max: 1 }),
      what: fc.constantFrom('push', 'later', 'cancel', 'fail', 'poll', 'create', 'describe', 'jump'),
    }),
    { maxLength: 25 },
  );

  function act(world: World, clock: TestClock, list: readonly { ms: number; pool: number; what: string }[], looks: boolean): void {
    for (const [index, { ms, pool, what }] of list.entries()) {
      if (looks) {
        clock.time += Math.floor(ms / 3);
        world.now();
        clock.time += ms - Math.floor(ms / 3);
      } else clock.time += ms;
      const id = world.simulator.pools[pool]?.id as string;
      if (what === 'push') world.send(id, push(2 + (index % 3)));
      else if (what === 'later') world.send(id, push(2, { startTime: world.now() + 2_000 }));
      else if (what === 'cancel') world.send(id, { type: 'command.cancelScheduledPushImage' });
      else if (what === 'fail') world.failNext(pool, 'publish', { error: 'The datastore is full' });
      else if (what === 'create')
        world.createPool({ name: `made-${world.simulator.pools.length}`, clones: 1 }, { display_name: `Made ${index}` });
      else if (what === 'describe') world.setAttributes(id, { description: `Number ${index}` });
      else if (what === 'jump') world.advanceTo(world.now() + 700);
      else world.now();
    }
  }

  const run = (list: Parameters<typeof act>[2], looks: boolean) => {
    const clock = new TestClock();
    const journal = memoryJournal();
    const world = createWorld({ pools: 2, seed: 7, journal }, clock);
    act(world, clock, list, looks);
    world.now();
    return { world, clock, lines: journal.lines };
  };
  /** The clock is noted with the wall time of that moment. */
  const timeless = (lines: readonly string[]) => lines.filter((line) => !line.includes('"clock"'));

  it('tells the same, however often it is looked at in between', () => {
    fc.assert(
      fc.property(inputs, (list) => {
        expect(timeless(run(list, true).lines)).toEqual(timeless(run(list, false).lines));
      }),
      {
        numRuns: 60,
      },
    );
  });

  it('goes on after any line of its journal as if it had not stopped', () => {
    fc.assert(
      fc.property(inputs, fc.nat(), (list, cut) => {
        const { world, clock, lines } = run(list, false);
        const kept = lines.slice(0, 1 + (cut % lines.length));
        const journal = memoryJournal(kept);
        const again = createWorld({ journal }, clock);
        expect(journal.lines.slice(0, kept.length)).toEqual(kept);
        if (kept.length < lines.length) return;
        expect(again.now()).toBe(world.now());
        expect(again.simulator.pools).toEqual(world.simulator.pools);
        for (const { id } of world.simulator.pools) {
          expect(again.simulator.snapshot(id).context).toEqual(world.simulator.snapshot(id).context);
          expect(again.attributes(id)).toEqual(world.attributes(id));
        }
        world.advanceTo(world.now() + 10_000);
        again.advanceTo(again.now() + 10_000);
        for (const { id } of world.simulator.pools)
          expect(stateOf(again.simulator.snapshot(id))).toEqual(stateOf(world.simulator.snapshot(id)));
      }),
      { numRuns: 60 },
    );
  });

  it('goes back to a snapshot, and on from there as before', () => {
    fc.assert(
      fc.property(inputs, inputs, (before, after) => {
        const { world, clock, lines } = run(before, false);
        const count = timeless(lines).length;
        const snapshot = JSON.parse(JSON.stringify(world.snapshot()));
        const from = clock.time;
        act(world, clock, after, false);
        const first = world.simulator.pools.map(({ id }) => world.simulator.snapshot(id).context);
        clock.time = from;
        world.restore(snapshot);
        expect(timeless(lines).length).toBeLessThanOrEqual(count);
        expect(world.now()).toBe(snapshot.at);
        act(world, clock, after, false);
        expect(world.simulator.pools.map(({ id }) => world.simulator.snapshot(id).context)).toEqual(first);
        const again = createWorld({ journal: memoryJournal(lines) }, clock);
        expect(again.simulator.pools.map(({ id }) => again.simulator.snapshot(id).context)).toEqual(first);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a world with a scenario', () => {
  it.each(catalogue.map(({ name, scenario }) => [name, scenario] as const))(
    'lives through %s as hvsim run does, however wall time passes',
    (_, scenario) => {
      const simulator = createSimulator(toOptions(scenario));
      try {
        for (const __ of runSteps(scenario, simulator));
      } catch (error) {
        if (!(error instanceof ExpectationFailed)) throw error;
      }
      const clock = new TestClock();
      const journal = memoryJournal();
      const world = createWorld({ scenario, journal }, clock);
      const seen: string[] = [];
      const span = simulator.now - world.now();
      for (let part = 1; part <= 7; part += 1) {
        clock.time += Math.ceil(span / 7);
        world.now();
      }
      const said = journal.lines
        .slice(1)
        .map((line) => JSON.parse(line))
        .filter((line) => line.event !== undefined);
      for (const { at, pool, event, by, outcome } of said) seen.push(JSON.stringify({ at, pool, event, by, outcome }));
      const expected = simulator.timeline().map(({ at, pool, event, by, outcome }) => JSON.stringify({ at, pool, event, by, outcome }));
      expect(seen.slice(0, expected.length)).toEqual(expected);
      const again = createWorld({ journal: memoryJournal(journal.lines) }, clock);
      expect(again.simulator.snapshot(0).context).toEqual(world.simulator.snapshot(0).context);
    },
  );

  it('refuses a scenario about a pool that is not there', () => {
    const [entry] = catalogue;
    const scenario = { ...entry?.scenario, steps: [{ pool: 'nowhere', until: { operation: 'NONE' } }] } as never;
    expect(() => createWorld({ scenario }, new TestClock())).toThrow(/no pool "nowhere"/);
  });
});

describe('the journal of a world', () => {
  const noted = () => {
    const clock = new TestClock();
    const journal = memoryJournal();
    const world = createWorld({ pools: 2, clones: 2, seed: 5, journal }, clock);
    world.send(firstPool(world), push(2));
    clock.time += 2_500;
    world.now();
    return { clock, lines: journal.lines };
  };

  it('goes on with what options leave open', () => {
    const { clock, lines } = noted();
    for (const options of [
      {},
      { seed: 5 },
      { pools: 2 },
      { clones: 2 },
      { pools: 2, clones: 2 },
      { release: '2512' },
      { engine: 'quick' },
      { speed: 9 },
    ]) {
      expect(createWorld({ ...(options as WorldOptions), journal: memoryJournal(lines) }, clock).seed).toBe(5);
    }
  });

  it.each([
    [{ release: '2206' }, /release 2512, and 2206 is asked for/],
    [{ seed: 6 }, /seed 5, and 6/],
    [{ engine: 'lab' }, /engine quick, and lab/],
    [{ pools: 3 }, /pools 2 with 2 clones each, and 3 with/],
    [{ clones: 4 }, /pools 2 with 2 clones each, and 2 with 4/],
    [{ startAt: 5 }, /startAt/],
  ] as [WorldOptions, RegExp][])('is refused where %j is asked for', (options, message) => {
    const { clock, lines } = noted();
    expect(() => createWorld({ ...options, journal: memoryJournal(lines) }, clock)).toThrow(message);
  });

  it('is refused when it is of another version', () => {
    const { clock, lines } = noted();
    const journal = memoryJournal([(lines[0] as string).replace('"hvsim":1', '"hvsim":2'), ...lines.slice(1)]);
    expect(() => createWorld({ journal }, clock)).toThrow(/state\.ndjson is of version 2 and this hvsim reads version 1/);
    expect(() => createWorld({ journal: memoryJournal(['{"a":1}']) }, clock)).toThrow(/is no state file of hvsim/);
  });

  it('is refused with more base VMs than there can be', () => {
    const { clock, lines } = noted();
    const journal = memoryJournal([(lines[0] as string).replace('"hvsim":1', '"hvsim":1,"baseVms":1000000000')]);
    expect(() => createWorld({ journal }, clock)).toThrow(/has a "run" that none can be made of: baseVms/);
  });

  it('brings back the base VMs and snapshots that were made', () => {
    const { clock, lines } = noted();
    const journal = memoryJournal(lines);
    const world = createWorld({ journal }, clock);
    world.makeImage({ parentVm: 'vm-42', parentVmPath: '/Datacenter/vm/Images/new', snapshot: 'snapshot-42', snapshotPath: '/first' });
    const { baseVms, snapshots } = createWorld({ journal: memoryJournal(journal.lines) }, clock).directory;
    expect([baseVms, snapshots]).toEqual([world.directory.baseVms, world.directory.snapshots]);
    expect([baseVms.at(-1), snapshots.at(-1)]).toMatchObject([
      { id: 'vm-42', name: 'new' },
      { id: 'snapshot-42', path: '/first' },
    ]);
  });

  it.each([
    ['{"run":null}', /is no state file of hvsim/],
    ['{"run":5}', /is no state file of hvsim/],
    ['{"run":{"hvsim":1}}', /line 1 \(at byte 0\) has a "run" that none can be made of: release: The member "release" is missing/],
    ['{"run":{"hvsim":1,"release":"2512","format":"view"},"event":{}}', /is of a timeline, which no server can go on from/],
  ])('is refused where its first line is %s', (line, message) => {
    expect(() => createWorld({ journal: memoryJournal([line]) }, new TestClock())).toThrow(message);
  });

  // Once defects.
  it.each([
    [{ input: 5 }, /line 2 \(at byte \d+\) cannot be read: Expected an input/],
    [{ input: {} }, /cannot be read: Expected an input/],
    [{ input: { clock: null } }, /cannot be read: Expected an input/],
    [{ input: { clock: { virtual: 1, wall: 1, speed: 0 } } }, /cannot be read: clock.speed: Expected >0 but received 0/],
    [{ by: 'script', pool: 'ic-pool-1' }, /cannot be read: event: The member "event" is missing/],
    [{ by: 'script', pool: 'ic-pool-1', event: null }, /cannot be read: event: Expected an object but received null/],
    [{ at: 'soon', input: { faults: [] } }, /cannot be read/],
    [{ input: { image: { parentVm: 'vm-1' } } }, /cannot be read: Expected an input/],
  ])('is refused with a line that nobody could have written: %j', (line, message) => {
    const { clock, lines } = noted();
    const journal = memoryJournal([lines[0] as string, JSON.stringify({ at: clock.time, ...line }), ...lines.slice(1)]);
    expect(() => createWorld({ journal }, clock)).toThrow(message);
  });

  it('is refused with the line that cannot be done again', () => {
    const { clock, lines } = noted();
    const at = (JSON.parse(lines.at(-1) as string) as { at: number }).at;
    const journal = memoryJournal([...lines, JSON.stringify({ at, input: { faults: [7] } })]);
    expect(() => createWorld({ journal }, clock)).toThrow(
      new RegExp(`line ${lines.length + 1} \\(at byte \\d+\\) cannot be done again: 0: Expected an object but received 7`),
    );
  });

  it('is refused with the line where it says what did not come of the lines before', () => {
    const { clock, lines } = noted();
    const at = lines.findIndex((line) => line.includes('engine.publishProgressed'));
    const changed = lines.map((line, index) => (index === at ? line.replace('"percent":20', '"percent":21') : line));
    expect(() => createWorld({ journal: memoryJournal(changed) }, clock)).toThrow(
      new RegExp(`state\\.ndjson: line ${at + 1} \\(at byte \\d+\\)`),
    );
    expect(() => createWorld({ journal: memoryJournal(lines.filter((_, index) => index !== at)) }, clock)).toThrow(/line \d+/);
  });

  it('lets the time pass that the server was down', () => {
    const { clock, lines } = noted();
    const speed = createWorld({ journal: memoryJournal(lines) }, clock).now();
    clock.time += 3_600_000;
    expect(createWorld({ journal: memoryJournal(lines) }, clock).now() - speed).toBe(3_600_000);
  });
});
