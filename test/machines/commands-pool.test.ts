/** Lifecycle, section 3: changeInfrastructure, provisioning and delete. Where they are accepted at all is in commands.test.ts. */
import { describe, expect, it } from 'vitest';
import { toPoolView } from '../../src/projector/index.ts';
import {
  change,
  cloneA,
  cloneB,
  everyPlace,
  expectRefused,
  failed,
  firstImage,
  held,
  idle,
  now,
  places,
  pool,
  published,
  push,
  pushLater,
} from './pool-under-test.ts';

const progressed = (percent: number) => ({ type: 'engine.publishProgressed', percent }) as const;

describe('changeInfrastructure', () => {
  it.each(['nothing is under way', 'a push failed', 'a cancelled push could not be removed'] as const)(
    'publishes the current image to the new place when %s',
    (place) => {
      const after = places[place]().after(change);
      expect(after.state).toBe('INFRASTRUCTURE_CHANGE PENDING_PUBLISH PENDING_UNPUBLISH');
      expect(toPoolView(after.snapshot)?.pendingImage).toMatchObject({ ...firstImage, progress: 0 });
      expect(toPoolView(after.snapshot)?.pendingImage).not.toHaveProperty('error');
    },
  );

  it('holds the current image, not the first one', () => {
    const after = idle().after(push(), ...published, change);
    expect(after.context.pendingImage?.image.parentVm).toBe('vm-2');
  });

  it('takes either member', () => {
    expect(idle().send({ type: 'command.changeInfrastructure', datastores: ['datastore-2'] }).outcome).toBe('accepted');
    expectRefused(idle(), { type: 'command.changeInfrastructure' }, { says: ['hostOrCluster', 'datastores'], field: 'hostOrCluster' });
  });

  it('moves the pool when the old image is gone, and only then', () => {
    const infrastructure = { hostOrCluster: 'domain-c1', datastores: ['datastore-1'] };
    const before = idle({ infrastructure }).after(change, ...published, 'engine.currentImageUnpublishStarted');
    expect(before.context.infrastructure).toEqual(infrastructure);
    expect(before.after('engine.currentImageUnpublished').context.infrastructure).toEqual({
      ...infrastructure,
      hostOrCluster: 'domain-c2',
    });
  });

  it.each([
    ['its publish failed', () => places['a change is publishing']().after(failed())],
    ['the pool is deleted', () => places['a change is publishing']().after('command.delete')],
  ] as const)('forgets the new place when %s', (_, after) => {
    expect(places['a change is publishing']().context.pendingInfrastructure).toEqual({ hostOrCluster: 'domain-c2' });
    expect(after().context).toMatchObject({ infrastructure: idle().context.infrastructure, pendingInfrastructure: null });
  });

  it('is refused with a held image', () => {
    expectRefused(held(), change, { says: ['ABSENT or FAILED'] });
  });

  it('is refused without a current image', () => {
    expectRefused(places['the first publish failed'](), change, { says: ['a current image that is READY'] });
  });

  it.each([
    'the first image waits',
    'a later push is published',
    'a change is publishing',
    'a cancelled push is removed',
    'a delete begins',
  ] as const)('is refused when %s, and says which operation would do', (place) => {
    expectRefused(places[place](), change, { says: ['operation NONE'] });
  });

  it('finds no pool that is DELETED', () => {
    expectRefused(places['the pool is gone'](), change, { name: 'EntityNotFound', says: ['pool-1'] });
  });
});

const live = everyPlace.filter((place) => place !== 'the pool is gone');
const withoutImage: readonly string[] = ['the first publish failed', 'no image at all'];

