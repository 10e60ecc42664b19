import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimulator, defaultStart, EventScript, type EventScriptOptions, runScenario, type Simulator } from '../../src/index.ts';
import { parseScenario } from '../../src/scenario/scenario-file.ts';
import { type Act, anyActAtAll, perform, push } from './acts.ts';

const error = (code: string, message = /./) =>
  expect.objectContaining({ name: 'HvsimError', code, message: expect.stringMatching(message) });
const started = '{"type":"engine.publishStarted"}';
const succeeded = '{"type":"engine.publishSucceeded"}';
const takeAll = (script: EventScript, lines: readonly string[]) => lines.flatMap((line) => script.take(line));
/** What a script of lines comes to: seq, time since the default begin, type and outcome. */
const ran = (lines: readonly string[], options: EventScriptOptions = {}) =>
  takeAll(new EventScript(options), lines).map(({ seq, at, event, outcome }) => [seq, at - defaultStart, event.type, outcome]);
const line = (event: object) => JSON.stringify(event);

describe('lines', () => {
  it('are events of a default pool, each answered at once', () => {
    const script = new EventScript();
    const [entry, ...more] = script.take(started);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ seq: 1, by: 'script', outcome: 'accepted', pool: script.simulator.pools[0]?.id });
    expect(script.record(entry as never)).toMatchObject({ status: { instantClonePendingImageState: 'PUBLISHING' } });
    expect(takeAll(script, [succeeded, succeeded]).map(({ seq, outcome }) => [seq, outcome])).toEqual([
      [2, 'accepted'],
      [3, 'ignored'],
    ]);
  });

  it('may be blank, comments, or have blanks around', () => {
    expect(ran(['', '   ', '# a comment', '\t# another', `  ${started}\r`, `\uFEFF${succeeded}`])).toEqual([
      [1, 1_000, 'engine.publishStarted', 'accepted'],
      [2, 2_000, 'engine.publishSucceeded', 'accepted'],
    ]);
  });

  it('come a second after one another where they have no time', () => {
    expect(ran([started, succeeded, line(push())]).map(([, at]) => at)).toEqual([1_000, 2_000, 3_000]);
  });

  it('may have a time in milliseconds or ISO 8601, and go on from there', () => {
    expect(
      ran([
        line({ type: 'engine.publishStarted', at: '2026-01-05T09:00:00+00:00' }),
        line({ type: 'engine.publishProgressed', percent: 5, at: defaultStart + 3_700_000 }),
        succeeded,
        line({ ...push(), at: defaultStart + 3_701_000 }),
      ]).map(([, at]) => at),
    ).toEqual([3_600_000, 3_700_000, 3_701_000, 3_701_000]);
  });

  it('may begin before the default time: the clock of the default pool is theirs', () => {
    const script = new EventScript();
    script.take(line({ type: 'engine.publishStarted', at: 5_000 }));
    expect(script.simulator.now).toBe(5_000);
    expect(script.take(succeeded)[0]?.at).toBe(6_000);
  });

  it('may not go back in time', () => {
    const script = new EventScript();
    script.take(started);
    script.take('');
    expect(() => script.take(line({ type: 'engine.publishSucceeded', at: '2026-01-05T08:00:00Z' }))).toThrow(
      error('time-goes-backwards', /^line 3: at is 1767600000000 \(2026-01-05T08:00:00Z\), and it is 1767600001000/),
    );
    expect(script.simulator.state().pendingImage).toBe('PUBLISHING');
    expect(script.take(succeeded)[0]?.outcome).toBe('accepted');
  });

  it('may name clones by position, name and id', () => {
    const script = new EventScript();
    takeAll(script, [started, succeeded]);
    const [, second] = script.simulator.clones();
    const open = (machine: unknown) => script.take(line({ type: 'clone.sessionOpened', machine }))[0]?.outcome;
    expect([open(1), open(second?.id), open({ id: 'ic-pool-1-003' }), open('x')]).toEqual(['accepted', 'accepted', 'accepted', 'ignored']);
  });

  it.each([
    ['{"type":', 'not-json', /^line 2: .*Expected one event as JSON/],
    ['engine.publishStarted', 'not-json', /^line 2: /],
    ['[]', 'wrong-payload', /^line 2: \[\] is no event/],
    ['null', 'wrong-payload', /^line 2: null is no event/],
    ['"x"', 'wrong-payload', /^line 2: "x" is no event/],
    ['{}', 'wrong-payload', /^line 2: /],
    ['{"event":5}', 'wrong-payload', /^line 2: /],
    ['{"type":"engine.publishBegan"}', 'unknown-event', /^line 2: type: There is no event "engine.publishBegan"/],
    ['{"type":null}', 'unknown-event', /^line 2: /],
    ['{"type":"engine.publishFailed"}', 'wrong-payload', /^line 2: error: The member "error" is missing/],
    ['{"type":"command.applyImage","machines":"all","pendingImage":true}', 'wrong-payload', /^line 2: machines: /],
    ['{"type":"engine.publishStarted","at":"tomorrow"}', 'wrong-payload', /^line 2: at: "tomorrow" is no time/],
    ['{"type":"engine.publishStarted","at":null}', 'wrong-payload', /^line 2: at: null is no time/],
    ['{"type":"desktop.create","clones":-1}', 'wrong-payload', /^line 2: clones: /],
    ['{"type":"desktop.create","at":"tomorrow"}', 'wrong-payload', /^line 2: at: "tomorrow" is no time/],
    ['{"type":"engine.publishStarted","at":1e300}', 'wrong-payload', /^line 2: at: 1e\+300 is no time/],
  ])('%s is refused with the number of the line: %s', (text, code, message) => {
    const script = new EventScript();
    script.take('# the first');
    expect(() => script.take(text)).toThrow(error(code, message));
    expect(script.take(started)[0]).toMatchObject({ seq: 1, outcome: 'accepted' });
  });

  it('are taken without members that there are not, with a warning that has the number of the line', () => {
    const warnings: string[] = [];
    const script = new EventScript({ warn: (warning) => warnings.push(warning) });
    script.take('# comment');
    expect(script.take('{"type":"engine.publishStarted","note":1,"why":2}')[0]?.event).toEqual({ type: 'engine.publishStarted' });
    script.take('{"type":"desktop.create","colour":"red"}');
    expect(warnings).toEqual([
      'line 2: note: There is no member "note" here; why: There is no member "why" here; left out',
      'line 3: colour: There is no member "colour" here; left out',
    ]);
  });

  it('are taken or refused with an HvsimError that has the number of the line, whatever they are', () => {
    const almost = fc
      .record(
        {
          type: fc.constantFrom('desktop.create', 'engine.publishStarted', 'command.delete', 'clone.sessionOpened'),
          at: fc.oneof(fc.double(), fc.string()),
          machine: fc.jsonValue(),
          pool: fc.jsonValue(),
          event: fc.jsonValue(),
        },
        { requiredKeys: [] },
      )
      .map((value) => JSON.stringify(value));
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.json(), almost), { maxLength: 5 }), (lines) => {
        const script = new EventScript();
        lines.forEach((text, index) => {
          try {
            for (const entry of script.take(text)) script.record(entry);
          } catch (failure) {
            expect(failure).toEqual(error(expect.any(String) as never, new RegExp(`^line ${index + 1}: `)));
          }
        });
      }),
      { numRuns: 500 },
    );
  });
});

