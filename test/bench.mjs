// Measures what the README claims: ratios, side by side in one run, medians of rounds taken in turn. Run by "npm run bench".
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createActor, initialTransition, transition } from 'xstate';
import { poolMachine } from '../dist/machines/index.js';
import { encodeStatus, toPoolView } from '../dist/src/projector/index.js';
import { create, step } from '../dist/src/simulator/step.js';
import { benchFixtures } from './bench-fixtures.mjs';

const median = (/** @type {number[]} */ values) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Runs every candidate in turn, several times, and gives each one's median. */
function inTurn(/** @type {Record<string, () => number>} */ candidates, rounds = 11) {
  const results = /** @type {Record<string, number[]>} */ ({});
  for (const name of Object.keys(candidates)) results[name] = [];
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, measure] of Object.entries(candidates)) {
      const value = measure();
      if (round > 0) results[name]?.push(value); // the first round warms up
    }
  }
  return Object.fromEntries(Object.entries(results).map(([name, values]) => [name, median(values)]));
}

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

const bin = fileURLToPath(new URL('../src/cli/hvsim.cjs', import.meta.url));
const start =
  (/** @type {string[]} */ ...args) =>
  () => {
    const started = performance.now();
    const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
    if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
    return performance.now() - started;
  };
const starting = inTurn({
  'node -e 0': start('-e', '0'),
  'hvsim --version': start(bin, '--version'),
  'hvsim run push-now': start(bin, 'run', 'push-now'),
});

/** Megabytes that 10,000 pools of 3 clones hold after 20 minutes of life. */
function memory(/** @type {boolean} */ record) {
  const program = `import { createSimulator } from ${JSON.stringify(new URL('../dist/src/index.js', import.meta.url).href)};
    globalThis.gc(); const before = process.memoryUsage().heapUsed;
    const simulator = createSimulator({ pools: 10_000, engine: 'production', record: ${record} });
    simulator.advance('20m'); globalThis.gc();
    process.stdout.write(String((process.memoryUsage().heapUsed - before) / 1e6)); simulator.now;`;
  const { stdout } = spawnSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', program], { encoding: 'utf8' });
  return `${Math.round(Number(stdout))} MB`;
}

const bare = stepping['bare XState actor, send'] ?? Number.NaN;
const node = starting['node -e 0'] ?? Number.NaN;
const rows = [
  ['stepping (events a second)', 'median', 'cost against a bare actor'],
  ...Object.entries(stepping).map(([name, value]) => [name, `${Math.round(value / 1_000)} k`, (bare / value).toFixed(2)]),
];
const starts = [
  ['start-up', 'median', 'against bare Node'],
  ...Object.entries(starting).map(([name, value]) => [name, `${value.toFixed(0)} ms`, (value / node).toFixed(2)]),
];
const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
const markdown = (/** @type {string[][]} */ [head = [], ...body]) =>
  [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');

console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model}, ${new Date().toISOString().slice(0, 10)}\n`);
console.log(markdown(rows));
console.log(`\n${markdown(starts)}`);
console.log(
  `\n${markdown([
    ['10,000 pools of 3 clones, 20 minutes of life', 'memory'],
    ['as they are', memory(false)],
    ['with the timeline of what happened', memory(true)],
  ])}`,
);

benchFixtures(inTurn, markdown);
