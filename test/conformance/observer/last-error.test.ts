/** A change of the last provisioning error was once explained by nothing at all, whatever it said. */
import { describe, expect, it } from 'vitest';
import { idle, noon, publishing, rest, variants, watch } from './statuses.ts';

const withError = (status: object, error: string) => ({
  ...status,
  last_provisioning_error: error,
  last_provisioning_error_time: noon,
});
const failed = rest({ operation: 'NONE', pending: 'FAILED', progress: 60, error: 'no space' });
const created = rest({ operation: 'INITIAL_PUBLISH', pending: 'PUBLISHING', current: '' });

describe('the last provisioning error', () => {
  it('comes with the failure that it names', () => {
    const last = watch([[publishing(60)], [withError(failed, 'Push image failed: no space')]]);
    expect([last.verdict, variants(last)]).toEqual(['explained', ['publish failed', 'pending image unpublished']]);
    const initial = rest({ operation: 'NONE', pending: 'FAILED', current: '', error: 'no space' });
    expect(watch([[created], [withError(initial, 'Initial publish failed: no space')]])).toMatchObject({ verdict: 'explained' });
  });

  it.each([
    ['of an initial publish in a pool at rest', idle, withError(idle, 'Initial publish failed: x')],
    ['of another failure than the one before', withError(idle, 'Push image failed: y'), withError(idle, 'Initial publish failed: x')],
    [
      'of a push in a pool that is deleted',
      rest({ operation: 'FINAL_UNPUBLISH', current: 'UNPUBLISHING' }),
      withError(rest({ operation: 'FINAL_UNPUBLISH', current: 'UNPUBLISHING' }), 'Push image failed: x'),
    ],
  ])('is impossible %s', (_what, before, now) => {
    expect(watch([[before], [now]])).toMatchObject({
      verdict: 'impossible',
      reason: { rule: 'follow/last-error', text: expect.stringMatching(/^The last provisioning error was .* and is ".* failed: x", /) },
    });
  });

  it('is impossible beside an initial publish, which clears it', () => {
    expect(watch([[withError(created, 'Initial publish failed: x')]])).toMatchObject({
      verdict: 'impossible',
      reason: { rule: 'follow/no-state', text: expect.stringContaining('Its last provisioning error is "Initial publish failed: x".') },
    });
  });

  it('goes when provisioning is enabled, and not before', () => {
    const last = watch([[withError(idle, 'Push image failed: x')], [idle]]);
    expect([last.verdict, variants(last)]).toEqual(['explained', ['enable provisioning']]);
  });

  it('may be any other text at any time: what happens to single clones is not modelled', () => {
    expect(watch([[idle], [withError(idle, 'No network')], [idle]])).toMatchObject({ verdict: 'unchanged' });
  });

  it('is not known of a status without the object around it', () => {
    const view = { operation: 'NONE', instantCloneCurrentImageState: 'READY' };
    const parent = {
      lastProvisioningError: 'Push image failed: x',
      lastProvisioningErrorTime: '2026-01-05T08:00:00Z',
      instantCloneProvisioningStatusData: view,
    };
    expect(watch([[view], [parent], [view]], { format: 'view' })).toMatchObject({ verdict: 'unchanged' });
  });
});
