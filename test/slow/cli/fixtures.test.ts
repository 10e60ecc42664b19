import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { hvsim } from '../../cli/command.ts';
import { bin, hvsimProcess } from './process.ts';

const fixtures = (...args: string[]) => hvsim(['fixtures', ...args]);
const fixturesProcess = (...args: string[]) => hvsimProcess(['fixtures', ...args]);
const folder = () => mkdtempSync(join(tmpdir(), 'hvsim-'));

describe('hvsim fixtures in a process of its own', () => {
  it.each([
    ['--count', '5000'],
    ['--timelines', '9'],
    ['--cover', 'transitions'],
    ['--invalid', '--count', '300'],
  ])('writes the whole and a shard of %s %s with any number of workers', async (...what) => {
    const args = what.filter((each): each is string => typeof each === 'string');
    expect(fixturesProcess(...args, '--workers', '3').out).toBe((await fixtures(...args)).out);
    expect(fixturesProcess(...args, '--workers', '2', '--shard', '2/2').out).toBe((await fixtures(...args, '--shard', '2/2')).out);
  });

  it('writes many blocks in order with workers', () => {
    const one = spawnSync(process.execPath, [bin, 'fixtures', '--count', '100000'], { maxBuffer: 1e9 }).stdout;
    const three = spawnSync(process.execPath, [bin, 'fixtures', '--count', '100000', '--workers', '3'], { maxBuffer: 1e9 }).stdout;
    expect(three.equals(one)).toBe(true);
  });

  it.each([
    ['--cover', 'states'],
    ['--count', '300'],
    ['--timelines', '5', '--poll', '20m', '--where', 'pendingImage=PUBLISHING'],
    ['--scenario', 'push-now'],
    ['--invalid', '--count', '150', '--shard', '2/2'],
  ])('writes the same files and the same index for %s %s with any number of workers', async (...what) => {
    const args = what.filter((each): each is string => typeof each === 'string');
    const contents = async (workers: string) => {
      const out = folder();
      const run = workers === '1' ? fixtures : fixturesProcess;
      expect(await run(...args, '--workers', workers, '--out', out)).toEqual({ code: 0, out: '', err: '' });
      const names = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      return new Map(
        names.map(({ parentPath, name }) => [join(parentPath, name).slice(out.length), readFileSync(join(parentPath, name), 'utf8')]),
      );
    };
    const one = await contents('1');
    const { files } = JSON.parse(one.get(args.includes('2/2') ? '/index-2-of-2.json' : '/index.json') ?? '');
    expect(files).toHaveLength(one.size - 1);
    expect(files.length).toBeGreaterThan(0);
    for (const workers of ['2', '5']) expect(await contents(workers)).toEqual(one);
  });

  // Once the index of the last shard alone was left.
  it.each(['1', '2'])('writes shards to one folder with an index each, which together name all files, with %s workers', (workers) => {
    const out = folder();
    const shard = (name: string) => fixturesProcess('--count', '7', '--out', out, '--shard', name, '--force', '--workers', workers).code;
    expect(['1/3', '2/3', '3/3'].map(shard)).toEqual([0, 0, 0]);
    const indexes = readdirSync(out).filter((name) => name.startsWith('index'));
    expect(indexes).toEqual(['index-1-of-3.json', 'index-2-of-3.json', 'index-3-of-3.json']);
    const listed = indexes.flatMap((name) =>
      JSON.parse(readFileSync(join(out, name), 'utf8')).files.map(({ file }: { file: string }) => file),
    );
    expect(listed).toHaveLength(7);
    expect(listed.every((file: string) => existsSync(join(out, file)))).toBe(true);
  });

  it.each([['1'], ['2']])('ends quietly when its reader goes away, with %s workers', (workers) => {
    const { stdout, stderr, status } = spawnSync(
      'bash',
      ['-c', `node "${bin}" fixtures --count 100000000 --workers ${workers} | head -n 2`],
      { encoding: 'utf8' },
    );
    expect({ lines: stdout.trim().split('\n').length, stderr, status }).toEqual({ lines: 2, stderr: '', status: 0 });
  });

  it.each([['1'], ['2']])('ends after Ctrl-C with whole lines, and says how far it came, with %s workers', async (workers) => {
    const child = spawn(process.execPath, [bin, 'fixtures', '--count', '1000000000', '--workers', workers], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [last, bytes, err] = ['', 0, ''];
    child.stdout.on('data', (data: Buffer) => {
      last = data.subarray(-1).toString();
      if (bytes === 0) setTimeout(() => child.kill('SIGINT'), 300);
      bytes += data.length;
    });
    child.stderr.on('data', (data: Buffer) => {
      err += data;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, last }).toEqual({ code: 130, last: '\n' });
    expect(err).toMatch(/^hvsim: interrupted; \d+ of 1000000000 statuses are complete\n$/);
    expect(bytes).toBeGreaterThan(1_000);
  });

  it('has memory that does not grow with the count', () => {
    const peak = (count: number) => {
      const script = `process.on('exit', () => process.stderr.write(String(process.resourceUsage().maxRSS)));
        process.argv.splice(1, 0, ''); require(${JSON.stringify(bin)});`;
      const { stderr } = spawnSync(process.execPath, ['-e', script, 'fixtures', '--count', String(count)], {
        encoding: 'utf8',
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      return Number(stderr) / 1024;
    };
    expect(peak(600_000) - peak(20_000)).toBeLessThan(40);
  });
});

describe('the examples of fixtures', () => {
  it('make a corpus in parts that is the whole, with GNU parallel where it is installed', async () => {
    const script = new URL('../../../examples/fixtures-parallel.sh', import.meta.url).pathname;
    const { stdout, stderr, status } = spawnSync('bash', [script, '20000', '7'], {
      encoding: 'utf8',
      env: { ...process.env, HVSIM: `node ${bin}` },
      maxBuffer: 1e9,
    });
    expect(status).toBe(0);
    expect(stdout).toBe((await fixtures('--count', '20000')).out);
    expect(statSync(script).mode & 0o111).not.toBe(0);
    const installed = /GNU parallel/.test(spawnSync('parallel', ['--version'], { encoding: 'utf8' }).stdout ?? '');
    if (!installed) console.warn('SKIPPED: GNU parallel is not installed, so that the example ran its parts one after the other.');
    expect(stderr).toBe(installed ? '' : 'GNU parallel is not installed: one part after the other.\n');
  });

  it('make the part of its index in every pod of a Kubernetes Job', async () => {
    const text = readFileSync(new URL('../../../examples/fixtures-job.yaml', import.meta.url), 'utf8');
    const job = parse(text);
    expect(job).toMatchObject({ apiVersion: 'batch/v1', kind: 'Job', spec: { completionMode: 'Indexed' } });
    const { completions, parallelism, template } = job.spec;
    const { restartPolicy, containers, volumes } = template.spec;
    const [{ command, args, volumeMounts }] = containers;
    expect({ completions, restartPolicy, containers: containers.length }).toEqual({
      completions: 64,
      restartPolicy: 'OnFailure',
      containers: 1,
    });
    expect(parallelism).toBeLessThanOrEqual(completions);
    expect(volumeMounts).toEqual([{ name: volumes[0].name, mountPath: '/corpus' }]);

    const corpus = folder();
    const [shell, ...options] = command as [string, ...string[]];
    const run = (index: number) => {
      // The same lines with fewer statuses, in a folder of ours, and with the command of this clone.
      const line = (args[0] as string)
        .replaceAll('/corpus', corpus)
        .replace('--count 1000000000', '--count 1000')
        .replace('hvsim fixtures', `node ${bin} fixtures`);
      expect(line).toContain('--count 1000 ');
      const env = { ...process.env, JOB_COMPLETION_INDEX: String(index) };
      expect(spawnSync(shell, [...options, line], { encoding: 'utf8', env })).toMatchObject({ status: 0, stdout: '', stderr: '' });
    };
    const indices = [0, 1, 31, 63];
    for (const index of indices) run(index);
    expect(readdirSync(corpus).sort()).toEqual(indices.map((index) => `part-${String(index).padStart(3, '0')}.ndjson`));
    const whole = (await fixtures('--count', '1000', '--release', '2206', '--format', 'rest-v2', '--seed', '1')).out.trimEnd().split('\n');
    for (const index of indices) {
      const part = readFileSync(join(corpus, `part-${String(index).padStart(3, '0')}.ndjson`), 'utf8');
      // 1000 in 64 parts: the first 40 have 16, the others 15.
      const begin = index * 15 + Math.min(index, 40);
      expect(part.trimEnd().split('\n')).toEqual(whole.slice(begin, begin + (index < 40 ? 16 : 15)));
    }
  });
});
