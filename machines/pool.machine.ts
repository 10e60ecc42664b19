/** The pool: four regions side by side, one place that refuses commands and one that ignores facts. */
import { stateIn } from 'xstate';
import { createContext } from './context.ts';
import { currentImage } from './current-image.machine.ts';
import { explain } from './explain.ts';
import { operation } from './operation.ts';
import { pendingImage } from './pending-image.machine.ts';
import { assumed, documented, region } from './setup.ts';
import { task } from './task.machine.ts';

const explained = region.enqueueActions(({ context, event, enqueue, check }) => {
  const now = {
    holds: (name: string) => check(name as never),
    isIn: (name: string, state: string) => check(stateIn({ [name]: state }) as never),
  };
  for (const emitted of explain(poolMachine.root, { context, event }, now)) enqueue.emit(emitted);
});

const added = region.emit(({ event }) => ({ type: 'audit', at: createdAt(event), audit: { name: 'ADMIN_DESKTOP_ADDED' } }));

/** The initial event carries the machine's input. */
const createdAt = (event: unknown): number => (event as { input: { at: number } }).input.at;

/**
 * One instant-clone desktop pool: what can happen to its pending and current image, its operation and its clones.
 * Pure: every event carries `at`; usable with `initialTransition` and `transition` alone.
 *
 * @example
 * const [created] = initialTransition(poolMachine, input);
 * const [publishing] = transition(poolMachine, created, { type: 'engine.publishStarted', at });
 * publishing.value.pendingImage //=> PUBLISHING
 */
export const poolMachine = region.createMachine({
  id: 'pool',
  description: 'An instant-clone desktop pool and its images.',
  type: 'parallel',
  context: ({ input }) => createContext(input),
  entry: added,
  on: {
    'command.*': { actions: explained, meta: documented },
    'engine.*': { actions: explained, meta: assumed },
    'clone.*': { actions: explained, meta: assumed },
  },
  states: { operation, pendingImage, currentImage, task },
});
