import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventTypes } from '../../machines/events.ts';
import { possible } from '../../src/inspector/possible.ts';
import { createSimulator } from '../../src/simulator/index.ts';
import { step } from '../../src/simulator/step.ts';
import { withOneClone, withoutClones, withTwoClones } from '../machines/alphabets.ts';
import { now, pool } from '../machines/pool-under-test.ts';

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
