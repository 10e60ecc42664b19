/** Whatever comes in, validate and check answer with an exit code of their own; in this process, so that much can be tried. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hvsim } from './command.ts';

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
    const codes = new Set<number | null>();
    await fc.assert(
      fc.asyncProperty(input, fc.option(fc.uint8Array({ maxLength: 20 })), async ([lines, separator, encoding], more) => {
        const bytes = (encodings[encoding] as (text: string) => Buffer)(lines.join(separator));
        const { code, out, err } = await hvsim([command, '-', '--json'], [bytes, ...(more ? [more] : [])]);
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
        const [whole, pieces] = [await hvsim([command, '-'], [bytes]), await hvsim([command, '-'], cut(bytes, length + 1))];
        expect(pieces).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });
});
