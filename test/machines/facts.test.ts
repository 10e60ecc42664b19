/** Lifecycle, section 4: what each fact does, and where it is ignored. */
import { describe, expect, it } from 'vitest';
import { type FactType, factTypes } from '../../machines/index.ts';
import { toPoolView } from '../../src/projector/index.ts';
import {
  change,
  cloneA,
  everyPlace,
  expectIgnored,
  failed,
  firstImage,
  held,
  idle,
  now,
  type Place,
  type Pool,
  places,
  pool,
  published,
  push,
  pushedImage,
  pushLater,
  pushSelective,
  startTime,
  type Told,
} from './pool-under-test.ts';

const pendingIs = (...states: readonly string[]) =>
  everyPlace.filter((place) => states.includes(places[place]().snapshot.value.pendingImage));

const error = 'an error';
const progressed = (percent: number) => ({ type: 'engine.publishProgressed', percent }) as const;
const timedOut = 'engine.publishTimedOut';
const pendingUnpublishFailed = { type: 'engine.pendingImageUnpublishFailed', error } as const;
const currentUnpublishFailed = { type: 'engine.currentImageUnpublishFailed', error } as const;
const pendingView = ({ snapshot }: Pool) => toPoolView(snapshot)?.pendingImage;

const rows: readonly (readonly [row: FactType, fact: Told, accepted: readonly Place[]])[] = [
  ['engine.publishStarted', 'engine.publishStarted', pendingIs('PENDING_PUBLISH')],
  ['engine.publishProgressed', progressed(50), pendingIs('PUBLISHING')],
  ['engine.publishSucceeded', 'engine.publishSucceeded', pendingIs('PUBLISHING')],
  ['engine.publishFailed', failed(error), pendingIs('PENDING_PUBLISH', 'PUBLISHING')],
  ['engine.publishTimedOut', timedOut, pendingIs('PENDING_PUBLISH', 'PUBLISHING')],
  [
    'engine.startTimeReached',
    'engine.startTimeReached',
    ['a later push waits', 'a later push is publishing', 'a later push is published', 'a first later push waits'],
  ],
  ['engine.pendingImageUnpublished', 'engine.pendingImageUnpublished', pendingIs('UNPUBLISHING')],
  ['engine.pendingImageUnpublishFailed', pendingUnpublishFailed, pendingIs('UNPUBLISHING')],
  [
    'engine.currentImageUnpublishStarted',
    'engine.currentImageUnpublishStarted',
    ['a change is published', 'a delete begins', 'a delete removes both', 'a delete failed on the pending'],
  ],
  ['engine.currentImageUnpublished', 'engine.currentImageUnpublished', ['a change removes the old', 'a delete removes the current']],
  [
    'engine.currentImageUnpublishFailed',
    currentUnpublishFailed,
    [
      'a change removes the old',
      'a delete removes the current',
      'a delete begins',
      'a delete removes both',
      'a delete failed on the pending',
    ],
  ],
];

describe.each(rows)('%s', (_, fact, accepted) => {
  it.each(accepted)('happens when %s', (place) => {
    expect(places[place]().send(fact).outcome).toBe('accepted');
  });

  it.each(everyPlace.filter((place) => !accepted.includes(place)))('is ignored when %s', (place) => {
    expectIgnored(places[place](), fact);
  });
});

it('every fact of the engine has a row', () => {
  expect(rows.map(([row]) => row)).toEqual(factTypes.filter((type) => type.startsWith('engine.')));
});

describe('publishStarted', () => {
  it('makes the pending image PUBLISHING and nothing else', () => {
    const before = idle().after(push());
    const after = before.after('engine.publishStarted');
    expect(after.state).toBe('SCHEDULE_PUSH_IMAGE PUBLISHING READY');
    expect(after.context).toEqual(before.context);
  });
});

