import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from '../../src/cli/decode.ts';
import { noText } from '../../src/conformance/input/json-records.ts';

async function read(pieces: readonly Uint8Array[]): Promise<string> {
  let text = '';
  for await (const part of decode(Readable.from(pieces.map((piece) => Buffer.from(piece))))) text += part;
  return text;
}

const cut = (bytes: Uint8Array, length: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / length) }, (_, index) => bytes.subarray(index * length, (index + 1) * length));

describe('bytes', () => {
  it('are the text that they encode, however they come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 9 }), fc.boolean(), async (each, length, isMarked) => {
        fc.pre(!each.startsWith('\ufeff'));
        expect(await read(cut(Buffer.from(`${isMarked ? '\ufeff' : ''}${each}`), length))).toBe(each);
        if (length > 1) expect(await read(cut(Buffer.from(`\ufeff${each}`, 'utf16le'), length))).toBe(each);
      }),
    );
  });

  it('spoil no more than their line where they are no UTF-8, however they come', async () => {
    const line = fc.uint8Array({ maxLength: 12 }).map((bytes) => bytes.filter((byte) => byte !== 0x0a));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1 }), fc.integer({ min: 1, max: 9 }), async (lines, length) => {
        const bytes = Buffer.concat(lines.flatMap((each, index) => (index === 0 ? [Buffer.from('#'), each] : [Buffer.from('\n'), each])));
        const texts = (await read(cut(bytes, length))).slice(1).split('\n');
        expect(texts).toHaveLength(lines.length);
        for (const [index, text] of texts.entries()) {
          const isText = Buffer.from(Buffer.from(lines[index] as Uint8Array).toString()).equals(lines[index] as Uint8Array);
          if (isText) expect(text).toBe(Buffer.from(lines[index] as Uint8Array).toString());
          else expect(text).toContain(noText);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are refused after the whole lines before them where they are no UTF-16', async () => {
    const bytes = Buffer.from('\ufeffa\nb\ud800c\n', 'utf16le');
    const parts: string[] = [];
    const reading = async () => {
      for await (const part of decode(Readable.from([bytes]))) parts.push(part);
    };
    await expect(reading()).rejects.toThrow('it is no text in UTF-16LE');
    expect(parts.join('')).toBe('a\n');
  });
});
