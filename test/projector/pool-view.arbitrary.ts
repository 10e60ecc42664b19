/** Pools as the life cycle allows them: states that go together, and with them exactly what a status shows of them. */
import * as fc from 'fast-check';
import type { ComputeProfile, PushImageSettings } from '../../machines/image.ts';
import type { CurrentImageState } from '../../machines/vocabulary.ts';
import { hasSelectivePush, type Release } from '../../src/api/index.ts';
import type { PendingImageView, PoolView } from '../../src/projector/index.ts';

type PendingState = PendingImageView['state'];
type StateBefore = PendingImageView['stateBefore'];

/** Which states go together; `error` says whether the pending image has one. */
interface Situation {
  readonly operation: PoolView['operation'];
  readonly currentImage: readonly CurrentImageState[];
  readonly pending: 'ABSENT' | { readonly state: PendingState; readonly before?: StateBefore; readonly error?: boolean };
}

const settled: readonly CurrentImageState[] = ['ABSENT', 'READY'];
const leaving: readonly CurrentImageState[] = ['ABSENT', 'PENDING_UNPUBLISH', 'UNPUBLISHING', 'FAILED'];

/** Every combination of states that the life cycle reaches. */
const situations: readonly Situation[] = [
  { operation: 'NONE', currentImage: settled, pending: 'ABSENT' },
  { operation: 'NONE', currentImage: settled, pending: { state: 'FAILED', error: true } },
  { operation: 'NONE', currentImage: ['READY'], pending: { state: 'READY_HELD' } },
  { operation: 'INITIAL_PUBLISH', currentImage: ['ABSENT'], pending: { state: 'PENDING_PUBLISH' } },
  { operation: 'INITIAL_PUBLISH', currentImage: ['ABSENT'], pending: { state: 'PUBLISHING' } },
  { operation: 'SCHEDULE_PUSH_IMAGE', currentImage: settled, pending: { state: 'PENDING_PUBLISH' } },
  { operation: 'SCHEDULE_PUSH_IMAGE', currentImage: settled, pending: { state: 'PUBLISHING' } },
  { operation: 'SCHEDULE_PUSH_IMAGE', currentImage: settled, pending: { state: 'READY' } },
  ...(['PENDING_PUBLISH', 'PUBLISHING'] as const).map(
    (before): Situation => ({
      operation: 'SCHEDULE_PUSH_IMAGE',
      currentImage: settled,
      pending: { state: 'UNPUBLISHING', before, error: true },
    }),
  ),
  ...(['PENDING_PUBLISH', 'PUBLISHING', 'READY'] as const).map(
    (before): Situation => ({
      operation: 'CANCEL_SCHEDULED_PUSH_IMAGE',
      currentImage: settled,
      pending: { state: 'UNPUBLISHING', before },
    }),
  ),
  {
    operation: 'CANCEL_SCHEDULED_PUSH_IMAGE',
    currentImage: ['READY'],
    pending: { state: 'UNPUBLISHING', before: 'READY_HELD' },
  },
  { operation: 'INFRASTRUCTURE_CHANGE', currentImage: ['PENDING_UNPUBLISH'], pending: { state: 'PENDING_PUBLISH' } },
  { operation: 'INFRASTRUCTURE_CHANGE', currentImage: ['PENDING_UNPUBLISH'], pending: { state: 'PUBLISHING' } },
  {
    operation: 'INFRASTRUCTURE_CHANGE',
    currentImage: ['PENDING_UNPUBLISH', 'UNPUBLISHING'],
    pending: { state: 'READY' },
  },
  { operation: 'FINAL_UNPUBLISH', currentImage: leaving.slice(1), pending: 'ABSENT' },
  { operation: 'FINAL_UNPUBLISH', currentImage: leaving, pending: { state: 'FAILED', error: true } },
  ...(['PENDING_PUBLISH', 'PUBLISHING', 'READY', 'READY_HELD'] as const).map(
    (before): Situation => ({
      operation: 'FINAL_UNPUBLISH',
      currentImage: leaving,
      pending: { state: 'UNPUBLISHING', before },
    }),
  ),
  ...(['PENDING_PUBLISH', 'PUBLISHING', 'FAILED'] as const).map(
    (before): Situation => ({
      operation: 'FINAL_UNPUBLISH',
      currentImage: leaving,
      pending: { state: 'UNPUBLISHING', before, error: true },
    }),
  ),
];