describe('publishProgressed', () => {
  const publishing = () => pool().after('engine.publishStarted', progressed(40));

  it.each([40, 41, 100])('sets the progress to %i', (percent) => {
    const after = publishing().after(progressed(percent));
    expect(pendingView(after)).toMatchObject({ progress: percent, state: 'PUBLISHING' });
    expect(after.state).toBe('INITIAL_PUBLISH PUBLISHING ABSENT');
  });

  it.each([
    [39, 'not below the present'],
    [0, 'not below the present'],
    [40.5, 'whole percent'],
    [101, 'from 0 to 100'],
    [-1, 'from 0 to 100'],
    [Number.NaN, 'whole percent'],
  ])('ignores %d percent and says why', (percent, why) => {
    expectIgnored(publishing(), progressed(percent), [why, String(percent)]);
  });

  it('takes 0 at the beginning', () => {
    expect(pool().after('engine.publishStarted').send(progressed(0)).outcome).toBe('accepted');
  });
});

describe('publishSucceeded', () => {
  it('under INITIAL_PUBLISH makes the first image current', () => {
    const after = pool().after('engine.publishStarted', progressed(10), 'engine.publishSucceeded');
    expect(after.state).toBe('NONE ABSENT READY');
    expect(after.context.currentImage?.image).toMatchObject(firstImage);
  });

  it('under SCHEDULE_PUSH_IMAGE leaves a push that is not due READY, at progress 100', () => {
    const after = idle().after(pushLater(), 'engine.publishStarted', progressed(10), 'engine.publishSucceeded');
    expect(after.state).toBe('SCHEDULE_PUSH_IMAGE READY READY');
    expect(pendingView(after)).toMatchObject({ ...pushedImage, progress: 100 });
    expect(after.context.currentImage?.image).toMatchObject(firstImage);
  });

  it('under SCHEDULE_PUSH_IMAGE triggers when the push is due', () => {
    expect(idle().after(push(), ...published).state).toBe('NONE ABSENT READY');
  });

  it.each([
    [startTime - 1, 'SCHEDULE_PUSH_IMAGE READY READY'],
    [startTime, 'NONE ABSENT READY'],
    [startTime + 1, 'NONE ABSENT READY'],
  ])('at %i counts as due what is not before the start time', (at, state) => {
    expect(idle().after(pushLater(), 'engine.publishStarted', { type: 'engine.publishSucceeded', at }).state).toBe(state);
  });

  it('under INFRASTRUCTURE_CHANGE leaves the image READY and the current one PENDING_UNPUBLISH', () => {
    const after = idle().after(change, ...published);
    expect(after.state).toBe('INFRASTRUCTURE_CHANGE READY PENDING_UNPUBLISH');
    expect(pendingView(after)?.progress).toBe(100);
  });
});

describe('the trigger', () => {
  const settings = { logoffSetting: 'FORCE_LOGOFF', stopOnFirstError: false } as const;

  it('makes the pushed image current and starts a task for all clones, in the way of the push', () => {
    const after = idle().after(push({ settings }), ...published);
    expect(after.state).toBe('NONE ABSENT READY');
    expect(after.context.currentImage?.image).toMatchObject(pushedImage);
    expect(after.context.tasks).toMatchObject([
      { image: pushedImage, ...settings, scheduledAt: now, entries: ['SCHEDULED', 'SCHEDULED', 'SCHEDULED'] },
    ]);
    expect(after.snapshot.value.task).toBe('RUNNING');
  });

  it('starts the task for clones that run the image already, too', () => {
    const after = idle().after(push({ image: firstImage }), ...published);
    expect(after.context.tasks.at(-1)?.entries).toEqual(['SCHEDULED', 'SCHEDULED', 'SCHEDULED']);
  });

  it('gives up the push settings', () => {
    expect(toPoolView(idle().after(push(), ...published).snapshot)).not.toHaveProperty('pushImageSettings');
  });

  it('of a selective push holds the image, with operation NONE, beside the current one', () => {
    const after = idle().after(pushSelective(), ...published);
    expect(after.state).toBe('NONE READY_HELD READY');
    expect(pendingView(after)).toMatchObject({ ...pushedImage, progress: 100 });
    expect(after.context.currentImage?.image).toMatchObject(firstImage);
    expect(toPoolView(after.snapshot)).not.toHaveProperty('pushImageSettings');
  });

  it('of a selective push starts a task for its machines, if any', () => {
    expect(idle().after(pushSelective(), ...published).context.tasks).toEqual([]);
    const after = idle().after(pushSelective({ machines: [cloneA], settings }), ...published);
    expect(after.context.tasks).toMatchObject([{ image: pushedImage, ...settings, entries: ['SCHEDULED', null, null] }]);
  });

  it('of a push over no current image makes the first one', () => {
    const after = places['a first push waits']().after(...published);
    expect(after.state).toBe('NONE ABSENT READY');
    expect(after.context.tasks.at(-1)?.entries).toEqual(['SCHEDULED', 'SCHEDULED', 'SCHEDULED']);
  });
});

