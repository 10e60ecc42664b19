import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { toProblems, toProblemText } from '../../../src/simulator/input/read.ts';

const settings = v.strictObject({ at: v.number(), list: v.optional(v.array(v.string())) });
const schema = v.strictObject({ settings });

const textOf = (value: unknown): string => {
  const { issues } = v.safeParse(schema, value);
  return issues ? toProblemText(toProblems(issues)) : '';
};

describe('a problem', () => {
  it.each([
    [7, 'Expected an object but received 7'],
    [null, 'Expected an object but received null'],
    [{ settings: { at: 'x' } }, 'settings.at: Expected number but received "x"'],
    [{ settings: { at: 1, list: {} } }, 'settings.list: Expected a list but received an object'],
    [{ settings: { at: {} } }, 'settings.at: Expected number but received an object'],
    [{ settings: {} }, 'settings.at: The member "at" is missing'],
    [{ settings: { at: 1, on: 2 } }, 'settings.on: There is no member "on" here'],
  ])('says of %j where it is, what was expected and what was given', (value, text) => {
    expect(textOf(value)).toBe(text);
  });

  // Once of the members of a list: "at: Expected number but received Function".
  it.each([[[]], [[1, 2]], [['a']]])('is one where a list stands for an object: %j', (list) => {
    expect(textOf(list)).toBe('Expected an object but received a list');
    expect(textOf({ settings: list })).toBe('settings: Expected an object but received a list');
  });

  it('shows a few words of what was given, and nothing that a terminal obeys', () => {
    const text = textOf(`\u001b[31m${'long '.repeat(1_000)}`);
    expect(text).toBe(`Expected an object but received "\\u001b[31m${'long '.repeat(11).slice(0, 54)}…`);
  });
});
