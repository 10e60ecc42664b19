// Measures what fixtures claim: ratios, side by side in one run, medians of rounds taken in turn. Called by bench.mjs.
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { formatsOf } from '../dist/src/api/index.js';
import { validate } from '../dist/src/conformance/index.js';
import { categories, fixtureStatuses } from '../dist/src/fixtures/index.js';
import { eventsOf } from '../dist/src/fixtures/script.js';
import { encodeStatus, toPoolView } from '../dist/src/projector/index.js';
import { create, step } from '../dist/src/simulator/step.js';

const target = /** @type {const} */ ({ release: '2206', format: 'rest-v2' });
const count = 200_000;
const root = fileURLToPath(new URL('..', import.meta.url));
const bin = `${root}src/cli/hvsim.cjs`;

/** The same sink for everything: one buffer of 64 KiB, written to /dev/null when it is full. */
function newSink() {
  const file = openSync('/dev/null', 'w');
  const buffer = /** @type {any} */ (Buffer.allocUnsafe(1 << 16));
  let length = 0;
  return {
    add(/** @type {string} */ line) {
      if (length + line.length + 1 > buffer.length) {
        writeSync(file, buffer, 0, length);
        length = 0;
      }
      length += buffer.latin1Write(line, length);
      buffer[length] = 10;
      length += 1;
    },
    end: () => closeSync(file),
  };
}

const perSecond = (/** @type {number} */ lines, /** @type {(add: (line: string) => void) => void} */ write) => () => {
  const sink = newSink();
  const began = performance.now();
  write(sink.add);
  const seconds = (performance.now() - began) / 1_000;
  sink.end();
  return lines / seconds;
};

/** Every status of some lives, by stepping the machine, projecting and JSON.stringify. */
const live = (/** @type {any[][]} */ lives, /** @type {(line: string) => void} */ add) => {
  for (const [created, ...events] of lives) {
    const input = { name: 'pool', at: created.at, image: created.image, clones: [], selectivePush: true };
    let { snapshot } = create(input);
    const show = () => {
      const view = toPoolView(snapshot);
      if (view) add(JSON.stringify(encodeStatus(view, target)));
    };
    show();
    for (const event of events) {
      snapshot = step(snapshot, event).snapshot;
      show();
    }
  }
};

/**
 * @param {(candidates: Record<string, () => number>) => Record<string, number>} inTurn
 * @param {(rows: string[][]) => string} markdown
 */
export function benchFixtures(inTurn, markdown) {
  const busy = Object.fromEntries(categories.map((category) => [category, 1]));
  const sources = {
    'as on a live pod': { mix: undefined, images: 128 },
    'every kind of state alike': { mix: busy, images: 128 },
    'every kind alike, every image its own': { mix: busy, images: 'unique' },
  };
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
  for (const [name, { mix, images }] of Object.entries(sources)) {
    const statuses = fixtureStatuses({ ...target, .../** @type {any} */ (mix ? { mix } : {}), images: /** @type {any} */ (images) });
    const objects = Array.from({ length: 20_000 }, (_, index) => JSON.parse(statuses.line(index)));
    const lives = Array.from({ length: 1_500 }, (_, index) => /** @type {any} */ (eventsOf(statuses.life(index))));
    const shown = lives.reduce((sum, life) => sum + life.length, 0);
    const bytes = objects.reduce((sum, object) => sum + JSON.stringify(object).length + 1, 0) / objects.length;
    const measured = inTurn({
      walk: perSecond(count, (add) => {
        for (let index = 0; index < count; index += 1) add(statuses.line(index));
      }),
      stringify: perSecond(objects.length * 5, (add) => {
        for (let round = 0; round < 5; round += 1) for (const object of objects) add(JSON.stringify(object));
      }),
      live: perSecond(shown, (add) => live(lives, add)),
    });
    const { walk = 0, stringify = 1, live: stepped = 1 } = measured;
    const k = (/** @type {number} */ value) => `${Math.round(value / 1_000)} k/s`;
    rows.push([name, bytes.toFixed(0), k(walk), k(stringify), (walk / stringify).toFixed(1), k(stepped), (walk / stepped).toFixed(0)]);
  }
  console.log(`\n${markdown(rows)}`);

  const run =
    (/** @type {string[]} */ ...args) =>
    () => {
      const began = performance.now();
      const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
      if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
      return performance.now() - began;
    };
  const started = inTurn({ node: run('-e', '0'), one: run(bin, 'fixtures', '--count', '1') });
  const { node = 1, one = 1 } = started;
  console.log(
    `\nhvsim fixtures --count 1 starts in ${one.toFixed(0)} ms, ${(one / node).toFixed(2)} times bare Node (${node.toFixed(0)} ms)`,
  );

  const seconds = (/** @type {string[]} */ ...args) => {
    const script = `process.on('exit', () => process.stderr.write(JSON.stringify([process.resourceUsage().maxRSS / 1024, performance.now()])));
      process.argv.splice(1, 0, ''); require(${JSON.stringify(bin)});`;
    const { stderr } = spawnSync(process.execPath, ['-e', script, 'fixtures', '--release', '2206', ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [peak = 0, ms = 0] = JSON.parse(stderr);
    return { peak, ms };
  };
  const growth = [['statuses', 'a status', 'peak memory above start']];
  const base = seconds('--count', '1');
  for (const number of [10_000, 100_000, 1_000_000, 10_000_000]) {
    const { peak, ms } = seconds('--count', String(number));
    growth.push([number.toLocaleString('en'), `${(((ms - base.ms) / number) * 1e6).toFixed(0)} ns`, `${(peak - base.peak).toFixed(0)} MB`]);
  }
  console.log(`\n${markdown(growth)}`);
  const single = seconds('--count', '6000000').ms - base.ms;
  const double = seconds('--count', '6000000', '--workers', '2').ms - base.ms;
  console.log(`\nTwo workers are ${(single / double).toFixed(2)} times as fast as one (6,000,000 statuses).`);

  let [valid, all] = [0, 0];
  for (const format of formatsOf('2206')) {
    const statuses = fixtureStatuses({ release: '2206', format, mix: busy });
    for (let index = 0; index < 2_000; index += 1) {
      all += 1;
      if (validate(JSON.parse(statuses.line(index)), { release: '2206', format }).length === 0) valid += 1;
    }
  }
  console.log(`\n${valid} of ${all} generated statuses conform; all are reachable, because they are the ends of lives.`);
}
