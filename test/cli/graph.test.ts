import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawing } from '../../src/inspector/chart/drawing.ts';
import { renderChart } from '../../src/inspector/chart/render-svg.ts';
import { hvsim } from './command.ts';

describe('hvsim graph', () => {
  it('draws the machine as SVG, which machines/pool.svg is too', async () => {
    const { code, out, err } = await hvsim(['graph']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(renderChart(drawing));
    const generated = readFileSync(new URL('../../machines/pool.svg', import.meta.url), 'utf8');
    expect(generated.split('\n').slice(1).join('\n')).toBe(out);
  });

  it.each([
    ['svg', '<svg '],
    ['mermaid', 'stateDiagram-v2\n'],
    ['dot', 'digraph pool {\n'],
    ['json', '{\n'],
    ['scxml', '<?xml version="1.0"'],
  ])('writes %s', async (format, begin) => {
    const { code, out } = await hvsim(['graph', '--format', format]);
    expect(code).toBe(0);
    expect(out.startsWith(begin)).toBe(true);
    for (const state of ['CANCEL_SCHEDULED_PUSH_IMAGE', 'READY_HELD', 'PENDING_UNPUBLISH', 'PAUSED']) expect(out).toContain(state);
  });

  it.each(['svg', 'mermaid', 'dot', 'json', 'scxml'])('writes one region alone as %s', async (format) => {
    const { out } = await hvsim(['graph', '--format', format, '--region', 'task']);
    expect(out).toContain('PAUSED');
    expect(out).not.toContain('INFRASTRUCTURE_CHANGE');
  });

  it('writes to a file', async () => {
    const out = join(mkdtempSync(join(tmpdir(), 'hvsim-')), 'pool.dot');
    expect(await hvsim(['graph', '--format', 'dot', '--out', out])).toEqual({ code: 0, out: '', err: '' });
    expect(readFileSync(out, 'utf8')).toBe((await hvsim(['graph', '--format', 'dot'])).out);
  });

  it.each([
    [['--format', 'mermade'], 'unknown-format: --format is "mermade"', 'Did you mean "mermaid"?'],
    [['--region', 'pendingimage'], 'wrong-usage: --region is "pendingimage"', 'Did you mean "pendingImage"?'],
    [['--region', 'toString'], 'wrong-usage: --region is "toString"', 'operation, pendingImage'],
    [['--format', 'constructor'], 'unknown-format', 'svg, mermaid'],
    [['--formt', 'svg'], 'wrong-usage', 'Did you mean "format"?'],
    [['svg'], 'wrong-usage', 'one word too many'],
    [['--out', tmpdir()], 'cannot-write', 'it is a folder'],
    [['--out', join(tmpdir(), 'no', 'such', 'folder', 'x.svg')], 'cannot-write', 'there is no such file or folder'],
  ])('refuses %j', async (args, ...words) => {
    const { code, out, err } = await hvsim(['graph', ...args]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    for (const word of words) expect(err).toContain(word);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});
