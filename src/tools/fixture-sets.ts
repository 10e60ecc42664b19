/** The ready-made sets of `examples/fixtures`: one status for every state, a file for each of some releases and its formats. */
import { formatsOf } from '../api/index.ts';
import { fixtureCover } from '../fixtures/index.ts';
import type { GeneratedFile } from './generated.ts';

/** The releases that have a set: without REST, with the first selective pushes, with V2 and with V3 of the REST status. */
export const fixtureReleases = ['7.6', '2111', '2206', '2512'] as const;

export function* fixtureSets(): Generator<GeneratedFile> {
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