describe('desktop.create', () => {
  it('starts over with another pool and a fresh clock', () => {
    const script = new EventScript();
    takeAll(script, [line({ type: 'engine.publishStarted', at: '2030-01-01' }), succeeded]);
    const [created] = script.take('{"type":"desktop.create","name":"win11","clones":1}');
    expect(created).toMatchObject({
      seq: 3,
      at: defaultStart,
      event: { type: 'desktop.create', name: 'win11', clones: 1 },
      outcome: 'accepted',
    });
    expect(script.simulator.pools.map(({ name }) => name)).toEqual(['win11']);
    expect(script.simulator.state().operation).toBe('INITIAL_PUBLISH');
    expect(script.take(started)[0]).toMatchObject({ seq: 4, at: defaultStart + 1_000 });
  });

  it('may have a time, before which nothing happens', () => {
    const script = new EventScript();
    expect(script.take('{"type":"desktop.create","at":"2001-01-01"}')[0]?.at).toBe(Date.parse('2001-01-01'));
    expect(script.take(started)[0]?.at).toBe(Date.parse('2001-01-01T00:00:01Z'));
    const other = new EventScript();
    other.take('{"type":"desktop.create","at":5000}');
    expect(() => other.take('{"type":"engine.publishStarted","at":4999}')).toThrow(error('time-goes-backwards', /^line 2/));
  });

  it('without a time takes the first that comes, also an earlier one, and keeps its pool', () => {
    const script = new EventScript();
    script.take('{"type":"desktop.create","name":"win11"}');
    expect(script.take('{"type":"engine.publishStarted","at":5000}').map(({ at, event }) => [at, event.type])).toEqual([
      [5_000, 'engine.publishStarted'],
    ]);
    expect(script.simulator.pools[0]?.name).toBe('win11');
    expect(() => script.take('{"type":"engine.publishSucceeded","at":4999}')).toThrow(error('time-goes-backwards'));
  });
});

