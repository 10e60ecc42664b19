/** Scenarios as files of YAML in a folder. */
import { readdir, readFile } from 'node:fs/promises';
import type { Scenario } from '../scenario/scenario.ts';
import { parseScenario } from '../scenario/scenario-file.ts';

/** A scenario that comes with hvsim. */
export interface CatalogueEntry {
  readonly name: string;
  readonly scenario: Scenario;
}

/** Reads and checks the scenarios of a folder, in the order of the files' names. */
export async function readScenarios(folder: URL): Promise<readonly CatalogueEntry[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort();
  return Promise.all(
    files.map(async (file) => ({
      name: file.slice(0, -'.yaml'.length),
      scenario: parseScenario(await readFile(new URL(file, folder), 'utf8'), `examples/scenarios/${file}`),
    })),
  );
}