describe('enableProvisioning', () => {
  it.each(live.filter((place) => !withoutImage.includes(place)))(
    'switches provisioning on and clears its error, and no more, when %s',
    (place) => {
      const before = places[place]().after('command.disableProvisioning');
      const after = before.after('command.enableProvisioning');
      expect(after.state).toBe(before.state);
      expect(after.context).toEqual({ ...before.context, provisioningEnabled: true, lastProvisioningError: null });
    },
  );

  it.each(['the first publish failed', 'no image at all'] as const)(
    'retries the initial publish with the original image when %s',
    (place) => {
      const after = places[place]().after('command.enableProvisioning');
      expect(after.state).toBe('INITIAL_PUBLISH PENDING_PUBLISH ABSENT');
      expect(after.context).toMatchObject({ provisioningEnabled: true, lastProvisioningError: null });
      expect(toPoolView(after.snapshot)?.pendingImage).toMatchObject({ ...firstImage, progress: 0 });
      expect(toPoolView(after.snapshot)?.pendingImage).not.toHaveProperty('error');
      expect(after.after(...published).state).toBe('NONE ABSENT READY');
    },
  );

  it('retries with the original image, even after a push of another one failed', () => {
    const after = places['the first publish failed']().after(
      push(),
      failed(),
      'engine.pendingImageUnpublished',
      'command.enableProvisioning',
    );
    expect(after.context.pendingImage?.image).toMatchObject(firstImage);
  });

  it('leaves a failed retry FAILED, not UNPUBLISHING', () => {
    const after = places['the first publish failed']().after('command.enableProvisioning', failed('again'));
    expect(after.state).toBe('NONE FAILED ABSENT');
    expect(after.context.lastProvisioningError?.text).toBe('Initial publish failed: again');
  });

  it('finds no pool that is DELETED', () => {
    expectRefused(places['the pool is gone'](), 'command.enableProvisioning', { name: 'EntityNotFound', says: ['pool-1'] });
  });
});

describe('disableProvisioning', () => {
  it.each(live)('switches provisioning off and changes nothing else when %s', (place) => {
    const before = places[place]();
    const after = before.after('command.disableProvisioning');
    expect(after.state).toBe(before.state);
    expect(after.context).toEqual({ ...before.context, provisioningEnabled: false });
  });

  it('keeps the provisioning error', () => {
    const after = places['the first publish failed']().after('command.disableProvisioning');
    expect(after.context.lastProvisioningError).toEqual({ text: 'Initial publish failed: no space', at: now });
  });

  it('finds no pool that is DELETED', () => {
    expectRefused(places['the pool is gone'](), 'command.disableProvisioning', { name: 'EntityNotFound' });
  });
});

