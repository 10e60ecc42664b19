/** What a transition tells the other regions inside the macrostep, read off its actions. */
import type { AnyTransitionDefinition } from 'xstate';

/** Stands for a context and an event of which only the members' names are known: each is such a thing again. */
const anything: unknown = new Proxy({}, { get: () => anything });

/**
 * The types of the events that a transition raises, in order.
 *
 * @example
 * graphTransitions().map(({ transition }) => raisedBy(transition)) //=> [[], [], [], ['pendingImage.unpublish', …], …]
 */
export const raisedBy = ({ actions }: Pick<AnyTransitionDefinition, 'actions'>): string[] =>
  (actions as readonly unknown[]).flatMap((action) => {
    const { type, event } = action as { readonly type?: string; readonly event?: unknown };
    if (type !== 'xstate.raise') return [];
    const raised = typeof event === 'function' ? event({ context: anything, event: anything }) : event;
    return [(raised as { readonly type: string }).type];
  });
