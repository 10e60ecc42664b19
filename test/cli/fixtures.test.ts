import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { toAscii } from '../../src/cli/line-buffer.ts';
import { main } from '../../src/cli/main.ts';
import { renderProgress } from '../../src/cli/progress.ts';
import { hvsim, records } from './command.ts';

const fixtures = (...args: string[]) => hvsim(['fixtures', ...args]);
const folder = () => mkdtempSync(join(tmpdir(), 'hvsim-'));

describe('hvsim fixtures', () => {
  it('writes ten statuses when nothing is asked for', async () => {
    const { code, out, err } = await fixtures();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(records(out)).toHaveLength(10);
  });

  it('writes what was asked for: statuses, lives, a set, a scenario, near misses', async () => {
    expect(records((await fixtures('--count', '3', '--release', '7.6')).out)).toHaveLength(3);
    expect(records((await fixtures('--count', '0')).out)).toHaveLength(0);
    const life = records((await fixtures('--timelines', '1', '--poll', '10m')).out);
    expect(Object.keys(life[0] ?? {})).toEqual(['at', 'pool', 'status']);
    expect(records((await fixtures('--cover', 'states', '--release', '2206')).out)).toHaveLength(32);
    const scenario = records((await fixtures('--scenario', 'push-now', '--release', '2206')).out);
    expect(scenario.map(({ name }) => name)).toContain('push-now/01-pending-publish-current-absent');
    expect(records((await fixtures('--invalid', '--count', '2', '--rules', 'progress/ready')).out).map(({ rule }) => rule)).toEqual([
      'progress/ready',
      'progress/ready',
    ]);
  });

  it.each([
    ['--count', '5000'],
    ['--timelines', '9'],
    ['--cover', 'transitions'],
    ['--invalid', '--count', '300'],
  ])('writes shards of %s %s that are the whole when joined', async (...what) => {
    const args = what.filter((each): each is string => typeof each === 'string');
    const whole = (await fixtures(...args)).out;
    for (const shards of [1, 3, 7]) {
      const parts = Array.from({ length: shards }, (_, part) => fixtures(...args, '--shard', `${part + 1}/${shards}`));
      expect((await Promise.all(parts)).map(({ out }) => out).join('')).toBe(whole);
    }
  });

  it('gives more shards than items empty ones', async () => {
    const parts = Array.from({ length: 5 }, (_, part) => fixtures('--count', '3', '--shard', `${part + 1}/5`));
    expect((await Promise.all(parts)).map(({ out }) => records(out).length)).toEqual([1, 1, 1, 0, 0]);
  });

  it('writes files whose names tell, with an index of what each shows', async () => {
    const out = join(folder(), 'set');
    expect((await fixtures('--cover', 'states', '--release', '2206', '--format', 'rest-v2', '--out', out)).code).toBe(0);
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

  it('ends a scenario, and lives that cover, with null where the pool is gone', async () => {
    const last = { shows: 'engine.currentImageUnpublished: DELETED, no status', status: null };
    expect(records((await fixtures('--scenario', 'delete')).out).at(-1)).toMatchObject({ ...last, name: 'delete/15-deleted' });
    const gone = records((await fixtures('--cover', 'transitions')).out).filter(({ status }) => status === null);
    expect(gone).toHaveLength(3);
    const lives = records((await fixtures('--timelines', '3', '--where', 'operation=DELETED')).out);
    expect(lives.map(({ status }) => status)).toEqual([null, null, null]);
  });

  it('does not write to a folder that has files, unless told to', async () => {
    const out = folder();
    writeFileSync(join(out, 'mine.txt'), 'mine');
    const { code, err } = await fixtures('--count', '2', '--out', out);
    expect(code).toBe(2);
    expect(err).toContain('folder-not-empty');
    expect(err).toContain('mine.txt');
    expect(readdirSync(out)).toEqual(['mine.txt']);
    expect(err).toContain('Nothing of it would be overwritten');
    expect((await fixtures('--count', '2', '--out', out, '--force')).code).toBe(0);
    expect((await fixtures('--count', '9', '--out', out)).err).toMatch(
      / index\.json, \S+\/000001-\S+\.json, \S+\.json would be overwritten/,
    );
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
  ])('refuses %j as %s', async (args, code, advice) => {
    const ran = await fixtures(...args);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toMatch(new RegExp(`^hvsim: ${code}: `));
    expect(ran.err).toContain(advice);
    expect(ran.err).not.toContain('    at ');
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
});

describe('the progress bar', () => {
  it('says how far, how fast and how long still', () => {
    expect(renderProgress(250_000, 1_000_000, 2, 'statuses')).toBe('[######------------------] 25 % of 1.0 M statuses, 125 k/s, 6 s left');
    expect(renderProgress(10, 10_000, 1, 'lives')).toBe('[------------------------] 0 % of 10 k lives, 10/s, 16 min 39 s left');
  });
});

describe('the examples of fixtures', () => {
  it('are what the command that the index names writes', async () => {
    const examples = new URL('../../examples/fixtures/', import.meta.url);
    const sets = records(readFileSync(new URL('index.ndjson', examples), 'utf8')) as unknown as { file: string; command: string }[];
    expect(sets).toHaveLength(14);
    expect(readdirSync(examples).sort()).toEqual([...sets.map(({ file }) => file), 'index.ndjson'].sort());
    for (const { file, command } of sets.slice(0, 3)) {
      expect((await hvsim(command.split(' ').slice(1))).out).toBe(readFileSync(new URL(file, examples), 'utf8'));
    }
  });
});
