import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../../examples/', import.meta.url));
const bin = fileURLToPath(new URL('../../src/cli/hvsim.cjs', import.meta.url));
const programs = readdirSync(folder).filter((name) => name.endsWith('.mjs'));

describe('the examples', () => {
  it('are there', () => {
    expect(programs.length).toBeGreaterThanOrEqual(3);
  });

  it.each(programs)('%s prints what it promises', (name) => {
    const promised = [...readFileSync(folder + name, 'utf8').matchAll(/\/\/=> (.*)/g)].map(([, value]) => value);
    expect(promised.length).toBeGreaterThan(0);
    expect(
      execFileSync(process.execPath, [folder + name], { encoding: 'utf8' })
        .trim()
        .split('\n'),
    ).toEqual(promised);
  });

  it('events.ndjson runs with the command that it names, and is refused once', () => {
    const text = readFileSync(`${folder}events.ndjson`, 'utf8');
    const command = /hvsim (run .*) < examples\/events\.ndjson/.exec(text)?.[1] ?? '';
    const { status, stdout } = spawnSync(process.execPath, [bin, ...command.split(' ')], { input: text, encoding: 'utf8' });
    expect(status).toBe(0);
    const outcomes = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).outcome);
    expect(outcomes.filter((outcome) => outcome === 'fault')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'ignored')).toHaveLength(0);
  });

  const promisedBy = (name: string) => [...readFileSync(folder + name, 'utf8').matchAll(/#=> (.*)/g)].map(([, value]) => value);
  const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;
  const withTools: readonly [name: string, tools: string, isThere: boolean, program: string][] = [
    ['serve-push.sh', 'sh, curl and jq', has('curl', '--version') && has('jq', '--version'), 'sh'],
    ['serve_push.py', 'python3', has('python3', '--version'), 'python3'],
  ];

  it.each(withTools)('%s prints what it promises, where there are %s', (name, tools, isThere, program) => {
    const promised = promisedBy(name);
    expect(promised.length).toBeGreaterThan(3);
    if (!isThere) {
      console.error(`SKIPPED: examples/${name} was not run, because this machine has not all of: ${tools}`);
      return;
    }
    const env = { ...process.env, HVSIM: `${process.execPath} ${bin}` };
    const { status, stdout } = spawnSync(program, [folder + name], { encoding: 'utf8', env });
    expect([status, stdout.trim().split('\n')]).toEqual([0, promised]);
  });
});
