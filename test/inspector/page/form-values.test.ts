import { describe, expect, it } from 'vitest';
import { eventTable, eventTypes } from '../../../machines/event-table.ts';
import { fieldsOf, initialValues, toEvent } from '../../../src/inspector/page/form-values.ts';
import { readEvent } from '../../../src/simulator/input/read-event.ts';

const clones = new Map([
  ['clone-a', 'clone-a'],
  ['clone-b', 'clone-b'],
]);

describe('the forms', () => {
  it.each(eventTypes)('make an event of %s that can be sent as it is', (type) => {
    const event = toEvent(type, initialValues(eventTable[type].members, clones), '2512');
    expect(readEvent(event)).toEqual({ event, warnings: [] });
  });

  it('leave out what is as it would be without it', () => {
    const values = initialValues(eventTable['command.schedulePushImage'].members, clones);
    expect(toEvent('command.schedulePushImage', values, '2512')).toEqual({
      type: 'command.schedulePushImage',
      spec: { parentVm: 'vm-2', snapshot: 'snapshot-2', settings: { logoffSetting: 'WAIT_FOR_LOGOFF' } },
    });
  });

  it('choose what the pool takes, by the names that the form has', () => {
    const named = new Map([
      ['clone-a', 'pool-1'],
      ['clone-b', 'pool-2'],
    ]);
    expect(initialValues(eventTable['clone.sessionClosed'].members, named, { machine: 'clone-b' })).toEqual({ machine: 'pool-2' });
    expect(initialValues(eventTable['command.applyImage'].members, named, { machines: ['clone-b'], pendingImage: false })).toEqual({
      machines: ['pool-2'],
      pendingImage: false,
    });
  });

  it('make a push of everything that a push may have', () => {
    const values = {
      ...initialValues(eventTable['command.schedulePushImage'].members, clones),
      'spec.image': 'Image catalog',
      'spec.image.imageManagementStreamName': 'Office',
      'spec.settings.startTime': '2026-01-05T20:00:00Z',
      'spec.settings.logoffSetting': 'FORCE_LOGOFF',
      'spec.settings.stopOnFirstError': false,
      'spec.settings.addVirtualTPM': true,
      'spec.selectivePushImage': true,
      'spec.machines': ['clone-b'],
      'spec.computeProfile': true,
      'spec.computeProfile.coresPerSocket': '2',
    };
    const event = toEvent('command.schedulePushImage', values, '2512');
    expect(event).toEqual({
      type: 'command.schedulePushImage',
      spec: {
        imageManagementStream: 'stream-2',
        imageManagementTag: 'tag-2',
        imageManagementStreamName: 'Office',
        settings: { startTime: '2026-01-05T20:00:00Z', logoffSetting: 'FORCE_LOGOFF', stopOnFirstError: false, addVirtualTPM: true },
        selectivePushImage: true,
        machines: ['clone-b'],
        computeProfile: { numCPU: 4, ram: 8192, coresPerSocket: 2 },
      },
    });
    expect(readEvent(event)).toMatchObject({ warnings: [] });
  });

  it('have only what the release has', () => {
    const values = { ...initialValues(eventTable['command.schedulePushImage'].members, clones), 'spec.selectivePushImage': true };
    expect(toEvent('command.schedulePushImage', values, '7.13').spec).not.toHaveProperty('selectivePushImage');
    const { spec } = eventTable['command.schedulePushImage'].members;
    const members = spec.kind === 'group' ? fieldsOf(spec.members, '2111').map(([name]) => name) : [];
    expect(members).toEqual(['image', 'settings', 'selectivePushImage', 'machines']);
  });

  it('take several clones and texts with commas between', () => {
    expect(toEvent('command.applyImage', { machines: 'one, two,,', pendingImage: false }, '2512')).toEqual({
      type: 'command.applyImage',
      machines: ['one', 'two'],
      pendingImage: false,
    });
    expect(toEvent('command.changeInfrastructure', { hostOrCluster: '', datastores: 'a,b' }, '2512')).toEqual({
      type: 'command.changeInfrastructure',
      datastores: ['a', 'b'],
    });
  });
});
