import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines } from '../../../src/inspector/page/diff.ts';

const text = fc.array(fc.constantFrom('a', 'b', 'c', '  "d": 1', '  "d": 2'), { maxLength: 12 }).map((lines) => lines.join('\n'));

describe('diffLines', () => {
  it('holds both texts: without what was added the one, without what was removed the other', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before, after);
        const without = (sign: string) => lines.filter((line) => line.sign !== sign).map((line) => line.text);
        expect(without('+').join('\n')).toBe(before);
        expect(without('-').join('\n')).toBe(after);
      }),
    );
  });

  it('finds no difference between a text and itself', () => {
    fc.assert(
      fc.property(text, (same) => {
        expect(
          diffLines(same, same)
            .map(({ sign }) => sign.trim())
            .join(''),
        ).toBe('');
      }),
    );
  });

  it('does not take a comma at the end for a change', () => {
    expect(diffLines('{\n  "a": 1\n}', '{\n  "a": 1,\n  "b": 2\n}')).toEqual([
      { sign: ' ', text: '{' },
      { sign: ' ', text: '  "a": 1,' },
      { sign: '+', text: '  "b": 2' },
      { sign: ' ', text: '}' },
    ]);
  });
});
