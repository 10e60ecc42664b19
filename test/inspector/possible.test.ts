import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventTypes } from '../../machines/event-table.ts';
import type { PoolEvent } from '../../machines/events.ts';
import { possible } from '../../src/inspector/possible.ts';
import { createSimulator } from '../../src/simulator/index.ts';
import { step } from '../../src/simulator/step.ts';
import { withOneClone, withoutClones, withTwoClones } from '../machines/alphabets.ts';
import { held, idle, now, pool } from '../machines/pool-under-test.ts';

const alphabet = [...withoutClones, ...withOneClone, ...withTwoClones];

describe('what is possible', () => {
  it('is every event that is taken, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...alphabet), { maxLength: 30 }), (walk) => {
        let { snapshot } = pool();
        for (const event of walk) {
          const answers = possible(snapshot, event.at);
          const { outcome, snapshot: next } = step(snapshot, event);
          if (outcome === 'accepted') expect(answers[event.type]).toBe(true);
          snapshot = next;
        }
        const answers = possible(snapshot, now);
        for (const event of alphabet.filter(({ at, type }) => at === now && answers[type] !== true))
          expect(step(snapshot, event).outcome).not.toBe('accepted');
      }),
      { numRuns: 60 },
    );
  });

  // Every clone event was possible in its state, even where no clone could take it.
  it('is an event of a clone only where one of the clones takes it, and says which', () => {
    fc.assert(
      fc.property(fc.constantFrom(pool(), idle(), held()), fc.array(fc.constantFrom(...withTwoClones), { maxLength: 30 }), (from, walk) => {
        const snapshot = walk.reduce((before, event) => step(before, event).snapshot, from.snapshot);
        const answers = possible(snapshot, now);
        for (const type of eventTypes.filter((each) => each.startsWith('clone.') || each === 'command.applyImage')) {
          const choice = answers.choices?.[type];
          expect(choice !== undefined).toBe(answers[type] === true);
          if (choice) expect(step(snapshot, { type, at: now, error: 'an error', ...choice } as PoolEvent).outcome).toBe('accepted');
        }
      }),
      { numRuns: 60 },
    );
  });

  it('says what no clone is', () => {
    const simulator = createSimulator({ engine: 'manual', pools: [{ clones: 2 }] });
    const answers = () => possible(simulator.snapshot(), simulator.now);
    const publish = () => {
      simulator.send(0, { type: 'engine.publishStarted' });
      simulator.send(0, { type: 'engine.publishSucceeded' });
    };
    expect(answers()['clone.sessionOpened']).toBe('needs a machine that has an image and is not PROGRESSING in a task; this pool has none');
    publish();
    expect(answers()['clone.sessionClosed']).toBe('needs a machine with a session; this pool has none');
    const spec = { parentVm: 'vm-2', snapshot: 'snapshot-2', settings: { logoffSetting: 'WAIT_FOR_LOGOFF' } } as const;
    simulator.send(0, { type: 'command.schedulePushImage', spec });
    publish();
    const [, second] = simulator.clones();
    expect(answers()['clone.resyncSucceeded']).toBe('needs a machine that is PROGRESSING in a task; this pool has none');
    simulator.send(0, { type: 'clone.resyncStarted', machine: 1 });
    expect(answers().choices?.['clone.resyncStarted']).toEqual({ machine: second?.id });
    simulator.send(0, { type: 'clone.sessionOpened', machine: 2 });
    expect(answers()['clone.resyncStarted']).toBe('needs a machine without a session, as its task waits for logoff; this pool has none');
    simulator.send(0, { type: 'clone.sessionClosed', machine: 2 });
    simulator.send(0, { type: 'clone.resyncStarted', machine: 2 });
    expect(answers()['clone.resyncStarted']).toBe('needs a machine that is SCHEDULED in a task; this pool has none');
  });

  it('is nothing that needs a clone in a pool without clones', () => {
    const simulator = createSimulator({ engine: 'quick', pools: [{ clones: 0 }] });
    simulator.advance('1h');
    const answers = possible(simulator.snapshot(), simulator.now);
    expect(answers['command.applyImage']).toBe('needs at least one machine; this pool has none');
    expect(answers['clone.sessionOpened']).toBe('needs a machine of this pool; this pool has none');
    expect(answers).not.toHaveProperty('choices');
  });

  it('says of every other event why not, in the words of the refusal', () => {
    const simulator = createSimulator({ engine: 'manual' });
    const answers = possible(simulator.snapshot(), simulator.now);
    expect(Object.keys(answers)).toEqual(eventTypes);
    expect(answers['engine.publishStarted']).toBe(true);
    expect(answers['command.promotePendingImage']).toBe(
      'needs operation NONE and a pending image that is READY_HELD; now operation is INITIAL_PUBLISH, pendingImage is PENDING_PUBLISH, currentImage is ABSENT, task is IDLE',
    );
  });

  it('says what is needed once, and not what more another way would need', () => {
    const simulator = createSimulator({ engine: 'quick' });
    simulator.advance('1h');
    expect(possible(simulator.snapshot(), simulator.now)['engine.publishFailed']).toMatch(
      /^needs pendingImage PENDING_PUBLISH or PUBLISHING; now /,
    );
  });

  it('is an event whose own members alone could be wrong', () => {
    const simulator = createSimulator({ engine: 'quick' });
    simulator.advance('1h');
    expect(possible(simulator.snapshot(), simulator.now)['command.changeInfrastructure']).toBe(true);
    expect(simulator.send(0, { type: 'command.changeInfrastructure' }).outcome).toBe('fault');
  });

  it('is nothing for a pool that has been deleted', () => {
    const simulator = createSimulator({ engine: 'quick' });
    simulator.advance('1h');
    simulator.send(0, { type: 'command.delete' });
    simulator.advance('1h');
    expect(new Set(Object.values(possible(simulator.snapshot(), simulator.now)))).toEqual(new Set(['pool ic-pool-1 has been deleted']));
  });
});
