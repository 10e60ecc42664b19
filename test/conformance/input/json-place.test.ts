/** The places of many members of one value. Each was once searched from the begin of the text: 4,000 pools took half a minute. */
import { expect, it, vi } from 'vitest';
import { placeOf } from '../../../src/conformance/input/json-place.ts';

it('searches a text once, however many places are asked for', () => {
  const pools = Array.from({ length: 500 }, (_, id) => ({ id, status: { instant_clone_operation: 'NONE' } }));
  const record = { text: JSON.stringify({ items: pools }, null, 2), line: 1, column: 1 };
  const searches = vi.spyOn(String.prototype, 'matchAll');
  const lines = pools.map((_, index) => placeOf(record, ['items', index, 'status']).line);
  const count = searches.mock.calls.length;
  vi.restoreAllMocks();
  expect(lines).toEqual(pools.map((_, index) => 5 + index * 6));
  expect(count).toBe(1);
});
