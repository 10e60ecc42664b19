// hvsim in a vitest test: the automation under test polls a pool until the push is done. Copy it and put your own in its place.
import { createSimulator, type Simulator } from 'hvsim';
import { describe, expect, it } from 'vitest';

/** Stands for your own code: it knows only the status object. */
function isPushRunning(status: { instant_clone_operation?: string } | null): boolean {
  return status?.instant_clone_operation === 'SCHEDULE_PUSH_IMAGE';
}

function push(sim: Simulator, snapshot: string) {
  return sim.send(0, {
    type: 'command.schedulePushImage',
    spec: { parentVm: 'vm-2', snapshot, settings: { logoffSetting: 'WAIT_FOR_LOGOFF' } },
  });
}

describe('waiting for a push image', () => {
  it('sees a push that succeeds', () => {
    const sim = createSimulator({ release: '2206', engine: 'lab' });
    sim.runUntil(() => sim.state().operation === 'NONE');
    expect(push(sim, 'snapshot-2').outcome).toBe('accepted');
    expect(isPushRunning(sim.status(0, 'rest-v2'))).toBe(true);
    sim.runUntil(() => !isPushRunning(sim.status(0, 'rest-v2')));
    expect(sim.status(0, 'rest-v2')).toEqual({ instant_clone_operation: 'NONE', instant_clone_current_image_state: 'READY' });
  });

  it('sees why a push failed', () => {
    const sim = createSimulator({ release: '2206', engine: 'lab' });
    sim.runUntil(() => sim.state().operation === 'NONE');
    sim.failNext(0, 'publish', { error: 'The datastore is full' });
    push(sim, 'snapshot-3');
    sim.runUntil(() => !isPushRunning(sim.status(0, 'rest-v2')));
    expect(sim.status(0, 'rest-v2')).toMatchObject({
      instant_clone_pending_image_state: 'FAILED',
      instant_clone_pending_image_error: 'The datastore is full',
      last_provisioning_error: 'Push image failed: The datastore is full',
    });
  });
});
