/** The scenarios that come with hvsim, and those in files. */
import { readdir, readFile } from 'node:fs/promises';
import { HvsimError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** A scenario that comes with hvsim, or a file. */
export interface CatalogueEntry {
  readonly name: string;
  readonly scenario: Scenario;
}

/** Read and checked at build time: a run does not parse YAML. What runs from sources, which have no build beside them, reads the YAML. */
export async function readCatalogue(): Promise<readonly CatalogueEntry[]> {
  const text = await readFile(new URL('../../scenarios.json', import.meta.url), 'utf8').catch(() => undefined);
  if (text !== undefined) return JSON.parse(text) as CatalogueEntry[];
  return readScenarios(new URL('../../examples/scenarios/', import.meta.url));
}

/** Reads and checks the scenarios of a folder, in the order of the files' names. */
export async function readScenarios(folder: URL): Promise<readonly CatalogueEntry[]> {
  const { parseScenario } = await import('../scenario/scenario-file.ts');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort();
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')));
  return files.map((file, index) => ({
    name: file.slice(0, -'.yaml'.length),
    scenario: parseScenario(texts[index] as string, `examples/scenarios/${file}`),
  }));
}

/**
 * Finds a scenario by its name, or reads the file of that name.
 *
 * @throws HvsimError `unknown-scenario`, `cannot-read`, `not-yaml`, `wrong-scenario`
 */
export async function findScenario(name: string): Promise<CatalogueEntry> {
  const catalogue = await readCatalogue();
  const entry = catalogue.find((each) => each.name === name);
  if (entry) return entry;
  const { readText } = await import('./read-json.ts');
  const text = await readText(name).catch((error: HvsimError) => {
    const looksLikeFile = /[./\\]/.test(name) || (error.cause as NodeJS.ErrnoException).code !== 'ENOENT';
    if (looksLikeFile) throw error;
    const names = catalogue.map((each) => each.name);
    throw new HvsimError(
      'unknown-scenario',
      `There is no scenario ${JSON.stringify(name)}.${nearest(name, names)} See "hvsim run --list", or give a file.`,
    );
  });
  if (name.endsWith('.ndjson'))
    throw new HvsimError(
      'wrong-scenario',
      `${name} looks like events or a recorded run, which are no scenario. Run events with "hvsim run - < ${name}"; show a run with "hvsim inspect --replay ${name}".`,
    );
  const { parseScenario } = await import('../scenario/scenario-file.ts');
  return { name, scenario: parseScenario(text, name) };
}