describe('options', () => {
  it('set release, format and begin', () => {
    const script = new EventScript({ release: '8.6', format: 'rest-v2', startAt: '2030-01-01' });
    const [entry] = script.take(started);
    expect(entry?.at).toBe(Date.parse('2030-01-01T00:00:01Z'));
    expect(script.record(entry as never).status).toMatchObject({ instant_clone_operation: 'INITIAL_PUBLISH' });
    expect(script.simulator.release).toBe('2206');
  });

  it.each<[EventScriptOptions, string]>([
    [{ release: '9.9' }, 'unknown-release'],
    [{ release: '2111', format: 'rest-v3' }, 'format-not-in-release'],
    [{ format: 'soap' as 'view' }, 'unknown-format'],
    [{ engine: 'fast' as 'quick' }, 'unknown-profile'],
    [{ startAt: 'soon' }, 'wrong-options'],
    [{ seed: 0.5 }, 'wrong-options'],
  ])('%j are refused as %s', (options, code) => {
    expect(() => new EventScript(options)).toThrow(error(code));
  });
});

describe('with an engine', () => {
  it('what the engine does between two lines comes before the second', () => {
    const script = new EventScript({ engine: 'quick' });
    const entries = script.take(line({ ...push(), at: defaultStart + 10_000 }));
    expect(entries.map(({ by, event }) => `${by} ${event.type}`)).toEqual([
      'engine engine.publishStarted',
      ...[20, 40, 60, 80].map(() => 'engine engine.publishProgressed'),
      'engine engine.publishSucceeded',
      'script command.schedulePushImage',
    ]);
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('goes on after the last line until nothing is left to happen, or a time', () => {
    const script = new EventScript({ engine: 'quick' });
    script.take(line({ ...push({ startTime: defaultStart + 3_600_000 }), at: defaultStart + 10_000 }));
    const soon = [...script.finish(defaultStart + 20_000)];
    expect(soon.at(-1)?.event.type).toBe('engine.publishSucceeded');
    expect([...script.finish(defaultStart + 3_599_999)]).toEqual([]);
    const [start] = script.finish(defaultStart + 3_600_000);
    expect(start).toMatchObject({ at: defaultStart + 3_600_000, event: { type: 'engine.startTimeReached' } });
    const rest = [...script.finish()];
    expect(rest[0]).toMatchObject({ event: { type: 'clone.resyncStarted' } });
    expect(script.simulator.state()).toEqual({ operation: 'NONE', pendingImage: 'ABSENT', currentImage: 'READY', task: 'IDLE' });
    expect([...script.finish()]).toEqual([]);
  });

  it('does not do more than what is sent where it is manual', () => {
    const script = new EventScript();
    script.take(started);
    expect([...script.finish()]).toEqual([]);
  });

  it('passes over what the engine did in a recorded timeline, and does it itself', () => {
    const recorded = createSimulator({ engine: 'quick' });
    recorded.advance('10s');
    recorded.send(0, push());
    recorded.advance('10s');
    const script = new EventScript({ engine: 'quick' });
    const entries = [...takeAll(script, linesOf(recorded)), ...script.finish()];
    expect(entries.map(({ at, event, by }) => [at, event, by])).toEqual(recorded.timeline().map(({ at, event, by }) => [at, event, by]));
  });
});

/** The timeline of one pool, as lines. */
const linesOf = (simulator: Simulator, pool = 0): string[] =>
  simulator
    .timeline()
    .filter((entry) => entry.pool === simulator.pools[pool]?.id)
    .map((entry) => JSON.stringify(simulator.record(entry, 'view')));

/** What a line says of a pool: everything but its number. */
const told = (text: string): unknown => {
  const { seq: _, event: __, by: ___, ...rest } = JSON.parse(text);
  return rest;
};

/** The same without the words of faults: the name of a pool without clones is in no record. */
const toldUnnamed = (text: string): unknown => {
  const { fault, ...rest } = told(text) as { readonly fault?: { readonly name: string; readonly field?: string } };
  return { ...rest, fault: fault && [fault.name, fault.field] };
};

describe('records of a timeline', () => {
  const replayed = (simulator: Simulator, pool: number) => {
    const lines = linesOf(simulator, pool);
    const warnings: string[] = [];
    const script = new EventScript({ release: simulator.release, warn: (warning) => warnings.push(warning) });
    const again = takeAll(script, lines).map((entry) => JSON.stringify(script.record(entry)));
    expect(warnings).toEqual([]);
    return { lines, again };
  };

  const directory = new URL('../../examples/scenarios/', import.meta.url);
  it.each(readdirSync(directory))('of %s replay to the same outcomes and statuses', (file) => {
    const simulator = runScenario(parseScenario(readFileSync(new URL(file, directory), 'utf8'), file));
    simulator.pools.forEach((_, pool) => {
      const { lines, again } = replayed(simulator, pool);
      expect(again.map(told)).toEqual(lines.map(told));
    });
  });

  // Once a pool that was not the first lost its clones: their ids are a function of the position.
  it('of any run and any of its pools replay to the same outcomes and statuses', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(anyActAtAll, { maxLength: 25, size: 'max' }),
        fc.constantFrom('2512', '2106'),
        (seed, acts: Act[], release) => {
          const simulator = createSimulator({
            seed,
            release,
            engine: 'flaky',
            pools: [{}, { clones: 2 }, { name: 'x-1', clones: ['a', 'b'] }, { id: 'y' }],
          });
          for (const act of acts) perform(simulator, act);
          simulator.advance('1d');
          simulator.pools.forEach((_, pool) => {
            const { lines, again } = replayed(simulator, pool);
            expect(again.map(toldUnnamed)).toEqual(lines.map(toldUnnamed));
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('replay byte for byte where the run had one pool, apart from who did it', () => {
    const simulator = createSimulator({ engine: 'flaky', seed: 4 });
    simulator.advance('2h');
    simulator.send(0, push());
    simulator.advance('2h');
    const { lines, again } = replayed(simulator, 0);
    expect(again).toEqual(lines.map((text) => text.replace('"by":"engine"', '"by":"script"')));
  });

  it('of several pools in one script are refused', () => {
    const simulator = createSimulator({ engine: 'quick', pools: 2 });
    simulator.advance('1s');
    const script = new EventScript();
    const lines = simulator.timeline().map((entry) => JSON.stringify(simulator.record(entry, 'view')));
    // The second creation starts over; then a line of the first pool comes.
    const first = simulator.timeline().findIndex(({ pool, seq }) => seq > 2 && pool === simulator.pools[0]?.id);
    takeAll(script, lines.slice(0, 2));
    expect(() => script.take(lines[first] ?? '')).toThrow(
      error('wrong-payload', /^line 3: The event is about pool .* Give the lines of one pool/),
    );
  });

  it('in other formats replay as well: only the events count', () => {
    const simulator = createSimulator({ engine: 'quick', release: '2206' });
    simulator.advance('10s');
    const lines = simulator.timeline().map((entry) => JSON.stringify(simulator.record(entry, 'rest-v2')));
    const script = new EventScript({ release: '2206', format: 'rest-v2' });
    const again = takeAll(script, lines).map((entry) => JSON.stringify(script.record(entry)));
    expect(again.map(told)).toEqual(lines.map(told));
  });
});
