// Measures what validate and check claim: medians of many short rounds taken in turn, on one core. Alone: node test/bench/bench-conformance.mjs
import { pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { formatsOf, schemaFor } from '#built/src/api/index.js';
import { createObserver, validate } from '#built/src/conformance/index.js';
import { categories, fixtureStatuses, fixtureTimelines } from '#built/src/fixtures/index.js';
import { inTurn, markdown } from './measure.mjs';

/** Calls a second. */
const perSecond = (/** @type {number} */ calls, /** @type {() => void} */ run) => () => {
  const began = performance.now();
  run();
  return (calls / (performance.now() - began)) * 1_000;
};

/** The polls of some pools' whole lives, parsed. */
function timelinesOf(/** @type {any} */ target, /** @type {number} */ pollMs, lives = 60) {
  const corpus = fixtureTimelines({ ...target, pollMs });
  return Array.from({ length: lives }, (_, index) => [...corpus.lines(index)].map((line) => JSON.parse(line)));
}

/** Only the polls that show something else than the one before. */
const changesOf = (/** @type {any[]} */ polls) =>
  polls.filter(({ status }, index) => JSON.stringify(status) !== JSON.stringify(polls[index - 1]?.status));

const observeAll = (/** @type {any} */ target, /** @type {any[][]} */ lives) =>
  perSecond(
    lives.reduce((sum, polls) => sum + polls.length, 0),
    () => {
      for (const polls of lives) {
        const observer = createObserver(target);
        for (const { status, at } of polls) observer.observe(status, at);
      }
    },
  );

const k = (/** @type {number} */ value) => `${Math.round(value / 1_000)} k`;

function observing() {
  const targets = /** @type {const} */ ([
    { release: '2206', format: 'rest-v2' },
    { release: '2512', format: 'view' },
  ]);
  const rows = [['check, observations a second on one core', 'polled every 30 s', 'every poll shows something new']];
  for (const target of targets) {
    const lives = timelinesOf(target, 30_000);
    const measured = inTurn({ polled: observeAll(target, lives), changes: observeAll(target, lives.map(changesOf)) }, 25, 8);
    rows.push([`${target.release} ${target.format}`, k(measured.polled ?? 0), k(measured.changes ?? 0)]);
  }
  return markdown(rows);
}

const busy = Object.fromEntries(categories.map((category) => [category, 1]));

function validating() {
  const rows = [['validate, statuses a second on one core', 'statuses', 'validate', 'Ajv alone', 'cost']];
  for (const release of /** @type {const} */ (['7.6', '2111', '2206', '2512'])) {
    for (const format of formatsOf(release)) {
      const target = { release, format };
      const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true })
        .addVocabulary(['x-since', 'x-read-only'])
        .compile(/** @type {any} */ (schemaFor)(target, 'status'));
      for (const [name, mix] of /** @type {const} */ ([
        ['as on a live pod', undefined],
        ['every kind alike', busy],
      ])) {
        const statuses = fixtureStatuses({ ...target, .../** @type {any} */ (mix ? { mix } : {}), images: 128 });
        const objects = Array.from({ length: 2_000 }, (_, index) => JSON.parse(statuses.line(index)));
        const all = (/** @type {(status: unknown) => unknown} */ check) =>
          perSecond(objects.length * 5, () => {
            for (let round = 0; round < 5; round += 1) for (const object of objects) check(object);
          });
        const measured = inTurn({ ours: all((status) => validate(status, target)), ajv: all(ajv) }, 25, 8);
        const { ours = 1, ajv: alone = 1 } = measured;
        rows.push([`${release} ${format}`, name, k(ours), k(alone), (alone / ours).toFixed(2)]);
      }
    }
  }
  return markdown(rows);
}

/** What validate and check can do, as tables. */
export async function conformanceBench() {
  return `${observing()}\n\n${validating()}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(await conformanceBench());
