/** Lifecycle, section 5: faults, and the audit events that Horizon writes. */
import { describe, expect, it } from 'vitest';
import { type CommandType, commandTypes, factTypes } from '../../machines/index.ts';
import {
  change,
  cloneA,
  everyPlace,
  expectIgnored,
  expectRefused,
  failed,
  held,
  idle,
  places,
  pool,
  published,
  push,
  pushLater,
  pushSelective,
  type Told,
  toEvent,
} from './pool-under-test.ts';

const commands: Readonly<Record<CommandType, Told>> = {
  'command.schedulePushImage': push(),
  'command.cancelScheduledPushImage': 'command.cancelScheduledPushImage',
  'command.promotePendingImage': 'command.promotePendingImage',
  'command.applyImage': { type: 'command.applyImage', machines: [cloneA], pendingImage: false },
  'command.changeInfrastructure': change,
  'command.enableProvisioning': 'command.enableProvisioning',
  'command.disableProvisioning': 'command.disableProvisioning',
  'command.delete': 'command.delete',
  'command.pauseTask': 'command.pauseTask',
  'command.resumeTask': 'command.resumeTask',
  'command.cancelTask': 'command.cancelTask',
};

const gone = places['the pool is gone'];

describe('EntityNotFound', () => {
  it.each(commandTypes)('answers %s to a pool that is DELETED, and names the pool', (type) => {
    const { fault } = expectRefused(gone(), commands[type], { name: 'EntityNotFound', says: ['pool-1', 'deleted'] });
    expect(fault).not.toHaveProperty('field');
  });

  it('answers unknown machines, and names the first one and the member', () => {
    const named = { name: 'EntityNotFound', says: ['"nobody"'] };
    expectRefused(
      idle(),
      { type: 'command.applyImage', machines: [cloneA, 'nobody', 'nowhere'], pendingImage: false },
      { ...named, field: 'machines' },
    );
    expectRefused(held(), { type: 'command.applyImage', machines: ['nobody'], pendingImage: true }, { ...named, field: 'machines' });
    expectRefused(idle(), pushSelective({ machines: ['nobody'] }), { ...named, field: 'spec.machines' });
  });

  it.each(factTypes)('has no counterpart for %s, which a DELETED pool ignores', (type) => {
    const payload = { error: 'an error', percent: 1, machine: cloneA };
    expectIgnored(gone(), { type, ...payload } as never);
  });
});

describe('a fault', () => {
  it('names what was asked, what the state is and what would be needed and allowed', () => {
    const { fault } = idle().after(change, 'engine.publishStarted').send('command.promotePendingImage');
    expect(fault).toEqual({
      name: 'InvalidArgument',
      command: 'command.promotePendingImage',
      message: expect.stringMatching(
        /^promotePendingImage needs .*READY_HELD.*INFRASTRUCTURE_CHANGE.*PUBLISHING.*PENDING_UNPUBLISH.*Allowed now: .*delete/,
      ),
    });
  });

  it('lists as allowed only what the pool would accept now', () => {
    for (const place of everyPlace) {
      const from = places[place]();
      for (const type of commandTypes) {
        const { fault } = from.send(commands[type]);
        const listed = /Allowed now: (.*)\.$/.exec(fault?.message ?? '')?.[1]?.split(', ') ?? [];
        for (const allowed of listed) {
          const alternatives: readonly Told[] = [
            commands[`command.${allowed}` as CommandType],
            { type: 'command.applyImage', machines: [cloneA], pendingImage: true },
            pushLater(),
          ];
          const ways = alternatives.filter((told) => toEvent(told).type === `command.${allowed}`);
          expect(
            ways.map((told) => from.send(told).outcome),
            `${allowed} when ${place}: ${fault?.message}`,
          ).toContain('accepted');
        }
      }
    }
  });

  it('is never of the machine for a value of the wrong type: whoever reads events from outside says InvalidType', () => {
    const faults = everyPlace.flatMap((place) => commandTypes.map((type) => places[place]().send(commands[type]).fault?.name));
    expect(new Set(faults)).toEqual(new Set([undefined, 'InvalidArgument', 'EntityNotFound']));
  });
});

