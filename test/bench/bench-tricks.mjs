// Measures what each trick for speed buys: the same work with it and without it. Alone: node test/bench/bench-tricks.mjs
import { pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { schemaFor } from '#built/src/api/index.js';
import { validate } from '#built/src/conformance/index.js';
import { Memo } from '#built/src/conformance/memo.js';
import { Layout, observationOf } from '#built/src/conformance/observation.js';
import { structureCheckFor } from '#built/src/conformance/structure.js';
import { fastStatuses } from '#built/src/fixtures/fast/statuses.js';
import { categories, fixtureStatuses } from '#built/src/fixtures/index.js';
import { createWorld } from '#built/src/server/index.js';
import { listingOf, textOf } from '#built/src/server/rest/desktop-pool-info.js';
import { allPools } from '#built/src/server/rest/inventory.js';
import { target } from './generators.mjs';
import { inTurn, linesPerSecond, markdown, rate } from './measure.mjs';

const perSecond = (/** @type {number} */ calls, /** @type {() => unknown} */ run) => () => {
  const began = performance.now();
  run();
  return (calls / (performance.now() - began)) * 1_000;
};

/** Without a memory: everything is found out anew. What is made once for a target stays, it is no trick. */
function forgetful(/** @type {() => number} */ measure, /** @type {Memo<unknown>} */ kept) {
  const { of } = Memo.prototype;
  return () => {
    Memo.prototype.of = function (/** @type {any} */ keys, /** @type {any} */ make) {
      return this === kept ? of.call(this, keys, make) : make();
    };
    try {
      return measure();
    } finally {
      Memo.prototype.of = of;
    }
  };
}

const mix = Object.fromEntries(categories.map((category) => [category, 1]));

/** A status read by walking its fields, which is what Ajv's notes save. */
function readPlainly(/** @type {any} */ status, /** @type {any} */ layout) {
  const values = layout.fields.map((/** @type {any} */ field) =>
    field.path.split('.').reduce((/** @type {any} */ object, /** @type {string} */ name) => object?.[name], status),
  );
  return observationOf(layout, values);
}

/** What the tricks buy, as a table. */
export async function tricksBench() {
  const rows = [['trick', 'with it', 'without it', 'factor']];
  const add = (/** @type {string} */ name, /** @type {() => number} */ quick, /** @type {() => number} */ plain) => {
    const measured = inTurn({ quick, plain }, 15, 4);
    const { quick: fast = 0, plain: slow = 1 } = measured;
    rows.push([name, rate(fast), rate(slow), (fast / slow).toFixed(1)]);
  };

  const corpus = fixtureStatuses({ ...target, mix, images: 128 });
  const fast = fastStatuses({ ...target, mix, images: 128 });
  const count = 5_000;
  add(
    'fixtures: parts of a status that repeat are kept as bytes',
    linesPerSecond(count, (sink) => {
      for (let index = 0; index < count; index += 1) sink.addItem(fast.write, index);
    }),
    linesPerSecond(count, (sink) => {
      for (let index = 0; index < count; index += 1) sink.add(corpus.line(index));
    }),
  );

  const statuses = Array.from({ length: 2_000 }, (_, index) => JSON.parse(corpus.line(index)));
  // Of another release, so that the same schema is not compiled twice.
  const layout = new Layout({ release: '2209', format: target.format, object: 'status' });
  const noting = structureCheckFor(layout);
  const ajv = new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true })
    .addVocabulary(['x-since', 'x-read-only'])
    .compile(/** @type {any} */ (schemaFor(target)));
  add(
    'validate: Ajv writes down what it reads',
    perSecond(statuses.length, () => statuses.map((status) => noting(status))),
    perSecond(statuses.length, () =>
      statuses.forEach((status) => {
        ajv(status);
        readPlainly(status, layout);
      }),
    ),
  );

  const validateAll = perSecond(statuses.length, () => statuses.map((status) => validate(status, target)));
  add('validate: what the rules say of states that were seen before', validateAll, forgetful(validateAll, judgesOf(statuses[0])));

  const world = createWorld({ release: '2512', pools: 100, clones: 20 });
  const { objectOf } = listingOf(world, 12);
  const pools = allPools(world);
  add(
    'serve: the JSON of a pool that did not change is kept',
    perSecond(pools.length, () => pools.map((pool) => textOf(world, 12, pool))),
    perSecond(pools.length, () => pools.map((pool) => JSON.stringify(objectOf(pool)))),
  );
  return markdown(rows);
}

/** The memory of what is made once for a target: the first that is asked. */
function judgesOf(/** @type {unknown} */ status) {
  /** @type {any} */
  let first;
  const { of } = Memo.prototype;
  Memo.prototype.of = function (/** @type {any} */ keys, /** @type {any} */ make) {
    first ??= this;
    return of.call(this, keys, make);
  };
  validate(status, target);
  Memo.prototype.of = of;
  return first;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(await tricksBench());
