/** Lifecycle, section 6: clones follow the image. */
import { describe, expect, it } from 'vitest';
import type { Clone } from '../../machines/index.ts';
import { toTaskView } from '../../src/projector/to-pool-view.ts';
import {
  cloneA,
  cloneB,
  cloneC,
  clones,
  expectIgnored,
  expectRefused,
  firstImage,
  idle,
  type Pool,
  places,
  pool,
  published,
  push,
  pushedImage,
  pushSelective,
  type Told,
} from './pool-under-test.ts';

const started = (machine: string) => ({ type: 'clone.resyncStarted', machine }) as const;
const succeeded = (machine: string) => ({ type: 'clone.resyncSucceeded', machine }) as const;
const resyncFailed = (machine: string) => ({ type: 'clone.resyncFailed', machine, error: 'no host' }) as const;
const opened = (machine: string) => ({ type: 'clone.sessionOpened', machine }) as const;
const closed = (machine: string) => ({ type: 'clone.sessionClosed', machine }) as const;
const apply = (machines: readonly string[]) => ({ type: 'command.applyImage', machines, pendingImage: false }) as const;

/** All three clones are SCHEDULED for the pushed image. */
const pushing = (settings: NonNullable<Parameters<typeof push>[0]>['settings'] = {}) => idle().after(push({ settings }), ...published);
const entries = ({ context }: Pool) => context.tasks.at(-1)?.entries;
const task = ({ snapshot }: Pool) => snapshot.value.task;
const clone = ({ context }: Pool, id: string) => context.clones.find((each) => each.id === id) as Clone;

describe('an entry', () => {
  it('goes from SCHEDULED over PROGRESSING to COMPLETED', () => {
    expect(entries(pushing())).toEqual(['SCHEDULED', 'SCHEDULED', 'SCHEDULED']);
    expect(entries(pushing().after(started(cloneB)))).toEqual(['SCHEDULED', 'PROGRESSING', 'SCHEDULED']);
    expect(entries(pushing().after(started(cloneB), succeeded(cloneB)))).toEqual(['SCHEDULED', 'COMPLETED', 'SCHEDULED']);
  });

  it('becomes FAULT when the clone could not be moved', () => {
    expect(entries(pushing({ stopOnFirstError: false }).after(started(cloneB), resyncFailed(cloneB)))).toEqual([
      'SCHEDULED',
      'FAULT',
      'SCHEDULED',
    ]);
  });

  it('is left out for a clone that is not part of the task', () => {
    expect(entries(idle().after(apply([cloneB])))).toEqual([null, 'SCHEDULED', null]);
  });
});

describe('clone.resyncStarted', () => {
  it('is ignored for a clone that is not SCHEDULED', () => {
    expectIgnored(idle(), started(cloneA));
    expectIgnored(idle().after(apply([cloneB])), started(cloneA), [`"pool-${cloneA}"`, 'SCHEDULED']);
    expectIgnored(pushing().after(started(cloneA)), started(cloneA), ['SCHEDULED']);
    expectIgnored(pushing().after(started(cloneA), succeeded(cloneA)), started(cloneA), ['SCHEDULED']);
    expectIgnored(pushing().after('command.pauseTask'), started(cloneA));
  });

  it('leaves the image of the clone as it is', () => {
    expect(clone(pushing().after(started(cloneA)), cloneA).image).toMatchObject(firstImage);
  });
});

describe('a fact of a clone', () => {
  it.each([started, succeeded, resyncFailed, opened, closed])('that the pool does not have is ignored for that alone: %o', (fact) => {
    const { reason } = expectIgnored(pushing().after(opened(cloneB)), fact('nobody'));
    expect(reason).toMatch(/ needs a machine of this pool \("nobody" is none\); now operation is /);
  });
});

