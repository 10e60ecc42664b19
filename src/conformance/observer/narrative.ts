/** What unseen events tell of a pool's life: each for whoever asks, and one line an operation. */
import type { EventType } from '../../../machines/events.ts';
import type { LifecycleEdge } from '../../lifecycle/index.ts';
import { formatTime } from '../../simulator/input/time.ts';
import type { HiddenEvent } from './observer.types.ts';
import type { Reading } from './reading.ts';
import type { Taken } from './search.ts';
import { byOf, variantWords } from './words.ts';

/** What a way through the life cycle tells, as far as that does not depend on what is seen after it. */
export interface Narration {
  readonly events: readonly HiddenEvent[];
  /** Which of them brings the pending image that is seen in the end; -1 where none does. */
  readonly imageAt: number;
  /** Which of them bring it to the progress that is seen in the end. */
  readonly progressAt: readonly number[];
  readonly passages: readonly Passage[];
}

/** What one event adds to the history. */
interface Passage {
  /** How the operation that it begins is called; undefined where it begins none. */
  readonly title: ((imageName: string | undefined) => string) | undefined;
  /** What it adds to its operation. */
  readonly notes: readonly ((error: string) => string)[];
  /** The image that is seen in the end is the one that it brings. */
  readonly isNamed: boolean;
  /** The error that is seen in the end is its own. */
  readonly showsError: boolean;
}

/** What some events tell, in order; most events tell nothing. */
export function narrationOf(taken: readonly Taken[]): Narration {
  const imageAt = taken.findLastIndex(({ edge }) => edge.effects.pendingImage != null);
  const passages = taken.map((each, index): Passage => {
    const later = taken.slice(index + 1);
    // Another operation began before anybody saw how this one ended: there may be other ways.
    const isUnseen = later.some(({ edge }) => edge.effects.pendingImage != null || edge.event === 'command.delete');
    const title = titleOf(each);
    const notes = [...(title ? [] : changesOf(each)), ...outcomesOf(each)];
    return {
      title,
      notes: isUnseen ? notes.map((note) => (error) => `probably ${note(error)}`) : notes,
      isNamed: index === imageAt,
      showsError: !isUnseen && !later.some(({ edge }) => edge.effects.error !== undefined),
    };
  });
  return {
    events: taken.map(({ edge }) => toHidden(edge)),
    imageAt,
    progressAt: [...taken.keys()].filter((index) => {
      const { edge, config } = taken[index] as Taken;
      return edge.event === 'engine.publishProgressed' && index > imageAt && config.progress === 'risen';
    }),
    passages: passages.filter(({ title, notes }) => title !== undefined || notes.length > 0),
  };
}

const toHidden = ({ event, variant, evidence }: LifecycleEdge): HiddenEvent => ({
  event,
  variant: variant.name,
  by: byOf(event),
  evidence,
  text: variantWords[variant.name],
});

/**
 * The events, in words. What is seen in the end belongs to the last pending image that they bring.
 *
 * @param now what is seen after them
 */
export function eventsBefore({ events, imageAt, progressAt }: Narration, now: Reading): readonly HiddenEvent[] {
  const isNamed = imageAt >= 0 && now.imageName !== undefined;
  if (!isNamed && progressAt.length === 0) return events;
  return events.map((each, index) => {
    if (isNamed && index === imageAt) return { ...each, text: `${each.text} (${now.imageName})` };
    return progressAt.includes(index) ? { ...each, text: `${each.text} to ${now.progress} %` } : each;
  });
}

function titleOf({ edge: { event, effects, variant }, from }: Taken): Passage['title'] {
  if (event === 'command.changeInfrastructure') return (name) => `move to another cluster or datastore${name ? `, with ${name}` : ''}`;
  if (event === 'command.delete') {
    const title = from.config.node.state.operation === 'FINAL_UNPUBLISH' ? 'deletion, again' : 'deletion';
    return () => title;
  }
  if (effects.pendingImage === 'original') return (name) => `initial publish retried${name ? ` with ${name}` : ''}`;
  if (variant.kind !== 'push') return undefined;
  const push = variant.selective ? 'selective push' : 'push';
  return (name) => `${push} of ${name ?? 'an image that was not seen'}`;
}

