/**
 * What commands write: three scenarios as people read them, and hashes of everything else, so that every Node and every system that
 * runs the suite proves that it writes the same.
 */
import { formatsOf } from '../api/index.ts';
import { categories } from '../fixtures/index.ts';
import { catalogue } from './catalogue.ts';
import { hashOf, outputOf } from './command-output.ts';
import { fixtureReleases } from './fixture-sets.ts';
import { command, type GeneratedFile } from './generated.ts';

/** The scenarios whose output is kept in full: a push that works, one that fails, and an image that is held and promoted. */
const shown = ['push-now', 'push-fails', 'selective-promote'];

const evenly = categories.map((category) => `${category}=1`).join(',');

const asText = (name: string) => `hvsim run ${name}`;
const asRecords = (name: string) => `hvsim run ${name} --json --format rest-v2 --release 2206`;

/** The commands whose output is kept as a hash. */
function* hashed(): Generator<string> {
  for (const { name } of catalogue) {
    yield asText(name);
    yield asRecords(name);
  }
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

export async function* goldens(): AsyncGenerator<GeneratedFile> {
  for (const name of shown) {
    yield [`test/golden/${name}.txt`, `# Written by "${command}": ${asText(name)}\n${await outputOf(asText(name))}`];
    yield [`test/golden/${name}.ndjson`, await outputOf(asRecords(name))];
  }
  let hashes = '';
  for (const each of hashed()) hashes += `${JSON.stringify({ command: each, sha256: await hashOf(each) })}\n`;
  yield ['test/golden/hashes.ndjson', hashes];
}
