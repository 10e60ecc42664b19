/** What is shown in a release that lacks the value for a state. */
import { describe, expect, it } from 'vitest';
import { encodeStatus, type PoolView } from '../../src/projector/index.ts';

const image = {
  state: 'PUBLISHING',
  stateBefore: 'PUBLISHING',
  parentVm: 'vm-1',
  snapshot: 'snapshot-2',
  parentVmPath: '/dc/vm/Win11',
  snapshotPath: '/base',
  progress: 40,
} as const;

describe('a pending image that is UNPUBLISHING', () => {
  const failing: PoolView = {
    operation: 'SCHEDULE_PUSH_IMAGE',
    currentImage: 'READY',
    pushImageSettings: { logoffSetting: 'FORCE_LOGOFF', stopOnFirstError: true, addVirtualTPM: false },
    pendingImage: { ...image, state: 'UNPUBLISHING', error: 'no space' },
  };
  const shown = (release: string) => encodeStatus(failing, { release, format: 'view' }).instantClonePendingImageState;

  it.each([
    ['7.12', 'PUBLISHING'],
    ['2006', 'PUBLISHING'],
    ['7.13', 'UNPUBLISHING'],
    ['2012', 'UNPUBLISHING'],
  ])('is shown in the View API of %s as %s', (release, state) => {
    expect(shown(release)).toBe(state);
  });

  it('is shown as such in REST of 2006', () => {
    const status = encodeStatus(failing, { release: '2006', format: 'rest-v1' });
    expect(status.instant_clone_pending_image_state).toBe('UNPUBLISHING');
  });
});

describe('a pending image that is READY_HELD', () => {
  const pendingImage = { ...image, state: 'READY_HELD', stateBefore: 'READY_HELD', progress: 100 } as const;
  const held: PoolView = { operation: 'NONE', currentImage: 'READY', pendingImage };

  it.each([
    ['2111', 'READY'],
    ['2203', 'READY'],
    ['2206', 'READY_HELD'],
  ])('is shown in REST of %s as %s', (release, state) => {
    expect(encodeStatus(held, { release, format: 'rest-v1' }).instant_clone_pending_image_state).toBe(state);
  });

  it('is shown in the View API of 2111 as such, and never in one without the value', () => {
    expect(encodeStatus(held, { release: '2111', format: 'view' }).instantClonePendingImageState).toBe('READY_HELD');
    expect(encodeStatus(held, { release: '2106', format: 'view' }).instantClonePendingImageState).toBe('READY');
  });

  it('is READY before UNPUBLISHING in a release that has neither value', () => {
    const cancelled: PoolView = {
      operation: 'CANCEL_SCHEDULED_PUSH_IMAGE',
      currentImage: 'READY',
      pendingImage: { ...pendingImage, state: 'UNPUBLISHING' },
    };
    expect(encodeStatus(cancelled, { release: '2006', format: 'view' }).instantClonePendingImageState).toBe('READY');
  });
});