/** What an event that begins no operation does to the one under way; the error that is seen in the end goes behind some. */
const changes: { readonly [Type in EventType]?: Passage['notes'][number] } = {
  'command.promotePendingImage': () => 'promoted, became current',
  'engine.currentImageUnpublishFailed': () => 'removal of the current image failed',
  'engine.publishFailed': (error) => `failed${error}`,
  'engine.publishTimedOut': (error) => `timed out${error}`,
  'engine.pendingImageUnpublishFailed': (error) => `removal failed${error}`,
};

function changesOf({ edge, from }: Taken): Passage['notes'] {
  if (edge.variant.kind === 'reschedule') return [() => 'rescheduled'];
  if (edge.event === 'command.cancelScheduledPushImage')
    return [() => (from.config.node.state.pendingImage === 'READY_HELD' ? 'the held image given up' : 'cancelled')];
  const change = changes[edge.event];
  return change ? [change] : [];
}

/** What has come of it. */
function outcomesOf({ edge, config, from }: Taken): Passage['notes'] {
  const [was, is] = [from.config.node.state, config.node.state];
  const outcomes: string[] = [];
  if (edge.event !== 'command.promotePendingImage' && edge.effects.currentImage === 'pending') outcomes.push('became current');
  if (is.pendingImage === 'READY_HELD' && was.pendingImage !== 'READY_HELD') outcomes.push('held');
  if (was.operation === 'INFRASTRUCTURE_CHANGE' && is.operation === 'NONE' && is.pendingImage === 'ABSENT') outcomes.push('done');
  if (is.operation === 'DELETED') outcomes.push('gone');
  return outcomes.map((outcome) => () => outcome);
}

interface Episode {
  readonly at: number | undefined;
  readonly title: string;
  readonly notes: string[];
}

/** How many episodes are kept, and how much is said of one. */
const mostEpisodes = 200;
const mostNotes = 20;

/** What has become of a pool, in words: one line an operation. Only the newest are kept. */
export class History {
  readonly #episodes: Episode[] = [];
  #forgotten = 0;

  /** Whether nothing has been told yet. */
  get isEmpty(): boolean {
    return this.#episodes.length === 0;
  }

  /** Where the story begins: the first observation, or one that nothing explains. */
  begin(reading: Reading, at: number | undefined): void {
    const before = this.isEmpty ? '' : 'something that the life cycle does not have; then ';
    this.#open(`${before}${firstTitle(reading)}`, at);
  }

  /** What the events that explain an observation tell. */
  add({ passages }: Narration, { imageName, error }: Reading, at: number | undefined): void {
    for (const { title, notes, isNamed, showsError } of passages) {
      if (title) this.#open(title(isNamed ? imageName : undefined), at);
      const told = this.#episodes.at(-1)?.notes ?? [];
      for (const note of notes) if (told.length < mostNotes) told.push(note(showsError && error ? `: ${error}` : ''));
    }
  }

  /** One line an operation, oldest first. */
  lines(): string[] {
    const lines = this.#episodes.map(({ at, title, notes }) => {
      const time = at === undefined ? '' : `${formatTime(at)} `;
      return `${time}${title}${notes.length > 0 ? `: ${notes.join(', ')}` : ''}`;
    });
    return this.#forgotten > 0 ? [`(${this.#forgotten} earlier operations)`, ...lines] : lines;
  }

  #open(title: string, at: number | undefined): void {
    this.#episodes.push({ at, title, notes: [] });
    if (this.#episodes.length <= mostEpisodes) return;
    this.#episodes.shift();
    this.#forgotten += 1;
  }
}

function firstTitle({ operation, pendingImage, currentImage, imageName, progress }: Reading): string {
  const image = imageName ?? 'an image';
  const percent = progress === undefined || pendingImage !== 'PUBLISHING' ? '' : ` at ${progress} %`;
  switch (operation) {
    case 'INITIAL_PUBLISH':
      return `created with ${image}`;
    case 'SCHEDULE_PUSH_IMAGE':
      return `push of ${image} (first seen ${pendingImage}${percent})`;
    case 'CANCEL_SCHEDULED_PUSH_IMAGE':
      return `push of ${image} (first seen while it is cancelled)`;
    case 'INFRASTRUCTURE_CHANGE':
      return `move to another cluster or datastore, with ${image} (first seen ${pendingImage}${percent})`;
    case 'FINAL_UNPUBLISH':
      return 'deletion (first seen under way)';
    case 'DELETED':
      return 'there is no such pool';
    case 'NONE':
      return `at rest, ${pendingImage === 'ABSENT' ? '' : `with ${image} ${pendingImage}, `}current image ${currentImage}`;
  }
}
