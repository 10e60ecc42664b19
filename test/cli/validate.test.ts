import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { file, hvsim, records } from './command.ts';

const idle = { instant_clone_operation: 'NONE', instant_clone_current_image_state: 'READY' };
const wrong = { ...idle, instant_clone_pending_image_progress: 50 };
const pool = (status: object) => ({ id: 'p1', name: 'win11', provisioning_status_data: status });
const lines = (...values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

describe('hvsim validate', () => {
  it('is silent on standard output where everything conforms, and says what it took it for', async () => {
    const path = file('polls.ndjson', lines(pool(idle), pool(idle)));
    expect(await hvsim(['validate', path])).toEqual({
      code: 0,
      out: '',
      err: `hvsim: ${path}: taken for rest-v3 (as rest-v2 and rest-v1 just as well) of 2006 (8.0) to 2512 (8.17), judged as 2512 (8.17)\nhvsim: ${path}: 2 statuses, and all conform\n`,
    });
  });

  it('says file, line, column, rule, path, value, what is demanded and where that is written', async () => {
    const path = file('polls.ndjson', lines(pool(idle), pool(wrong)));
    const { code, out, err } = await hvsim(['validate', path, '--release', '2206', '--format', 'rest-v2']);
    expect(code).toBe(1);
    const column = JSON.stringify(pool(wrong)).indexOf('50}') + 1;
    expect(out).toBe(
      `${path}:2:${column}: presence/no-pending-image: provisioning_status_data.instant_clone_pending_image_progress 50: must not be there while there is no pending image. (hvsim life cycle, section 7: What the status object shows (implied))\n`,
    );
    expect(err).toBe(`hvsim: ${path}: 1 violation in 1 of 2 statuses\n`);
  });

  it('points at the member and at the status in JSON that is written prettily', async () => {
    const text = JSON.stringify([pool(idle), pool(wrong)], null, 2);
    const { code, out } = await hvsim(['validate', file('pools.json', text), '--json']);
    const [record, ...more] = records(out);
    expect([code, more]).toEqual([1, []]);
    expect(record).toMatchObject({
      path: 'provisioning_status_data.instant_clone_pending_image_progress',
      rule: 'presence/no-pending-image',
      value: 50,
      demand: 'Nothing of a pending image is there while it has no state.',
      pool: 'p1',
      release: '2512',
      format: 'rest-v3',
      status: { line: 13, column: 33 },
    });
    const { line, column } = record as unknown as { line: number; column: number };
    expect(text.split('\n')[line - 1]?.slice(column - 1)).toBe('50');
  });

  it('reads our own timelines, and several files', async () => {
    const timeline = file(
      'timeline.ndjson',
      (await hvsim(['run', 'push-fails', '--json', '--format', 'powercli', '--release', '2111'])).out,
    );
    const { code, out, err } = await hvsim(['validate', timeline, file('wrong.json', JSON.stringify(wrong))]);
    expect(code).toBe(1);
    expect(out.trim().split('\n')).toHaveLength(1);
    expect(err).toMatch(/timeline\.ndjson: format and release as the timeline says: powercli of 2111/);
    expect(err).toMatch(/wrong\.json: 1 violation in 1 of 1 status/);
  });

  it.each(['view', 'powercli', 'rest-v1'])('finds every status of a timeline in %s', async (format) => {
    const { out } = await hvsim(['run', 'push-now', '--json', '--release', '2106', '--format', format]);
    const { code, err } = await hvsim(['validate', '-'], out);
    expect([code, /standard input: (\d+) statuses, and all conform/.exec(err)?.[1]]).toEqual([0, String(out.trim().split('\n').length)]);
  });

  it('judges the whole object around a status of the View API', async () => {
    const desktop = {
      id: { id: 'd' },
      automatedDesktopData: {
        provisioningStatusData: { lastProvisioningError: 'x', instantCloneProvisioningStatusData: { operation: 'NONE' } },
      },
    };
    const { code, out } = await hvsim(['validate', '-', '--json'], JSON.stringify(desktop));
    expect([code, records(out)]).toMatchObject([
      1,
      [{ rule: 'provisioning-error/time', path: 'automatedDesktopData.provisioningStatusData.lastProvisioningErrorTime' }],
    ]);
  });

  it('writes annotations of a GitHub workflow, on one line each', async () => {
    const spoiled = { ...idle, 'a,b:c': 'x\ny%' };
    for (const how of [
      ['--format', 'github'],
      ['--report', 'github'],
    ]) {
      const { code, out } = await hvsim(['validate', '-', ...how], JSON.stringify(spoiled));
      expect(code).toBe(1);
      expect(out).toMatch(
        /^::error file=standard input,line=1,col=\d+,title=structure\/unknown-property::a,b:c "x\\ny%25": No release .*\n$/,
      );
    }
  });

  it('explains a wrong guess of the caller', async () => {
    const { code, out } = await hvsim(['validate', '-', '--format', 'view'], JSON.stringify(idle));
    expect(code).toBe(1);
    expect(out).toContain("'instant_clone_operation' is a name of the format rest-v1; view calls it 'operation'.");
  });

  it('reads what PowerShell writes: UTF-16, cut off where it is deep', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'hvsim-')), 'pools.json');
    writeFileSync(path, `\u{feff}${JSON.stringify({ Operation: 'NONE', InstantCloneCurrentImageState: 'READY' })}`, 'utf16le');
    expect(await hvsim(['validate', path])).toMatchObject({ code: 0, err: expect.stringContaining('taken for powercli') });
    const cut = { Id: { Id: 'd' }, AutomatedDesktopData: 'VMware.Hv.DesktopAutomatedDesktopData' };
    const { code, out } = await hvsim(['validate', '-'], JSON.stringify(cut));
    expect([code, out]).toEqual([2, expect.stringContaining('save it with ConvertTo-Json -Depth 10')]);
  });
});

