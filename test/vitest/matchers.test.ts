import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Format, ReleaseName } from '../../src/api/index.ts';
import { assertConforms, assertFollows, assertIn } from '../../src/conformance/index.ts';
import '../../src/vitest/index.ts';
import { createSimulator } from '../../src/simulator/index.ts';

const idle = { operation: 'NONE', instantCloneCurrentImageState: 'READY' };
const restIdle = { instant_clone_operation: 'NONE', instant_clone_current_image_state: 'READY' };
const publishing = (progress: number, vm = 'vm-2') => ({
  instant_clone_operation: 'SCHEDULE_PUSH_IMAGE',
  instant_clone_current_image_state: 'READY',
  instant_clone_pending_image_state: 'PUBLISHING',
  instant_clone_pending_image_parent_vm_id: vm,
  instant_clone_pending_image_snapshot_id: 'snapshot-2',
  instant_clone_pending_image_progress: progress,
  instant_clone_push_image_settings: { logoff_policy: 'FORCE_LOGOFF', stop_on_first_error: true, add_virtual_tpm: false },
});

/** What a failing expectation says. */
function messageOf(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the expectation must fail');
}

describe('toConformTo', () => {
  it('takes a status, its parent, or a pool', () => {
    expect(idle).toConformTo('2206', 'view');
    expect({ instantCloneProvisioningStatusData: idle }).toConformTo('2206', 'view');
    expect({ id: 'p', provisioning_status_data: restIdle }).toConformTo('2206', 'rest-v2');
    expect({ operation: 'NOTHING' }).not.toConformTo('2206', 'view');
  });

  it('names every rule, the value and the document', () => {
    const status = { ...idle, pendingImageProgress: 50, colour: 'red' };
    expect(messageOf(() => expect(status).toConformTo('2206', 'view'))).toBe(
      [
        'The status does not conform to 2206 as view:',
        '  structure/unknown-property: colour "red": No release that hvsim knows has \'colour\' here. (View API reference: DesktopInstantCloneDesktopProvisioningStatusData (documented))',
        '  presence/no-pending-image: pendingImageProgress 50: must not be there while there is no pending image. (hvsim life cycle, section 7: What the status object shows (implied))',
      ].join('\n'),
    );
  });

  it('says that a status conforms where it should not', () => {
    expect(messageOf(() => expect(idle).not.toConformTo('2206', 'view'))).toBe('The status conforms to 2206 as view, and it should not.');
  });

  it('refuses a release that does not exist', () => {
    expect(() => expect(idle).toConformTo('9.9', 'view')).toThrow(/Unknown Horizon release/);
  });
});

describe('toBeIn', () => {
  it('looks at the states that are named, in any format', () => {
    expect(idle).toBeIn({ operation: 'NONE' });
    expect(restIdle).toBeIn({ operation: 'NONE', pendingImage: 'ABSENT', currentImage: 'READY' });
    expect({ Operation: 'NONE', InstantCloneCurrentImageState: null }).toBeIn({ currentImage: 'ABSENT' });
    expect(null).toBeIn({ operation: 'DELETED' });
    expect(publishing(40)).not.toBeIn({ operation: 'NONE' });
  });

  it('names the member, its value, what that means, what was expected, and the document', () => {
    expect(messageOf(() => expect(publishing(40)).toBeIn({ operation: 'NONE', pendingImage: 'READY_HELD', currentImage: 'READY' }))).toBe(
      [
        'The pool is not in the expected states:',
        '  operation: instant_clone_operation is SCHEDULE_PUSH_IMAGE (A push of a new image is scheduled or running), expected NONE (REST API reference: DesktopPoolProvisioningStatusData)',
        '  pendingImage: instant_clone_pending_image_state is PUBLISHING (The publish is running), expected READY_HELD (REST API reference: DesktopPoolProvisioningStatusData)',
      ].join('\n'),
    );
    expect(messageOf(() => expect(idle).not.toBeIn({ operation: 'NONE' }))).toBe(
      'The pool is in NONE, no pending image, current image READY, and it should not be.',
    );
  });

  it('refuses states that do not exist', () => {
    expect(() => expect(idle).toBeIn({ pendingImage: 'REDY' as 'READY' })).toThrow(
      /pendingImage has no state "REDY"\. Did you mean "READY"\?/,
    );
    expect(() => expect(idle).not.toBeIn({ pending: 'READY' } as object)).toThrow(/There is no "pending"/);
  });
});

