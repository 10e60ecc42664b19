/** Lifecycle, section 3: schedulePushImage and cancelScheduledPushImage. Where they are accepted at all is in commands.test.ts. */
import { describe, expect, it } from 'vitest';
import type { PushImageSpec } from '../../machines/index.ts';
import { toPoolView } from '../../src/projector/index.ts';
import {
  cloneA,
  cloneB,
  expectRefused,
  failed,
  held,
  idle,
  now,
  places,
  pool,
  published,
  push,
  pushedImage,
  pushLater,
  pushSelective,
  startTime,
  stateOf,
} from './pool-under-test.ts';

describe('schedulePushImage (new)', () => {
  it('makes the operation SCHEDULE_PUSH_IMAGE and the pending image PENDING_PUBLISH beside a current image that stays READY', () => {
    expect(idle().after(push()).state).toBe('SCHEDULE_PUSH_IMAGE PENDING_PUBLISH READY');
  });

  it('shows the image pushed, at progress 0', () => {
    expect(toPoolView(idle().after(push()).snapshot)?.pendingImage).toMatchObject({ ...pushedImage, progress: 0 });
    expect(idle().after(push()).context.currentImage?.image.parentVm).toBe('vm-1');
  });

  it('clears the error and the progress of an image that had failed', () => {
    const after = idle().after(
      push(),
      'engine.publishStarted',
      { type: 'engine.publishProgressed', percent: 70 },
      failed('no space'),
      'engine.pendingImageUnpublished',
    );
    expect(toPoolView(after.snapshot)?.pendingImage).toMatchObject({ state: 'FAILED', progress: 70, error: 'no space' });
    const again = after.after(push());
    expect(toPoolView(again.snapshot)?.pendingImage).toMatchObject({ state: 'PENDING_PUBLISH', progress: 0 });
    expect(toPoolView(again.snapshot)?.pendingImage).not.toHaveProperty('error');
  });

  it('keeps the settings, with the documented defaults', () => {
    expect(toPoolView(idle().after(push()).snapshot)?.pushImageSettings).toEqual({
      logoffSetting: 'WAIT_FOR_LOGOFF',
      stopOnFirstError: true,
      addVirtualTPM: false,
    });
    const settings = { startTime, logoffSetting: 'FORCE_LOGOFF', stopOnFirstError: false, addVirtualTPM: true } as const;
    expect(toPoolView(idle().after(push({ settings })).snapshot)?.pushImageSettings).toEqual(settings);
  });

  it('keeps the compute profile', () => {
    const computeProfile = { numCPU: 4, ram: 8192, coresPerSocket: 2 };
    expect(toPoolView(idle().after(push({ computeProfile })).snapshot)?.pendingImage?.computeProfile).toEqual(computeProfile);
  });

  it('takes a stream and a tag', () => {
    const spec: PushImageSpec = {
      imageManagementStream: 'stream-1',
      imageManagementTag: 'tag-1',
      settings: { logoffSetting: 'FORCE_LOGOFF' },
    };
    const after = idle().after({ type: 'command.schedulePushImage', spec });
    expect(toPoolView(after.snapshot)?.pendingImage).toMatchObject({ imageManagementStream: 'stream-1', imageManagementTag: 'tag-1' });
  });

  it('starts no task: the clones follow later', () => {
    expect(idle().after(push()).context.tasks).toEqual([]);
  });

  it('is accepted over a FAILED image, without a current image too', () => {
    expect(places['a push failed']().after(push()).state).toBe('SCHEDULE_PUSH_IMAGE PENDING_PUBLISH READY');
    expect(places['the first publish failed']().after(push()).state).toBe('SCHEDULE_PUSH_IMAGE PENDING_PUBLISH ABSENT');
  });

  it('is refused over an image that is READY_HELD, and says to promote or cancel it', () => {
    expectRefused(held(), push(), { says: ['READY_HELD', 'promote or cancel', 'promotePendingImage', 'cancelScheduledPushImage'] });
  });

  it.each(['the first image is publishing', 'a cancelled push is removed', 'a change is publishing', 'a delete begins'] as const)(
    'is refused when %s, and says which operation would do',
    (place) => {
      expectRefused(places[place](), push(), { says: ['operation NONE'] });
    },
  );

  it('is refused selectively without a current image', () => {
    expectRefused(places['the first publish failed'](), pushSelective(), {
      says: ['a current image that is READY'],
      field: 'spec.selectivePushImage',
    });
  });

  it('is refused selectively in a release that cannot hold an image', () => {
    expectRefused(idle({ selectivePush: false }), pushSelective(), { says: ['2111'], field: 'spec.selectivePushImage' });
    expect(idle({ selectivePush: false }).send(push()).outcome).toBe('accepted');
  });

  it('knows the machines of a selective push, or says EntityNotFound', () => {
    expect(idle().send(pushSelective({ machines: [cloneA, cloneB] })).outcome).toBe('accepted');
    expectRefused(idle(), pushSelective({ machines: [cloneA, 'nobody'] }), {
      name: 'EntityNotFound',
      says: ['"nobody"'],
      field: 'spec.machines',
    });
  });

  it.each([
    { numCPU: 0, ram: 1024 },
    { numCPU: 1.5, ram: 1024 },
    { numCPU: 2, ram: 0 },
    { numCPU: 2, ram: 1024, coresPerSocket: 0 },
    { numCPU: 3, ram: 1024, coresPerSocket: 2 },
  ])('refuses the compute profile %j and names it', (computeProfile) => {
    expectRefused(idle(), push({ computeProfile }), { says: [JSON.stringify(computeProfile)], field: 'spec.computeProfile' });
  });

  it('finds no pool that is DELETED', () => {
    expectRefused(places['the pool is gone'](), push(), { name: 'EntityNotFound', says: ['pool-1', 'deleted'] });
  });
});

