/** The conductor: accepts commands and drives the two image regions by raising orders inside the macrostep. */
import { and } from 'xstate';
import type { Order } from './events.ts';
import { assumed, documented, implied, observed, region } from './setup.ts';

/** Tells an image region what to do. */
const order = (type: Exclude<Order['type'], 'pendingImage.publish'>) => region.raise(({ event }) => ({ type, at: event.at }));

const publishPushed = region.raise(({ context, event }) => {
  const { image, settings } = context.push ?? context.original;
  const { logoffSetting, stopOnFirstError } = settings;
  return { type: 'pendingImage.publish', at: event.at, image, settings: { logoffSetting, stopOnFirstError }, unpublishOnFailure: true };
});
const publishOriginal = region.raise(({ context, event }) => ({
  type: 'pendingImage.publish',
  at: event.at,
  ...context.original,
  unpublishOnFailure: false,
}));
const publishCurrent = region.raise(({ context, event }) => ({
  type: 'pendingImage.publish',
  at: event.at,
  ...(context.currentImage ?? context.original),
  unpublishOnFailure: false,
}));

const scheduled = { type: 'audit', params: { name: 'VLSI_DESKTOP_PUSH_IMAGE_SCHEDULED' } } as const;
const cancelled = { type: 'audit', params: { name: 'VLSI_DESKTOP_PUSH_IMAGE_CANCELLED' } } as const;
const removed = { type: 'audit', params: { name: 'ADMIN_REMOVE_DESKTOP_SUCCEEDED' } } as const;
const removeFailed = { type: 'audit', params: { name: 'ADMIN_REMOVE_DESKTOP_FAILED' } } as const;
const failed = (prefix: string) => ({ type: 'recordProvisioningError', params: { prefix } }) as const;

/** The pending image becomes the current one. */
const swap = ['adoptPendingImage', order('currentImage.adopt'), order('pendingImage.release')] as const;

/** What makes any push impossible that is not a mere change of start time. */
const pushIsPossible = ['selectivePushExists', 'selectivePushHasCurrentImage', 'pushMachinesAreKnown', 'computeProfileIsPossible'] as const;

