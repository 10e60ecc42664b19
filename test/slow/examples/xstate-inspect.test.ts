import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type AnyStateNode, and, createActor, createMachine, not, raise, sendTo } from 'xstate';
import { createAdapter } from '../../../examples/xstate-inspect/adapter.mjs';
import { poolMachine } from '../../../machines/pool.machine.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

afterEach(() => {
  vi.unstubAllGlobals();
});

/** The machine that the inspector is given for a machine of version 5. */
// biome-ignore lint/suspicious/noExplicitAny: a configuration of XState 4, whose types are not here
function shown(machine: Parameters<typeof createActor>[0], input?: unknown): any {
  const register = vi.fn();
  vi.stubGlobal('__xstate__', { register });
  createActor(machine, { input, devTools: createAdapter() }).start();
  return JSON.parse(JSON.stringify(register.mock.lastCall?.[0].machine));
}

function* withDescendants(node: AnyStateNode): Generator<AnyStateNode> {
  yield node;
  for (const child of Object.values(node.states)) yield* withDescendants(child);
}

describe('a machine for @xstate/inspect', () => {
  it('says in the words of XState 4 what XState 5 says in others', () => {
    const machine = createMachine({
      id: 'door',
      initial: 'closed',
      states: {
        closed: {
          tags: 'safe',
          entry: [raise({ type: 'looked' }), function ring() {}],
          on: { open: { target: 'open', guard: and(['unlocked', not({ type: 'alarm' })]) }, knock: { reenter: true, target: 'closed' } },
        },
        open: {
          description: 'Anybody may come in.',
          after: { 1000: 'closed' },
          always: {
            guard: function windy() {
              return false;
            },
            target: 'closed',
          },
          invoke: { src: 'watch', onDone: '#door.closed' },
          exit: { type: 'shut', params: { gently: true } },
        },
      },
    });
    expect(shown(machine)).toEqual({
      id: 'door',
      predictableActionArguments: true,
      initial: 'closed',
      states: {
        closed: {
          tags: 'safe',
          entry: ['raise', 'ring'],
          on: {
            open: [{ target: 'open', cond: 'and(unlocked, not(alarm))', internal: true }],
            knock: [{ target: 'closed', internal: false }],
          },
        },
        open: {
          description: 'Anybody may come in.',
          after: { 1000: [{ target: 'closed', internal: true }] },
          always: [{ target: 'closed', cond: 'windy', internal: true }],
          invoke: [{ src: 'watch', onDone: [{ target: '#door.closed', internal: true }] }],
          exit: ['shut'],
        },
      },
    });
  });

  it('has every state of the pool machine, with every event that it takes', () => {
    const input = { name: 'win11', at: 0, image: { parentVm: 'vm-1', snapshot: 'snapshot-1' }, clones: [], selectivePush: true };
    const machine = shown(poolMachine, input);
    const nodes = [...withDescendants(poolMachine.root)];
    expect(nodes.length).toBeGreaterThan(20);
    for (const node of nodes) {
      // biome-ignore lint/suspicious/noExplicitAny: a configuration of XState 4, whose types are not here
      const same = node.path.reduce((parent: any, key) => parent.states[key], machine);
      expect(Object.keys(same.on ?? {})).toEqual([...node.transitions.keys()]);
      expect(same.description).toBe(node.description);
    }
  });

  it('comes with states of its own actor, not of those that it invokes', () => {
    const child = createMachine({ initial: 'waiting', states: { waiting: { on: { go: 'gone' } }, gone: {} } });
    const machine = createMachine({
      invoke: { id: 'child', src: child },
      initial: 'idle',
      states: { idle: { on: { pass: { actions: sendTo('child', { type: 'go' }) } } } },
    });
    const register = vi.fn();
    vi.stubGlobal('__xstate__', { register });
    const actor = createActor(machine, { devTools: createAdapter() }).start();
    const told: unknown[] = [];
    register.mock.lastCall?.[0].subscribe((state: { value: unknown }) => told.push(state.value));
    actor.send({ type: 'pass' });
    expect(actor.getSnapshot().children.child?.getSnapshot()).toMatchObject({ value: 'gone' });
    expect(told).toEqual(['idle']);
  });

  it('is refused, with what to do, where there is no inspector', () => {
    const actor = createActor(createMachine({}), { devTools: createAdapter() });
    expect(() => actor.start()).toThrow('call inspect() of @xstate/inspect before the actor starts');
  });
});

describe('people who install hvsim', () => {
  it('get nothing of the example and its XState 4', () => {
    const arguments_ = ['pack', '--dry-run', '--json', '--ignore-scripts'];
    const [packed] = JSON.parse(execFileSync('npm', arguments_, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    const paths: string[] = packed.files.map(({ path }: { path: string }) => path);
    expect(paths).toContain('examples/scenarios/push-now.yaml');
    expect(paths.filter((path) => path.includes('xstate-inspect'))).toEqual([]);

    const { dependencies, peerDependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
    expect(Object.keys({ ...dependencies, ...peerDependencies })).not.toContain('@xstate/inspect');
    expect(dependencies.xstate).toMatch(/^\^5\./);
    const inWorkspace = createRequire(`${root}examples/xstate-inspect/package.json`);
    expect(inWorkspace('xstate/package.json').version).toMatch(/^4\./);
    expect(createRequire(import.meta.url)('xstate/package.json').version).toMatch(/^5\./);
  });
});