describe('due', () => {
  it.each([
    ['without a start time', push(), true],
    ['with a start time that has passed', push({ settings: { startTime: now - 1 } }), true],
    ['with a start time of this very moment', push({ settings: { startTime: now } }), true],
    ['with a start time to come', push({ settings: { startTime: now + 1 } }), false],
  ])('is a push %s: its image becomes current when published, or waits', (_, command, due) => {
    const after = idle().after(command, 'engine.publishStarted', 'engine.publishSucceeded');
    expect(after.state).toBe(due ? 'NONE ABSENT READY' : 'SCHEDULE_PUSH_IMAGE READY READY');
  });

  it('is any push for an event that is not before its start time', () => {
    const waiting = idle().after(pushLater());
    for (const at of [startTime, startTime + 1]) {
      expectRefused(waiting, { type: 'command.cancelScheduledPushImage', at }, { says: ['start time has not come'] });
      expectRefused(waiting, pushLater({ at, settings: { startTime: at + 60_000 } }), { says: ['start time has not come'] });
    }
    expect(waiting.send({ type: 'command.cancelScheduledPushImage', at: startTime - 1 }).outcome).toBe('accepted');
  });

  it('is remembered from startTimeReached on, whatever the time of later events', () => {
    const due = idle().after(pushLater(), 'engine.startTimeReached');
    expectRefused(due, { type: 'command.cancelScheduledPushImage', at: now });
    expectRefused(due, pushLater({ at: now }));
  });
});

