/** The scenarios that come with hvsim, as the one JSON file that the built command reads. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { readScenarios } from '../cli/catalogue.ts';
import { root } from './generated.ts';

export const catalogue = await readScenarios(new URL('examples/scenarios/', root));

export function writeCatalogue(): void {
  mkdirSync(new URL('dist/', root), { recursive: true });
  writeFileSync(new URL('dist/scenarios.json', root), JSON.stringify(catalogue));
}