describe.each([
  ['publishFailed', failed(error), error],
  ['publishTimedOut', timedOut, 'Publish timed out'],
] as const)('%s', (_, fact, text) => {
  describe.each([
    ['PENDING_PUBLISH', []],
    ['PUBLISHING', ['engine.publishStarted', progressed(30)]],
  ] as const)('from %s', (_state, started) => {
    it('under INITIAL_PUBLISH leaves the image FAILED with operation NONE', () => {
      const after = pool().after(...started, fact);
      expect(after.state).toBe('NONE FAILED ABSENT');
      expect(pendingView(after)?.error).toBe(text);
      expect(after.context.lastProvisioningError).toEqual({ text: `Initial publish failed: ${text}`, at: now });
    });

    it('under SCHEDULE_PUSH_IMAGE removes the image first, the operation stays', () => {
      const after = idle().after(push(), ...started, fact);
      expect(after.state).toBe('SCHEDULE_PUSH_IMAGE UNPUBLISHING READY');
      expect(pendingView(after)).toMatchObject({ error: text, stateBefore: started.length > 0 ? 'PUBLISHING' : 'PENDING_PUBLISH' });
      expect(after.context.lastProvisioningError).toEqual({ text: `Push image failed: ${text}`, at: now });
      expect(toPoolView(after.snapshot)).toHaveProperty('pushImageSettings');
      const removed = after.after('engine.pendingImageUnpublished');
      expect(removed.state).toBe('NONE FAILED READY');
      expect(pendingView(removed)).toMatchObject({ error: text, ...pushedImage });
      expect(toPoolView(removed.snapshot)).not.toHaveProperty('pushImageSettings');
      expect(removed.context.currentImage?.image).toMatchObject(firstImage);
    });

    it('under INFRASTRUCTURE_CHANGE leaves the image FAILED and the current one READY in the old place', () => {
      const infrastructure = { hostOrCluster: 'domain-c1' };
      const after = idle({ infrastructure }).after(change, ...started, fact);
      expect(after.state).toBe('NONE FAILED READY');
      expect(pendingView(after)?.error).toBe(text);
      expect(after.context.lastProvisioningError).toEqual({ text: `Infrastructure change failed: ${text}`, at: now });
      expect(after.context.infrastructure).toEqual(infrastructure);
    });
  });

  it('keeps the last progress', () => {
    expect(pendingView(pool().after('engine.publishStarted', progressed(30), fact))?.progress).toBe(30);
    expect(pendingView(idle().after(push(), 'engine.publishStarted', progressed(30), fact))?.progress).toBe(30);
  });

  it('switches provisioning off with stopProvisioningOnError, and dates the error', () => {
    const at = now + 5;
    const after = pool().after({ ...(typeof fact === 'string' ? { type: fact } : fact), at });
    expect(after.context.provisioningEnabled).toBe(false);
    expect(after.context.lastProvisioningError?.at).toBe(at);
  });

  it.each([
    ['the initial publish', () => pool({ stopProvisioningOnError: false })],
    ['a push', () => idle({ stopProvisioningOnError: false }).after(push())],
    ['a change', () => idle({ stopProvisioningOnError: false }).after(change)],
  ])('leaves provisioning alone without stopProvisioningOnError: %s', (_what, before) => {
    const after = before().after(fact);
    expect(after.context).toMatchObject({ provisioningEnabled: true, lastProvisioningError: null });
    expect(pendingView(after)?.error).toBe(text);
  });

  it('moves no clone', () => {
    expect(idle().after(push(), fact).context.tasks).toEqual([]);
  });
});

