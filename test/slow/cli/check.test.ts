import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { file, hvsim } from '../../cli/command.ts';
import { idle, lines, pool, publishing } from '../../cli/polls.ts';
import { bin } from './process.ts';

describe('hvsim check in a process of its own', () => {
  it('answers every line before the next one comes', async () => {
    const child = spawn(process.execPath, [bin, 'check', '-', '--json', '--release', '2512', '--format', 'rest-v2']);
    for (const [index, status] of [idle, publishing(40), idle].entries()) {
      child.stdin.write(lines(status));
      const [chunk] = await once(child.stdout, 'data');
      expect(JSON.parse(String(chunk))).toMatchObject({ number: index + 1, line: index + 1 });
    }
    child.stdin.end();
    const [chunk] = await once(child.stdout, 'data');
    expect(JSON.parse(String(chunk))).toMatchObject({ summary: { observations: 3 } });
    expect((await once(child, 'close'))[0]).toBe(0);
  });

  it('ends with a verdict when it is interrupted', async () => {
    const child = spawn(process.execPath, [bin, 'check', '-']);
    child.stdin.write(lines(idle));
    await once(child.stdout, 'data');
    const rest: string[] = [];
    child.stdout.on('data', (chunk) => rest.push(String(chunk)));
    child.kill('SIGINT');
    expect((await once(child, 'close'))[0]).toBe(130);
    expect(rest.join('')).toContain('explained: the life cycle has a way through all 1 observations');
  });

  it('says once that its output cannot be written', () => {
    const path = file('polls.ndjson', lines(...Array.from({ length: 2_000 }, () => idle)));
    const { status, stderr } = spawnSync('bash', ['-c', `"${process.execPath}" "${bin}" check "${path}" > /dev/full`], {
      encoding: 'utf8',
    });
    expect([status, stderr.match(/cannot-write: standard output cannot be written: the disk is full/g)?.length]).toEqual([2, 1]);
  });
});

describe('the example that polls a pool', () => {
  it('records every answer and has it judged', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hvsim-'));
    const command = (name: string, text: string) => {
      writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
      chmodSync(join(folder, name), 0o755);
    };
    command('hvsim', `exec "${process.execPath}" "${bin}" "$@"`);
    command('curl', `echo '${JSON.stringify(pool('p1', idle), null, 2)}'`);
    const script = fileURLToPath(new URL('../../../examples/watch-pool.sh', import.meta.url));
    const env = { PATH: `${folder}:${process.env.PATH}`, HORIZON: 'https://horizon.example', TOKEN: 't', POOL: 'p1' };
    const child = spawn('sh', [script, '0.05'], { cwd: folder, env, detached: true });
    const [chunk] = await once(child.stdout, 'data');
    expect(String(chunk)).toMatch(/^ {5}1 {2}\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ {2}first {7}NONE, no pending image, current image READY/);
    process.kill(-(child.pid as number), 'SIGINT');
    await once(child, 'close');
    const { code } = await hvsim(['check', join(folder, 'pool-p1.ndjson')]);
    expect(code).toBe(0);
  });
});