describe('schedulePushImage (reschedule)', () => {
  const later = startTime + 60_000;
  const moved = pushLater({ settings: { startTime: later } });

  it.each(['a later push waits', 'a later push is publishing', 'a later push is published'] as const)(
    'changes only the start time when %s',
    (place) => {
      const before = places[place]();
      const after = before.after(moved);
      expect(after.state).toBe(before.state);
      const { pushImageSettings: settingsAfter, ...viewAfter } = toPoolView(after.snapshot) ?? {};
      const { pushImageSettings: settingsBefore, ...viewBefore } = toPoolView(before.snapshot) ?? {};
      expect(viewAfter).toEqual(viewBefore);
      expect(settingsAfter).toEqual({ ...settingsBefore, startTime: later });
      expect(after.context.tasks).toEqual([]);
    },
  );

  it('counts the new start time, not the old one', () => {
    const after = idle().after(moved, 'engine.publishStarted');
    expect(after.after({ type: 'engine.publishSucceeded', at: startTime }).state).toBe('SCHEDULE_PUSH_IMAGE READY READY');
    expect(after.after({ type: 'engine.publishSucceeded', at: later }).state).toBe('NONE ABSENT READY');
  });

  it.each([
    ['no start time', push()],
    ['a start time that has passed', push({ settings: { startTime: now } })],
  ])('with %s triggers in the same step when the image is READY', (_, command) => {
    const after = places['a later push is published']().after(command);
    expect(after.state).toBe('NONE ABSENT READY');
    expect(after.context.currentImage?.image).toMatchObject(pushedImage);
    expect(after.context.tasks).toHaveLength(1);
  });

  it('holds the image in the same step when the push is selective', () => {
    const after = idle().after(pushSelective({ settings: { startTime } }), ...published, pushSelective());
    expect(after.state).toBe('NONE READY_HELD READY');
  });

  it('makes a push due that is not READY, and lets it be published first', () => {
    const after = places['a later push is publishing']().after(push());
    expect(after.state).toBe('SCHEDULE_PUSH_IMAGE PUBLISHING READY');
    expect(after.after('engine.publishSucceeded').state).toBe('NONE ABSENT READY');
    expectRefused(after, moved, { says: ['start time has not come'] });
  });

  it('compares after defaults', () => {
    const spelledOut = pushLater({
      settings: { startTime: later, stopOnFirstError: true, addVirtualTPM: false },
      selectivePushImage: false,
      machines: [],
      computeProfile: { numCPU: 2, ram: 1024, coresPerSocket: 1 },
    });
    const first = pushLater({ computeProfile: { numCPU: 2, ram: 1024 } });
    expect(idle().after(first).send(spelledOut).outcome).toBe('accepted');
  });

  const full = pushLater({ selectivePushImage: true, machines: [cloneA], computeProfile: { numCPU: 4, ram: 1024, coresPerSocket: 2 } });
  const changed = (change: Partial<PushImageSpec>) => ({ ...full, spec: { ...full.spec, ...change } as PushImageSpec });

  it.each([
    ['parentVm', changed({ parentVm: 'vm-9' } as never)],
    ['snapshot', changed({ snapshot: 'snapshot-9' } as never)],
    ['settings.logoffSetting', changed({ settings: { ...full.spec.settings, logoffSetting: 'FORCE_LOGOFF' } })],
    ['settings.stopOnFirstError', changed({ settings: { ...full.spec.settings, stopOnFirstError: false } })],
    ['settings.addVirtualTPM', changed({ settings: { ...full.spec.settings, addVirtualTPM: true } })],
    ['selectivePushImage', changed({ selectivePushImage: false })],
    ['machines', changed({ machines: [cloneA, cloneB] })],
    ['computeProfile.numCPU', changed({ computeProfile: { numCPU: 2, ram: 1024, coresPerSocket: 2 } })],
    ['computeProfile.ram', changed({ computeProfile: { numCPU: 4, ram: 2048, coresPerSocket: 2 } })],
    ['computeProfile.coresPerSocket', changed({ computeProfile: { numCPU: 4, ram: 1024, coresPerSocket: 4 } })],
  ])('is refused with another %s, and names it', (field, command) => {
    expectRefused(idle().after(full), command, { says: [field], field: 'spec' });
  });

  it.each([
    ['a selective push', { selectivePushImage: true }, 'spec.selectivePushImage', 'a release with selective push'],
    ['an unknown machine', { machines: ['nobody'] }, 'spec.machines', '"nobody" is none', 'EntityNotFound'],
    ['a compute profile', { computeProfile: { numCPU: 0, ram: 1 } }, 'spec.computeProfile', 'whole numbers from 1'],
  ] as const)('with %s that is not possible is refused as the first push would be', (_, change, field, says, name?: string) => {
    const old = idle({ selectivePush: false });
    for (const from of [old, old.after(pushLater())])
      expectRefused(from, pushLater(change), { field, says: [says], ...(name ? { name } : {}) });
  });

  it('selectively without a current image is refused as the first push would be', () => {
    const says = ['a current image that is READY, for a selective push'];
    expectRefused(places['a first later push waits'](), pushLater({ selectivePushImage: true }), {
      field: 'spec.selectivePushImage',
      says,
    });
  });

  it.each(['imageManagementStream', 'imageManagementTag'])('is refused with another %s, and names it', (field) => {
    const settings = { startTime, logoffSetting: 'WAIT_FOR_LOGOFF' } as const;
    const spec = { imageManagementStream: 'stream-1', imageManagementTag: 'tag-1', settings };
    const before = idle().after({ type: 'command.schedulePushImage', spec });
    expectRefused(before, { type: 'command.schedulePushImage', spec: { ...spec, [field]: 'other' } }, { says: [field], field: 'spec' });
    expect(before.send({ type: 'command.schedulePushImage', spec }).outcome).toBe('accepted');
  });

  it('is refused when the same VM and snapshot are named in the other way', () => {
    const settings = { startTime, logoffSetting: 'WAIT_FOR_LOGOFF' } as const;
    const before = idle().after({
      type: 'command.schedulePushImage',
      spec: { imageManagementStream: 's', imageManagementTag: 't', settings },
    });
    const { parentVm, snapshot } = before.context.pendingImage?.image ?? pushedImage;
    expectRefused(
      before,
      { type: 'command.schedulePushImage', spec: { parentVm, snapshot, settings } },
      { says: ['imageManagementStream'] },
    );
  });

  it('is refused while a failed push is removed', () => {
    expectRefused(places['a failed later push is removed'](), moved, { says: ['not UNPUBLISHING'] });
  });

  it('is refused when the push is due', () => {
    for (const place of ['a due push waits', 'a due push is publishing'] as const) {
      expectRefused(places[place](), moved, { says: ['start time has not come'] });
    }
  });
});