describe('clone.resyncSucceeded', () => {
  it("puts the clone on the task's image", () => {
    const after = pushing().after(started(cloneA), succeeded(cloneA));
    expect(after.context.clones.map(({ image }) => image?.parentVm)).toEqual(['vm-2', 'vm-1', 'vm-1']);
  });

  it('is ignored for a clone that is not PROGRESSING', () => {
    expectIgnored(idle(), succeeded(cloneA));
    expectIgnored(pushing(), succeeded(cloneA), [`"pool-${cloneA}"`, 'PROGRESSING']);
    expectIgnored(pushing().after(started(cloneB)), succeeded(cloneA), ['PROGRESSING']);
    expectIgnored(pushing(), succeeded('nobody'), ['"nobody"']);
  });
});

describe('clone.resyncFailed', () => {
  it('leaves the clone on its image', () => {
    expect(clone(pushing().after(started(cloneA), resyncFailed(cloneA)), cloneA).image).toMatchObject(firstImage);
  });

  it('with stopOnFirstError makes every SCHEDULED clone HOLDING, and lets a PROGRESSING one go on', () => {
    const after = pushing().after(started(cloneA), started(cloneB), resyncFailed(cloneB));
    expect(entries(after)).toEqual(['PROGRESSING', 'FAULT', 'HOLDING']);
    expect(task(after)).toBe('RUNNING');
    expect(task(after.after(succeeded(cloneA)))).toBe('PAUSED');
  });

  it('without stopOnFirstError holds none', () => {
    const after = pushing({ stopOnFirstError: false }).after(started(cloneA), resyncFailed(cloneA));
    expect(entries(after)).toEqual(['FAULT', 'SCHEDULED', 'SCHEDULED']);
  });

  it('is ignored for a clone that is not PROGRESSING', () => {
    expectIgnored(idle(), resyncFailed(cloneA));
    expectIgnored(pushing(), resyncFailed(cloneA), ['PROGRESSING']);
    expectIgnored(pushing(), resyncFailed('nobody'), ['"nobody"']);
  });
});

describe('a session', () => {
  it('under WAIT_FOR_LOGOFF keeps its clone SCHEDULED until it is closed', () => {
    const after = pushing().after(opened(cloneA));
    expectIgnored(after, started(cloneA), [`"pool-${cloneA}"`, 'session']);
    expect(entries(after.after(started(cloneB)))).toEqual(['SCHEDULED', 'PROGRESSING', 'SCHEDULED']);
    expect(entries(after.after(closed(cloneA), started(cloneA)))).toEqual(['PROGRESSING', 'SCHEDULED', 'SCHEDULED']);
  });

  it('opened before the task counts just as well', () => {
    const after = idle().after(opened(cloneA), push(), ...published);
    expectIgnored(after, started(cloneA), ['session']);
  });

  it('under FORCE_LOGOFF ends when its clone is taken', () => {
    const after = pushing({ logoffSetting: 'FORCE_LOGOFF' }).after(opened(cloneA), started(cloneA));
    expect(entries(after)).toEqual(['PROGRESSING', 'SCHEDULED', 'SCHEDULED']);
    expect(clone(after, cloneA).session).toBe(false);
    expectIgnored(after, closed(cloneA));
  });

  it('is opened once and closed once', () => {
    expectIgnored(idle(), closed(cloneA), [`"pool-${cloneA}"`]);
    const after = idle().after(opened(cloneA));
    expect(clone(after, cloneA).session).toBe(true);
    expectIgnored(after, opened(cloneA), [`"pool-${cloneA}"`]);
    expect(clone(after.after(closed(cloneA)), cloneA).session).toBe(false);
  });

  it('cannot be opened on a clone that is being moved, or has no image yet', () => {
    expectIgnored(pushing().after(started(cloneA)), opened(cloneA), [`"pool-${cloneA}"`]);
    expectIgnored(pool(), opened(cloneA), [`"pool-${cloneA}"`]);
    expect(pushing().after(started(cloneA), succeeded(cloneA)).send(opened(cloneA)).outcome).toBe('accepted');
  });

  it('of an unknown clone is ignored', () => {
    expectIgnored(idle(), opened('nobody'), ['"nobody"']);
    expectIgnored(idle(), closed('nobody'), ['"nobody"']);
  });

  it('moves no image and no task', () => {
    const before = pushing();
    const after = before.after(opened(cloneA));
    expect(after.snapshot.value).toEqual(before.snapshot.value);
    expect(after.context.tasks).toEqual(before.context.tasks);
  });
});

