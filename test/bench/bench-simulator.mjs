// Measures what the simulator claims: stepping, start-up and memory. A part of the bench; see bench.mjs.
import { spawnSync } from 'node:child_process';
import { createActor, initialTransition, transition } from 'xstate';
import { poolMachine } from '#built/machines/index.js';
import { encodeStatus, toPoolView } from '#built/src/projector/index.js';
import { create, step } from '#built/src/simulator/step.js';
import { bin, inTurn, markdown, start } from './measure.mjs';

const input = {
  name: 'bench',
  at: 0,
  image: { parentVm: 'vm-1', snapshot: 'snapshot-1' },
  clones: ['a', 'b', 'c'].map((id) => ({ id, name: id })),
  selectivePush: true,
};
const begin = [{ type: 'engine.publishStarted' }, { type: 'engine.publishSucceeded' }];
const settings = /** @type {const} */ ({ logoffSetting: 'FORCE_LOGOFF' });
const cycle = [
  { type: 'command.schedulePushImage', spec: { parentVm: 'vm-2', snapshot: 'snapshot-2', settings } },
  { type: 'engine.publishStarted' },
  ...[20, 40, 60, 80].map((percent) => ({ type: 'engine.publishProgressed', percent })),
  { type: 'engine.publishSucceeded' },
  ...input.clones.flatMap(({ id }) => [
    { type: 'clone.resyncStarted', machine: id },
    { type: 'clone.resyncSucceeded', machine: id },
  ]),
];
/** @type {any[]} */
const events = [...begin, ...Array.from({ length: 100 }, () => cycle).flat()].map((event, at) => ({ ...event, at }));

const perSecond = (/** @type {() => void} */ run) => {
  const started = performance.now();
  run();
  return (events.length / (performance.now() - started)) * 1_000;
};
const target = /** @type {const} */ ({ release: '2206', format: 'rest-v2' });
const project = (/** @type {any} */ snapshot) => {
  const view = toPoolView(snapshot);
  return view ? encodeStatus(view, target) : null;
};

/** Megabytes that 10,000 pools of 3 clones hold after 20 minutes of life. */
function memory(/** @type {boolean} */ record) {
  const program = `import { createSimulator } from ${JSON.stringify(new URL('../../dist/src/index.js', import.meta.url).href)};
    globalThis.gc(); const before = process.memoryUsage().heapUsed;
    const simulator = createSimulator({ pools: 10_000, engine: 'production', record: ${record} });
    simulator.advance('20m'); globalThis.gc();
    process.stdout.write(String((process.memoryUsage().heapUsed - before) / 1e6)); simulator.now;`;
  const { stdout } = spawnSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', program], { encoding: 'utf8' });
  return `${Math.round(Number(stdout))} MB`;
}

/** What the simulator can do, as tables. */
export function simulatorBench() {
  const stepping = inTurn(
    {
      'bare XState actor, send': () =>
        perSecond(() => {
          const actor = createActor(poolMachine, { input }).start();
          for (const event of events) actor.send(event);
        }),
      'XState transition()': () =>
        perSecond(() => {
          let [snapshot] = initialTransition(poolMachine, input);
          for (const event of events) [snapshot] = transition(poolMachine, snapshot, event);
        }),
      'hvsim step': () =>
        perSecond(() => {
          let { snapshot } = create(input);
          for (const event of events) snapshot = step(snapshot, event).snapshot;
        }),
      'hvsim step and projection': () =>
        perSecond(() => {
          let { snapshot } = create(input);
          for (const event of events) {
            snapshot = step(snapshot, event).snapshot;
            project(snapshot);
          }
        }),
    },
    51,
  );

  const starting = inTurn({
    'node -e 0': start('-e', '0'),
    'hvsim --version': start(bin, '--version'),
    'hvsim run push-now': start(bin, 'run', 'push-now'),
  });

  const { 'bare XState actor, send': bare = 1 } = stepping;
  const { 'node -e 0': node = 1 } = starting;
  return [
    markdown([
      ['stepping (events a second)', 'median', 'cost against a bare actor'],
      ...Object.entries(stepping).map(([name, value]) => [name, `${Math.round(value / 1_000)} k`, (bare / value).toFixed(2)]),
    ]),
    markdown([
      ['start-up', 'median', 'against bare Node'],
      ...Object.entries(starting).map(([name, value]) => [name, `${value.toFixed(0)} ms`, (value / node).toFixed(2)]),
    ]),
    markdown([
      ['10,000 pools of 3 clones, 20 minutes of life', 'memory'],
      ['as they are', memory(false)],
      ['with the timeline of what happened', memory(true)],
    ]),
  ].join('\n\n');
}