describe('hvsim validate with bad input', () => {
  it.each([
    ['no file', [], '', /wrong-usage: Which files\?/],
    ['an unknown format', ['-', '--format', 'vieww'], '', /unknown-format: .*Did you mean "view"\?/],
    ['an unknown release', ['-', '--release', '9.9'], '', /unknown-release/],
    ['a release without the format', ['-', '--release', '2111', '--format', 'rest-v2'], JSON.stringify(idle), /format-not-in-release/],
    ['an unknown report', ['-', '--report', 'jsn'], '', /wrong-usage: --report is "jsn"\. Did you mean "json"\?/],
    ['an unknown option', ['-', '--relase', '2206'], '', /wrong-usage: .*Did you mean "release"\?/],
    ['a file that does not exist', ['/nowhere'], '', /cannot-read: \/nowhere cannot be read: there is no such file or folder/],
    ['a folder', [tmpdir()], '', /cannot-read: .*it is a folder/],
    ['an empty file', ['-'], '', /no status in it/],
  ])('refuses %s', async (_what, args, input, message) => {
    const { code, out, err } = await hvsim(['validate', ...args], input);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });

  it('judges the lines before a truncated one', async () => {
    const { code, out } = await hvsim(['validate', '-'], `${lines(wrong)}{"instant_clone_oper`);
    expect(code).toBe(2);
    expect(out.trim().split('\n')).toEqual([
      expect.stringContaining(`standard input:1:${JSON.stringify(wrong).indexOf('50}') + 1}: presence/no-pending-image`),
      'standard input:2:1: not a status: it ends in the middle of a value.',
    ]);
  });

  it('refuses what is no text', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'hvsim-')), 'x.bin');
    writeFileSync(path, Buffer.from([0x7b, 0xc3, 0x28, 0xff, 0x7d]));
    expect(await hvsim(['validate', path])).toMatchObject({
      code: 2,
      out: `${path}:1:1: not a status: it is no text in UTF-8; save it so.\n`,
    });
  });

  // One such byte once ended everything: no line after it was judged.
  it.each(['validate', 'check'])('passes over a line that is no UTF-8, and %s judges the others', async (command) => {
    const named = JSON.stringify({ ...idle, instant_clone_pending_image_parent_vm_path: '/Datacenter/vm/Büro' });
    const real = JSON.stringify({ id: 'p\ufffd', provisioning_status_data: idle });
    const bytes = Buffer.concat([Buffer.from(`${real}\n`), Buffer.from(`${named}\n`, 'latin1'), Buffer.from(`${real}\n`.repeat(2))]);
    const path = join(mkdtempSync(join(tmpdir(), 'hvsim-')), 'polls.ndjson');
    writeFileSync(path, bytes);
    const { code, out, err } = await hvsim([command, path]);
    expect([code, `${out}${err}`.match(/:2:1: .*it is no text in UTF-8; save it so/g)?.length]).toEqual([2, 1]);
    expect(`${out}${err}`).toMatch(command === 'check' ? /all 3 observations/ : /3 statuses, and all conform; 1 place that is no status/);
    const piped = await hvsim([command, '-'], bytes);
    expect([piped.code, piped.out + piped.err]).toEqual([2, (out + err).replaceAll(path, 'standard input')]);
  });

  it('takes long lines and deep nesting, and shows values in a few words', async () => {
    const long = { ...idle, instant_clone_operation: 'x'.repeat(1_000_000) };
    const deep = `{"instant_clone_operation":${'['.repeat(900)}${']'.repeat(900)}}`;
    const { code, out } = await hvsim(['validate', '-'], `${JSON.stringify(long)}\n${deep}\n`);
    expect(code).toBe(1);
    expect(out.length).toBeLessThan(3_000);
    const tooDeep = `{"a":${'['.repeat(1_000_000)}`;
    expect(await hvsim(['validate', '-'], tooDeep)).toMatchObject({
      code: 2,
      out: expect.stringContaining('ends in the middle of a value'),
    });
  });

  it('shows the first places that are no status, and counts the rest', async () => {
    const { code, out, err } = await hvsim(['validate', '-'], 'hello\n'.repeat(500));
    expect([code, out.trim().split('\n').length]).toEqual([2, 20]);
    expect(err).toContain('500 places that are no status');
  });

  it('never fails with a stack trace', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), { maxLength: 30 }), async (texts) => {
        const { code, err } = await hvsim(['validate', '-'], texts.join('\n'));
        expect([0, 1, 2]).toContain(code);
        expect(err).not.toMatch(/defect|\n\s+at /);
      }),
      { numRuns: 25 },
    );
  });
});