describe('pauseTask', () => {
  it('makes what is SCHEDULED HOLDING', () => {
    const after = pushing().after(started(cloneA), 'command.pauseTask');
    expect(entries(after)).toEqual(['PROGRESSING', 'HOLDING', 'HOLDING']);
    expect(task(after)).toBe('RUNNING');
    expect(task(pushing().after('command.pauseTask'))).toBe('PAUSED');
  });
});

describe('resumeTask', () => {
  const faulty = () => pushing().after(started(cloneA), resyncFailed(cloneA));

  it('makes what is HOLDING SCHEDULED', () => {
    const after = pushing().after('command.pauseTask', 'command.resumeTask');
    expect(entries(after)).toEqual(['SCHEDULED', 'SCHEDULED', 'SCHEDULED']);
    expect(task(after)).toBe('RUNNING');
    expect(entries(faulty().after('command.resumeTask'))).toEqual(['FAULT', 'SCHEDULED', 'SCHEDULED']);
  });

  it('makes FAULT SCHEDULED too with retryFailedVMs', () => {
    expect(entries(faulty().after({ type: 'command.resumeTask', retryFailedVMs: true }))).toEqual(['SCHEDULED', 'SCHEDULED', 'SCHEDULED']);
    expect(entries(faulty().after({ type: 'command.resumeTask', retryFailedVMs: false }))).toEqual(['FAULT', 'SCHEDULED', 'SCHEDULED']);
  });

  it('decides again whether the next error stops the task', () => {
    const again: readonly Told[] = [started(cloneB), resyncFailed(cloneB)];
    expect(entries(faulty().after({ type: 'command.resumeTask', stopOnError: false }, ...again))).toEqual(['FAULT', 'FAULT', 'SCHEDULED']);
    expect(entries(faulty().after({ type: 'command.resumeTask', stopOnError: true }, ...again))).toEqual(['FAULT', 'FAULT', 'HOLDING']);
    expect(entries(faulty().after('command.resumeTask', ...again))).toEqual(['FAULT', 'FAULT', 'HOLDING']);
  });
});

describe('cancelTask', () => {
  it('makes what is SCHEDULED or HOLDING CANCELLED', () => {
    const after = pushing().after(started(cloneA), started(cloneB), resyncFailed(cloneB), 'command.cancelTask');
    expect(entries(after)).toEqual(['PROGRESSING', 'FAULT', 'CANCELLED']);
    expect(entries(pushing().after('command.cancelTask'))).toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED']);
  });

  it('leaves the task IDLE when nothing is being moved', () => {
    expect(task(pushing().after('command.cancelTask'))).toBe('IDLE');
    expect(task(pushing().after('command.pauseTask', 'command.cancelTask'))).toBe('IDLE');
    expect(task(pushing().after(started(cloneA), 'command.cancelTask'))).toBe('RUNNING');
  });
});

describe.each(['command.pauseTask', 'command.resumeTask', 'command.cancelTask'] as const)('%s', (command) => {
  it.each([
    ['clones are SCHEDULED', () => pushing()],
    ['a clone is PROGRESSING', () => idle().after(apply([cloneA]), started(cloneA))],
    ['clones are HOLDING', () => pushing().after('command.pauseTask')],
  ])('is accepted while %s', (_, from) => {
    expect(from().send(command).outcome).toBe('accepted');
  });

  it.each([
    ['there is no task', () => idle()],
    ['every clone is COMPLETED', () => pushing().after(...clones.flatMap((id) => [started(id), succeeded(id)]))],
    ['every clone is CANCELLED', () => pushing().after('command.cancelTask')],
    ['every clone is in FAULT', () => idle().after(apply([cloneA]), started(cloneA), resyncFailed(cloneA))],
  ])('is refused when %s', (_, from) => {
    expectRefused(from(), command, { says: ['task RUNNING or PAUSED', 'task is IDLE'] });
  });

  it('finds no pool that is DELETED', () => {
    expectRefused(places['the pool is gone'](), command, { name: 'EntityNotFound' });
  });
});

