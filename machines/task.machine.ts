/** The clones follow the image: the tasks of a pool as one region. It never changes the operation or an image. */
import { and } from 'xstate';
import { createContext } from './context.ts';
import { documented, implied, region } from './setup.ts';

const control = {
  'command.pauseTask': { actions: 'holdTask', meta: documented },
  'command.resumeTask': { actions: 'resumeTask', meta: documented },
  'command.cancelTask': { actions: 'cancelTask', meta: documented },
} as const;

export const task = region.createStateConfig({
  description: 'What the clones still have to do to run the image they should.',
  initial: 'IDLE',
  on: {
    'clone.sessionOpened': { guard: and(['cloneIsKnown', 'cloneIsUsable', 'cloneHasNoSession']), actions: 'openSession', meta: implied },
    'clone.sessionClosed': { guard: and(['cloneIsKnown', 'cloneHasSession']), actions: 'closeSession', meta: implied },
  },
  states: {
    IDLE: {
      description: 'No task, or none with anything left to do.',
      always: { guard: 'clonesRemain', target: 'RUNNING', meta: documented },
    },
    RUNNING: {
      description: 'Clones are scheduled, or being moved.',
      always: [
        { guard: 'clonesAreHalted', target: 'PAUSED', meta: documented },
        { guard: 'nothingIsLeft', target: 'IDLE', meta: documented },
      ],
      on: {
        ...control,
        'clone.resyncStarted': {
          guard: and(['cloneIsKnown', 'cloneIsScheduled', 'cloneMayBeTaken']),
          actions: 'startResync',
          meta: documented,
        },
        'clone.resyncSucceeded': { guard: and(['cloneIsKnown', 'cloneIsProgressing']), actions: 'completeResync', meta: documented },
        'clone.resyncFailed': {
          guard: and(['cloneIsKnown', 'cloneIsProgressing']),
          actions: ['failResync', 'auditClone'],
          meta: documented,
        },
      },
    },
    PAUSED: {
      description: 'Clones are held, by an administrator or after an error, and none is being moved.',
      always: [
        { guard: 'clonesRemain', target: 'RUNNING', meta: documented },
        { guard: 'nothingIsLeft', target: 'IDLE', meta: documented },
      ],
      on: control,
    },
  },
});

/**
 * The task region alone, for a snapshot whose clones have a task.
 *
 * @example
 * createActor(taskMachine, { input }).start().getSnapshot().value //=> IDLE
 */
export const taskMachine = region.createMachine({
  id: 'task',
  context: ({ input }) => createContext(input),
  ...task,
});
