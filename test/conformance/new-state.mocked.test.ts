/** A life cycle with one more pending state than there is. Once its number did not fit into a key, and another status's verdict was taken. */
import { expect, it, vi } from 'vitest';
import { validate } from '../../src/conformance/index.ts';

vi.mock('../../machines/vocabulary.ts', async (original) => {
  const vocabulary = await original<typeof import('../../machines/vocabulary.ts')>();
  return { ...vocabulary, pendingImageStates: [...vocabulary.pendingImageStates, 'PAUSED'] };
});

it('still refuses a push that is cancelled without a pending image', () => {
  const target = { release: '2512', format: 'rest-v3' } as const;
  const idle = { instant_clone_operation: 'NONE', instant_clone_current_image_state: 'READY' };
  expect(validate(idle, target)).toEqual([]);
  expect(validate({ ...idle, instant_clone_operation: 'CANCEL_SCHEDULED_PUSH_IMAGE' }, target)).toContainEqual(
    expect.objectContaining({ rule: 'state/cancel' }),
  );
});
