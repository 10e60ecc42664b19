/** What unseen events tell of a pool's life, in words; names and errors are added when something is seen after them. */
import type { Reached } from './explore.ts';

/** What one event tells. */
export interface Telling {
  /** How the operation that it begins is called; undefined where it begins none. */
  readonly title: ((imageName: string | undefined) => string) | undefined;
  /** What it adds to its operation. */
  readonly notes: readonly ((error: string) => string)[];
  /** The image that is seen in the end is the one that it brings. */
  readonly isNamed: boolean;
  /** The error that is seen in the end is its own. */
  readonly showsError: boolean;
}

/** What the events of a way tell, in order; most events tell nothing. */
export function tellingsOf(events: readonly Reached[]): readonly Telling[] {
  const lastNew = events.findLastIndex(({ edge }) => edge?.effects.pendingImage != null);
  return events
    .map((event, index): Telling => {
      const later = events.slice(index + 1);
      // Another operation began before anybody saw how this one ended: there may be other ways.
      const isUnseen = later.some(opens);
      const title = titleOf(event);
      const notes = [...(title ? [] : deedOf(event)), ...outcomesOf(event)];
      return {
        title,
        notes: isUnseen ? notes.map((note) => (error) => `probably ${note(error)}`) : notes,
        isNamed: index === lastNew,
        showsError: !isUnseen && !later.some(({ edge }) => edge?.effects.error !== undefined),
      };
    })
    .filter(({ title, notes }) => title !== undefined || notes.length > 0);
}

/** Whether an event begins an operation of its own. */
const opens = ({ edge }: Reached): boolean => edge !== undefined && (edge.effects.pendingImage != null || edge.event === 'command.delete');

function titleOf({ edge, from }: Reached): Telling['title'] {
  if (!edge || !from) return undefined;
  const { event, variant, effects } = edge;
  if (variant.kind === 'push') {
    const push = variant.selective ? 'selective push' : 'push';
    return (name) => `${push} of ${name ?? 'an image that was not seen'}`;
  }
  if (event === 'command.changeInfrastructure') return (name) => `move to another cluster or datastore${name ? `, with ${name}` : ''}`;
  if (effects.pendingImage === 'original') return (name) => `initial publish retried${name ? ` with ${name}` : ''}`;
  if (event !== 'command.delete') return undefined;
  const title = from.config.node.state.operation === 'FINAL_UNPUBLISH' ? 'deletion, again' : 'deletion';
  return () => title;
}

/** What an event that begins no operation does to the one under way. */
function deedOf({ edge, from }: Reached): Telling['notes'] {
  if (!edge || !from) return [];
  const { event, variant } = edge;
  const always = (text: string) => [() => text];
  if (event === 'command.cancelScheduledPushImage')
    return always(from.config.node.state.pendingImage === 'READY_HELD' ? 'the held image given up' : 'cancelled');
  if (event === 'command.promotePendingImage') return always('promoted, became current');
  if (variant.kind === 'reschedule') return always('rescheduled');
  if (event === 'engine.publishFailed') return [(error) => `failed${error}`];
  if (event === 'engine.publishTimedOut') return [(error) => `timed out${error}`];
  if (event === 'engine.pendingImageUnpublishFailed') return [(error) => `removal failed${error}`];
  return event === 'engine.currentImageUnpublishFailed' ? always('removal of the current image failed') : [];
}

/** What has come of it. */
function outcomesOf({ edge, config, from }: Reached): Telling['notes'] {
  if (!edge || !from) return [];
  const was = from.config.node.state;
  const is = config.node.state;
  const outcomes: string[] = [];
  if (edge.event !== 'command.promotePendingImage' && edge.effects.currentImage === 'pending') outcomes.push('became current');
  if (is.pendingImage === 'READY_HELD' && was.pendingImage !== 'READY_HELD') outcomes.push('held');
  if (was.operation === 'INFRASTRUCTURE_CHANGE' && is.operation === 'NONE' && is.pendingImage === 'ABSENT') outcomes.push('done');
  if (is.operation === 'DELETED') outcomes.push('gone');
  return outcomes.map((outcome) => () => outcome);
}
