import { describe, expect, it } from 'vitest';
import { transitionTable } from '../../machines/transitions.ts';
import type { Format } from '../../src/api/formats.ts';
import { createObserver } from '../../src/conformance/index.ts';
import type { HvsimError } from '../../src/errors.ts';
import { toRecording } from '../../src/inspector/report.ts';
import { recordedSession } from '../../src/inspector/session.ts';
import { stepsOf } from '../../src/inspector/steps.ts';
import { runScenario } from '../../src/scenario/run-scenario.ts';
import { parseScenario } from '../../src/scenario/scenario-file.ts';
import { createSimulator, EventScript } from '../../src/simulator/index.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { readTimelineFile } from '../../src/simulator/timeline-file.ts';
import { ran, scenarioNames } from './runs.ts';

const linesOf = (simulator: Simulator, format: Format = 'view') =>
  simulator.timeline().map((entry) => JSON.stringify(simulator.record(entry, format)));

const read = (lines: readonly string[]) => toRecording(readTimelineFile(lines, 'run.ndjson'), { title: 'Recorded', session: 'session' });

function problemOf(lines: readonly string[]): string {
  try {
    read(lines);
  } catch (error) {
    expect((error as HvsimError).code).toBe('wrong-timeline');
    return (error as HvsimError).message;
  }
  throw new Error('the recording must be refused');
}

/** Changes a record, as an editor or another version would. */
const edit = (line: string | undefined, change: (record: Record<string, never>) => object) =>
  JSON.stringify(change(JSON.parse(line ?? '')));

describe('a recorded run', () => {
  it.each(scenarioNames)('shows, of %s, the very steps that the live run showed', (name) => {
    const simulator = ran(name);
    expect(read(linesOf(simulator)).steps).toEqual(stepsOf(simulator.timeline()));
  });

  it('is one of several pools, in any format, whatever the order of members', () => {
    const simulator = ran('bad-week');
    const lines = linesOf(simulator, 'powercli').map((line) =>
      edit(line, (record) => Object.fromEntries(Object.entries(record).toReversed())),
    );
    const { description, steps } = read(lines);
    expect(description).toMatchObject({ mode: 'recorded', title: 'Recorded', session: 'session', format: 'powercli' });
    expect(steps).toEqual(stepsOf(simulator.timeline()));
  });

  it('may be of one pool out of several: it keeps its names and ids', () => {
    const simulator = ran('bad-week');
    const id = simulator.pools.at(-1)?.id;
    const own = linesOf(simulator).filter((line) => JSON.parse(line).pool === id);
    const whole = stepsOf(simulator.timeline().filter(({ pool }) => pool === id));
    expect(read(own).steps).toEqual(whole.map((step, index) => ({ ...step, seq: index + 1 })));
  });

  it('says what is not whole of it, and nothing where it is', () => {
    const lines = linesOf(ran('push-now'));
    const cut = read([...lines.slice(0, 3), (lines[3] as string).slice(0, 20)]);
    expect(cut.description.warnings).toEqual(['run.ndjson is cut off in line 4; what is before it is shown.']);
    expect(cut.steps).toHaveLength(3);
    expect(read(lines).description).not.toHaveProperty('warnings');
  });

  // Lines that were cut out of a file went unnoticed.
  it('says which records are missing of it, where the rest can be replayed', () => {
    const lines = linesOf(ran('push-now'));
    const without = (...cut: number[]) => read(lines.filter((_, index) => !cut.includes(index)));
    const advice = 'What is left is shown; give all lines of the run to see the whole.';
    expect(without(4).description.warnings).toEqual([`run.ndjson: line 5 has seq 6 after seq 4. Records missing in all: 1. ${advice}`]);
    expect(without(4, 6, 7).description.warnings).toEqual([
      `run.ndjson: line 5 has seq 6 after seq 4. Records missing in all: 3. ${advice}`,
    ]);
    expect(without(4).steps).toHaveLength(lines.length - 1);
  });

  it('counts what happened to other pools as missing where it is of one out of several', () => {
    const simulator = createSimulator({ engine: 'lab', pools: 2 });
    simulator.advance('1h');
    const [first, ...rest] = linesOf(simulator).filter((line) => JSON.parse(line).pool === simulator.pools[1]?.id);
    const missing = simulator
      .timeline()
      .filter(({ pool, seq }) => pool === simulator.pools[0]?.id && seq < JSON.parse(rest.at(-1) as string).seq);
    expect(read([first as string, ...rest]).description.warnings).toEqual([
      expect.stringContaining(`line 1 has seq 2, and should have 1. Records missing in all: ${missing.length}.`),
    ]);
  });

  it('may be of a pool that was created before the first time was known', () => {
    const script = new EventScript();
    const events = ['{"type":"desktop.create"}', '{"type":"engine.publishStarted","at":"2020-01-01T00:00:00Z"}'];
    const entries = events.flatMap((line) => script.take(line).map((entry) => JSON.stringify(script.record(entry))));
    const { steps, description } = read(entries);
    expect(steps[1]?.at).toBeLessThan(steps[0]?.at ?? 0);
    expect(description).not.toHaveProperty('warnings');
  });

  it('says how to do it again', () => {
    const simulator = ran('push-now');
    const again = runScenario(parseScenario(read(linesOf(simulator)).yaml, 'script.yaml'));
    expect(linesOf(again).map((line) => JSON.parse(line).status)).toEqual(linesOf(simulator).map((line) => JSON.parse(line).status));
  });
});

