import { describe, expect, it } from 'vitest';
import type { PoolEvent } from '../../machines/index.ts';
import { EventScript } from '../../src/simulator/index.ts';
import { stateOf } from '../../src/simulator/timeline.ts';
import { forAllScripts, type Law, toScript } from './script.ts';

const replay = (script: string, release = '2512') => {
  const run = new EventScript({ release });
  return { run, entries: script.split('\n').flatMap((line) => run.take(line)) };
};

const messageOf = (act: () => void): string => {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

/** The script in a report: everything between its first and its last line. */
const scriptIn = (message: string) => message.slice(message.indexOf('# hvsim run'), message.indexOf('\n\nseed:'));

describe('toScript', () => {
  const events: PoolEvent[] = [
    { type: 'engine.publishStarted', at: 5 },
    { type: 'engine.publishProgressed', percent: Number.NaN, at: 6 },
    { type: 'engine.publishSucceeded', at: 7 },
  ];
  const script = toScript({ release: '2206', spec: { clones: 1 }, at: 0, events });

  it('writes how to run it, the creation, and an event a line', () => {
    expect(script.split('\n')).toEqual([
      '# hvsim run - --manual --release 2206',
      '{"type":"desktop.create","at":0,"clones":1}',
      '{"type":"engine.publishStarted","at":5}',
      '# cannot be said in a script: {"type":"engine.publishProgressed","percent":null,"at":6}',
      '{"type":"engine.publishSucceeded","at":7}',
    ]);
  });

  it('writes what an event script replays', () => {
    const { entries, run } = replay(script, '2206');
    expect(entries.map(({ event, at, outcome }) => [event.type, at, outcome])).toEqual([
      ['desktop.create', 0, 'accepted'],
      ['engine.publishStarted', 5, 'accepted'],
      ['engine.publishSucceeded', 7, 'accepted'],
    ]);
    expect(run.simulator.clones()).toHaveLength(1);
  });
});

describe('forAllScripts', () => {
  /** Deliberately false: pushes do get READY_HELD and beyond. */
  const nothingIsPromoted: Law = () => {
    return ({ event, result }) => {
      if (event.type === 'command.promotePendingImage' && result.outcome === 'accepted')
        throw new Error(`promoted to ${JSON.stringify(stateOf(result.snapshot))}`);
    };
  };

  it('lets a law that holds pass, after every event of every life', () => {
    let lives = 0;
    let events = 0;
    forAllScripts({ release: '2512', numRuns: 20, maxEvents: 10 }, () => {
      lives += 1;
      return () => {
        events += 1;
      };
    });
    expect(lives).toBe(20);
    expect(events).toBeGreaterThan(60);
  });

  it('prints a false law as a script that an event script replays to the same state', () => {
    const message = messageOf(() => forAllScripts({ release: '2512', numRuns: 2_000, seed: 7 }, nothingIsPromoted));
    const { run, entries } = replay(scriptIn(message));
    expect(entries.at(-1)).toMatchObject({ event: { type: 'command.promotePendingImage' }, outcome: 'accepted' });
    expect(message.split('\n')[0]).toBe(`promoted to ${JSON.stringify(run.simulator.state())}`);
  });

  it('shrinks to what is needed: create, publish, push, publish, promote', () => {
    const message = messageOf(() => forAllScripts({ release: '2512', numRuns: 2_000, seed: 7 }, nothingIsPromoted));
    const { entries } = replay(scriptIn(message));
    expect(entries.filter(({ outcome }) => outcome === 'accepted').map(({ event }) => event.type)).toEqual([
      'desktop.create',
      'engine.publishStarted',
      'engine.publishSucceeded',
      'command.schedulePushImage',
      'engine.publishStarted',
      'engine.publishSucceeded',
      'command.promotePendingImage',
    ]);
  });

  it('names a seed and a path that show the same script again', () => {
    const first = messageOf(() => forAllScripts({ release: '2512', numRuns: 2_000, seed: 7 }, nothingIsPromoted));
    const [, seed, path] = /seed: (-?\d+), path: "([\d:]+)"/.exec(first) ?? [];
    expect(Number(seed)).toBe(7);
    const again = messageOf(() => forAllScripts({ release: '2512', seed: Number(seed), path: path ?? '' }, nothingIsPromoted));
    expect(scriptIn(again)).toBe(scriptIn(first));
  });

  it('reports a law that a pool breaks by being created', () => {
    const message = messageOf(() =>
      forAllScripts({ release: '2512' }, (created) => {
        throw new Error(`created ${created.outcome}`);
      }),
    );
    expect(message).toMatch(/^created accepted\n\n# hvsim run - --manual --release 2512\n\{"type":"desktop.create",[^\n]*\}\n\nseed: /);
  });
});
