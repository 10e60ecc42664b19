import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Recording } from '../../../src/inspector/protocol.ts';
import { createSimulator } from '../../../src/simulator/index.ts';
import type { TimelineRecord } from '../../../src/simulator/timeline.ts';
import { traced } from '../../../src/vitest/traced.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const folder = mkdtempSync(join(tmpdir(), 'hvsim-'));
let output = '';
let code: number | null = null;

beforeAll(() => {
  const args = [vitest, 'run', '--root', root, 'test/slow/vitest/failing/traced.spec.ts'];
  const { NODE_OPTIONS: _, VITEST: __, ...env } = process.env;
  const ran = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: { ...env, NO_COLOR: '1', FORCE_COLOR: '0' } });
  output = ran.stdout + ran.stderr;
  code = ran.status;
}, 60_000);

const left = (): string[] => readdirSync(join(folder, '.hvsim')).sort();
/** The files of tests with a name, without what comes after it. */
const filesOf = (name: string): string[] =>
  left()
    .filter((file) => file.replace(/-[0-9a-f]{6}\.ndjson$/, '') === name)
    .map((file) => file.slice(0, -'.ndjson'.length));
const read = (file: string): string => readFileSync(join(folder, '.hvsim', file), 'utf8');
const timelineOf = (file: string): TimelineRecord[] =>
  read(`${file}.ndjson`)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
/** The file that a failure names. */
function namedUnder(test: string): string {
  const [, failure = ''] = output.split(`FAIL  test/slow/vitest/failing/traced.spec.ts > ${test}`);
  const [, file = '', page] = /What happened: \.hvsim\/(\S+)\.ndjson and \.hvsim\/(\S+)\.html/.exec(failure.split('FAIL ')[0] ?? '') ?? [];
  expect(page).toBe(file);
  return file;
}

describe('a test that fails', () => {
  it('leaves a timeline and a page, named after it; one that passes, or should fail, leaves nothing', () => {
    expect(code).toBe(1);
    const names = [
      'a-pool-fails-for-something',
      'a-pool-fails-for-something-with-runs-that-look-at-no-pool',
      'a-pool-fails-in-one-place',
      'a-pool-fails-in-one-place',
    ];
    const pattern = /-[0-9a-f]{6}\.(ndjson|html)$/;
    expect(
      left()
        .map((file) => file.replace(pattern, '.$1'))
        .sort(),
    ).toEqual(names.flatMap((name) => [`${name}.html`, `${name}.ndjson`]).sort());
  });

  it('names them under the failure, also beside a test whose name comes to the same', () => {
    const [first, second] = [namedUnder('a pool > fails / in one place'), namedUnder('a pool > fails ? in one place')];
    expect([first, second].sort()).toEqual(filesOf('a-pool-fails-in-one-place'));
    expect(timelineOf(first).length).toBeGreaterThan(1);
    expect(timelineOf(second)).toHaveLength(1);
  });

  it('leaves all that happened, in the format that was asked for', () => {
    const file = namedUnder('a pool > fails / in one place');
    const records = timelineOf(file);
    expect(records[0]?.run).toEqual({ hvsim: 1, release: '2206', format: 'rest-v2' });
    expect(records.at(-1)?.status).toMatchObject({ instant_clone_operation: 'NONE' });
    const recording: Recording = JSON.parse(/id="recording">(.*?)<\/script>/s.exec(read(`${file}.html`))?.[1] ?? '');
    expect(recording.description).toMatchObject({ title: 'a pool fails / in one place', release: '2206', format: 'rest-v2' });
    expect(recording.steps.map(({ at }) => at)).toEqual(records.map(({ at }) => at));
  });

  it.each(['a-pool-fails-for-something', 'a-pool-fails-for-something-with-runs-that-look-at-no-pool'])(
    'leaves the shrunk counterexample of a property: %s',
    (name) => {
      expect(output).toContain('Counterexample: [[301,301]]');
      const [created, ...records] = timelineOf(filesOf(name)[0] as string);
      expect(records.map(({ at }) => at - (created?.at ?? 0))).toEqual([301, 602]);
    },
  );
});

describe('traced', () => {
  it('gives the simulator back, and wants one that records', (context) => {
    const simulator = createSimulator();
    expect(traced(context, simulator)).toBe(simulator);
    expect(() => traced(context, createSimulator({ record: false }))).toThrow('needs a simulator that records');
    expect(() => traced(context, createSimulator({ release: '7.13' }), { format: 'rest-v1' })).toThrow('does not have the format');
  });
});