describe('startTimeReached', () => {
  it('triggers when the image is READY', () => {
    expect(places['a later push is published']().after('engine.startTimeReached').state).toBe('NONE ABSENT READY');
    const selective = idle().after(pushSelective({ settings: { startTime } }), ...published);
    expect(selective.after('engine.startTimeReached').state).toBe('NONE READY_HELD READY');
  });

  it.each(['a later push waits', 'a later push is publishing'] as const)('is remembered when %s', (place) => {
    const after = places[place]().after('engine.startTimeReached');
    expect(after.state).toBe(places[place]().state);
    const started = after.snapshot.value.pendingImage === 'PUBLISHING' ? after : after.after('engine.publishStarted');
    expect(started.after('engine.publishSucceeded').state).toBe('NONE ABSENT READY');
  });

  it('is ignored when it was remembered before, or the push was due from the beginning', () => {
    expectIgnored(places['a later push is publishing']().after('engine.startTimeReached'), 'engine.startTimeReached');
    expectIgnored(places['a due push is publishing'](), 'engine.startTimeReached');
  });

  it('is ignored while a failed push is removed', () => {
    expectIgnored(places['a failed later push is removed'](), 'engine.startTimeReached', ['not UNPUBLISHING']);
  });
});

describe('pendingImageUnpublished', () => {
  it('after a cancel leaves nothing: operation NONE', () => {
    for (const place of ['a cancelled push is removed', 'a cancelled held image is removed'] as const) {
      const after = places[place]().after('engine.pendingImageUnpublished');
      expect(after.state).toBe('NONE ABSENT READY');
      expect(pendingView(after)).toBeUndefined();
    }
  });

  it('after a failed push leaves the image FAILED: operation NONE', () => {
    expect(places['a failed push is removed']().after('engine.pendingImageUnpublished').state).toBe('NONE FAILED READY');
  });

  it('of a delete leaves nothing, and the pool DELETED when it has no current image', () => {
    expect(places['a delete removes both']().after('engine.pendingImageUnpublished').state).toBe(
      'FINAL_UNPUBLISH ABSENT PENDING_UNPUBLISH',
    );
    expect(places['a delete removes the pending']().after('engine.pendingImageUnpublished').state).toBe('DELETED ABSENT ABSENT');
  });
});

describe('pendingImageUnpublishFailed', () => {
  it('after a cancel leaves the image FAILED with its error: operation NONE', () => {
    for (const place of ['a cancelled push is removed', 'a cancelled held image is removed'] as const) {
      const after = places[place]().after(pendingUnpublishFailed);
      expect(after.state).toBe('NONE FAILED READY');
      expect(pendingView(after)?.error).toBe(error);
    }
  });

  it('after a failed push keeps the error of the publish: operation NONE', () => {
    const after = idle().after(push(), failed('no space'), pendingUnpublishFailed);
    expect(after.state).toBe('NONE FAILED READY');
    expect(pendingView(after)?.error).toBe('no space');
    expect(toPoolView(after.snapshot)).not.toHaveProperty('pushImageSettings');
  });

  it('of a delete leaves the image FAILED: the operation stays', () => {
    const after = held().after('command.delete', pendingUnpublishFailed);
    expect(after.state).toBe('FINAL_UNPUBLISH FAILED PENDING_UNPUBLISH');
    expect(pendingView(after)?.error).toBe(error);
  });

  it('of a delete keeps an earlier error of the publish, through retries too', () => {
    const after = pool().after(failed('no space'), 'command.delete', pendingUnpublishFailed, 'command.delete', pendingUnpublishFailed);
    expect(pendingView(after)?.error).toBe('no space');
  });

  it('takes the newer of two errors of a removal', () => {
    const after = held().after('command.delete', pendingUnpublishFailed, 'command.delete', { ...pendingUnpublishFailed, error: 'another' });
    expect(pendingView(after)?.error).toBe('another');
  });

  it('is no provisioning error', () => {
    const after = places['a cancelled push is removed']().after(pendingUnpublishFailed);
    expect(after.context).toMatchObject({ provisioningEnabled: true, lastProvisioningError: null });
  });
});

