import { expect } from 'vitest';
import { hvsim } from './command.ts';

/** What a server that does not start says. */
export const refused = async (args: readonly string[]) => {
  const { code, out, err } = await hvsim(['serve', ...args]);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).not.toContain('    at ');
  return err;
};
