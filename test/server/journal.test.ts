import { describe, expect, it } from 'vitest';
import { readLines } from '../../src/server/journal.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the lines of a journal', () => {
  it('are those that end, with the byte at which each begins', () => {
    expect(readLines(bytes('{"a":"ä"}\n{"b":2}\n'), 's')).toEqual({
      lines: [
        { line: 1, byte: 0, text: '{"a":"ä"}' },
        { line: 2, byte: 11, text: '{"b":2}' },
      ],
      bytes: 19,
      isTorn: false,
    });
    expect(readLines(bytes(''), 's')).toEqual({ lines: [], bytes: 0, isTorn: false });
  });

  it.each(['{"b":', '{"b":2}', '{"b":\n', 'null\n', '\u0000\u0000\u0000'])('leave out a last record that is cut off: %j', (rest) => {
    const read = readLines(bytes(`{"a":1}\n${rest}`), 's');
    expect(read).toMatchObject({ bytes: 8, isTorn: true });
    expect(read.lines).toHaveLength(1);
  });

  it.each(['{', '{"run":{"hvsim":1,"rel', '\u0000\u0000'])('may be none where the first is cut off: %j', (text) => {
    expect(readLines(bytes(text), 's')).toEqual({ lines: [], bytes: 0, isTorn: true });
  });

  // Once taken for a first record that is cut off, and thrown away.
  it.each(['my notes', 'my notes\n', '[1]\n', '{"a":', '\u0000\u0000PNG'])('are refused where they are somebody else’s: %j', (text) => {
    expect(() => readLines(bytes(text), 'notes')).toThrow(/notes: line 1 \(at byte 0\) is no begin of a run/);
  });

  it('leave out a character that is cut in two', () => {
    expect(readLines(bytes('{"a":1}\n{"b":"ä"}\n').subarray(0, 15), 's')).toMatchObject({ bytes: 8, isTorn: true });
  });

  it.each(['{"b":\n{"c":3}\n', '[1]\n{"c":3}\n', '\n{"c":3}\n'])('are refused where the middle is damaged: %j', (rest) => {
    expect(() => readLines(bytes(`{"a":1}\n${rest}`), 'state.ndjson')).toThrow(/state\.ndjson: line 2 \(at byte 8\) is no JSON object/);
  });

  it('are refused where the middle is no UTF-8', () => {
    const damaged = bytes('{"a":1}\n{"b":"xx"}\n{"c":3}\n');
    damaged[14] = 0xff;
    expect(() => readLines(damaged, 's')).toThrow(/line 2 \(at byte 8\)/);
  });
});
