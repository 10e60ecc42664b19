/** The current image: what new clones are made from. It knows no operations. */
import { createContext } from './context.ts';
import { assumed, documented, implied, region } from './setup.ts';

const { raise } = region;

const unpublished = raise(({ event }) => ({ type: 'currentImage.unpublished', at: event.at }));
const unpublishFailed = raise(({ event }) => ({
  type: 'currentImage.unpublishFailed',
  at: event.at,
  error: 'error' in event ? event.error : '',
}));

const deleted = { target: 'PENDING_UNPUBLISH', actions: 'beginRemoval', meta: documented } as const;

export const currentImage = region.createStateConfig({
  description: 'The image that clones are made from.',
  initial: 'ABSENT',
  states: {
    ABSENT: {
      description: 'No image has been published yet, or the last one is removed.',
      on: { 'currentImage.adopt': { target: 'READY', meta: documented } },
    },
    READY: {
      description: 'Clones can be made from the image.',
      on: {
        'currentImage.replace': { target: 'PENDING_UNPUBLISH', actions: 'beginReplacement', meta: documented },
        'currentImage.unpublish': deleted,
      },
    },
    PENDING_UNPUBLISH: {
      description: 'The pool is being deleted, or its image moves to another cluster or datastore; the removal has not begun.',
      on: {
        'engine.currentImageUnpublishStarted': { guard: 'mayBeRemoved', target: 'UNPUBLISHING', meta: documented },
        'engine.currentImageUnpublishFailed': { guard: 'isBeingDeleted', target: 'FAILED', actions: unpublishFailed, meta: documented },
        'currentImage.proceed': { actions: 'allowRemoval', meta: implied },
        'currentImage.restore': { target: 'READY', actions: 'endRemoval', meta: assumed },
        'currentImage.unpublish': { actions: 'beginRemoval', meta: assumed },
      },
    },
    UNPUBLISHING: {
      description: 'The image is being removed, in this place or altogether.',
      on: {
        'engine.currentImageUnpublished': [
          { guard: 'isBeingDeleted', target: 'ABSENT', actions: 'dropCurrentImage', meta: documented },
          { target: 'READY', actions: ['endRemoval', unpublished], meta: documented },
        ],
        'engine.currentImageUnpublishFailed': [
          { guard: 'isBeingDeleted', target: 'FAILED', actions: unpublishFailed, meta: documented },
          { target: 'READY', actions: ['endRemoval', unpublishFailed], meta: assumed },
        ],
        'currentImage.unpublish': { ...deleted, meta: assumed },
      },
    },
    FAILED: {
      description: 'The pool is being deleted and its image could not be removed.',
      on: { 'currentImage.retryUnpublish': { target: 'PENDING_UNPUBLISH', meta: assumed } },
    },
  },
});

/**
 * The current image alone: facts and the conductor's `currentImage.*` orders move it, reports go nowhere.
 *
 * @example
 * createActor(currentImageMachine, { input }).start().getSnapshot().value //=> ABSENT
 */
export const currentImageMachine = region.createMachine({
  id: 'currentImage',
  context: ({ input }) => createContext(input),
  ...currentImage,
});