describe('delete', () => {
  it.each([
    ['the first image waits', 'UNPUBLISHING ABSENT'],
    ['the first image is publishing', 'UNPUBLISHING ABSENT'],
    ['the first publish failed', 'UNPUBLISHING ABSENT'],
    ['nothing is under way', 'ABSENT PENDING_UNPUBLISH'],
    ['a later push waits', 'UNPUBLISHING PENDING_UNPUBLISH'],
    ['a due push is publishing', 'UNPUBLISHING PENDING_UNPUBLISH'],
    ['a later push is published', 'UNPUBLISHING PENDING_UNPUBLISH'],
    ['a failed push is removed', 'UNPUBLISHING PENDING_UNPUBLISH'],
    ['a push failed', 'UNPUBLISHING PENDING_UNPUBLISH'],
    ['an image is held', 'UNPUBLISHING PENDING_UNPUBLISH'],
    ['a cancelled push is removed', 'UNPUBLISHING PENDING_UNPUBLISH'],
    ['a change waits', 'UNPUBLISHING PENDING_UNPUBLISH'],
    ['a change is publishing', 'UNPUBLISHING PENDING_UNPUBLISH'],
    ['a change is published', 'UNPUBLISHING PENDING_UNPUBLISH'],
    ['a change removes the old', 'UNPUBLISHING PENDING_UNPUBLISH'],
    ['a first push waits', 'UNPUBLISHING ABSENT'],
  ] as const)('removes what there is when %s', (place, images) => {
    expect(places[place]().after('command.delete').state).toBe(`FINAL_UNPUBLISH ${images}`);
  });

  it('deletes a pool without images at once', () => {
    expect(places['no image at all']().after('command.delete').state).toBe('DELETED ABSENT ABSENT');
  });

  it('leaves nothing of a failed push that was being removed', () => {
    const after = places['a failed push is removed']().after('command.delete', 'engine.pendingImageUnpublished');
    expect(after.state).toBe('FINAL_UNPUBLISH ABSENT PENDING_UNPUBLISH');
  });

  it('sends a current image that was being removed for a change back to PENDING_UNPUBLISH, to be removed altogether', () => {
    const after = places['a change removes the old']().after(
      'command.delete',
      'engine.currentImageUnpublishStarted',
      'engine.currentImageUnpublished',
      'engine.pendingImageUnpublished',
    );
    expect(after.state).toBe('DELETED ABSENT ABSENT');
  });

  it('keeps the progress of the pending image', () => {
    const after = pool().after('engine.publishStarted', progressed(40), 'command.delete');
    expect(toPoolView(after.snapshot)?.pendingImage).toMatchObject({ state: 'UNPUBLISHING', stateBefore: 'PUBLISHING', progress: 40 });
  });

  it('gives up the settings of a push', () => {
    expect(toPoolView(idle().after(pushLater(), 'command.delete').snapshot)).not.toHaveProperty('pushImageSettings');
  });

  it('cancels what a task has not started, and lets a clone that is being moved go on', () => {
    const after = idle().after(push(), ...published, { type: 'clone.resyncStarted', machine: cloneA }, 'command.delete');
    expect(after.context.tasks[0]?.entries).toEqual(['PROGRESSING', 'CANCELLED', 'CANCELLED']);
  });

  it('cancels what is held', () => {
    const after = idle().after(push(), ...published, 'command.pauseTask', 'command.delete');
    expect(after.context.tasks[0]?.entries).toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED']);
    expect(after.snapshot.value.task).toBe('IDLE');
  });

  it.each(['a delete begins', 'a delete removes the current', 'a delete removes both', 'a delete removes the pending'] as const)(
    'is refused when %s, and says that a FAILED deletion can be retried',
    (place) => {
      expectRefused(places[place](), 'command.delete', { says: ['FAILED'] });
    },
  );

  it('restarts only what FAILED', () => {
    const pending = held().after('command.delete', 'engine.currentImageUnpublishStarted', {
      type: 'engine.pendingImageUnpublishFailed',
      error: 'stuck',
    });
    expect(pending.state).toBe('FINAL_UNPUBLISH FAILED UNPUBLISHING');
    expect(pending.after('command.delete').state).toBe('FINAL_UNPUBLISH UNPUBLISHING UNPUBLISHING');

    const current = held().after('command.delete', { type: 'engine.currentImageUnpublishFailed', error: 'in use' });
    expect(current.state).toBe('FINAL_UNPUBLISH UNPUBLISHING FAILED');
    expect(current.after('command.delete').state).toBe('FINAL_UNPUBLISH UNPUBLISHING PENDING_UNPUBLISH');

    const gone = places['a delete failed on the current']().after('command.delete');
    expect(gone.state).toBe('FINAL_UNPUBLISH ABSENT PENDING_UNPUBLISH');
    expect(places['a delete failed on both']().after('command.delete').state).toBe('FINAL_UNPUBLISH UNPUBLISHING PENDING_UNPUBLISH');
  });

  it('cancels, when retried, what was resumed after the first delete', () => {
    const moved = (type: 'clone.resyncStarted' | 'clone.resyncFailed', machine: string) => ({ type, machine, error: 'no host' }) as const;
    const resumed = idle().after(
      push({ settings: { stopOnFirstError: false } }),
      ...published,
      moved('clone.resyncStarted', cloneA),
      moved('clone.resyncFailed', cloneA),
      moved('clone.resyncStarted', cloneB),
      'command.delete',
      { type: 'command.resumeTask', retryFailedVMs: true },
      { type: 'engine.currentImageUnpublishFailed', error: 'in use' },
    );
    expect(resumed.context.tasks[0]?.entries).toEqual(['SCHEDULED', 'PROGRESSING', 'CANCELLED']);
    expect(resumed.after('command.delete').context.tasks[0]?.entries).toEqual(['CANCELLED', 'PROGRESSING', 'CANCELLED']);
  });

  it('ends a retried deletion in DELETED', () => {
    const after = places['a delete failed on both']().after(
      'command.delete',
      'engine.pendingImageUnpublished',
      'engine.currentImageUnpublishStarted',
      'engine.currentImageUnpublished',
    );
    expect(after.state).toBe('DELETED ABSENT ABSENT');
  });

  it('finds no pool that is DELETED', () => {
    expectRefused(places['the pool is gone'](), 'command.delete', { name: 'EntityNotFound', says: ['pool-1'] });
  });
});
