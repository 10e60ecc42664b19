import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../../src/cli/catalogue.ts';
import { hashOf, outputOf } from '../../src/tools/command-output.ts';

const folder = new URL('../golden/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const golden: readonly { readonly command: string; readonly sha256: string }[] = read('hashes.ndjson')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

describe('what commands write', () => {
  it.each(golden)('is the same bytes on every Node and every system: $command', async ({ command, sha256 }) => {
    expect(await hashOf(command)).toBe(sha256);
  });

  it('is kept for every format of fixtures', () => {
    for (const format of ['view', 'powercli', 'rest-v1', 'rest-v2', 'rest-v3'])
      expect(golden.filter(({ command }) => command.includes(`--format ${format}`)).length).toBeGreaterThanOrEqual(2);
  });

  it('is kept for every scenario, for people and as records', async () => {
    for (const { name } of await readCatalogue())
      expect(golden.filter(({ command }) => command.split(' ').slice(1, 3).join(' ') === `run ${name}`)).toHaveLength(2);
  });

  const shown = readdirSync(folder).filter((name) => name.endsWith('.txt'));

  it('is kept in full for three scenarios that people look at', () => {
    expect(shown).toHaveLength(3);
  });

  it.each(shown)('is, in full, what %s says', async (file) => {
    const [first = '', ...lines] = read(file).split('\n');
    const command = first.slice(first.indexOf('hvsim'));
    expect(await outputOf(command)).toBe(lines.join('\n'));
    expect(await outputOf(`${command} --json --format rest-v2 --release 2206`)).toBe(read(file.replace(/txt$/, 'ndjson')));
  });
});
