/** Part of the build: reads and checks the scenarios that come with hvsim, and writes them as one JSON file. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseScenario } from '../scenario/scenario-file.ts';

const folder = new URL('../../../examples/scenarios/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
const catalogue = files.sort().map((file) => ({
  name: file.replace(/\.yaml$/, ''),
  scenario: parseScenario(readFileSync(new URL(file, folder), 'utf8'), `examples/scenarios/${file}`),
}));
writeFileSync(new URL('../../scenarios.json', import.meta.url), JSON.stringify(catalogue));
