/** What a failing property prints can be pasted into a shell. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hvsim, records } from '../../cli/command.ts';

const entry = new URL('../../../dist/src/fast-check/index.js', import.meta.url).href;
const fastCheck = import.meta.resolve('fast-check');

/** Runs a property in a process of its own; what it prints when it fails. */
function failureOf(property: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'hvsim-')), 'failing.mjs');
  writeFileSync(
    path,
    `import fc from ${JSON.stringify(fastCheck)};
import { command, fact, invalidStatus, status, timeline } from ${JSON.stringify(entry)};
const target = { release: '2206', format: 'rest-v2' };
fc.assert(${property}, { numRuns: 2_000, seed: 1 });`,
  );
  const { status: code, stderr } = spawnSync(process.execPath, [path], { encoding: 'utf8' });
  expect(code).toBe(1);
  return stderr;
}

/** Runs the command that was printed; its records. */
async function replay(printed: string) {
  const [, options = '', script = ''] = /# hvsim run - (.*) <<'END'\n([\s\S]*?)\nEND/.exec(printed) ?? [];
  expect(script).not.toBe('');
  const args = ['run', '-', ...options.trim().split(' '), '--json', '--format', 'rest-v2'];
  const { code, out, err } = await hvsim(args, `${script}\n`);
  expect([code, err]).toEqual([0, '']);
  return records(out) as unknown as { outcome: string; status: Record<string, unknown> | null }[];
}

describe('a counterexample that a process prints', () => {
  it.each([
    ['status', "fc.property(status(target), (each) => each.instant_clone_pending_image_state !== 'READY_HELD')"],
    [
      'timeline',
      "fc.property(timeline(target), (polls) => polls.every(({ status }) => status?.instant_clone_pending_image_state !== 'READY_HELD'))",
    ],
  ])('of a %s is a script that leads there', async (_what, property) => {
    const ran = await replay(failureOf(property));
    expect(ran.every(({ outcome }) => outcome === 'accepted')).toBe(true);
    expect(ran.at(-1)?.status).toMatchObject({ instant_clone_pending_image_state: 'READY_HELD' });
  });

  // Once as {__proto__:null,…}, which is no JSON.
  it.each([
    ['command', "fc.property(command(), ({ type }) => type !== 'command.resumeTask')", 'command.resumeTask'],
    ['push', 'fc.property(command(), ({ spec }) => spec?.settings.startTime === undefined)', 'command.schedulePushImage'],
    ['fact', "fc.property(fact(), ({ type }) => type !== 'clone.resyncFailed')", 'clone.resyncFailed'],
  ])('of a %s is a line that a run takes', async (_what, property, type) => {
    const [, line = ''] = /^Counterexample: \[(.*)\]$/m.exec(failureOf(property)) ?? [];
    const { code, out, err } = await hvsim(['run', '-', '--manual', '--json'], `${line}\n`);
    expect([code, err]).toEqual([0, '']);
    expect(records(out).at(-1)).toMatchObject({ event: { type } });
  });

  it('of a near miss is a script that leads to the status before it was spoiled', async () => {
    const printed = failureOf("fc.property(invalidStatus({ ...target, rules: ['progress/ready'] }), () => false)");
    expect(printed).toContain('"rule":"progress/ready"');
    expect((await replay(printed)).at(-1)?.status).toMatchObject({ instant_clone_pending_image_progress: 100 });
  });
});
