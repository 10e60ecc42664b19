/** In which places each command is accepted: lifecycle, section 3, the column "accepted when". */
import { describe, expect, it } from 'vitest';
import { commandTypes } from '../../machines/index.ts';
import { change, cloneA, everyPlace, expectRefused, idle, type Place, places, push, pushSelective, type Told } from './pool-under-test.ts';

const none: readonly Place[] = [
  'the first publish failed',
  'nothing is under way',
  'no image at all',
  'a push failed',
  'a cancelled push could not be removed',
];
const withCurrent = none.filter((place) => place !== 'the first publish failed' && place !== 'no image at all');
const notDue: readonly Place[] = [
  'a later push waits',
  'a later push is publishing',
  'a later push is published',
  'a first later push waits',
];
const currentReady: readonly Place[] = [
  ...withCurrent,
  ...notDue.filter((place) => place !== 'a first later push waits'),
  'a due push waits',
  'a due push is publishing',
  'a failed push is removed',
  'a failed later push is removed',
  'a cancelled push is removed',
  'an image is held',
  'a cancelled held image is removed',
];
const live = everyPlace.filter((place) => place !== 'the pool is gone');
const deleting: readonly Place[] = [
  'a delete begins',
  'a delete removes the current',
  'a delete removes both',
  'a delete removes the pending',
  'a delete failed on the current',
  'a delete failed on the pending',
  'a delete failed on the pending alone',
  'a delete failed on both',
];

const rows: readonly (readonly [row: string, command: Told, accepted: readonly Place[]])[] = [
  ['schedulePushImage (new)', push({ image: { parentVm: 'vm-3', snapshot: 'snapshot-3' } }), none],
  ['schedulePushImage (new, selective)', pushSelective({ image: { parentVm: 'vm-3', snapshot: 'snapshot-3' } }), withCurrent],
  ['schedulePushImage (reschedule)', push(), [...none, ...notDue]],
  ['cancelScheduledPushImage', 'command.cancelScheduledPushImage', [...notDue, 'an image is held']],
  ['promotePendingImage', 'command.promotePendingImage', ['an image is held']],
  ['applyImage pendingImage=true', { type: 'command.applyImage', machines: [cloneA], pendingImage: true }, ['an image is held']],
  ['applyImage pendingImage=false', { type: 'command.applyImage', machines: [cloneA], pendingImage: false }, currentReady],
  ['changeInfrastructure', change, withCurrent],
  ['enableProvisioning', 'command.enableProvisioning', live],
  ['disableProvisioning', 'command.disableProvisioning', live],
  ['delete', 'command.delete', live.filter((place) => !deleting.includes(place) || place.startsWith('a delete failed'))],
  ['pauseTask', 'command.pauseTask', []],
  ['resumeTask', 'command.resumeTask', []],
  ['cancelTask', 'command.cancelTask', []],
];

describe.each(rows)('%s', (_, command, accepted) => {
  it.each(accepted)('is accepted when %s', (place) => {
    expect(places[place]().send(command).outcome).toBe('accepted');
  });

  it.each(everyPlace.filter((place) => !accepted.includes(place)))('is refused when %s', (place) => {
    expectRefused(places[place](), command, { name: place === 'the pool is gone' ? 'EntityNotFound' : 'InvalidArgument' });
  });
});

describe('the table of commands', () => {
  it('has every command of the vocabulary', () => {
    expect([...new Set(rows.map(([, command]) => (typeof command === 'string' ? command : command.type)))].sort()).toEqual(
      [...commandTypes].sort(),
    );
  });

  it('lists as allowed exactly the commands that the state does not forbid', () => {
    const { fault } = idle().send('command.promotePendingImage');
    expect(fault?.message).toMatch(
      /Allowed now: schedulePushImage, applyImage, changeInfrastructure, enableProvisioning, disableProvisioning, delete\.$/,
    );
  });
});
