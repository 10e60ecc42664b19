import { describe, expect, it } from 'vitest';
import { createSimulator, runScenario } from '../../src/index.ts';
import { LiveSession, type SessionOptions } from '../../src/inspector/live-session.ts';
import type { CommandAnswer } from '../../src/inspector/protocol.ts';
import type { Change } from '../../src/inspector/session.ts';
import { parseScenario } from '../../src/scenario/scenario-file.ts';
import type { SimulatorOptions } from '../../src/simulator/options.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { push } from './runs.ts';

/** A session whose wall time passes when it is told to. */
function session(options: SimulatorOptions = {}, more: Partial<SessionOptions> = {}) {
  let now = 0;
  const ticks = new Set<() => void>();
  let made = 0;
  const simulator = createSimulator({ engine: 'lab', ...options });
  const live = new LiveSession(
    { simulator, title: 'A pool' },
    {
      format: 'view',
      wall: {
        now: () => now,
        every: (_, callback) => {
          ticks.add(callback);
          return () => ticks.delete(callback);
        },
        newId: () => {
          made += 1;
          return `session-${made}`;
        },
      },
      ...more,
    },
  );
  const changes: Change[] = [];
  live.subscribe((change) => changes.push(change));
  const pass = async (ms: number) => {
    now += ms;
    for (const tick of ticks) tick();
    await Promise.resolve();
  };
  return { live, simulator, changes, ticks, pass, pool: simulator.pools[0]?.id ?? '' };
}

const codeOf = (answer: CommandAnswer) => ('code' in answer ? answer.code : 'ok');

