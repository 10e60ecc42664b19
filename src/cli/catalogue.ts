/** The scenarios that come with hvsim, and those in files. */
import { readFile } from 'node:fs/promises';
import { HvsimError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { reasonOf } from './io.ts';

/** A scenario that comes with hvsim. */
export interface CatalogueEntry {
  readonly name: string;
  readonly scenario: Scenario;
}

/**
 * Read and checked at build time, in the order of the files' names: a run does not parse YAML.
 *
 * @throws HvsimError `not-built`
 */
export async function readCatalogue(): Promise<readonly CatalogueEntry[]> {
  const text = await readFile(new URL('../../scenarios.json', import.meta.url), 'utf8');
  return JSON.parse(text) as CatalogueEntry[];
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
  const { readTextFile } = await import('./read-json.ts');
  const text = await readTextFile(name).catch((error: unknown) => {
    const looksLikeFile = /[./\\]/.test(name) || (error as NodeJS.ErrnoException).code !== 'ENOENT';
    if (looksLikeFile) throw new HvsimError('cannot-read', `${name} cannot be read: ${reasonOf(error)}.`);
    const names = catalogue.map((each) => each.name);
    throw new HvsimError(
      'unknown-scenario',
      `There is no scenario ${JSON.stringify(name)}.${nearest(name, names)} See "hvsim run --list", or give a file.`,
    );
  });
  if (/\.ndjson$/.test(name)) {
    throw new HvsimError(
      'wrong-scenario',
      `${name} looks like events or a recorded run, which are no scenario. Run events with "hvsim run - < ${name}"; show a run with "hvsim inspect --replay ${name}".`,
    );
  }
  const { parseScenario } = await import('../scenario/scenario-file.ts');
  return { name, scenario: parseScenario(text, name) };
}