describe('currentImageUnpublishStarted', () => {
  it('of a delete makes the current image UNPUBLISHING', () => {
    expect(places['a delete begins']().after('engine.currentImageUnpublishStarted').state).toBe('FINAL_UNPUBLISH ABSENT UNPUBLISHING');
  });

  it('of a change waits until the pending image is READY', () => {
    const publishing = places['a change is publishing']();
    expectIgnored(publishing, 'engine.currentImageUnpublishStarted', ['READY']);
    expect(publishing.after('engine.publishSucceeded', 'engine.currentImageUnpublishStarted').state).toBe(
      'INFRASTRUCTURE_CHANGE READY UNPUBLISHING',
    );
  });

  it('of a second change waits again', () => {
    const after = places['a change removes the old']().after('engine.currentImageUnpublished', change);
    expectIgnored(after, 'engine.currentImageUnpublishStarted', ['READY']);
  });
});

describe('currentImageUnpublished', () => {
  it('of a delete leaves no current image, and the pool DELETED when it has no pending one', () => {
    const both = places['a delete removes both']().after('engine.currentImageUnpublishStarted', 'engine.currentImageUnpublished');
    expect(both.state).toBe('FINAL_UNPUBLISH UNPUBLISHING ABSENT');
    expect(both.after('engine.pendingImageUnpublished').state).toBe('DELETED ABSENT ABSENT');
    expect(places['a delete removes the current']().after('engine.currentImageUnpublished').state).toBe('DELETED ABSENT ABSENT');
  });

  it('of a delete whose pending image FAILED waits for a new delete', () => {
    const after = places['a delete failed on the pending']().after('engine.currentImageUnpublishStarted', 'engine.currentImageUnpublished');
    expect(after.state).toBe('FINAL_UNPUBLISH FAILED ABSENT');
    expect(after.after('command.delete', 'engine.pendingImageUnpublished').state).toBe('DELETED ABSENT ABSENT');
  });

  it('of a change ends it: the image is READY in the new place', () => {
    const after = places['a change removes the old']().after('engine.currentImageUnpublished');
    expect(after.state).toBe('NONE ABSENT READY');
    expect(after.context.infrastructure.hostOrCluster).toBe('domain-c2');
    expect(after.context.currentImage?.image).toMatchObject(firstImage);
    expect(after.context.lastProvisioningError).toBeNull();
  });
});

describe('currentImageUnpublishFailed', () => {
  it.each(['a delete begins', 'a delete removes the current'] as const)(
    'of a delete makes the current image FAILED, the operation stays, when %s',
    (place) => {
      const after = places[place]().after(currentUnpublishFailed);
      expect(after.state).toBe('FINAL_UNPUBLISH ABSENT FAILED');
      expect(after.context.lastProvisioningError).toBeNull();
    },
  );

  it('of a change ends it all the same, with a provisioning error', () => {
    const after = places['a change removes the old']().after(currentUnpublishFailed);
    expect(after.state).toBe('NONE ABSENT READY');
    expect(after.context.infrastructure.hostOrCluster).toBe('domain-c2');
    expect(after.context.lastProvisioningError).toEqual({ text: `Infrastructure change failed: ${error}`, at: now });
  });

  it('of a change is ignored before the removal began', () => {
    expectIgnored(places['a change is published'](), currentUnpublishFailed);
  });
});

describe('delete during INFRASTRUCTURE_CHANGE', () => {
  it.each(['a change waits', 'a change is publishing', 'a change is published', 'a change removes the old'] as const)(
    'removes both images when %s',
    (place) => {
      const deleted = places[place]().after('command.delete');
      expect(deleted.state).toBe('FINAL_UNPUBLISH UNPUBLISHING PENDING_UNPUBLISH');
      const after = deleted.after(
        'engine.currentImageUnpublishStarted',
        'engine.currentImageUnpublished',
        'engine.pendingImageUnpublished',
      );
      expect(after.state).toBe('DELETED ABSENT ABSENT');
    },
  );

  it('makes a current image that cannot be removed FAILED', () => {
    const after = places['a change removes the old']().after(
      'command.delete',
      'engine.currentImageUnpublishStarted',
      currentUnpublishFailed,
    );
    expect(after.state).toBe('FINAL_UNPUBLISH UNPUBLISHING FAILED');
  });

  it('never moves the pool to the new place', () => {
    const after = idle({ infrastructure: { hostOrCluster: 'domain-c1' } }).after(change, ...published, 'command.delete');
    expect(after.context.infrastructure.hostOrCluster).toBe('domain-c1');
  });
});