describe('toFollow', () => {
  it('takes what can be seen next', () => {
    expect(publishing(60)).toFollow(publishing(40));
    expect(restIdle).toFollow(publishing(60));
    expect(null).toFollow({ provisioning_status_data: restIdle });
    expect(publishing(60, 'vm-9')).not.toFollow(publishing(40));
    expect(publishing(60, 'vm-9')).toFollow(publishing(40), { within: '2h' });
    expect(publishing(60, 'vm-9')).toFollow(publishing(40), { engine: 'manual' });
  });

  it('names the rule, the values, the document, the assumption and what was expected', () => {
    expect(messageOf(() => expect(publishing(20)).toFollow(publishing(60), { release: '2106', format: 'rest-v1' }))).toBe(
      [
        'The status cannot follow the previous one:',
        '  before: SCHEDULE_PUSH_IMAGE, pending image vm-2/snapshot-2 PUBLISHING 60 %, current image READY',
        '  now:    SCHEDULE_PUSH_IMAGE, pending image vm-2/snapshot-2 PUBLISHING 20 %, current image READY',
        '  follow/progress: The progress of vm-2/snapshot-2 was 60 % and is 20 %. (hvsim life cycle, section 8: Invariants)',
        '  assumption (assumed): Only another publish, begun in between, could look like this; the engine is assumed to need 5 min 5 s for that, and 30 s passed. Where it is quicker, say so: --engine, or the option engine.',
        '  expected: SCHEDULE_PUSH_IMAGE, pending image vm-2/snapshot-2 PUBLISHING 60 % or more, current image READY',
        '            FINAL_UNPUBLISH, pending image UNPUBLISHING, current image PENDING_UNPUBLISH',
        '            NONE, no pending image, current image READY',
        '            SCHEDULE_PUSH_IMAGE, pending image UNPUBLISHING, current image READY',
      ].join('\n'),
    );
  });

  it('says that a status can follow where it should not, and how', () => {
    expect(messageOf(() => expect(restIdle).not.toFollow(publishing(60)))).toContain(
      'The status can follow, and it should not: the publish succeeds.',
    );
  });

  it('says when the previous status is none itself', () => {
    const previous = { ...restIdle, instant_clone_pending_image_state: 'READY' };
    expect(messageOf(() => expect(restIdle).toFollow(previous, { release: '2206', format: 'rest-v2' }))).toContain(
      'The previous status is no state that a pool can be in:',
    );
  });

  it('takes every step of a simulated pool', () => {
    const simulator = createSimulator({ engine: 'quick' });
    simulator.runUntil((each) => each.state().operation === 'NONE');
    const statuses = simulator.timeline().map((entry) => simulator.record(entry, 'powercli').status);
    expect(statuses.length).toBeGreaterThan(4);
    for (const [index, status] of statuses.entries()) if (index > 0) expect(status).toFollow(statuses[index - 1]);
  });
});

describe('the types', () => {
  it('are those of the arguments', () => {
    expectTypeOf(expect(idle).toConformTo).parameters.toEqualTypeOf<[release: ReleaseName, format: Format]>();
    expectTypeOf(expect(idle).toBeIn).parameter(0).toHaveProperty('pendingImage');
    // @ts-expect-error there is no such state
    expect(() => expect(idle).toBeIn({ operation: 'SLEEPING' })).toThrow();
  });
});

describe('the plain functions', () => {
  it('say the same', () => {
    expect(assertConforms(idle, '2206', 'view').pass).toBe(true);
    expect(assertIn(idle, { operation: 'INITIAL_PUBLISH' })).toEqual({
      pass: false,
      message: expect.stringContaining('expected INITIAL_PUBLISH'),
    });
    expect(assertFollows(publishing(60), publishing(40)).pass).toBe(true);
  });
});
