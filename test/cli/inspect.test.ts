import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hvsim } from './command.ts';

const timeline = (await hvsim(['run', 'delete', '--json'])).out;
const folder = () => mkdtempSync(join(tmpdir(), 'hvsim-'));

describe('hvsim inspect --replay', () => {
  it.each([
    ['no timeline', 'hello\n', 'wrong-timeline', 'It looks like text'],
    ['empty', '', 'wrong-timeline', 'is empty'],
    ['of another version', timeline.replace('"hvsim":1', '"hvsim":3'), 'wrong-timeline', 'line 1 says form 3'],
    [
      'edited',
      timeline.replace('"pendingImage":"PUBLISHING"', '"pendingImage":"READY"'),
      'wrong-timeline',
      'by another version of hvsim, or edited',
    ],
  ])('refuses one that is %s', async (_, text, code, message) => {
    const ran = await hvsim(['inspect', '--replay', '-', '--html', join(folder(), 'x.html')], text);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain(`hvsim: ${code}: standard input`);
    expect(ran.err).toContain(message);
  });
});

describe('wrong usage of hvsim inspect', () => {
  it.each([
    [['no-such-scenario'], 'unknown-scenario'],
    [['delete', '--port', '70000'], 'wrong-usage'],
    [['delete', '--port', 'http'], 'wrong-usage'],
    [['delete', '--format', 'xml'], 'unknown-format'],
    [['delete', '--release', '7.13', '--format', 'rest-v1'], 'format-not-in-release'],
    [['delete', 'push-now'], 'wrong-usage'],
    [['run.ndjson'], 'wrong-usage'],
    [['delete', '--replay', 'x.ndjson'], 'wrong-usage'],
    [['--replay', 'x.ndjson', '--seed', '2'], 'wrong-usage'],
    [['--replay', 'no-such.ndjson'], 'cannot-read'],
    [['--replay', '/'], 'cannot-read'],
    [['--engine', 'steam'], 'unknown-profile'],
    [['--watch'], 'wrong-usage'],
  ])('is %j: %s', async (args, code) => {
    const ran = await hvsim(['inspect', ...args]);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toMatch(new RegExp(`^hvsim: ${code}: .+\\n$`));
  });
});