describe('a new task', () => {
  it('cancels what an older one has not started, and lets it finish what it has', () => {
    const after = pushing().after(started(cloneA), push({ image: firstImage }), ...published);
    expect(after.context.tasks.map((each) => each.entries)).toEqual([
      ['PROGRESSING', 'CANCELLED', 'CANCELLED'],
      ['SCHEDULED', 'SCHEDULED', 'SCHEDULED'],
    ]);
    expectIgnored(after, started(cloneA));
    const moved = after.after(succeeded(cloneA));
    expect(clone(moved, cloneA).image).toMatchObject(pushedImage);
    expect(clone(moved.after(started(cloneA), succeeded(cloneA)), cloneA).image).toMatchObject(firstImage);
  });

  it('cancels what an older one holds', () => {
    const after = pushing().after('command.pauseTask', apply([cloneC]));
    expect(after.context.tasks.map((each) => each.entries)).toEqual([
      ['CANCELLED', 'CANCELLED', 'CANCELLED'],
      [null, null, 'SCHEDULED'],
    ]);
  });

  it('that is refused cancels nothing', () => {
    const before = pushing();
    expect(expectRefused(before, apply([]), {}).snapshot.context.tasks).toBe(before.context.tasks);
  });
});

describe('the task', () => {
  it('never changes operation, pending or current image', () => {
    const work: readonly Told[] = [
      opened(cloneA),
      closed(cloneA),
      started(cloneA),
      resyncFailed(cloneA),
      { type: 'command.resumeTask', retryFailedVMs: true },
      started(cloneA),
      succeeded(cloneA),
      'command.pauseTask',
      'command.cancelTask',
    ];
    const stages: readonly Pool[] = [
      pushing(),
      idle().after(pushSelective({ machines: clones }), ...published),
      pushing().after(push({ image: firstImage }), 'engine.publishStarted'),
      pushing().after({ type: 'command.changeInfrastructure', hostOrCluster: 'domain-c2' }),
    ];
    for (const stage of stages) {
      let last = stage;
      for (const event of work) {
        last = last.after(event);
        expect(last.state).toBe(stage.state);
        expect(last.context.pendingImage).toBe(stage.context.pendingImage);
        expect(last.context.currentImage).toBe(stage.context.currentImage);
      }
    }
  });

  it('is counted as the API counts: remaining, errors, halted, cancelled', () => {
    const view = (from: Pool) => {
      const last = from.context.tasks.at(-1);
      return last && toTaskView(last, 'task-1');
    };
    expect(view(pushing())).toMatchObject({ taskType: 'PUSH_IMAGE', remaining: 3, errors: 0, halted: 0, cancelled: 0 });
    const faulty = pushing().after(started(cloneA), started(cloneB), resyncFailed(cloneB));
    expect(view(faulty)).toMatchObject({ remaining: 1, errors: 1, halted: 1, cancelled: 0 });
    expect(view(faulty.after(succeeded(cloneA), 'command.cancelTask'))).toMatchObject({ remaining: 0, errors: 1, halted: 0, cancelled: 1 });
  });

  it('is RUNNING while clones remain, PAUSED while none does but some are halted, IDLE otherwise', () => {
    expect(task(pool())).toBe('IDLE');
    expect(task(pushing())).toBe('RUNNING');
    expect(task(pushing().after('command.pauseTask'))).toBe('PAUSED');
    expect(task(pushing().after('command.pauseTask', 'command.resumeTask'))).toBe('RUNNING');
    expect(task(pushing().after(...clones.flatMap((id) => [started(id), succeeded(id)])))).toBe('IDLE');
  });

  it('of a pool without clones is nothing', () => {
    const after = idle({ clones: [] }).after(push(), ...published);
    expect(after.state).toBe('NONE ABSENT READY');
    expect(task(after)).toBe('IDLE');
  });
});