describe('audit events', () => {
  const names = (from: ReturnType<typeof idle>) =>
    from.last.audits.map(({ name, subject }) => (subject === undefined ? name : `${name} ${subject}`));

  it.each([
    ['a pool is created', () => pool(), ['ADMIN_DESKTOP_ADDED']],
    ['a push is scheduled', () => idle().after(push()), ['VLSI_DESKTOP_PUSH_IMAGE_SCHEDULED']],
    ['a push is rescheduled', () => idle().after(pushLater(), pushLater()), ['VLSI_DESKTOP_PUSH_IMAGE_SCHEDULED']],
    ['a push is cancelled', () => idle().after(pushLater(), 'command.cancelScheduledPushImage'), ['VLSI_DESKTOP_PUSH_IMAGE_CANCELLED']],
    ['a held image is cancelled', () => held().after('command.cancelScheduledPushImage'), ['VLSI_DESKTOP_PUSH_IMAGE_CANCELLED']],
    ['a held image is promoted', () => held().after('command.promotePendingImage'), ['VLSI_DESKTOP_PUSH_IMAGE_SCHEDULED']],
    [
      'a held image is applied',
      () => held().after({ type: 'command.applyImage', machines: [cloneA], pendingImage: true }),
      ['VLSI_DESKTOP_PUSH_IMAGE_SCHEDULED'],
    ],
    ['an image is applied', () => idle().after(commands['command.applyImage']), ['VLSI_DESKTOP_PUSH_IMAGE_SCHEDULED']],
    [
      'the place is changed',
      () => idle().after({ type: 'command.changeInfrastructure', hostOrCluster: 'domain-c2', datastores: ['datastore-2'] }),
      ['VLSI_DESKTOP_UPDATE_ATTEMPT', 'VLSI_DESKTOP_UPDATED hostOrCluster', 'VLSI_DESKTOP_UPDATED datastores'],
    ],
    [
      'one member of the place is changed',
      () => idle().after({ type: 'command.changeInfrastructure', datastores: ['datastore-2'] }),
      ['VLSI_DESKTOP_UPDATE_ATTEMPT', 'VLSI_DESKTOP_UPDATED datastores'],
    ],
    [
      'provisioning is enabled',
      () => idle().after('command.enableProvisioning'),
      ['VLSI_DESKTOP_UPDATE_ATTEMPT', 'VLSI_DESKTOP_UPDATED enableProvisioning'],
    ],
    [
      'the initial publish is retried',
      () => places['the first publish failed']().after('command.enableProvisioning'),
      ['VLSI_DESKTOP_UPDATE_ATTEMPT', 'VLSI_DESKTOP_UPDATED enableProvisioning'],
    ],
    [
      'provisioning is disabled',
      () => idle().after('command.disableProvisioning'),
      ['VLSI_DESKTOP_UPDATE_ATTEMPT', 'VLSI_DESKTOP_UPDATED enableProvisioning'],
    ],
    ['a delete begins', () => idle().after('command.delete'), []],
    ['a pool is gone', () => gone(), ['ADMIN_REMOVE_DESKTOP_SUCCEEDED']],
    ['a pool is gone at once', () => places['no image at all']().after('command.delete'), ['ADMIN_REMOVE_DESKTOP_SUCCEEDED']],
    [
      'a pool is gone with its pending image',
      () => places['a delete removes the pending']().after('engine.pendingImageUnpublished'),
      ['ADMIN_REMOVE_DESKTOP_SUCCEEDED'],
    ],
    ['a delete fails on the current image', () => places['a delete failed on the current'](), ['ADMIN_REMOVE_DESKTOP_FAILED']],
    ['a delete fails on the pending image', () => places['a delete failed on the pending'](), ['ADMIN_REMOVE_DESKTOP_FAILED']],
    [
      'a clone could not be moved',
      () =>
        idle().after(
          push(),
          ...published,
          { type: 'clone.resyncStarted', machine: cloneA },
          { type: 'clone.resyncFailed', machine: cloneA, error: 'no host' },
        ),
      [`VLSI_MACHINE_PUSH_IMAGE_FAILED ${cloneA}`],
    ],
    ['a publish fails', () => idle().after(push(), failed()), []],
    ['a push comes to its end', () => idle().after(push(), ...published), []],
    ['a task is paused', () => idle().after(push(), ...published, 'command.pauseTask'), []],
  ] as const)('are written when %s', (_, after, expected) => {
    expect(names(after())).toEqual(expected);
  });

  it.each([
    [push(), 'VLSI_DESKTOP_PUSH_IMAGE_SCHEDULE_FAILED'],
    ['command.cancelScheduledPushImage', 'VLSI_DESKTOP_PUSH_IMAGE_CANCEL_FAILED'],
    ['command.promotePendingImage', 'VLSI_DESKTOP_PUSH_IMAGE_SCHEDULE_FAILED'],
    [commands['command.applyImage'], 'VLSI_DESKTOP_PUSH_IMAGE_SCHEDULE_FAILED'],
    [change, 'VLSI_DESKTOP_UPDATE_FAILED'],
    ['command.delete', 'ADMIN_REMOVE_DESKTOP_FAILED'],
    ['command.pauseTask', undefined],
    ['command.resumeTask', undefined],
    ['command.cancelTask', undefined],
  ] as const)('of a refused command: %j', (command, expected) => {
    const { audits, outcome } = places['a delete begins']().send(command);
    expect(outcome).toBe('fault');
    expect(audits.map(({ name }) => name)).toEqual(expected === undefined ? [] : [expected]);
  });

  it.each(['command.enableProvisioning', 'command.disableProvisioning'] as const)('of %s to a pool that is gone', (command) => {
    expect(gone().send(command).audits).toEqual([{ name: 'VLSI_DESKTOP_UPDATE_FAILED' }]);
  });
});
