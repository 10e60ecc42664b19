import { describe, expect, it } from 'vitest';
import { hour, idle, noon, publishing, ready, rest, variants, watch } from './statuses.ts';

describe('an observation that is explained', () => {
  it('is the first where nothing was seen before', () => {
    expect(watch([[idle, noon]])).toEqual({
      number: 1,
      at: noon,
      seen: 'NONE, no pending image, current image READY',
      state: { operation: 'NONE', pendingImage: 'ABSENT', currentImage: 'READY' },
      verdict: 'first',
      events: [],
    });
  });

  it('is unchanged where nothing had to happen', () => {
    expect(watch([[idle], [idle], [idle]])).toMatchObject({ number: 3, verdict: 'unchanged', events: [] });
    expect(watch([[publishing(40)], [publishing(40)]])).toMatchObject({ verdict: 'unchanged' });
  });

  it('has the shortest chain of what nobody saw, with who did it, how it is known, and words', () => {
    const { verdict, events } = watch([[idle], [publishing(40)]]);
    expect(verdict).toBe('explained');
    expect(events).toEqual([
      {
        event: 'command.schedulePushImage',
        variant: 'push now',
        by: 'administrator',
        evidence: 'documented',
        text: 'a push is scheduled, to begin at once (vm-2/snapshot-2)',
      },
      { event: 'engine.publishStarted', variant: 'publish started', by: 'engine', evidence: 'documented', text: 'the publish begins' },
      {
        event: 'engine.publishProgressed',
        variant: 'publish progressed',
        by: 'engine',
        evidence: 'documented',
        text: 'the publish goes on to 40 %',
      },
    ]);
  });

  it('may be a pool that is gone', () => {
    expect(variants(watch([[idle], [null]]))).toEqual(['delete', 'current image unpublish started', 'current image unpublished']);
  });

  it('may be a pool that is created after it was asked for', () => {
    const created = rest({ operation: 'INITIAL_PUBLISH', pending: 'PENDING_PUBLISH', current: '' });
    expect(watch([[null], [null], [created]])).toMatchObject({ verdict: 'first' });
  });

  it('does not become current before its start time, unless somebody reschedules it', () => {
    expect(
      variants(
        watch([
          [ready(noon + hour), noon],
          [idle, noon + 60_000],
        ]),
      ),
    ).toEqual(['reschedule to now']);
    expect(
      variants(
        watch([
          [ready(noon + hour), noon],
          [idle, noon + hour],
        ]),
      ),
    ).not.toContain('reschedule to now');
  });

  it('may be another image where there was time for it', () => {
    const other = publishing(10, { image: 'vm-9' });
    const { verdict, events } = watch([
      [publishing(90), noon],
      [other, noon + hour],
    ]);
    expect(verdict).toBe('explained');
    expect(events.map(({ text }) => text)).toEqual([
      'the publish succeeds',
      'a push is scheduled, to begin at once (vm-9/snapshot-2)',
      'the publish begins',
      'the publish goes on to 10 %',
    ]);
  });

  it('may be another image where nothing is known of the engine', () => {
    const other = publishing(10, { image: 'vm-9' });
    expect(watch([[publishing(40)], [other]])).toMatchObject({ verdict: 'impossible' });
    expect(watch([[publishing(40)], [other]], { engine: 'manual' })).toMatchObject({ verdict: 'explained' });
    expect(watch([[publishing(40)], [other]], { poll: '1h' })).toMatchObject({ verdict: 'explained' });
  });
});

describe('a release that lacks a value', () => {
  const view = (operation: string, pending: string, more: object = {}) => ({
    operation,
    instantClonePendingImageState: pending,
    instantCloneCurrentImageState: 'READY',
    pendingImageParentVm: { id: 'vm-2' },
    pendingImageSnapshot: { id: 'snapshot-2' },
    pendingImageParentVmPath: '/vm',
    pendingImageSnapshotPath: '/s',
    pendingImageProgress: 40,
    ...more,
  });
  const settings = { startTime: '2026-01-06T00:00:00Z', logoffSetting: 'FORCE_LOGOFF', stopOnFirstError: true, addVirtualTPM: false };

  it('shows the state before UNPUBLISHING while a cancelled push is removed', () => {
    const push = view('SCHEDULE_PUSH_IMAGE', 'PUBLISHING', { pushImageSettings: settings });
    const explanation = watch(
      [
        [push, noon],
        [view('CANCEL_SCHEDULED_PUSH_IMAGE', 'PUBLISHING'), noon + 1],
      ],
      { release: '2006', format: 'view' },
    );
    expect(variants(explanation)).toEqual(['cancel']);
    expect(
      watch(
        [
          [push, noon],
          [view('CANCEL_SCHEDULED_PUSH_IMAGE', 'PUBLISHING'), noon + 1],
        ],
        { release: '2512', format: 'view' },
      ),
    ).toMatchObject({
      verdict: 'impossible',
      reason: { rule: 'state/cancel' },
    });
  });

  it('shows READY for an image that REST cannot say to be READY_HELD', () => {
    const held = rest({ operation: 'NONE', pending: 'READY' });
    expect(watch([[publishing(90)], [held]], { release: '2111', format: 'rest-v1' })).toMatchObject({ verdict: 'explained' });
    expect(watch([[publishing(90)], [held]], { release: '2206', format: 'rest-v1' })).toMatchObject({ verdict: 'impossible' });
  });
});
