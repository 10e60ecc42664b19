// Vitest matchers for statuses of your own code, of a recording, or of a simulated pool as here: npx vitest examples/matchers.test.ts
import { createSimulator } from 'hvsim';
import 'hvsim/vitest'; // or in setupFiles
import { expect, it } from 'vitest';

it('publishes a pushed image, step by step', () => {
  const pod = createSimulator({ release: '2206', engine: 'lab' });
  pod.runUntil((each) => each.state().operation === 'NONE');
  const idle = pod.status(0, 'rest-v2');
  expect(idle).toConformTo('2206', 'rest-v2');
  expect(idle).toBeIn({ operation: 'NONE', pendingImage: 'ABSENT', currentImage: 'READY' });

  const settings = { logoffSetting: 'FORCE_LOGOFF' } as const;
  pod.send(0, { type: 'command.schedulePushImage', spec: { parentVm: 'vm-2', snapshot: 'snapshot-2', settings } });
  const pushing = pod.status(0, 'rest-v2');
  expect(pushing).toFollow(idle);
  expect(pushing).toBeIn({ operation: 'SCHEDULE_PUSH_IMAGE', pendingImage: 'PENDING_PUBLISH' });

  pod.runUntil((each) => each.state().pendingImage === 'ABSENT');
  expect(pod.status(0, 'rest-v2')).toFollow(pushing, { within: '10m' });
});
