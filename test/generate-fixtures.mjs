// The generated files of fixtures: the compiled life cycle, the ready-made sets of examples/fixtures, and what other commands write,
// as hashes, so that every Node and every system that runs the suite proves that it writes the same. Used by generate.mjs.
// It reads the build. A change of the machine changes the table first: then build and update once more for the sets.
import { createHash } from 'node:crypto';
import { PassThrough, Writable } from 'node:stream';
import { formatsOf } from '../dist/src/api/index.js';
import { main } from '../dist/src/cli/main.js';
import { categories, fixtureCover } from '../dist/src/fixtures/index.js';
import { compile, tableSource } from '../dist/src/tools/lifecycle/compile.js';

/** The releases that have a set: without REST, with the first selective pushes, with V2 and with V3 of the REST status. */
export const fixtureReleases = /** @type {const} */ (['7.6', '2111', '2206', '2512']);

const evenly = categories.map((category) => `${category}=1`).join(',');

/** The commands whose output is kept as a hash. */
function* commands() {
  for (const release of fixtureReleases) {
    for (const format of formatsOf(release)) {
      const target = `--release ${release} --format ${format}`;
      yield `hvsim fixtures --count 2000 --mix ${evenly} ${target}`;
      yield `hvsim fixtures --timelines 2 --poll 10m --seed 7 ${target}`;
    }
  }
  yield `hvsim fixtures --count 2000 --images unique --mix ${evenly} --seed=-3`;
  yield 'hvsim fixtures --count 500 --envelope v12';
  yield 'hvsim fixtures --count 500 --envelope desktop-info --release 7.13 --format powercli';
  yield 'hvsim fixtures --cover transitions --release 2206';
  yield 'hvsim fixtures --cover pairs --release 7.6';
  yield 'hvsim fixtures --invalid --count 500';
}

/** What a command writes, as a hash. */
async function hashOf(/** @type {string} */ command) {
  const hash = createHash('sha256');
  const stdout = new Writable({
    write(chunk, _, done) {
      hash.update(chunk);
      done();
    },
  });
  const io = { stdin: new PassThrough(), stdout, stderr: process.stderr, env: {}, signal: new AbortController().signal };
  const code = await main(command.split(' ').slice(1), io);
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
  return hash.digest('hex');
}

/**
 * Every generated file of fixtures with its content.
 *
 * @returns {AsyncGenerator<readonly [path: string, content: string], void, void>}
 */
export async function* fixtureFiles() {
  yield ['src/lifecycle/table.ts', tableSource(compile())];
  const sets = [];
  for (const release of fixtureReleases) {
    for (const format of formatsOf(release)) {
      const corpus = fixtureCover('states', { release, format });
      const numbers = Array.from({ length: corpus.size ?? 0 }, (_, index) => index);
      const file = `${release}.${format}.ndjson`;
      const command = `hvsim fixtures --cover states --release ${release} --format ${format}`;
      sets.push({ file, release, format, command, shows: numbers.flatMap((index) => [...corpus.files(index)].map(({ name }) => name)) });
      yield [`examples/fixtures/${file}`, numbers.map((index) => `${corpus.line(index)}\n`).join('')];
    }
  }
  yield ['examples/fixtures/index.ndjson', sets.map((set) => `${JSON.stringify(set)}\n`).join('')];
  let hashes = '';
  for (const command of commands()) hashes += `${JSON.stringify({ command, sha256: await hashOf(command) })}\n`;
  yield ['test/golden/fixtures.ndjson', hashes];
}
