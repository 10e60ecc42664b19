/** What only a process can show: that the built command starts, reads standard input, writes to a pipe, and ends with its exit code. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { file, hvsim, type Ran } from '../../cli/command.ts';
import { hvsimProcess } from './process.ts';

const events = '{"type":"engine.publishStarted"}\n{"type":"engine.publishSucceeded"}\n';
const status = '{"instant_clone_operation":"NONE","instant_clone_current_image_state":"READY"}\n';
const never = file('never.yaml', 'title: x\nengine: manual\nsteps:\n  - until: { operation: NONE }\n');

describe('the built command', () => {
  it('answers --version with the package’s own', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
    expect(hvsimProcess(['--version'])).toMatchObject({ code: 0, out: `${version}\n` });
  });

  it.each<readonly [code: number, args: readonly string[], input: string]>([
    [0, [], ''],
    [2, ['rnu'], ''],
    [0, ['run', 'bad-week'], ''],
    [0, ['run', '-', '--manual', '--json'], events],
    [1, ['run', never], ''],
    [2, ['run', '-', '--json'], '{'],
    [0, ['fixtures', '--count', '3'], ''],
    [2, ['fixtures', '--count', 'many'], ''],
    [0, ['validate', '-'], status],
    [1, ['validate', '-', '--json'], status.replace('NONE', 'NOTHING')],
    [2, ['validate', '-'], ''],
    [0, ['check', '-', '--json'], status],
    [2, ['check', '/nowhere'], ''],
    [0, ['graph'], ''],
    [0, ['about'], ''],
    [0, ['about', '--events', '--json'], ''],
    [0, ['serve', '--help'], ''],
    [2, ['serve', '--port', '-1'], ''],
    [0, ['inspect', '--help'], ''],
    [2, ['inspect', '--replay', '-'], 'hello\n'],
  ])('ends with %i, and says what its sources say, for %j', async (code, args, input) => {
    const ran: Ran = hvsimProcess(args, input);
    expect(ran).toEqual(await hvsim(args, input));
    expect(ran.code).toBe(code);
  });
});