describe('a recording that is not what this version comes to', () => {
  const lines = linesOf(ran('push-now'));
  const swapped = (index: number, change: (record: Record<string, never>) => object) =>
    lines.map((line, at) => (at === index ? edit(line, change) : line));

  it.each([
    [
      'state',
      (record: object) => ({ ...record, state: { operation: 'NONE' } }),
      'line 3 was recorded by another version of hvsim, or edited: state is {"operation":"NONE"}, and',
    ],
    [
      'status',
      (record: object) => ({ ...record, status: null }),
      'line 3 was recorded by another version of hvsim, or edited: status is null, and',
    ],
    [
      'outcome',
      (record: object) => ({ ...record, outcome: 'ignored' }),
      'line 3 was recorded by another version of hvsim, or edited: outcome is "ignored", and',
    ],
    [
      'event',
      (record: object) => ({ ...record, event: { type: 'engine.publishVanished' } }),
      'line 3 cannot be read: type: There is no event "engine.publishVanished"',
    ],
    [
      'payload',
      (record: object) => ({ ...record, event: { type: 'engine.publishProgressed' } }),
      'line 3 cannot be read: percent: The member "percent" is missing',
    ],
    ['time', (record: object) => ({ ...record, at: 'soon' }), 'line 3 has no time: at is "soon"'],
  ])('is refused for its %s, with the line', (_, change, problem) => {
    expect(problemOf(swapped(2, change))).toContain(problem);
  });

  it('is refused where time goes back', () => {
    const earlier = swapped(4, (record) => ({ ...record, at: 1 }));
    expect(problemOf(earlier)).toMatch(
      /^run\.ndjson: line 5 goes back in time: at is 1 \(1970-01-01T00:00:00\.001Z\) after \d+ \(2026-01-05T[^)]+\); give the lines of one run as they were recorded\.$/,
    );
  });

  it('is refused where a line is there twice', () => {
    const twice = [...lines.slice(0, 5), lines[4] as string, ...lines.slice(5)];
    expect(problemOf(twice)).toBe('run.ndjson: line 6 is out of order: seq is 5 after 5; give the lines of one run as they were recorded.');
  });

  it('is refused where what is left after a hole cannot be replayed, with the hole', () => {
    expect(problemOf(lines.filter((_, index) => index !== 1))).toContain(
      'line 2 was recorded by another version of hvsim, or edited, or what came before is missing (line 2 has seq 3 after seq 1): outcome',
    );
  });

  it('is refused where its begin is missing, or there twice', () => {
    const [first = '', ...rest] = lines;
    expect(problemOf([...rest, first])).toContain('run.ndjson: line 1 cannot be read: pool');
    expect(problemOf([...lines, first])).toContain(`line ${lines.length + 1} cannot be read: pool`);
  });
});

describe('a sequence that check has judged', () => {
  const simulator = ran('push-fails');
  const observer = createObserver({ release: simulator.release, format: 'view' });
  const statuses = simulator.timeline().map((entry) => simulator.record(entry, 'view'));
  const lines = statuses.map(({ status, at, pool }, index) =>
    JSON.stringify({ line: index + 1, pool, ...observer.observe(status, at), release: simulator.release, format: 'view', status }),
  );

  it('shows every status as it was seen, and what must have happened unseen', () => {
    const { steps } = read(lines);
    expect(steps.map(({ recorded }) => recorded)).toEqual(statuses.map(({ status }) => status));
    expect(steps.map(({ state: { task: _, ...state } }) => state)).toEqual(statuses.map(({ state: { task: __, ...state } }) => state));
    expect(steps.every(({ event, view }) => event.type === 'observed' && view === undefined)).toBe(true);
    expect(steps[1]?.event).toMatchObject({ verdict: 'explained', unseen: ['the publish begins'] });
  });

  it('names only transitions that were really taken, and most of those that change a state', () => {
    const table = transitionTable();
    const { steps } = read(lines);
    const real = stepsOf(simulator.timeline());
    const moves = (took: readonly number[]) => took.filter((index) => table[index]?.to !== undefined && table[index]?.region !== 'task');
    let told = 0;
    for (const [index, { took }] of steps.entries()) {
      expect(real[index]?.took).toEqual(expect.arrayContaining(moves(took)));
      told += moves(took).length;
    }
    expect(told).toBeGreaterThan(0.7 * real.flatMap(({ took }) => moves(took)).length);
  });

  it('says why an observation is impossible, and has no events to be sent again', () => {
    const status = { operation: 'NONE', instantCloneCurrentImageState: 'READY' };
    const impossible = {
      ...JSON.parse(lines[0] ?? ''),
      verdict: 'impossible',
      status,
      reason: { rule: 'r', text: 'no way', document: 'd' },
    };
    const recording = read([JSON.stringify(impossible)]);
    const { steps, yaml } = recording;
    expect(steps[0]).toMatchObject({ outcome: 'fault', reason: 'r: no way (d)', recorded: status });
    expect(yaml).toMatch(/^# /);
    expect(recordedSession(recording).script('ndjson')).toMatch(/^# /);
  });

  it('is shown half a minute apart where it has no times, and as it was where a status says nothing', () => {
    const bare = lines.slice(0, 2).map((line) => edit(line, ({ at: _, pool: __, state: ___, ...rest }) => rest));
    const [one, two] = read(bare).steps;
    expect((two?.at ?? 0) - (one?.at ?? 0)).toBe(30_000);
    expect(one).toMatchObject({ pool: 'pool', name: 'pool' });
    expect(two?.state).toEqual(one?.state);
  });
});
