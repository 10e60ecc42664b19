// Measures what fixtures claim. A part of the bench; see bench.mjs.
import { spawnSync } from 'node:child_process';
import { createObserver, validate } from '#built/src/conformance/index.js';
import { fastStatuses } from '#built/src/fixtures/fast/statuses.js';
import { categories, fixtureStatuses } from '#built/src/fixtures/index.js';
import { eventsOf } from '#built/src/fixtures/script.js';
import { encodeStatus, toPoolView } from '#built/src/projector/index.js';
import { create, step } from '#built/src/simulator/step.js';
import { generators, target } from './generators.mjs';
import { bin, inTurn, linesPerSecond, markdown, median, rate, start } from './measure.mjs';

/** @typedef {ReturnType<typeof import('./measure.mjs').newSink>} Sink */

const evenly = Object.fromEntries(categories.map((category) => [category, 1]));

const sources = {
  'as on a live pod': { images: 128 },
  'every kind of state alike': { mix: evenly, images: 128 },
  'every kind alike, every image its own': { mix: evenly, images: 'unique' },
};

const statusesOf = (/** @type {object} */ options) => fixtureStatuses({ ...target, .../** @type {any} */ (options) });

/** Every status of some lives, by stepping the machine, projecting and JSON.stringify. */
function live(/** @type {any[][]} */ lives, /** @type {Sink} */ sink) {
  for (const [created, ...events] of lives) {
    const input = { name: 'pool', at: created.at, image: created.image, clones: [], selectivePush: true };
    let { snapshot } = create(input);
    const show = () => {
      const view = toPoolView(snapshot);
      if (view) sink.add(JSON.stringify(encodeStatus(view, target)));
    };
    show();
    for (const event of events) {
      snapshot = step(snapshot, event).snapshot;
      show();
    }
  }
}

/** Statuses a second from the compiled walk, in another part of the corpus each time. */
function walking(/** @type {object} */ options, count = 100_000) {
  const { write } = fastStatuses({ ...target, .../** @type {any} */ (options) });
  let first = 0;
  return linesPerSecond(count, (sink) => {
    for (let index = first; index < first + count; index += 1) sink.addItem(write, index);
    first += count;
  });
}

function walks() {
  const rows = [
    [
      'statuses as NDJSON (rest-v2, one core)',
      'bytes a line',
      'compiled walk',
      'JSON.stringify of ready objects',
      'ratio',
      'live machine',
      'ratio',
    ],
  ];
  for (const [name, options] of Object.entries(sources)) {
    const statuses = statusesOf(options);
    const objects = Array.from({ length: 20_000 }, (_, index) => JSON.parse(statuses.line(index)));
    const lives = Array.from({ length: 300 }, (_, index) => /** @type {any} */ (eventsOf(statuses.life(index))));
    const shown = lives.reduce((sum, life) => sum + life.length, 0);
    const bytes = objects.reduce((sum, object) => sum + JSON.stringify(object).length + 1, 0) / objects.length;
    const {
      walk = 0,
      stringify = 1,
      stepped = 1,
    } = inTurn(
      {
        walk: walking(options),
        stringify: linesPerSecond(objects.length, (sink) => {
          for (const object of objects) sink.add(JSON.stringify(object));
        }),
        stepped: linesPerSecond(shown, (sink) => live(lives, sink)),
      },
      31,
    );
    rows.push([
      name,
      bytes.toFixed(0),
      rate(walk),
      rate(stringify),
      (walk / stringify).toFixed(1),
      rate(stepped),
      (walk / stepped).toFixed(0),
    ]);
  }
  return markdown(rows);
}

const isValid = (/** @type {any} */ status) => validate(status, target).length === 0;
/** A state of the life cycle shows itself so. */
const isReachable = (/** @type {any} */ status) => createObserver(target).observe(status, 0).verdict !== 'impossible';

const percent = (/** @type {unknown[]} */ some, /** @type {unknown[]} */ all) => `${((some.length / all.length) * 100).toFixed(1)} %`;