describe('a live session', () => {
  it('shows what happened before anybody looked, and what happens then', () => {
    const { live, simulator, changes } = session();
    expect(live.steps.map(({ event }) => event.type)).toEqual(['desktop.create']);
    simulator.fire();
    expect(live.steps.map(({ seq, event }) => [seq, event.type])).toEqual([
      [1, 'desktop.create'],
      [2, 'engine.publishStarted'],
    ]);
    expect(changes).toEqual(['steps']);
    expect(live.description).toMatchObject({ hvsim: 1, session: 'session-1', mode: 'live', release: '2512', format: 'view' });
  });

  it('shows the pools as they are where the simulator does not record', () => {
    const { live, simulator } = session({ record: false });
    simulator.fire();
    expect(live.steps.map(({ event }) => event.type)).toEqual(['observed', 'engine.publishStarted']);
    expect(live.steps[0]?.state.pendingImage).toBe('PENDING_PUBLISH');
  });

  // The script said that statuses were seen, or sent the events of a pool whose begin was missing to a fresh one.
  it('has no script of a pool whose begin it has not seen, and one of a pool that was created later', () => {
    const { live, simulator, pool } = session({ record: false });
    simulator.fire();
    const unseen = /^# The pool was there before what is shown here begins: .* unless it is created with "record: false"\.\n$/;
    expect(live.script('yaml')).toMatch(unseen);
    expect(live.script('ndjson', pool)).toMatch(unseen);
    const id = simulator.createPool({ name: 'late' });
    const [comment, ...scenario] = live.script('yaml').split('\n');
    expect(comment).toContain(`# Left out is "${pool}". The pool was there before`);
    const again = runScenario(parseScenario(scenario.join('\n'), 'late.yaml'));
    expect(again.pools).toEqual([{ id, name: 'late' }]);
    expect(live.script('ndjson', id)).toContain('"desktop.create"');
  });

  it('sends an event, and says what became of it', async () => {
    const { live, pool } = session();
    expect(await live.command({ do: 'send', pool, event: { type: 'engine.publishStarted' } })).toMatchObject({
      ok: true,
      outcome: 'accepted',
    });
    const refused = await live.command({ do: 'send', pool, event: push });
    expect(refused).toMatchObject({ ok: true, outcome: 'fault', fault: { name: 'InvalidArgument' } });
    expect(live.steps).toHaveLength(3);
  });

  it.each([
    ['an unknown event', { do: 'send', event: { type: 'command.explode' } }, 'unknown-event'],
    ['a broken payload', { do: 'send', event: { type: 'command.schedulePushImage', spec: {} } }, 'wrong-payload'],
    ['a fact of the wrong shape', { do: 'send', event: { type: 'engine.publishProgressed', percent: 'half' } }, 'wrong-payload'],
    ['an event that is none', { do: 'send', event: 5 }, 'wrong-payload'],
    ['an unknown pool', { do: 'send', pool: 'nobody', event: { type: 'command.delete' } }, 'unknown-pool'],
    ['an unknown command', { do: 'dance' }, 'wrong-payload'],
    ['no object', 'next', 'wrong-payload'],
    ['nothing', null, 'wrong-payload'],
    ['time that goes back', { do: 'advance', ms: -1 }, 'wrong-payload'],
    ['time without end', { do: 'advance', ms: 1e300 }, 'wrong-payload'],
    ['a speed that is none', { do: 'play', speed: 'fast' }, 'wrong-payload'],
    ['a member too many', { do: 'next', twice: true }, 'wrong-payload'],
    ['a restart, which nobody here can do', { do: 'restart' }, 'read-only'],
  ])('refuses %s and leaves the pool as it was', async (_, command, code) => {
    const { live, simulator, pool } = session();
    const before = simulator.snapshot();
    const asked = typeof command === 'object' && command?.do === 'send' ? { pool, ...command } : command;
    const answer = await live.command(asked);
    expect(codeOf(answer)).toBe(code);
    expect('message' in answer && answer.message).toMatch(/\.$/);
    expect(simulator.snapshot()).toBe(before);
    expect(live.clock.now).toBe(simulator.now);
    expect(live.steps).toHaveLength(1);
  });

  it('lets virtual time pass, to the next moment where something happens too', async () => {
    const { live, simulator } = session();
    const begin = simulator.now;
    await live.command({ do: 'advance', ms: 1 });
    expect(live.clock.now).toBe(begin + 1);
    const due = live.clock.nextDue;
    const answer = await live.command({ do: 'next' });
    expect(live.clock.now).toBe(due);
    expect(live.steps.at(-1)?.event.type).toBe('engine.publishStarted');
    expect(answer).toMatchObject({ ok: true, clock: { now: due, speed: 0 } });
  });

  it('says so where nothing more will happen', async () => {
    const { live } = session({ engine: 'manual' });
    expect(await live.command({ do: 'next' })).toMatchObject({ ok: true, reason: 'Nothing more will happen by itself.' });
    expect(live.clock).not.toHaveProperty('nextDue');
  });

  it('plays at a speed until it is stopped', async () => {
    const { live, simulator, pass, changes } = session();
    const begin = simulator.now;
    await live.command({ do: 'play', speed: 60 });
    await pass(1_000);
    expect(live.clock).toMatchObject({ now: begin + 60_000, speed: 60 });
    await pass(1_000);
    expect(live.clock.now).toBe(begin + 120_000);
    await live.command({ do: 'play', speed: 0 });
    await pass(5_000);
    expect(live.clock).toMatchObject({ now: begin + 120_000, speed: 0 });
    expect(changes.filter((change) => change === 'clock').length).toBeGreaterThanOrEqual(4);
  });

  it('tells that time has passed when somebody else lets it pass', async () => {
    const { simulator, pass, changes } = session({ engine: 'manual' });
    await pass(100);
    changes.length = 0;
    simulator.advance(1);
    await pass(100);
    await pass(100);
    expect(changes).toEqual(['clock']);
  });

  it('starts over: another session, other pools, the clock at the begin', async () => {
    const start = (scenario?: string) => ({ simulator: createSimulator({ pools: 2 }), title: 'Anew', ...(scenario ? { scenario } : {}) });
    const { live, simulator, changes } = session({}, { start });
    await live.command({ do: 'play', speed: 5 });
    expect(await live.command({ do: 'restart', scenario: 'delete' })).toMatchObject({ ok: true, clock: { speed: 0 } });
    expect(live.description).toMatchObject({ session: 'session-2', title: 'Anew', scenario: 'delete' });
    expect(live.steps.map(({ event }) => event.type)).toEqual(['desktop.create', 'desktop.create']);
    expect(changes).toContain('session');
    simulator.fire();
    expect(live.steps).toHaveLength(2);
  });

  // Only standard error of the command said so: the page and its file looked like a whole run.
  it('says of a scenario that failed why, in its recording too, and no more of the next one', async () => {
    const problems = ['expectation-failed: Step 2.', undefined];
    const start = () => {
      const problem = problems.shift();
      return { simulator: createSimulator(), title: 'Anew', ...(problem === undefined ? {} : { problem }) };
    };
    const { live } = session({}, { start });
    expect(live.description).not.toHaveProperty('warnings');
    await live.command({ do: 'restart', scenario: 'fails' });
    const warnings = ['The scenario did not come to its end. expectation-failed: Step 2.'];
    expect(live.description.warnings).toEqual(warnings);
    expect(live.toRecording().description.warnings).toEqual(warnings);
    await live.command({ do: 'restart', scenario: 'ends' });
    expect(live.description).not.toHaveProperty('warnings');
  });

  it('lets others carry out what viewers ask for', async () => {
    const done: unknown[] = [];
    const simulator: Simulator = createSimulator({ engine: 'manual' });
    const handlers = {
      send: async (...args: Parameters<Simulator['send']>) => {
        done.push(args);
        return simulator.send(0, args[1]);
      },
      advance: (ms: number) => void done.push(ms),
    };
    const { live, pool } = session({}, { handlers });
    await live.command({ do: 'send', pool, event: { type: 'engine.publishStarted' } });
    await live.command({ do: 'advance', ms: 5 });
    expect(done).toEqual([[pool, { type: 'engine.publishStarted' }], 5]);
  });

  it('that may only be looked at does nothing, and shows what others do', async () => {
    const { live, simulator, pool } = session({}, { readonly: true });
    expect(codeOf(await live.command({ do: 'send', pool, event: { type: 'engine.publishStarted' } }))).toBe('read-only');
    expect(live.description.readonly).toBe(true);
    simulator.fire();
    expect(live.steps).toHaveLength(2);
  });

  it('listens no more when it is closed', () => {
    const { live, simulator, ticks } = session();
    live.close();
    simulator.fire();
    expect(live.steps).toHaveLength(1);
    expect(ticks.size).toBe(0);
  });
});
