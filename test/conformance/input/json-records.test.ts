import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeOf } from '../../../src/conformance/input/json-place.ts';
import { type JsonRecord, JsonRecords } from '../../../src/conformance/input/json-records.ts';

/** Reads a text that comes in pieces. */
function read(text: string, pieces = 1, limit?: number): JsonRecord[] {
  const records = new JsonRecords(limit);
  const size = Math.max(1, Math.ceil(text.length / pieces));
  const found: JsonRecord[] = [];
  for (let at = 0; at < text.length; at += size) found.push(...records.push(text.slice(at, at + size)));
  return [...found, ...records.end()];
}

const short = (records: readonly JsonRecord[]) => records.map(({ line, column, value, problem }) => [line, column, problem ?? value]);

describe('a stream of JSON', () => {
  it.each([
    [
      'NDJSON',
      '{"a":1}\n{"a":2}\n',
      [
        [1, 1, { a: 1 }],
        [2, 1, { a: 2 }],
      ],
    ],
    [
      'NDJSON with Windows line ends and empty lines',
      '{"a":1}\r\n\r\n{"a":2}\r\n',
      [
        [1, 1, { a: 1 }],
        [3, 1, { a: 2 }],
      ],
    ],
    ['no line end at the end', '{"a":1}', [[1, 1, { a: 1 }]]],
    ['a byte order mark', '\u{feff}{"a":1}', [[1, 2, { a: 1 }]]],
    [
      'values on one line',
      '{"a":1} {"a":2}{"a":3}',
      [
        [1, 1, { a: 1 }],
        [1, 9, { a: 2 }],
        [1, 16, { a: 3 }],
      ],
    ],
    [
      'pretty values one after the other',
      '{\n  "a": 1\n}\n{\n  "a": 2\n}\n',
      [
        [1, 1, { a: 1 }],
        [4, 1, { a: 2 }],
      ],
    ],
    [
      'an array',
      '[{"a":1},\n {"a":2}]',
      [
        [1, 2, { a: 1 }],
        [2, 2, { a: 2 }],
      ],
    ],
    [
      'an array on one line',
      '[{"a":1},{"a":[2]}]',
      [
        [1, 2, { a: 1 }],
        [1, 10, { a: [2] }],
      ],
    ],
    [
      'a pretty array',
      '[\n  {\n    "a": "}"\n  },\n  null\n]\n',
      [
        [2, 3, { a: '}' }],
        [5, 3, null],
      ],
    ],
    [
      'arrays one after the other',
      '[{"a":1}]\n[{"a":2}]',
      [
        [1, 2, { a: 1 }],
        [2, 2, { a: 2 }],
      ],
    ],
    [
      'null for a pool that is gone',
      '{"a":1}\nnull\n',
      [
        [1, 1, { a: 1 }],
        [2, 1, null],
      ],
    ],
    ['nothing', ' \n ', []],
  ])('may be %s', (_what, text, expected) => {
    for (const pieces of [1, 2, 3, text.length]) expect(short(read(text, pieces))).toEqual(expected);
  });

  it.each([
    [
      'a truncated last line',
      '{"a":1}\n{"a":',
      [
        [1, 1, { a: 1 }],
        [2, 1, 'ends in the middle of a value'],
      ],
    ],
    [
      'a truncated array',
      '[{"a":1},',
      [
        [1, 2, { a: 1 }],
        [1, 10, 'ends in the middle of an array'],
      ],
    ],
    [
      'a line that was cut off',
      '{"a":1,\n{"a":2}\n',
      [
        [1, 1, 'ends in the middle of a value'],
        [2, 1, { a: 2 }],
      ],
    ],
    [
      'a text that was cut off',
      '{"a":"x\n{"a":2}\n',
      [
        [1, 1, 'has a line break inside a text'],
        [2, 1, { a: 2 }],
      ],
    ],
    [
      'a bracket that closes nothing',
      '{"a":]}\n{"a":2}\n',
      [
        [1, 1, 'has a ] that closes nothing'],
        [1, 7, "is no JSON: Unexpected token '}'"],
        [2, 1, { a: 2 }],
      ],
    ],
    [
      'braces in a row, once',
      '{{{{"a":2}{{',
      [
        [1, 1, 'ends in the middle of a value'],
        [1, 4, { a: 2 }],
        [1, 11, 'ends in the middle of a value'],
        [1, 12, 'ends in the middle of a value'],
      ],
    ],
    [
      'words',
      'hello\n{"a":2}\n',
      [
        [1, 1, "is no JSON: Unexpected token 'h'"],
        [2, 1, { a: 2 }],
      ],
    ],
    [
      'a missing value',
      '{"a":}\n{"a":2}\n',
      [
        [1, 1, "is no JSON: Unexpected token '}'"],
        [2, 1, { a: 2 }],
      ],
    ],
  ])('reports %s, and goes on', (_what, text, expected) => {
    for (const pieces of [1, 2, text.length]) expect(short(read(text, pieces))).toEqual(expected);
  });

  it('passes over a value that is too long, without keeping it', () => {
    const long = `{"a":"${'x'.repeat(5_000)}"}`;
    expect(short(read(`${long}\n{"a":2}`, 40, 1_000))).toEqual([
      [1, 1, 'is longer than 1000 characters'],
      [2, 1, { a: 2 }],
    ]);
  });

  it.each([
    ['words', 'x'],
    ['a number', '1'],
    ['quotes', '"'],
  ])('passes over %s too long to keep, up to the end of the line', (_what, unit) => {
    for (const pieces of [1, 7]) {
      const records = read(`${unit.repeat(70_000)}\n{"a":2}`, pieces);
      expect(short(records)).toEqual([
        [1, 1, 'is longer than 65536 characters'],
        [2, 1, { a: 2 }],
      ]);
      expect(records[0]?.text).toBe('');
    }
  });

  it('reads an array of words and numbers on one line, element by element', () => {
    const records = read(`[${'1,null, {"a":[2]},'.repeat(20_000)}3]`, 30);
    expect(records.length).toBe(60_001);
    expect(short(records.slice(-2))).toEqual([
      [1, 359_992, { a: [2] }],
      [1, 360_002, 3],
    ]);
  });

  it('passes over a value that is nested too deeply', () => {
    const deep = `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`;
    expect(short(read(`${deep} {"a":2}`))).toEqual([
      [1, 1, 'is nested deeper than 1000 levels'],
      [1, deep.length + 2, { a: 2 }],
    ]);
  });

  it('finds every value, however it is written and however it comes', () => {
    const value = fc.dictionary(fc.string(), fc.jsonValue());
    const indents = fc.constantFrom(0, 1, 2);
    fc.assert(
      fc.property(fc.array(fc.tuple(value, indents)), fc.boolean(), fc.integer({ min: 1, max: 50 }), (list, isArray, pieces) => {
        const texts = list.map(([each, indent]) => JSON.stringify(each, null, indent));
        const text = isArray ? `[${texts.join(',\n')}]` : texts.join('\n');
        const records = read(text, pieces);
        expect(records.map((record) => record.problem ?? record.value)).toEqual(texts.map((each) => JSON.parse(each)));
        const lines = text.split('\n');
        for (const { line, column, text: own } of records) expect(lines[line - 1]?.slice(column - 1)).toContain(own.split('\n')[0]);
      }),
    );
  });

  it('never throws, and never loses its way for good', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 9 }), (garbage, pieces) => {
        const records = read(`${garbage}\n}\n"]\n\n{"a":1}\n{"a":2}\n{"a":3}\n`, pieces);
        expect(records.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the place of a member', () => {
  const text = '{\n  "a": [1, {"b": "}\\"", "c": 2}],\n  "a b": {"x": null}, "d": 1, "d": 2\n}';
  const record = { text, line: 10, column: 5 };

  it.each([
    [[], 10, 5],
    [['a'], 11, 8],
    [['a', 1], 11, 12],
    [['a', 1, 'c'], 11, 30],
    [['a b', 'x'], 12, 16],
    [['d'], 12, 36],
    [['a', 'nothing'], 11, 8],
    [['nothing'], 10, 5],
  ] as const)('%j is found', (path, line, column) => {
    expect(placeOf(record, path)).toEqual({ line, column });
  });

  it('is where the value begins, whatever the JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.dictionary(fc.string(), fc.jsonValue())), fc.constantFrom(0, 2), (value, indent) => {
        const written = JSON.stringify(value, null, indent);
        for (const [name, member] of Object.entries(JSON.parse(written) as typeof value)) {
          for (const [inner, leaf] of Object.entries(member)) {
            const { line, column } = placeOf({ text: written, line: 1, column: 1 }, [name, inner]);
            const rest = written
              .split('\n')
              .slice(line - 1)
              .join('\n')
              .slice(column - 1);
            expect(rest.startsWith(JSON.stringify(leaf, null, indent).slice(0, 1))).toBe(true);
          }
        }
      }),
    );
  });
});
