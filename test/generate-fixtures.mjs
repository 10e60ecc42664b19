// The generated files of fixtures: the compiled life cycle, and the ready-made sets of examples/fixtures. Used by generate.mjs.
// It reads the build. A change of the machine changes the table first: then build and update once more for the sets.
import { formatsOf } from '../dist/src/api/index.js';
import { fixtureCover } from '../dist/src/fixtures/index.js';
import { compile, tableSource } from '../dist/src/lifecycle/compile.js';

/** The releases that have a set: without REST, with the first selective pushes, with V2 and with V3 of the REST status. */
export const fixtureReleases = /** @type {const} */ (['7.6', '2111', '2206', '2512']);

/**
 * Every generated file of fixtures with its content.
 *
 * @returns {Generator<readonly [path: string, content: string], void, void>}
 */
export function* fixtureFiles() {
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
}
