import { spawn, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { bin } from './process.ts';

const line = (event: object) => `${JSON.stringify(event)}\n`;
const manual = ['run', '-', '--manual', '--json'];

describe('hvsim run in a process of its own', () => {
  it('answers before the next event is there', async () => {
    const child = spawn(process.execPath, [bin, ...manual]);
    const answer = () => new Promise<string>((resolve) => child.stdout.once('data', (data) => resolve(String(data))));
    child.stdin.write(line({ type: 'engine.publishStarted' }));
    expect(JSON.parse(await answer())).toMatchObject({ seq: 1, state: { pendingImage: 'PUBLISHING' } });
    child.stdin.write(line({ type: 'engine.publishProgressed', percent: 40 }));
    expect(JSON.parse(await answer())).toMatchObject({ seq: 2, status: { pendingImageProgress: 40 } });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.stdin.end();
    expect(await ended).toBe(0);
  });

  it('ends quietly where nobody reads on', () => {
    const { stdout, stderr, status } = spawnSync(
      'bash',
      ['-c', `set -o pipefail; "${process.execPath}" "${bin}" run bad-week --json | head -1`],
      { encoding: 'utf8' },
    );
    expect(status).toBe(0);
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).toBe('');
  });

  it('ends with 130 on Ctrl-C and keeps what is written', async () => {
    const child = spawn(process.execPath, [bin, 'run', 'push-now', '--speed', '1']);
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => {
      out += data;
      if (out.includes('desktop.create')) child.kill('SIGINT');
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(130);
    expect(out).toContain('desktop.create');
    expect(err).toContain('interrupted');
  });
});
