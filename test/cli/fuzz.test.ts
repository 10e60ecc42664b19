/** Whatever comes in, validate and check answer with an exit code of their own; in this process, so that much can be tried. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { bin } from './command.ts';

/** Runs a command line over some pieces of standard input. */
async function run(args: readonly string[], pieces: readonly Uint8Array[]) {
  const collect = () => {
    const chunks: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, done) {
        chunks.push(String(chunk));
        done();
      },
    });
    return { stream, text: () => chunks.join('') };
  };
  const [out, err] = [collect(), collect()];
  const { signal } = new AbortController();
  const stdin = Readable.from(pieces.map((piece) => Buffer.from(piece)));
  const code = await main(args, { stdin, stdout: out.stream, stderr: err.stream, env: {}, signal });
  return { code, out: out.text(), err: err.text() };
}

const idle = { instant_clone_operation: 'NONE', instant_clone_current_image_state: 'READY' };
const view = { operation: 'NONE', instantCloneCurrentImageState: 'READY', pendingImageParentVm: { id: 'vm-é' } };
const pool = { id: 'p', name: 'π', provisioning_settings: { parent_vm_id: 'vm-1' }, provisioning_status_data: idle };
const texts = [idle, view, pool, { at: '2026-01-05T08:00:00Z', status: idle }, [pool, { id: 'q', status: 404 }]].map((each) =>
  JSON.stringify(each),
);

const deep = fc
  .tuple(fc.constantFrom('[', '{"a":', '[{"a":'), fc.constantFrom(10, 999, 1_001, 20_000))
  .map(([open, times]) => open.repeat(times));
const broken = fc
  .tuple(fc.constantFrom(...texts), fc.nat(200), fc.constantFrom('', '\0', '"', '}', '{', '\\', '\u{1b}[31m', '1e999', 'null', '[', '\r'))
  .map(([text, at, more]) => text.slice(0, at) + more + text.slice(at + more.length));
const huge = fc.constantFrom('x', ' ', '\\', '"').map((char) => JSON.stringify({ ...idle, instant_clone_operation: char.repeat(200_000) }));
const line = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...texts) },
  { weight: 4, arbitrary: broken },
  fc.json(),
  fc.string({ unit: 'binary' }),
  deep,
  huge,
);

/** Encodings that people's tools write, with and without their mark, and some that nobody should. */
const encodings: Readonly<Record<string, (text: string) => Buffer>> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with its mark': (text) => Buffer.from(`\ufeff${text}`),
  'UTF-16': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'big-endian UTF-16': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  'UTF-16 without its mark': (text) => Buffer.from(text, 'utf16le'),
  'Latin-1': (text) => Buffer.from(text, 'latin1'),
};

const input = fc.tuple(
  fc.array(line, { maxLength: 12 }),
  fc.constantFrom('\n', '\r\n', '', ',\n'),
  fc.constantFrom(...Object.keys(encodings)),
);

/** Bytes in pieces of some length. */
const cut = (bytes: Buffer, length: number): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / length) }, (_, index) => bytes.subarray(index * length, (index + 1) * length));

describe.each(['validate', 'check'])('hvsim %s', (command) => {
  it('takes any bytes, and says what is wrong with them in lines that programs can read', async () => {
    const codes = new Set<number>();
    await fc.assert(
      fc.asyncProperty(input, fc.option(fc.uint8Array({ maxLength: 20 })), async ([lines, separator, encoding], more) => {
        const bytes = (encodings[encoding] as (text: string) => Buffer)(lines.join(separator));
        const { code, out, err } = await run([command, '-', '--json'], [bytes, ...(more ? [more] : [])]);
        codes.add(code);
        expect([0, 1, 2]).toContain(code);
        expect(err).not.toMatch(/defect|\n\s+at /);
        for (const each of out.split('\n').filter(Boolean)) expect(() => JSON.parse(each)).not.toThrow();
      }),
      { numRuns: 150 },
    );
    expect(codes.size).toBeGreaterThan(1);
  });

  it('says the same however the bytes come in pieces', async () => {
    await fc.assert(
      fc.asyncProperty(input, fc.integer({ min: 1, max: 100 }), async ([lines, separator, encoding], length) => {
        const bytes = (encodings[encoding] as (text: string) => Buffer)(lines.filter((each) => each.length < 2_000).join(separator));
        const [whole, pieces] = [await run([command, '-'], [bytes]), await run([command, '-'], cut(bytes, length + 1))];
        expect(pieces).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['statuses', (index: number) => `${texts[0]}\n{"at":${index},"pool":"p","status":${texts[0]}}\n`.repeat(600)],
    ['one array', (index: number) => (index === 0 ? '[' : `${texts[2]},`).repeat(index === 0 ? 1 : 600)],
  ])('reads 64 MB of %s with a heap of 32 MB', async (_what, piece) => {
    const { code, signal, errors } = await feed(command, 32, 64e6, piece);
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
