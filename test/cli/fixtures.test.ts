import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { toAscii } from '../../src/cli/line-buffer.ts';
import { main } from '../../src/cli/main.ts';
import { renderProgress } from '../../src/cli/progress.ts';
import { bin, hvsim, records } from './command.ts';

const fixtures = (...args: string[]) => hvsim(['fixtures', ...args]);
const folder = () => mkdtempSync(join(tmpdir(), 'hvsim-'));

describe('hvsim fixtures', () => {
  it('writes ten statuses when nothing is asked for', () => {
    const { code, out, err } = fixtures();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(records(out)).toHaveLength(10);
  });

  it('writes what was asked for: statuses, lives, a set, a scenario, near misses', () => {
    expect(records(fixtures('--count', '3', '--release', '7.6').out)).toHaveLength(3);
    expect(records(fixtures('--count', '0').out)).toHaveLength(0);
    const life = records(fixtures('--timelines', '1', '--poll', '10m').out);
    expect(Object.keys(life[0] ?? {})).toEqual(['at', 'pool', 'status']);
    expect(records(fixtures('--cover', 'states', '--release', '2206').out)).toHaveLength(32);
    const scenario = records(fixtures('--scenario', 'push-now', '--release', '2206').out);
    expect(scenario.map(({ name }) => name)).toContain('push-now/01-pending-publish-current-absent');
    expect(records(fixtures('--invalid', '--count', '2', '--rules', 'progress/ready').out).map(({ rule }) => rule)).toEqual([
      'progress/ready',
      'progress/ready',
    ]);
  });

  it.each([
    ['--count', '5000'],
    ['--timelines', '9'],
    ['--cover', 'transitions'],
    ['--invalid', '--count', '300'],
  ])('writes shards of %s %s that are the whole when joined, with any number of workers', (...what) => {
    const args = what.filter((each): each is string => typeof each === 'string');
    const whole = fixtures(...args).out;
    for (const shards of [1, 3, 7]) {
      const parts = Array.from({ length: shards }, (_, part) => fixtures(...args, '--shard', `${part + 1}/${shards}`).out);
      expect(parts.join('')).toBe(whole);
    }
    expect(fixtures(...args, '--workers', '3').out).toBe(whole);
    expect(fixtures(...args, '--workers', '2', '--shard', '2/2').out).toBe(fixtures(...args, '--shard', '2/2').out);
  });

  it('writes many blocks in order with workers', () => {
    const one = spawnSync(process.execPath, [bin, 'fixtures', '--count', '100000'], { maxBuffer: 1e9 }).stdout;
    const three = spawnSync(process.execPath, [bin, 'fixtures', '--count', '100000', '--workers', '3'], { maxBuffer: 1e9 }).stdout;
    expect(three.equals(one)).toBe(true);
  });

  it('gives more shards than items empty ones', () => {
    const parts = Array.from({ length: 5 }, (_, part) => fixtures('--count', '3', '--shard', `${part + 1}/5`).out);
    expect(parts.map((part) => records(part).length)).toEqual([1, 1, 1, 0, 0]);
  });

  it('writes files whose names tell, with an index of what each shows', () => {
    const out = join(folder(), 'set');
    expect(fixtures('--cover', 'states', '--release', '2206', '--format', 'rest-v2', '--out', out).code).toBe(0);
    const { files, release, format } = JSON.parse(readFileSync(join(out, 'index.json'), 'utf8'));
    expect({ release, format, count: files.length }).toEqual({ release: '2206', format: 'rest-v2', count: 32 });
    for (const { file, shows } of files) {
      const text = readFileSync(join(out, file), 'utf8');
      const status = JSON.parse(text);
      expect(text).toBe(`${JSON.stringify(status, null, 2)}\n`);
      expect(shows).toContain(status.instant_clone_operation);
    }
    expect(readdirSync(join(out, 'push-image'))).toContainEqual(expect.stringMatching(/^02-publishing-\d+\.rest-v2\.json$/));
  });

  it.each([
    ['--cover', 'states'],
    ['--count', '300'],
    ['--timelines', '5', '--poll', '20m', '--where', 'pendingImage=PUBLISHING'],
    ['--scenario', 'push-now'],
    ['--invalid', '--count', '150', '--shard', '2/2'],
  ])('writes the same files and the same index for %s %s with any number of workers', (...what) => {
    const args = what.filter((each): each is string => typeof each === 'string');
    const contents = (workers: string) => {
      const out = folder();
      expect(fixtures(...args, '--workers', workers, '--out', out)).toEqual({ code: 0, out: '', err: '' });
      const names = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      return new Map(
        names.map(({ parentPath, name }) => [join(parentPath, name).slice(out.length), readFileSync(join(parentPath, name), 'utf8')]),
      );
    };
    const one = contents('1');
    const { files } = JSON.parse(one.get(args.includes('2/2') ? '/index-2-of-2.json' : '/index.json') ?? '');
    expect(files).toHaveLength(one.size - 1);
    expect(files.length).toBeGreaterThan(0);
    for (const workers of ['2', '5']) expect(contents(workers)).toEqual(one);
  });

  // Once the index of the last shard alone was left.
  it.each(['1', '2'])('writes shards to one folder with an index each, which together name all files, with %s workers', (workers) => {
    const out = folder();
    const shard = (name: string) => fixtures('--count', '7', '--out', out, '--shard', name, '--force', '--workers', workers).code;
    expect(['1/3', '2/3', '3/3'].map(shard)).toEqual([0, 0, 0]);
    const indexes = readdirSync(out).filter((name) => name.startsWith('index'));
    expect(indexes).toEqual(['index-1-of-3.json', 'index-2-of-3.json', 'index-3-of-3.json']);
    const listed = indexes.flatMap((name) =>
      JSON.parse(readFileSync(join(out, name), 'utf8')).files.map(({ file }: { file: string }) => file),
    );
    expect(listed).toHaveLength(7);
    expect(listed.every((file: string) => existsSync(join(out, file)))).toBe(true);
  });

  it('ends a scenario, and lives that cover, with null where the pool is gone', () => {
    const last = { shows: 'engine.currentImageUnpublished: DELETED, no status', status: null };
    expect(records(fixtures('--scenario', 'delete').out).at(-1)).toMatchObject({ ...last, name: 'delete/15-deleted' });
    const gone = records(fixtures('--cover', 'transitions').out).filter(({ status }) => status === null);
    expect(gone).toHaveLength(3);
    const lives = records(fixtures('--timelines', '3', '--where', 'operation=DELETED').out);
    expect(lives.map(({ status }) => status)).toEqual([null, null, null]);
  });

  it('does not write to a folder that has files, unless told to', () => {
    const out = folder();
    writeFileSync(join(out, 'mine.txt'), 'mine');
    const { code, err } = fixtures('--count', '2', '--out', out);
    expect(code).toBe(2);
    expect(err).toContain('folder-not-empty');
    expect(err).toContain('mine.txt');
    expect(readdirSync(out)).toEqual(['mine.txt']);
    expect(err).toContain('Nothing of it would be overwritten');
    expect(fixtures('--count', '2', '--out', out, '--force').code).toBe(0);
    expect(fixtures('--count', '9', '--out', out).err).toMatch(/ index\.json, \S+\/000001-\S+\.json, \S+\.json would be overwritten/);
    expect(existsSync(join(out, 'index.json'))).toBe(true);
  });

  it.each([
    [['--count', 'many'], 'wrong-usage', 'a whole number from 0'],
    [['--count', '-1'], 'wrong-usage', ''],
    [['--shard', '0/4'], 'wrong-usage', 'i from 1 to n'],
    [['--shard', '5/4'], 'wrong-usage', 'i from 1 to n'],
    [['--shard', 'half'], 'wrong-usage', '1/4'],
    [['--where', 'operation=NONE,pendingImage=READY'], 'nothing-fits', 'nearest states'],
    [['--where', 'operation=NON'], 'wrong-options', 'Did you mean "NONE"?'],
    [['--where', 'operation=CANCEL_SCHEDULED_PUSH_IMAGE', '--mix', 'idle=1'], 'nothing-fits', 'mix'],
    [['--count', ''], 'wrong-usage', '--count is empty'],
    // Once ten files in the current folder.
    [['--out', ''], 'wrong-usage', '--out is empty'],
    [['--count', '1.5'], 'wrong-usage', 'a whole number from 0'],
    [['--count', '1e30'], 'wrong-usage', 'a whole number from 0'],
    [['--seed', 'x'], 'wrong-usage', 'a whole number'],
    [['--invalid', '--rules', 'progres/ready,'], 'wrong-options', 'Did you mean "progress/ready"?'],
    [['--where', 'operaton=NONE'], 'wrong-options', 'Did you mean "operation"?'],
    [['--mix', 'idel=3'], 'wrong-options', 'Did you mean "idle"?'],
    [['--mix', 'idle'], 'wrong-usage', 'idle=80'],
    [['--mix', 'idle=0'], 'wrong-options', 'above 0'],
    [['--rules', 'progress/redy', '--invalid'], 'wrong-options', 'Did you mean "progress/ready"?'],
    [['--rules', 'progress/ready'], 'wrong-usage', '--invalid'],
    [['--cover', 'state'], 'wrong-usage', 'Did you mean "states"?'],
    [['--scenario', 'push-nwo'], 'unknown-scenario', 'Did you mean "push-now"?'],
    [['--release', '9.9'], 'unknown-release', ''],
    [['--format', 'rest-v9'], 'unknown-format', ''],
    [['--release', '7.6', '--format', 'rest-v1'], 'format-not-in-release', ''],
    [['--envelope', 'v13'], 'wrong-usage', 'Did you mean'],
    [['--envelope', 'v12', '--release', '2206'], 'format-not-in-release', ''],
    [['--poll', '30s'], 'wrong-usage', '--timelines'],
    [['--timelines', '1', '--poll', '0s'], 'wrong-usage', 'above 0'],
    // Once 30 milliseconds.
    [['--timelines', '1', '--poll', '30'], 'wrong-usage', 'with its unit, such as "30s"'],
    [['--where', 'operation=DELETED'], 'nothing-fits', 'a deleted pool has none'],
    [['--where', 'pendingImage=UNPUBLISHING', '--release', '7.6'], 'nothing-fits', 'No status of 7.6 as view ever shows'],
    [['--mix', 'held=1', '--release', '2106'], 'nothing-fits', 'No pool of 2106 is ever held'],
    [['--count', '1', '--timelines', '1'], 'wrong-usage', 'at once'],
    [['--workers', '0'], 'wrong-usage', ''],
    [['--workers', '2', '--out', '/dev/null/folder'], 'cannot-write', 'no folder'],
    [['--force'], 'wrong-usage', '--out'],
    [['--images', '1'], 'wrong-usage', ''],
    [['--seeds', '1'], 'wrong-usage', 'Did you mean "seed"?'],
    [['--out', '/dev/null/folder'], 'cannot-write', 'no folder'],
    [['word'], 'wrong-usage', 'one word too many'],
  ])('refuses %j as %s', (args, code, advice) => {
    const ran = fixtures(...args);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toMatch(new RegExp(`^hvsim: ${code}: `));
    expect(ran.err).toContain(advice);
    expect(ran.err).not.toContain('    at ');
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

  it('waits for a slow reader instead of keeping lines in memory', async () => {
    let [inFlight, most] = [0, 0];
    const slow = new Writable({
      highWaterMark: 1,
      write(chunk: Buffer, _, done) {
        inFlight += chunk.length;
        most = Math.max(most, inFlight);
        setImmediate(() => {
          inFlight -= chunk.length;
          done();
        });
      },
    });
    const io = { stdin: new PassThrough(), stdout: slow, stderr: new PassThrough(), env: {}, signal: new AbortController().signal };
    expect(await main(['fixtures', '--count', '20000'], io)).toBe(0);
    expect(most).toBeLessThanOrEqual(1 << 16);
  });

  it('draws its progress on a terminal alone, and takes it away', async () => {
    const drawn: string[] = [];
    const terminal = new Writable({
      write(chunk, _, done) {
        drawn.push(String(chunk));
        done();
      },
    });
    const stderr = Object.assign(terminal, { isTTY: true });
    const stdout = new Writable({ write: (_chunk, _encoding, done) => setTimeout(done, 20) });
    const io = { stdin: new PassThrough(), stdout, stderr, env: {}, signal: new AbortController().signal };
    expect(await main(['fixtures', '--count', '20000'], io)).toBe(0);
    expect(drawn.join('')).toMatch(/\[#*-*\] \d+ % of 20 k statuses, .*\/s/);
    expect(drawn.at(-1)).toBe('\r\u001b[K');
  });

  it('keeps what is not ASCII, escaped', () => {
    expect(JSON.parse(toAscii(JSON.stringify({ a: 'ü€😀' })))).toEqual({ a: 'ü€😀' });
    expect(toAscii('"ü"')).toBe('"\\u00fc"');
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

describe('the progress bar', () => {
  it('says how far, how fast and how long still', () => {
    expect(renderProgress(250_000, 1_000_000, 2, 'statuses')).toBe('[######------------------] 25 % of 1.0 M statuses, 125 k/s, 6 s left');
    expect(renderProgress(10, 10_000, 1, 'lives')).toBe('[------------------------] 0 % of 10 k lives, 10/s, 16 min 39 s left');
  });
});

describe('the examples of fixtures', () => {
  it('are what the command that the index names writes', () => {
    const examples = new URL('../../examples/fixtures/', import.meta.url);
    const sets = records(readFileSync(new URL('index.ndjson', examples), 'utf8')) as unknown as { file: string; command: string }[];
    expect(sets).toHaveLength(14);
    expect(readdirSync(examples).sort()).toEqual([...sets.map(({ file }) => file), 'index.ndjson'].sort());
    for (const { file, command } of sets.slice(0, 3)) {
      expect(hvsim(command.split(' ').slice(1)).out).toBe(readFileSync(new URL(file, examples), 'utf8'));
    }
  });

  it('make a corpus in parts that is the whole, with GNU parallel where it is installed', () => {
    const script = new URL('../../examples/fixtures-parallel.sh', import.meta.url).pathname;
    const { stdout, stderr, status } = spawnSync('bash', [script, '20000', '7'], {
      encoding: 'utf8',
      env: { ...process.env, HVSIM: `node ${bin}` },
      maxBuffer: 1e9,
    });
    expect(status).toBe(0);
    expect(stdout).toBe(fixtures('--count', '20000').out);
    expect(statSync(script).mode & 0o111).not.toBe(0);
    const installed = /GNU parallel/.test(spawnSync('parallel', ['--version'], { encoding: 'utf8' }).stdout ?? '');
    if (!installed) console.warn('SKIPPED: GNU parallel is not installed, so that the example ran its parts one after the other.');
    expect(stderr).toBe(installed ? '' : 'GNU parallel is not installed: one part after the other.\n');
  });

  it('make the part of its index in every pod of a Kubernetes Job', () => {
    const text = readFileSync(new URL('../../examples/fixtures-job.yaml', import.meta.url), 'utf8');
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
    const whole = fixtures('--count', '1000', '--release', '2206', '--format', 'rest-v2', '--seed', '1').out.trimEnd().split('\n');
    for (const index of indices) {
      const part = readFileSync(join(corpus, `part-${String(index).padStart(3, '0')}.ndjson`), 'utf8');
      // 1000 in 64 parts: the first 40 have 16, the others 15.
      const begin = index * 15 + Math.min(index, 40);
      expect(part.trimEnd().split('\n')).toEqual(whole.slice(begin, begin + (index < 40 ? 16 : 15)));
    }
  });
});