describe('cancelScheduledPushImage', () => {
  it.each(['a later push waits', 'a later push is publishing', 'a later push is published'] as const)(
    'removes the pending image when %s',
    (place) => {
      expect(places[place]().after('command.cancelScheduledPushImage').state).toBe('CANCEL_SCHEDULED_PUSH_IMAGE UNPUBLISHING READY');
    },
  );

  it('removes the held image though the operation is NONE', () => {
    expect(held().after('command.cancelScheduledPushImage').state).toBe('CANCEL_SCHEDULED_PUSH_IMAGE UNPUBLISHING READY');
  });

  it('keeps showing the pending image and its progress, without push settings and error', () => {
    const view = toPoolView(idle().after(pushLater(), ...published, 'command.cancelScheduledPushImage').snapshot);
    expect(view?.pendingImage).toMatchObject({ ...pushedImage, progress: 100, state: 'UNPUBLISHING', stateBefore: 'READY' });
    expect(view?.pendingImage).not.toHaveProperty('error');
    expect(view).not.toHaveProperty('pushImageSettings');
  });

  it('leaves neither image nor operation, and the current image as it was', () => {
    const after = places['a cancelled push is removed']().after('engine.pendingImageUnpublished');
    expect(after.state).toBe('NONE ABSENT READY');
    expect(after.context.currentImage?.image.parentVm).toBe('vm-1');
  });

  it('is refused when the push is due', () => {
    expectRefused(places['a due push is publishing'](), 'command.cancelScheduledPushImage', { says: ['start time has not come'] });
  });

  it('is refused while a failed push is removed', () => {
    expectRefused(places['a failed later push is removed'](), 'command.cancelScheduledPushImage', { says: ['not UNPUBLISHING'] });
  });

  it('is refused with nothing held or scheduled, and says what would have to be', () => {
    expectRefused(idle(), 'command.cancelScheduledPushImage', { says: ['READY_HELD', 'schedulePushImage'] });
    expectRefused(pool(), 'command.cancelScheduledPushImage', { says: ['READY_HELD', 'SCHEDULE_PUSH_IMAGE'] });
  });

  it('is refused twice', () => {
    expect(stateOf(expectRefused(places['a cancelled push is removed'](), 'command.cancelScheduledPushImage').snapshot)).toBe(
      'CANCEL_SCHEDULED_PUSH_IMAGE UNPUBLISHING READY',
    );
  });
});
