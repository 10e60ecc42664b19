import { describe, expect, it } from 'vitest';
import { elapsed, inWords, payloadText, sentenceOf, timeOfDay } from '../../../src/inspector/page/words.ts';
import type { InspectedStep } from '../../../src/inspector/protocol.ts';

const state = { operation: 'NONE', pendingImage: 'ABSENT', currentImage: 'READY', task: 'IDLE' } as const;
const step: InspectedStep = {
  seq: 2,
  at: 0,
  pool: 'p',
  event: { type: 'command.delete' },
  by: 'script',
  outcome: 'accepted',
  state,
  took: [],
};

describe('the words of the page', () => {
  it('say how long it is since the start', () => {
    expect([0, 61_999, 93_784_000].map(elapsed)).toEqual(['00:00:00', '00:01:01', '1d 02:03:04']);
  });

  it('say how long it will be', () => {
    expect([12, 1_000, 250_000, 90_061_000].map(inWords)).toEqual(['12 ms', '1 s', '4 min 10 s', '1 d 1 h']);
  });

  it('say a moment of virtual time', () => {
    expect(timeOfDay(1_767_600_000_000)).toBe('2026-01-05 08:00:00');
  });

  it('call clones by their names', () => {
    const event = { type: 'clone.resyncFailed', machine: 'id-1', error: 'no' };
    expect(payloadText(event, (id) => (id === 'id-1' ? 'clone-001' : id))).toBe('{"machine":"clone-001","error":"no"}');
    expect(payloadText({ type: 'command.delete' })).toBe('');
  });

  it('tell what a step did, or why it did nothing', () => {
    const done = { ...step, state: { ...state, operation: 'FINAL_UNPUBLISH', currentImage: 'PENDING_UNPUBLISH' } } as const;
    expect(sentenceOf(step, done)).toBe(
      'command.delete accepted. operation NONE to FINAL_UNPUBLISH. currentImage READY to PENDING_UNPUBLISH',
    );
    expect(sentenceOf(step, { ...step, outcome: 'ignored', reason: 'it needs more' })).toBe('command.delete ignored. it needs more');
  });
});
