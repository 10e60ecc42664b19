import { describe, expect, it } from 'vitest';
import { hour, idle, noon, publishing, rest, variants, watch } from './statuses.ts';

describe('an observation that is impossible', () => {
  it('says that the progress falls, what it assumes, and what was expected', () => {
    expect(watch([[publishing(60)], [publishing(20)]])).toEqual({
      number: 2,
      seen: 'SCHEDULE_PUSH_IMAGE, pending image vm-2/snapshot-2 PUBLISHING 20 %, current image READY',
      state: { operation: 'SCHEDULE_PUSH_IMAGE', pendingImage: 'PUBLISHING', currentImage: 'READY' },
      verdict: 'impossible',
      events: [],
      reason: {
        rule: 'follow/progress',
        text: 'The progress of vm-2/snapshot-2 was 60 % and is 20 %.',
        document: 'hvsim life cycle, section 8: Invariants',
        assumption: {
          evidence: 'assumed',
          text: 'Only another publish, begun in between, could look like this; the engine is assumed to need 5 min 5 s for that, and 30 s passed (polls without times are taken to be that far apart). Where it is quicker, say so: --engine, or the option engine.',
        },
      },
      expected: [
        'SCHEDULE_PUSH_IMAGE, pending image vm-2/snapshot-2 PUBLISHING 60 % or more, current image READY',
        'FINAL_UNPUBLISH, pending image UNPUBLISHING, current image PENDING_UNPUBLISH',
        'NONE, no pending image, current image READY',
        'SCHEDULE_PUSH_IMAGE, pending image UNPUBLISHING, current image READY',
        'NONE, pending image READY_HELD, current image READY',
      ],
    });
  });

  it.each([
    ['another image', publishing(60, { image: 'vm-9' }), 'follow/image', 'The pending image was vm-2/snapshot-2 and is vm-9/snapshot-2.'],
    [
      'a publish that begins anew',
      rest({ operation: 'SCHEDULE_PUSH_IMAGE', pending: 'PENDING_PUBLISH' }),
      'follow/order',
      'The pending image vm-2/snapshot-2 was PUBLISHING and is PENDING_PUBLISH.',
    ],
    [
      'a current image that is gone',
      rest({ operation: 'NONE', current: '' }),
      'follow/no-way',
      'Nothing leads from SCHEDULE_PUSH_IMAGE, pending image vm-2/snapshot-2 PUBLISHING 40 %, current image READY to NONE, no pending image, no current image.',
    ],
    [
      'a status that breaks a rule',
      { ...idle, instant_clone_pending_image_state: 'PUBLISHING' },
      'presence/pending-image-complete',
      'instant_clone_pending_image_parent_vm_id: must be there while the pending image is PUBLISHING.',
    ],
    [
      'a status that cannot be read',
      { ...idle, instant_clone_operation: 'NOTHING' },
      'structure/enum',
      'instant_clone_operation "NOTHING": must be one of INITIAL_PUBLISH, NONE, SCHEDULE_PUSH_IMAGE, CANCEL_SCHEDULED_PUSH_IMAGE, INFRASTRUCTURE_CHANGE, FINAL_UNPUBLISH, not "NOTHING".',
    ],
  ])('may be %s', (_what, status, rule, text) => {
    expect(watch([[publishing(40)], [status]])).toMatchObject({ verdict: 'impossible', reason: { rule, text } });
  });

  it('may be an error that changes', () => {
    const failed = (error: string) => rest({ operation: 'NONE', pending: 'FAILED', progress: 40, error });
    expect(watch([[failed('no space')], [failed('no host')]]).reason).toMatchObject({
      rule: 'follow/error',
      text: 'The error of vm-2/snapshot-2 was "no space" and is "no host".',
    });
  });

  it('may be an initial publish that is retried with another image', () => {
    const begin = (image: string) => rest({ operation: 'INITIAL_PUBLISH', pending: 'PENDING_PUBLISH', current: '', image });
    const failed = rest({ operation: 'NONE', pending: 'FAILED', current: '', error: 'no space' });
    expect(
      watch([[begin('vm-1')], [{ ...failed, instant_clone_pending_image_parent_vm_id: 'vm-1' }], [begin('vm-9')]]).reason,
    ).toMatchObject({
      rule: 'follow/original-image',
      text: 'The pool was created with vm-1/snapshot-2 and is published anew with vm-9/snapshot-2.',
    });
  });

  it('may be the cancel of a push that is due, in a release that holds no image', () => {
    const cancelling = rest({ operation: 'CANCEL_SCHEDULED_PUSH_IMAGE', pending: 'UNPUBLISHING', progress: 40 });
    const old = { release: '2106', format: 'rest-v1' } as const;
    expect(watch([[publishing(40)], [cancelling]], old)).toMatchObject({ verdict: 'impossible' });
    expect(
      watch(
        [
          [publishing(40, { startTime: noon + hour }), noon],
          [cancelling, noon + 1],
        ],
        old,
      ),
    ).toMatchObject({ verdict: 'explained' });
    expect(
      watch(
        [
          [publishing(40, { startTime: noon + hour }), noon + hour],
          [cancelling, noon + hour + 1],
        ],
        old,
      ),
    ).toMatchObject({ verdict: 'impossible' });
  });

  it('says which assumption forbids it: that a push is over when its image is current', () => {
    const { reason } = watch([[publishing(90)], [rest({ operation: 'SCHEDULE_PUSH_IMAGE' })]]);
    expect(reason?.assumption).toEqual({
      evidence: 'assumed',
      text: 'When the publish succeeds, hvsim assumes that SCHEDULE_PUSH_IMAGE, pending image PUBLISHING, current image READY becomes NONE, no pending image, current image READY in one step. If it did not, this could be seen.',
    });
  });

  // The assumption was once named only first, and after another push: after a pool at rest the same state had no reason beside its rule.
  it.each([
    ['first', []],
    ['after PUBLISHING', [publishing(90)]],
    ['after a pool at rest', [idle]],
    ['after READY_HELD', [rest({ operation: 'NONE', pending: 'READY_HELD' })]],
  ])('says which assumption forbids it: that nobody sees a due push READY, %s', (_when, before) => {
    const due = rest({ operation: 'SCHEDULE_PUSH_IMAGE', pending: 'READY' });
    const { reason } = watch([...before, due].map((status) => [status]));
    expect(reason).toMatchObject({ rule: 'follow/no-state', assumption: { evidence: 'assumed' } });
    expect(reason?.assumption?.text).toContain('nobody sees the image READY');
  });

  it('has no assumption where no push could have come', () => {
    const deleted = rest({ operation: 'FINAL_UNPUBLISH', current: 'UNPUBLISHING' });
    const { reason } = watch([[deleted], [rest({ operation: 'SCHEDULE_PUSH_IMAGE', pending: 'READY' })]]);
    expect(reason).not.toHaveProperty('assumption');
  });

  it('says what only live tools show: that a failed initial publish ends the operation', () => {
    const begin = rest({ operation: 'INITIAL_PUBLISH', pending: 'PUBLISHING', current: '' });
    const failed = rest({ operation: 'INITIAL_PUBLISH', pending: 'FAILED', current: '', error: 'no space' });
    const { reason } = watch([[begin], [failed]]);
    expect(reason).toMatchObject({ rule: 'state/initial-publish-pending-image', assumption: { evidence: 'observed' } });
  });

  it('has no assumption where the documents themselves forbid it', () => {
    const { reason } = watch([[null], [idle], [null], [idle]]);
    expect(reason).toEqual({
      rule: 'follow/gone',
      text: 'The pool was gone, and now it shows NONE, no pending image, current image READY.',
      document: expect.any(String),
    });
  });

  it('is no end: it goes on from the states that fit it alone', () => {
    expect(watch([[publishing(60)], [publishing(20)], [publishing(30)]])).toMatchObject({ verdict: 'explained' });
    expect(variants(watch([[publishing(60)], [publishing(20)], [publishing(30)]]))).toEqual(['publish progressed']);
    const unreadable = { instant_clone_operation: 'NOTHING' };
    expect(watch([[publishing(60)], [unreadable], [publishing(20)]])).toMatchObject({
      verdict: 'impossible',
      reason: { rule: 'follow/progress' },
    });
  });

  it('may be a status that breaks a rule by itself, with every rule that it breaks', () => {
    const spoiled = { ...publishing(120), colour: 'red' };
    expect(watch([[publishing(40)], [spoiled]])).toMatchObject({
      verdict: 'impossible',
      events: [],
      reason: { rule: 'structure/unknown-property', document: 'REST API reference: DesktopPoolProvisioningStatusData (documented)' },
      violations: [
        { rule: 'structure/unknown-property', path: 'colour', value: 'red' },
        { rule: 'structure/range', path: 'instant_clone_pending_image_progress', value: 120 },
      ],
    });
    expect(watch([[publishing(40)], [spoiled], [publishing(50)]])).toMatchObject({ verdict: 'explained' });
    expect(watch([[idle], [idle], [{ ...idle, instant_clone_pending_image_progress: 5 }]])).toMatchObject({
      verdict: 'impossible',
      reason: { rule: 'presence/no-pending-image' },
    });
  });

  it('is followed all the same where what breaks a rule says nothing of the pool', () => {
    const coloured = (status: object) => ({ ...status, colour: 'red' });
    const last = watch([[coloured(idle)], [coloured(publishing(40))]]);
    expect(last).toMatchObject({ verdict: 'impossible', reason: { rule: 'structure/unknown-property' } });
    expect(variants(last)).toEqual(['push now', 'publish started', 'publish progressed']);
    expect(watch([[coloured(publishing(40))], [publishing(20)]]).reason).toMatchObject({ rule: 'follow/progress' });
  });

  it('may be the object around a status', () => {
    const parent = (more: object) => ({
      instantCloneProvisioningStatusData: { operation: 'NONE', instantCloneCurrentImageState: 'READY' },
      ...more,
    });
    const view = { release: '2512', format: 'view' } as const;
    expect(watch([[parent({})], [parent({})]], view)).toMatchObject({ verdict: 'unchanged' });
    expect(watch([[parent({})], [parent({ lastProvisioningError: 'no space' })]], view)).toMatchObject({
      verdict: 'impossible',
      violations: [{ rule: 'provisioning-error/time', path: 'lastProvisioningErrorTime' }],
    });
  });
});
