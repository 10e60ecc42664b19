/** The scenarios that come with hvsim, read from their files. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseScenario } from '../../src/scenario/scenario-file.ts';

const folder = fileURLToPath(new URL('../../examples/scenarios/', import.meta.url));

export const catalogue = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ name: name.replace('.yaml', ''), scenario: parseScenario(readFileSync(folder + name, 'utf8'), name) }));
