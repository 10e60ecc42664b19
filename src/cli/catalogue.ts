/** The scenarios that come with hvsim, and those in files. */
import { readFile } from 'node:fs/promises';
import { HvsimError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { reasonOf } from './io.ts';
import type { CatalogueEntry } from './scenario-folder.ts';

/** Read and checked at build time: a run does not parse YAML. What runs from sources, which have no build beside them, reads the YAML. */
export async function readCatalogue(): Promise<readonly CatalogueEntry[]> {
  const text = await readFile(new URL('../../scenarios.json', import.meta.url), 'utf8').catch(() => undefined);
  if (text !== undefined) return JSON.parse(text) as CatalogueEntry[];
  const { readScenarios } = await import('./scenario-folder.ts');
  return readScenarios(new URL('../../examples/scenarios/', import.meta.url));
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