export const operation = region.createStateConfig({
  description: 'What the pool is undergoing.',
  initial: 'INITIAL_PUBLISH',
  on: {
    'command.applyImage': {
      guard: and(['appliesCurrentImage', 'currentImageIsReady', 'machinesAreGiven', 'machinesAreKnown']),
      actions: ['applyImage', scheduled],
      meta: documented,
    },
    'command.enableProvisioning': { guard: 'poolExists', actions: ['enableProvisioning', 'auditUpdate'], meta: documented },
    'command.disableProvisioning': { guard: 'poolExists', actions: ['disableProvisioning', 'auditUpdate'], meta: documented },
    'command.delete': {
      guard: and(['poolExists', 'poolIsNotBeingDeleted']),
      target: '.FINAL_UNPUBLISH',
      actions: ['dropPush', 'dropInfrastructure', 'cancelTask', order('pendingImage.unpublish'), order('currentImage.unpublish')],
      meta: assumed,
    },
  },
  states: {
    INITIAL_PUBLISH: {
      description: 'The pool has been created and its first image is being published.',
      on: {
        'pendingImage.published': { target: 'NONE', actions: [...swap, 'putFirstImageOnClones'], meta: documented },
        'pendingImage.publishFailed': { target: 'NONE', actions: failed('Initial publish failed'), meta: observed },
      },
    },
    NONE: {
      description: 'Nothing is under way.',
      on: {
        'command.schedulePushImage': {
          guard: and(['noImageIsHeld', ...pushIsPossible]),
          target: 'SCHEDULE_PUSH_IMAGE',
          actions: ['recordPush', publishPushed, scheduled],
          meta: documented,
        },
        'command.cancelScheduledPushImage': {
          guard: 'imageIsHeld',
          target: 'CANCEL_SCHEDULED_PUSH_IMAGE',
          actions: [order('pendingImage.unpublish'), cancelled],
          meta: observed,
        },
        'command.promotePendingImage': {
          guard: 'imageIsHeld',
          actions: [...swap, 'startTaskForRest', scheduled],
          meta: assumed,
        },
        'command.applyImage': {
          guard: and(['appliesPendingImage', 'imageIsHeld', 'machinesAreGiven', 'machinesAreKnown']),
          actions: ['applyImage', scheduled],
          meta: documented,
        },
        'command.changeInfrastructure': {
          guard: and(['currentImageIsReady', 'nothingIsPending', 'infrastructureIsGiven']),
          target: 'INFRASTRUCTURE_CHANGE',
          actions: ['recordInfrastructure', publishCurrent, order('currentImage.replace'), 'auditUpdate'],
          meta: documented,
        },
        'command.enableProvisioning': {
          guard: 'currentImageIsAbsent',
          target: 'INITIAL_PUBLISH',
          actions: ['enableProvisioning', publishOriginal, 'auditUpdate'],
          meta: assumed,
        },
      },
    },
    SCHEDULE_PUSH_IMAGE: {
      description: 'A push is scheduled: its image is published, or waits for the start time.',
      always: [
        {
          guard: and(['pushIsDue', 'pendingImageIsReady', 'pushIsSelective']),
          target: 'NONE',
          actions: [order('pendingImage.hold'), 'startTaskForChosen', 'dropPush'],
          meta: observed,
        },
        {
          guard: and(['pushIsDue', 'pendingImageIsReady']),
          target: 'NONE',
          actions: [...swap, 'startTaskForAll', 'dropPush'],
          meta: assumed,
        },
      ],
      on: {
        'command.schedulePushImage': {
          guard: and(['pushIsNotDue', 'pendingImageIsNotBeingRemoved', ...pushIsPossible, 'pushIsTheSame']),
          actions: ['moveStart', scheduled],
          meta: documented,
        },
        'command.cancelScheduledPushImage': {
          guard: and(['pushIsNotDue', 'pendingImageIsNotBeingRemoved']),
          target: 'CANCEL_SCHEDULED_PUSH_IMAGE',
          actions: ['dropPush', order('pendingImage.unpublish'), cancelled],
          meta: documented,
        },
        'engine.startTimeReached': {
          guard: and(['startIsAwaited', 'pendingImageIsNotBeingRemoved']),
          actions: 'rememberDue',
          meta: documented,
        },
        'pendingImage.published': { guard: 'startTimePassed', actions: 'rememberDue', meta: documented },
        'pendingImage.publishFailed': { actions: failed('Push image failed'), meta: documented },
        'pendingImage.unpublished': { target: 'NONE', actions: 'dropPush', meta: implied },
        'pendingImage.unpublishFailed': { target: 'NONE', actions: 'dropPush', meta: assumed },
      },
    },
    CANCEL_SCHEDULED_PUSH_IMAGE: {
      description: 'A scheduled push, or the held image, is given up.',
      on: {
        'pendingImage.unpublished': { target: 'NONE', meta: documented },
        'pendingImage.unpublishFailed': { target: 'NONE', meta: assumed },
      },
    },
    INFRASTRUCTURE_CHANGE: {
      description: 'The current image is published to another cluster or datastore, then removed from the old place.',
      on: {
        'pendingImage.published': { actions: order('currentImage.proceed'), meta: implied },
        'pendingImage.publishFailed': {
          target: 'NONE',
          actions: [failed('Infrastructure change failed'), 'dropInfrastructure', order('currentImage.restore')],
          meta: assumed,
        },
        'currentImage.unpublished': {
          target: 'NONE',
          actions: ['adoptInfrastructure', order('pendingImage.release')],
          meta: documented,
        },
        'currentImage.unpublishFailed': {
          target: 'NONE',
          actions: [failed('Infrastructure change failed'), 'adoptInfrastructure', order('pendingImage.release')],
          meta: assumed,
        },
      },
    },
    FINAL_UNPUBLISH: {
      description: 'The pool is deleted: its images are being removed.',
      always: {
        guard: and(['pendingImageIsAbsent', 'currentImageIsAbsent']),
        target: 'DELETED',
        actions: ['dropClones', removed],
        meta: implied,
      },
      on: {
        'command.delete': {
          guard: 'removalFailed',
          actions: ['cancelTask', order('pendingImage.retryUnpublish'), order('currentImage.retryUnpublish')],
          meta: assumed,
        },
        'pendingImage.unpublishFailed': { actions: removeFailed, meta: assumed },
        'currentImage.unpublishFailed': { actions: removeFailed, meta: documented },
      },
    },
    DELETED: {
      description: 'The pool is gone.',
      type: 'final',
    },
  },
});
