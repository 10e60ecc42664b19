import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validate } from '../../src/conformance/index.ts';
import { encodePushImageSettings, encodeTask } from '../../src/projector/index.ts';
import { everyTarget } from '../api/every-target.ts';
import { pools } from './pools.ts';
import { encoded } from './spoil.ts';

const task = {
  id: 't',
  taskType: 'PUSH_IMAGE',
  description: 'd',
  scheduleTime: 0,
  remaining: 1,
  errors: 0,
  halted: 0,
  cancelled: 0,
} as const;

describe('validate', () => {
  it('says which rule is broken, where, by what, what it demands and where that is written', () => {
    const status = { ...encoded('idle', { release: '2206', format: 'view' }), pendingImageProgress: 50 };
    expect(validate(status, { release: '8.6', format: 'view' })).toEqual([
      {
        rule: 'presence/no-pending-image',
        path: 'pendingImageProgress',
        value: 50,
        message: 'must not be there while there is no pending image.',
        document: 'hvsim life cycle, section 7: What the status object shows (implied)',
      },
    ]);
  });

  it('says that REST only implies what the View API documents', () => {
    const documentOf = (release: '2206', format: 'view' | 'rest-v1', name: string) => {
      const { [name]: _, ...status } = encoded('publishing', { release, format });
      return validate(status, { release, format }).map(({ document }) => document);
    };
    const page = 'View API reference: DesktopInstantCloneDesktopProvisioningStatusData';
    expect(documentOf('2206', 'view', 'pendingImageParentVm')).toEqual([`${page} (documented)`]);
    expect(documentOf('2206', 'rest-v1', 'instant_clone_pending_image_parent_vm_id')).toEqual([`${page} (implied)`]);
  });

  it.each([
    ['pendingComputeProfile', "'pendingComputeProfile' exists since 2206 (8.6); this is 2111 (8.4), view."],
    ['instant_clone_operation', "'instant_clone_operation' is a name of the format rest-v1; view calls it 'operation'."],
    ['PushImageSettings', "'PushImageSettings' is a name of the format powercli; view calls it 'pushImageSettings'."],
    ['lastProvisioningError', "'lastProvisioningError' belongs to DesktopProvisioningStatusData."],
    ['colour', "No release that hvsim knows has 'colour' here."],
  ])('knows where %s belongs', (name, message) => {
    const target = { release: '2111', format: 'view' } as const;
    expect(validate({ ...encoded('idle', target), [name]: {} }, target)).toMatchObject([{ message }]);
  });

  it('reports a property that cannot be read once, and leaves it out of the other rules', () => {
    const target = { release: '2512', format: 'view' } as const;
    const status = { ...encoded('publishing', target), operation: 'SHEDULE_PUSH_IMAGE' };
    expect(validate(status, target).map(({ rule, path }) => [rule, path])).toEqual([['structure/enum', 'operation']]);
  });

  it('reports everything that is wrong, not only the first', () => {
    const target = { release: '2512', format: 'view' } as const;
    const status = { ...encoded('publishing', target), hello: 1, pendingImageProgress: 'x', pendingImageError: 'y' };
    expect(validate(status, target).map(({ rule }) => rule)).toEqual([
      'structure/unknown-property',
      'structure/type',
      'presence/error-without-failure',
    ]);
  });

  it.each(['2024-05-31T08:00:00Z', '2024-05-31T08:00:00.1234567+02:00', '2024-05-31T08:00:00'])('takes %s for a time', (startTime) => {
    const target = { release: '2512', format: 'view', object: 'pushImageSettings' } as const;
    expect(validate({ startTime, logoffSetting: 'FORCE_LOGOFF', stopOnFirstError: true }, target)).toEqual([]);
  });

  it.each(['2024-13-31T08:00:00Z', '2024-05-31', '1717142400000', '2024-05-31T25:00:00Z', ''])(
    'does not take %j for a time',
    (startTime) => {
      const target = { release: '2512', format: 'view', object: 'pushImageSettings' } as const;
      const violations = validate({ startTime, logoffSetting: 'FORCE_LOGOFF', stopOnFirstError: true }, target);
      expect(violations).toMatchObject([{ rule: 'structure/date-time', path: 'startTime' }]);
    },
  );

  it('takes a parent without an instant-clone status, as other pools have it', () => {
    expect(validate({}, { release: '2206', format: 'view', object: 'parent' })).toEqual([]);
    expect(validate({ instantCloneProvisioningStatusData: null }, { release: '2206', format: 'view', object: 'parent' })).toEqual([]);
  });

  it('lets the time of an error outlive its text', () => {
    const target = { release: '2206', format: 'rest-v1' } as const;
    const { last_provisioning_error, ...status } = encoded('idle', target);
    expect(validate(status, target)).toEqual([]);
  });

  it.each(everyTarget)('takes what the encoders write for settings and tasks of $release as $format', (target) => {
    const settings = encodePushImageSettings(pools.publishing.pushImageSettings, target);
    expect(validate(settings, { ...target, object: 'pushImageSettings' })).toEqual([]);
    expect(validate({ ...settings, hello: 1 }, { ...target, object: 'pushImageSettings' })).toHaveLength(1);
    if (target.release === '2006' && target.format === 'rest-v1') return;
    const info = encodeTask(task, target);
    expect(validate(info, { ...target, object: 'task' })).toEqual([]);
    expect(validate({ ...info, hello: 1 }, { ...target, object: 'task' })).toHaveLength(1);
  });

  it('never throws for what is in a status, and finds every status that is not an object wrong', () => {
    fc.assert(
      fc.property(fc.constantFrom(...everyTarget), fc.anything(), (target, value) => {
        const violations = validate(value, target);
        if (typeof value !== 'object' || value === null || Array.isArray(value)) expect(violations).toHaveLength(1);
      }),
    );
  });

  it('refuses a release or format that does not exist', () => {
    expect(() => validate({}, { release: '9.9', format: 'view' })).toThrow(expect.objectContaining({ code: 'unknown-release' }));
    expect(() => validate({}, { release: '2111', format: 'rest-v2' })).toThrow(expect.objectContaining({ code: 'format-not-in-release' }));
  });
});
