/** Lifecycle, section 3: promotePendingImage and applyImage. Where they are accepted at all is in commands.test.ts. */
import { describe, expect, it } from 'vitest';
import {
  cloneA,
  cloneB,
  cloneC,
  clones,
  expectRefused,
  firstImage,
  held,
  idle,
  places,
  published,
  push,
  pushedImage,
  pushLater,
  pushSelective,
} from './pool-under-test.ts';

const moved = (machine: string) =>
  [
    { type: 'clone.resyncStarted', machine },
    { type: 'clone.resyncSucceeded', machine },
  ] as const;
const promote = 'command.promotePendingImage';
const apply = (pendingImage: boolean, machines: readonly string[]) => ({ type: 'command.applyImage', machines, pendingImage }) as const;

describe('promotePendingImage', () => {
  it('makes the held image current, with operation NONE and no pending image', () => {
    const after = held().after(promote);
    expect(after.state).toBe('NONE ABSENT READY');
    expect(after.context.currentImage?.image).toMatchObject(pushedImage);
    expect(after.context.pendingImage).toBeNull();
  });

  it('starts a task for every clone that is not on the image yet', () => {
    const after = idle().after(pushSelective({ machines: [cloneB] }), ...published, ...moved(cloneB), promote);
    expect(after.context.tasks.at(-1)).toMatchObject({ image: pushedImage, entries: ['SCHEDULED', null, 'SCHEDULED'] });
    expect(after.snapshot.value.task).toBe('RUNNING');
  });

  it('starts none when every clone is on it', () => {
    const after = idle().after(pushSelective({ machines: clones }), ...published, ...clones.flatMap(moved), promote);
    expect(after.context.tasks).toHaveLength(1);
    expect(after.snapshot.value.task).toBe('IDLE');
  });

  it('moves the clones in the way of the push', () => {
    const settings = { logoffSetting: 'FORCE_LOGOFF', stopOnFirstError: false } as const;
    expect(
      idle()
        .after(pushSelective({ settings }), ...published, promote)
        .context.tasks.at(-1),
    ).toMatchObject(settings);
  });

  it('is refused without a held image, and says READY_HELD', () => {
    expectRefused(idle(), promote, { says: ['READY_HELD'] });
    expectRefused(places['a push failed'](), promote, { says: ['READY_HELD'] });
  });

  it('is refused under any operation, and says NONE', () => {
    expectRefused(idle().after(pushLater(), ...published), promote, { says: ['operation NONE'] });
    expectRefused(places['a delete removes both'](), promote, { says: ['operation NONE'] });
  });

  it('finds no pool that is DELETED', () => {
    expectRefused(places['the pool is gone'](), promote, { name: 'EntityNotFound', says: ['pool-1'] });
  });
});

describe('applyImage pendingImage=true', () => {
  it('changes no state and starts a task of the held image for the machines named', () => {
    const before = held();
    const after = before.after(apply(true, [cloneC, cloneA]));
    expect(after.state).toBe(before.state);
    expect(after.context.pendingImage).toEqual(before.context.pendingImage);
    expect(after.context.currentImage).toEqual(before.context.currentImage);
    expect(after.context.tasks).toMatchObject([{ image: pushedImage, entries: ['SCHEDULED', null, 'SCHEDULED'] }]);
  });

  it('is refused without a held image, under another operation, and with no or unknown machines', () => {
    expectRefused(idle(), apply(true, [cloneA]), { says: ['READY_HELD'] });
    expectRefused(idle().after(pushLater(), ...published), apply(true, [cloneA]), {});
    expectRefused(held(), apply(true, []), { says: ['at least one machine'], field: 'machines' });
    expectRefused(held(), apply(true, [cloneA, 'nobody']), { name: 'EntityNotFound', says: ['"nobody"'], field: 'machines' });
  });
});

describe('applyImage pendingImage=false', () => {
  it.each([
    'nothing is under way',
    'a later push is publishing',
    'a push failed',
    'an image is held',
    'a cancelled push is removed',
  ] as const)('changes no state and starts a task of the current image when %s', (place) => {
    const before = places[place]();
    const after = before.after(apply(false, [cloneB]));
    expect(after.state).toBe(before.state);
    expect(after.context.pendingImage).toEqual(before.context.pendingImage);
    expect(after.context.tasks.at(-1)).toMatchObject({ image: firstImage, entries: [null, 'SCHEDULED', null] });
  });

  it('moves a clone back from the held image', () => {
    const after = idle().after(pushSelective({ machines: [cloneA] }), ...published, ...moved(cloneA));
    expect(after.context.clones[0]?.image).toMatchObject(pushedImage);
    expect(after.after(apply(false, [cloneA]), ...moved(cloneA)).context.clones[0]?.image).toMatchObject(firstImage);
  });

  it('counts a machine named twice once', () => {
    expect(idle().after(apply(false, [cloneA, cloneA])).context.counts.remaining).toBe(1);
  });

  it('is refused without a current image that is READY', () => {
    for (const place of [
      'the first image is publishing',
      'the first publish failed',
      'a change is publishing',
      'a delete begins',
    ] as const) {
      expectRefused(places[place](), apply(false, [cloneA]), { says: ['a current image that is READY'] });
    }
  });

  it('is refused without a word of a held image', () => {
    const { fault } = expectRefused(places['the first publish failed'](), apply(false, [cloneA]));
    expect(fault?.message).toMatch(/^applyImage of the current image needs a current image that is READY; now /);
  });

  it('is refused with no machines, or unknown ones', () => {
    expectRefused(idle(), apply(false, []), { says: ['at least one machine'], field: 'machines' });
    expectRefused(idle(), apply(false, ['nobody', cloneA]), { name: 'EntityNotFound', says: ['"nobody"'], field: 'machines' });
  });

  it('finds no pool that is DELETED', () => {
    expectRefused(places['the pool is gone'](), apply(false, [cloneA]), { name: 'EntityNotFound', says: ['pool-1'] });
  });
});

describe('a task of applyImage', () => {
  it('leaves a due push on its way', () => {
    const after = idle().after(push(), apply(false, [cloneA]), ...published);
    expect(after.state).toBe('NONE ABSENT READY');
  });
});
