import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Recording } from '../../src/inspector/protocol.ts';
import { createSimulator } from '../../src/simulator/index.ts';
import type { TimelineRecord } from '../../src/simulator/timeline.ts';
import { traced } from '../../src/vitest/traced.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const folder = mkdtempSync(join(tmpdir(), 'hvsim-'));
let output = '';
let code: number | null = null;

beforeAll(() => {
  const args = [vitest, 'run', '--root', root, 'test/vitest/failing/traced.spec.ts'];
  const { NODE_OPTIONS: _, VITEST: __, ...env } = process.env;
  const ran = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: { ...env, NO_COLOR: '1', FORCE_COLOR: '0' } });
  output = ran.stdout + ran.stderr;
  code = ran.status;
}, 60_000);

const timelineOf = (name: string): TimelineRecord[] =>
  readFileSync(join(folder, '.hvsim', `${name}.ndjson`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('a test that fails', () => {
  it('leaves a timeline and a page, named after it; one that passes leaves nothing', () => {
    expect(code).toBe(1);
    expect(readdirSync(join(folder, '.hvsim')).sort()).toEqual(
      ['a-pool-fails-for-something-with-runs-that-look-at-no-pool', 'a-pool-fails-for-something', 'a-pool-fails-in-one-place']
        .flatMap((name) => [`${name}.html`, `${name}.ndjson`])
        .sort(),
    );
  });

  it('names them under the failure', () => {
    const [, failure = ''] = output.split('FAIL  test/vitest/failing/traced.spec.ts > a pool > fails / in one place');
    expect(failure.split('FAIL ')[0]).toContain(
      'What happened: .hvsim/a-pool-fails-in-one-place.ndjson and .hvsim/a-pool-fails-in-one-place.html',
    );
  });

  it('leaves all that happened, in the format that was asked for', () => {
    const records = timelineOf('a-pool-fails-in-one-place');
    expect(records[0]?.run).toEqual({ hvsim: 1, release: '2206', format: 'rest-v2' });
    expect(records.at(-1)?.status).toMatchObject({ instant_clone_operation: 'NONE' });
    const page = readFileSync(join(folder, '.hvsim', 'a-pool-fails-in-one-place.html'), 'utf8');
    const recording: Recording = JSON.parse(/id="recording">(.*?)<\/script>/s.exec(page)?.[1] ?? '');
    expect(recording.description).toMatchObject({ title: 'a pool fails / in one place', release: '2206', format: 'rest-v2' });
    expect(recording.steps.map(({ at }) => at)).toEqual(records.map(({ at }) => at));
  });

  it.each(['a-pool-fails-for-something', 'a-pool-fails-for-something-with-runs-that-look-at-no-pool'])(
    'leaves the shrunk counterexample of a property: %s',
    (name) => {
      expect(output).toContain('Counterexample: [[301,301]]');
      const [created, ...records] = timelineOf(name);
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
