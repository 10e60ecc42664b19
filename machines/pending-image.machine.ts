/** The pending image: published, waiting or held, and gone when it became current or was removed. It knows no operations. */
import { and } from 'xstate';
import { createContext, type PendingImage } from './context.ts';
import { assumed, documented, implied, observed, region } from './setup.ts';

const { raise } = region;

const published = raise(({ event }) => ({ type: 'pendingImage.published', at: event.at }));
const unpublished = raise(({ event }) => ({ type: 'pendingImage.unpublished', at: event.at }));
const unpublishFailed = raise(({ event }) => ({ type: 'pendingImage.unpublishFailed', at: event.at }));
const publishFailed = raise(({ context, event }) => ({
  type: 'pendingImage.publishFailed',
  at: event.at,
  error: context.pendingImage?.error?.text ?? '',
}));

const removedFrom = (from: PendingImage['stateBefore']) =>
  ({ target: 'UNPUBLISHING', actions: { type: 'beginUnpublish', params: { from, endsAs: 'ABSENT' } }, meta: documented }) as const;

/** An error or a timeout ends the publish: a push removes what there is of the image, any other operation leaves it FAILED. */
const failsFrom = (from: PendingImage['stateBefore']) =>
  [
    {
      guard: 'unpublishesOnFailure',
      target: 'UNPUBLISHING',
      actions: ['recordPublishError', { type: 'beginUnpublish', params: { from, endsAs: 'FAILED' } }, publishFailed],
      meta: documented,
    },
    { target: 'FAILED', actions: ['recordPublishError', publishFailed], meta: documented },
  ] as const;

const accepted = { target: 'PENDING_PUBLISH', actions: 'beginPendingImage', meta: documented } as const;

export const pendingImage = region.createStateConfig({
  description: 'The image that is to become current.',
  initial: 'PENDING_PUBLISH',
  states: {
    PENDING_PUBLISH: {
      description: 'The image is accepted and its publish has not begun.',
      on: {
        'engine.publishStarted': { target: 'PUBLISHING', meta: documented },
        'engine.publishFailed': failsFrom('PENDING_PUBLISH'),
        'engine.publishTimedOut': failsFrom('PENDING_PUBLISH'),
        'pendingImage.unpublish': removedFrom('PENDING_PUBLISH'),
      },
    },
    ABSENT: {
      description: 'There is no pending image.',
      on: { 'pendingImage.publish': accepted },
    },
    PUBLISHING: {
      description: 'The engine is building the internal VMs of the image.',
      on: {
        'engine.publishProgressed': {
          guard: and(['percentIsPossible', 'percentDoesNotFall']),
          actions: 'recordProgress',
          meta: documented,
        },
        'engine.publishSucceeded': { target: 'READY', actions: ['completeProgress', published], meta: documented },
        'engine.publishFailed': failsFrom('PUBLISHING'),
        'engine.publishTimedOut': failsFrom('PUBLISHING'),
        'pendingImage.unpublish': removedFrom('PUBLISHING'),
      },
    },
    READY: {
      description: 'The image is published and not yet current; usually it waits for the start time of its push.',
      on: {
        'pendingImage.release': { target: 'ABSENT', actions: 'dropPendingImage', meta: documented },
        'pendingImage.hold': { target: 'READY_HELD', meta: documented },
        'pendingImage.unpublish': removedFrom('READY'),
      },
    },
    READY_HELD: {
      description: 'A selective push parked the image; some clones may run it. It waits to be promoted or cancelled.',
      on: {
        'pendingImage.release': { target: 'ABSENT', actions: 'dropPendingImage', meta: documented },
        'pendingImage.unpublish': removedFrom('READY_HELD'),
      },
    },
    FAILED: {
      description: 'The publish failed or timed out, or the image could not be removed.',
      on: {
        'pendingImage.publish': { ...accepted, meta: observed },
        'pendingImage.unpublish': removedFrom('FAILED'),
        'pendingImage.retryUnpublish': { ...removedFrom('FAILED'), meta: assumed },
      },
    },
    UNPUBLISHING: {
      description: 'The image is being removed after a push that failed or was cancelled, or because the pool is deleted.',
      on: {
        'engine.pendingImageUnpublished': [
          { guard: 'endsAsFailed', target: 'FAILED', actions: unpublished, meta: implied },
          { target: 'ABSENT', actions: ['dropPendingImage', unpublished], meta: implied },
        ],
        'engine.pendingImageUnpublishFailed': { target: 'FAILED', actions: ['recordUnpublishError', unpublishFailed], meta: assumed },
        'pendingImage.unpublish': { actions: 'leaveNothing', meta: documented },
      },
    },
  },
});

/**
 * The pending image alone: facts and the conductor's `pendingImage.*` orders move it, reports go nowhere.
 *
 * @example
 * createActor(pendingImageMachine, { input }).start().getSnapshot().value //=> PENDING_PUBLISH
 */
export const pendingImageMachine = region.createMachine({
  id: 'pendingImage',
  context: ({ input }) => createContext(input),
  ...pendingImage,
});
