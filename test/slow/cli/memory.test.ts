/** Whatever comes in, and however much, validate and check do with little memory. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { bin } from './process.ts';

const idle = { instant_clone_operation: 'NONE', instant_clone_current_image_state: 'READY' };
const pool = { id: 'p', name: 'π', provisioning_settings: { parent_vm_id: 'vm-1' }, provisioning_status_data: idle };
const texts = { status: JSON.stringify(idle), pool: JSON.stringify(pool) };

describe.each(['validate', 'check'])('hvsim %s', (command) => {
  it.each([
    ['statuses', (index: number) => `${texts.status}\n{"at":${index},"pool":"p","status":${texts.status}}\n`.repeat(600)],
    ['one array', (index: number) => (index === 0 ? '[' : `${texts.pool},`).repeat(index === 0 ? 1 : 600)],
  ])('reads 48 MB of %s with a heap of 24 MB', async (_what, piece) => {
    const { code, signal, errors } = await feed(command, 24, 48e6, piece);
    expect([signal, errors.includes('heap')]).toEqual([null, false]);
    expect([0, 1, 2]).toContain(code);
  });

  // Once a minute for each: every character was looked at as a text of its own, again and again where nothing ended.
  it.each([
    ['brackets', '['],
    ['braces that never close', '{"a":'],
    ['braces in a row', '{'],
    ['words', 'no JSON '],
    ['quotes', '"'],
    ['spaces', ' '],
    ['digits', '1'],
    ['a text that never ends', '\\x'],
    ['letters beyond ASCII', 'é'],
  ])('refuses a line of 16 MB of %s with a heap of 24 MB', async (what, unit) => {
    const text = unit.repeat(Math.ceil(2 ** 16 / unit.length));
    const { code, signal, errors } = await feed(command, 24, 16e6, (index) =>
      index === 0 && what === 'a text that never ends' ? `{"a":"${text}` : text,
    );
    expect([code, signal]).toEqual([2, null]);
    expect(errors).toMatch(what === 'spaces' ? /no status in it/ : /1:\d+: .*(ends in the middle|is longer than)/);
    expect(errors.split('\n').length).toBeLessThan(5);
  });
});

/** Gives a command so many characters in a process of its own, whose heap is that small. */
async function feed(command: string, heapMB: number, length: number, piece: (index: number) => string) {
  const changes = command === 'check' ? ['--changes'] : [];
  const child = spawn(process.execPath, [`--max-old-space-size=${heapMB}`, bin, command, '-', ...changes]);
  const said: string[] = [];
  child.stdout.resume();
  child.stderr.on('data', (chunk) => said.push(String(chunk)));
  if (command === 'validate') child.stdout.on('data', (chunk) => said.push(String(chunk)));
  const closed = once(child, 'close');
  child.stdin.on('error', () => {});
  for (let written = 0, index = 0; written < length && child.exitCode === null; index += 1) {
    const text = piece(index);
    written += text.length;
    if (!child.stdin.write(text)) await Promise.race([once(child.stdin, 'drain'), closed]);
  }
  child.stdin.end();
  const [code, signal] = await closed;
  return { code, signal, errors: said.join('') };
}
