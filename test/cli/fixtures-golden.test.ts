import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { records } from './command.ts';

const golden = records(readFileSync(new URL('../golden/fixtures.ndjson', import.meta.url), 'utf8')) as unknown as {
  readonly command: string;
  readonly sha256: string;
}[];

describe('fixtures', () => {
  it.each(golden)('are the same bytes on every Node and every system: $command', async ({ command, sha256 }) => {
    const hash = createHash('sha256');
    const stdout = new Writable({
      write(chunk, _, done) {
        hash.update(chunk);
        done();
      },
    });
    const io = { stdin: new PassThrough(), stdout, stderr: new PassThrough(), env: {}, signal: new AbortController().signal };
    expect(await main(command.split(' ').slice(1), io)).toBe(0);
    expect(hash.digest('hex')).toBe(sha256);
  });

  it('are proved to be the same for every format', () => {
    for (const format of ['view', 'powercli', 'rest-v1', 'rest-v2', 'rest-v3'])
      expect(golden.filter(({ command }) => command.includes(`--format ${format}`)).length).toBeGreaterThanOrEqual(2);
  });
});
