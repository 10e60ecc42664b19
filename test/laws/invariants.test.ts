/** The lifecycle's invariants (section 8) over random lives, in every release and every format of it. */
import { describe, expect, it } from 'vitest';
import { currentImageStates, eventTypes, operations, type PoolState, pendingImageStates, taskStates } from '../../machines/index.ts';
import { formatsOf, hasTasks, type Release, releases } from '../../src/api/index.ts';
import { validate } from '../../src/conformance/index.ts';
import { encodeParent, encodeStatus, encodeTask, toPoolView } from '../../src/projector/index.ts';
import { toTaskView } from '../../src/projector/to-pool-view.ts';
import { toPoolInput } from '../../src/simulator/input/pool-spec.ts';
import { readEvent } from '../../src/simulator/input/read-event.ts';
import { taskId } from '../../src/simulator/names.ts';
import { create, type PoolSnapshot, type StepResult, step } from '../../src/simulator/step.ts';
import { stepViolationsOf, violationsOf } from './invariants.ts';
import { forAllScripts, type Law } from './script.ts';

/** Fails with the first of what is wrong. */
const none = (broken: readonly string[]) => {
  if (broken.length > 0) throw new Error(broken.join('\n'));
};

/** 1: what every format shows of a snapshot conforms; a deleted pool shows nothing. */
function wrongOnTheWire(snapshot: PoolSnapshot, release: Release): string[] {
  const view = toPoolView(snapshot);
  if (!view) return snapshot.value.operation === 'DELETED' ? [] : ['1: only a DELETED pool has no status'];
  const task = snapshot.context.tasks.at(-1);
  return formatsOf(release).flatMap((format) => {
    const target = { release, format };
    const found = [
      ...validate(encodeStatus(view, target), target),
      ...validate(encodeParent(view, target), { ...target, object: 'parent' }),
      ...(task && hasTasks(target)
        ? validate(encodeTask(toTaskView(task, taskId('p', task.number)), target), { ...target, object: 'task' })
        : []),
    ];
    return found.map(({ rule, path, message, value }) => `1: ${format}: ${rule} at ${path}: ${JSON.stringify(value)} ${message}`);
  });
}

const conforming: Law = (created) => {
  let release: Release | undefined;
  return (happening) => {
    if (release === undefined) none(wrongOnTheWire(created.snapshot, happening.release));
    release = happening.release;
    if (happening.result.outcome === 'accepted') none(wrongOnTheWire(happening.result.snapshot, release));
  };
};

const sound: Law = (created) => {
  none(violationsOf(created.snapshot));
  return ({ before, event, result }) => {
    none(violationsOf(result.snapshot));
    none(stepViolationsOf(before, event, result));
  };
};

/** 8, once more by value: a refused event leaves no trace in what the snapshot says. */
const traceless: Law = () => {
  let last = '';
  return ({ before, result }) => {
    const was = JSON.stringify([before.value, before.context]);
    if (last !== '' && was !== last) throw new Error('8: a snapshot was changed after the fact');
    last = JSON.stringify([result.snapshot.value, result.snapshot.context]);
    if (result.outcome !== 'accepted' && was !== last) throw new Error(`8: ${result.outcome} has changed the pool`);
  };
};

/** 11, over a whole life: what becomes current is the very image that was published without failure or cancellation. */
const rightful: Law = () => {
  let published: unknown = null;
  return ({ before, event, result: { snapshot, outcome } }) => {
    if (event.type === 'engine.publishSucceeded' && outcome === 'accepted') published = before.context.pendingImage?.image;
    const [was, is] = [before.context.currentImage, snapshot.context.currentImage];
    if (is && is.image !== was?.image && is.image !== published) throw new Error('11: what became current had not been published');
    const pending = snapshot.value.pendingImage;
    if (['UNPUBLISHING', 'FAILED', 'PENDING_PUBLISH'].includes(pending)) published = null;
  };
};

/** 6, seen from outside: what a release without selective push never shows, in any field. */
const withoutHolding: Law = () => {
  return ({ release, result: { snapshot } }) => {
    const view = toPoolView(snapshot);
    if (snapshot.context.selectivePush || !view) return;
    const shown = formatsOf(release).map((format) => JSON.stringify(encodeStatus(view, { release, format })));
    if (shown.some((status) => status.includes('READY_HELD'))) throw new Error('6: READY_HELD in a release without it');
  };
};