const anyTime = fc.integer({ min: -8.64e15, max: 8.64e15 });

const anySettings: fc.Arbitrary<PushImageSettings> = fc.record(
  {
    startTime: anyTime,
    logoffSetting: fc.constantFrom('FORCE_LOGOFF' as const, 'WAIT_FOR_LOGOFF' as const),
    stopOnFirstError: fc.boolean(),
    addVirtualTPM: fc.boolean(),
  },
  { requiredKeys: ['logoffSetting', 'stopOnFirstError', 'addVirtualTPM'], noNullPrototype: true },
);

const anyProfile: fc.Arbitrary<ComputeProfile> = fc
  .record(
    {
      sockets: fc.integer({ min: 1, max: 64 }),
      ram: fc.integer({ min: 1, max: 2 ** 20 }),
      coresPerSocket: fc.integer({ min: 1, max: 64 }),
    },
    { requiredKeys: ['sockets', 'ram'] },
  )
  .map(({ sockets, ram, coresPerSocket }) =>
    coresPerSocket === undefined ? { numCPU: sockets, ram } : { numCPU: sockets * coresPerSocket, ram, coresPerSocket },
  );

const anyCatalog = fc.record({
  imageManagementStream: fc.uuid(),
  imageManagementTag: fc.uuid(),
  imageManagementStreamName: fc.string(),
  imageManagementTagName: fc.string(),
});

const anyLastError = fc.oneof(
  fc.constant({}),
  fc.record({ lastProvisioningErrorTime: anyTime }),
  fc.record({ lastProvisioningError: fc.string(), lastProvisioningErrorTime: anyTime }),
);

/** Every pool that a release can have: without selective push no image is ever held. */
export function anyPoolView(release: Release): fc.Arbitrary<PoolView> {
  const possible = situations.filter(({ pending }) => hasSelectivePush(release) || !isHeld(pending));
  return fc.constantFrom(...possible).chain(({ operation, currentImage, pending }) =>
    fc
      .record({
        currentImage: fc.constantFrom(...currentImage),
        pendingImage: pending === 'ABSENT' ? fc.constant(undefined) : anyPendingImage(pending),
        pushImageSettings: operation === 'SCHEDULE_PUSH_IMAGE' ? anySettings : fc.constant(undefined),
        lastError: anyLastError,
      })
      .map(({ currentImage: current, pendingImage, pushImageSettings, lastError }) => ({
        operation,
        currentImage: current,
        ...(pendingImage === undefined ? {} : { pendingImage }),
        ...(pushImageSettings === undefined ? {} : { pushImageSettings }),
        ...lastError,
      })),
  );
}

function isHeld(pending: Situation['pending']): boolean {
  return pending !== 'ABSENT' && (pending.state === 'READY_HELD' || pending.before === 'READY_HELD');
}

function anyPendingImage({ state, before, error }: Exclude<Situation['pending'], 'ABSENT'>): fc.Arbitrary<PendingImageView> {
  const stateBefore = state === 'UNPUBLISHING' ? (before ?? 'PUBLISHING') : state;
  return fc
    .record({
      parentVm: fc.nat().map((n) => `vm-${n}`),
      snapshot: fc.nat().map((n) => `snapshot-${n}`),
      parentVmPath: fc.string(),
      snapshotPath: fc.string(),
      catalog: fc.option(anyCatalog, { nil: {} }),
      computeProfile: fc.option(anyProfile, { nil: undefined }),
      progress: anyProgress(stateBefore),
      error: fc.string(),
    })
    .map(({ catalog, computeProfile, error: text, ...image }) => ({
      state,
      stateBefore,
      ...image,
      ...catalog,
      ...(computeProfile === undefined ? {} : { computeProfile }),
      ...(error === true ? { error: text } : {}),
    }));
}

function anyProgress(state: StateBefore): fc.Arbitrary<number> {
  if (state === 'PENDING_PUBLISH') return fc.constant(0);
  if (state === 'READY' || state === 'READY_HELD') return fc.constant(100);
  return fc.integer({ min: 0, max: 100 });
}
