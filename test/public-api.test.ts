import { describe, expect, it } from 'vitest';

/** The exported names are a promise: what is added or removed here is added or removed for users. */
describe('the exported names', () => {
  it.each([
    'hvsim',
    'hvsim/machines',
    'hvsim/projector',
    'hvsim/conformance',
    'hvsim/fixtures',
    'hvsim/fast-check',
    'hvsim/server',
    'hvsim/inspector',
    'hvsim/vitest',
    'hvsim/scenario-file',
  ])('of %s stay as they are', async (path) => {
    const names = Object.keys(await import(path)).sort();
    expect(names).toMatchSnapshot();
  });
});