/** What the reader of events refuses because of a value, the machine does not take either. */
const agreed: Law = () => {
  return ({ event: { at: _, ...members }, result }) => {
    if ('problems' in readEvent(members) && result.outcome === 'accepted') throw new Error('the machine takes what the reader refuses');
  };
};

const every =
  (...laws: readonly Law[]): Law =>
  (created: StepResult) => {
    const watches = laws.map((law) => law(created));
    return (happening) => {
      for (const watch of watches) watch(happening);
    };
  };

describe.each(releases)('every life of a pool of %s', (release) => {
  it('keeps the invariants and conforms in every format after every event', () => {
    forAllScripts({ release, numRuns: 25 }, every(sound, traceless, rightful, withoutHolding, agreed, conforming));
  });
});

describe('a compute profile', () => {
  it('beyond the integers of the API is refused by the machine', () => {
    const spec = {
      parentVm: 'a',
      snapshot: 'b',
      settings: { logoffSetting: 'FORCE_LOGOFF' },
      computeProfile: { numCPU: 1, ram: 2 ** 31 },
    } as const;
    const failed = step(create(toPoolInput({}, 0, 0, true).input).snapshot, { type: 'engine.publishTimedOut', at: 0 }).snapshot;
    expect(step(failed, { type: 'command.schedulePushImage', spec, at: 0 }).outcome).toBe('fault');
  });
});

describe('the lives that the laws are put to', () => {
  const met = { operation: new Set<string>(), pendingImage: new Set<string>(), currentImage: new Set<string>(), task: new Set<string>() };
  const accepted = new Set<string>();
  const refused = new Set<string>();
  forAllScripts({ release: '2512', numRuns: 800, seed: 1 }, () => {
    return ({ event, result }) => {
      for (const region of Object.keys(met) as (keyof PoolState)[]) met[region].add(result.snapshot.value[region]);
      (result.outcome === 'accepted' ? accepted : refused).add(event.type);
    };
  });

  it('come to every state of every region', () => {
    expect([...met.operation].sort()).toEqual([...operations].sort());
    expect([...met.pendingImage].sort()).toEqual([...pendingImageStates].sort());
    expect([...met.currentImage].sort()).toEqual([...currentImageStates].sort());
    expect([...met.task].sort()).toEqual([...taskStates].sort());
  });

  it('have every event, taken and refused', () => {
    expect([...accepted].sort()).toEqual([...eventTypes].sort());
    expect([...refused].sort()).toEqual([...eventTypes].sort());
  });
});

describe('the laws', () => {
  /** A pool whose machine forgets one rule. */
  const spoiled = (law: Law, spoil: (step: StepResult, before: PoolSnapshot) => StepResult): Law => {
    return (created) => {
      const watch = law(created);
      return (happening) => watch({ ...happening, result: spoil(happening.result, happening.before) });
    };
  };
  const broken = (law: Law) => () => forAllScripts({ release: '2512', numRuns: 300 }, law);
  const withValue = (step: StepResult, value: Partial<PoolState>): StepResult => ({
    ...step,
    snapshot: { ...step.snapshot, value: { ...step.snapshot.value, ...value } } as PoolSnapshot,
  });

  it('notice a pool at rest that is still publishing', () => {
    expect(
      broken(spoiled(sound, (step) => (step.snapshot.value.pendingImage === 'PUBLISHING' ? withValue(step, { operation: 'NONE' }) : step))),
    ).toThrow(/2: NONE is at rest/);
  });

  it('notice a status that does not conform', () => {
    expect(
      broken(
        spoiled(conforming, (step) => (step.snapshot.value.operation === 'NONE' ? withValue(step, { currentImage: 'FAILED' }) : step)),
      ),
    ).toThrow(/1: view: state\/current-image-failed/);
  });

  it('notice a refused event that leaves a trace', () => {
    const trace = (step: StepResult): StepResult =>
      step.outcome === 'accepted'
        ? step
        : { ...step, snapshot: { ...step.snapshot, context: { ...step.snapshot.context, name: 'other' } } };
    expect(broken(spoiled(traceless, trace))).toThrow(/8: /);
    expect(broken(spoiled(sound, trace))).toThrow(/8: /);
  });

  it('notice an image that became current out of nowhere', () => {
    const stranger = (step: StepResult): StepResult => {
      const { currentImage } = step.snapshot.context;
      return currentImage
        ? { ...step, snapshot: { ...step.snapshot, context: { ...step.snapshot.context, currentImage: structuredClone(currentImage) } } }
        : step;
    };
    expect(broken(spoiled(rightful, stranger))).toThrow(/11: /);
  });
});