async function comparison() {
  const statuses = statusesOf({ mix: evenly });
  const makers = await generators();
  const made = Object.fromEntries(Object.entries(makers).map(([name, make]) => [name, Array.from({ length: 5_000 }, make)]));
  const perRound = 500;
  const filled = (/** @type {() => object} */ make, /** @type {(status: object) => boolean} */ fits, lines = perRound) =>
    linesPerSecond(lines, (sink) => {
      for (let done = 0; done < lines; ) {
        const status = make();
        if (!fits(status)) continue;
        sink.add(JSON.stringify(status));
        done += 1;
      }
    });
  const candidates = /** @type {Record<string, () => number>} */ ({ walk: walking({ mix: evenly }) });
  for (const [name, make] of Object.entries(makers)) {
    candidates[name] = filled(make, () => true);
    candidates[`${name}, valid`] = filled(make, isValid, 20);
  }
  const rates = inTurn(candidates);
  const { walk = 0 } = rates;
  const ours = Array.from({ length: 5_000 }, (_, index) => JSON.parse(statuses.line(index)));
  const rows = [
    ['single statuses made by', 'all', 'the valid ones of them', 'valid', 'valid and reachable', 'the walk is quicker', 'than valid ones'],
  ];
  rows.push([
    'hvsim, every kind alike',
    rate(walk),
    rate(walk),
    percent(ours.filter(isValid), ours),
    percent(ours.filter(isReachable), ours),
    '',
    '',
  ]);
  for (const [name, objects] of Object.entries(made)) {
    const [raw = 1, valid = 1] = [rates[name], rates[`${name}, valid`]];
    const shares = [
      percent(objects.filter(isValid), objects),
      percent(
        objects.filter((each) => isValid(each) && isReachable(each)),
        objects,
      ),
    ];
    rows.push([name, rate(raw), rate(valid), ...shares, `${(walk / raw).toFixed(0)} times`, `${(walk / valid).toFixed(0)} times`]);
  }
  return markdown(rows);
}

/** The most memory that the command had, in MB. */
function peak(/** @type {string[]} */ ...args) {
  const script = `process.on('exit', () => process.stderr.write(String(process.resourceUsage().maxRSS / 1024)));
    process.argv.splice(1, 0, ''); require(${JSON.stringify(bin)});`;
  const { stderr } = spawnSync(process.execPath, ['-e', script, 'fixtures', '--release', '2206', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return Number(stderr);
}

function growth() {
  const statuses = statusesOf({});
  const first = (/** @type {number} */ count) => () => 1e9 / walking(statuses, count)();
  // Up to here a status also pays for what is made once: the pieces of its kind of life, and machine code.
  first(500_000)();
  const base = median([1, 2, 3, 4, 5].map(() => peak('--count', '1')));
  const counts = [10_000, 100_000, 1_000_000, 10_000_000];
  const each = inTurn(Object.fromEntries(counts.map((count) => [`n${count}`, first(count)])), 7);
  const rows = [['statuses', 'a status, once warm', 'peak memory above start']];
  for (const count of counts)
    rows.push([
      count.toLocaleString('en'),
      `${each[`n${count}`]?.toFixed(0)} ns`,
      `${(peak('--count', String(count)) - base).toFixed(0)} MB`,
    ]);
  return markdown(rows);
}

/** How much two workers help, and how much this machine lets two of anything help: two processes that share nothing. */
function threads() {
  const args = [bin, 'fixtures', '--count', '30000000'];
  const halves = () => {
    const began = performance.now();
    const both = '"$0" "$@" --shard 1/2 & "$0" "$@" --shard 2/2 && wait $!';
    const { status } = spawnSync('sh', ['-c', both, process.execPath, ...args], { stdio: 'ignore' });
    if (status !== 0) throw new Error(`two processes ended with ${status}`);
    return performance.now() - began;
  };
  const { one = 0, two = 1, shards = 1 } = inTurn({ one: start(...args), two: start(...args, '--workers', '2'), shards: halves }, 7);
  const times = (/** @type {number} */ ms) => (one / ms).toFixed(2);
  return `Two workers are ${times(two)} times as fast as one, two processes with half of it each ${times(shards)} times (30,000,000 statuses, start included).`;
}

function starting() {
  const { node = 1, one = 1 } = inTurn({ node: start('-e', '0'), one: start(bin, 'fixtures', '--count', '1') }, 21);
  return `hvsim fixtures --count 1 takes ${one.toFixed(0)} ms, ${(one / node).toFixed(2)} times bare Node (${node.toFixed(0)} ms).`;
}

/** What fixtures can do, as tables. */
export async function fixturesBench() {
  return [walks(), await comparison(), starting(), growth(), threads()].join('\n\n');
}
