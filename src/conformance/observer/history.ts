/** What a pool has lived through, in words: one line an operation. Only the newest are kept. */
import { formatTime } from '../../simulator/time.ts';
import type { Reached } from './explore.ts';
import type { Reading } from './reading.ts';

interface Episode {
  readonly at: number | undefined;
  readonly title: string;
  readonly notes: string[];
}

/** How many episodes are kept. */
const most = 200;

export class History {
  readonly #episodes: Episode[] = [];
  #forgotten = 0;

  /** Whether nothing has been told yet. */
  get isEmpty(): boolean {
    return this.#episodes.length === 0;
  }

  /** The first observation: where the story begins. */
  begin(reading: Reading, at: number | undefined): void {
    this.#open(firstTitle(reading), at);
  }

  /** An observation that nothing explains: the story begins anew. */
  beginAnew(reading: Reading | undefined, at: number | undefined): void {
    this.#open(reading ? `something that the life cycle does not have; then ${firstTitle(reading)}` : 'something that cannot be read', at);
  }

  /** The events that explain an observation. */
  add(events: readonly Reached[], reading: Reading, at: number | undefined): void {
    const lastNew = events.findLastIndex(({ edge }) => edge?.effects.pendingImage != null);
    for (const [index, event] of events.entries()) {
      const name = index === lastNew ? reading.imageName : undefined;
      const error = events.slice(index + 1).some(({ edge }) => edge?.effects.error !== undefined) ? undefined : reading.error;
      const isUnseen = events.slice(index + 1).some(opens);
      this.#take(event, name, isUnseen ? undefined : error || undefined, at, isUnseen);
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

  /** @param isUnseen another operation began before anybody saw how this one ended: there may be other ways */
  #take(
    { edge, config, from }: Reached,
    name: string | undefined,
    error: string | undefined,
    at: number | undefined,
    isUnseen: boolean,
  ): void {
    if (!edge || !from) return;
    const note = (text: string) => this.#note(isUnseen ? `probably ${text}` : text);
    const { variant, effects } = edge;
    const was = from.config.node.state;
    const is = config.node.state;
    if (variant.startsWith('push')) {
      this.#open(`${variant.startsWith('push selectively') ? 'selective push' : 'push'} of ${name ?? 'an image that was not seen'}`, at);
    } else if (variant === 'change infrastructure') this.#open(`move to another cluster or datastore${name ? `, with ${name}` : ''}`, at);
    else if (effects.pendingImage === 'original') this.#open(`initial publish retried${name ? ` with ${name}` : ''}`, at);
    else if (variant === 'delete') this.#open(was.operation === 'FINAL_UNPUBLISH' ? 'deletion, again' : 'deletion', at);
    else if (variant === 'cancel') note(was.pendingImage === 'READY_HELD' ? 'the held image given up' : 'cancelled');
    else if (variant === 'promote') note('promoted, became current');
    else if (variant.startsWith('reschedule')) note('rescheduled');
    else if (variant === 'publish failed') note(`failed${error ? `: ${error}` : ''}`);
    else if (variant === 'publish timed out') note(`timed out${error ? `: ${error}` : ''}`);
    else if (variant === 'pending image unpublish failed') note(`removal failed${error ? `: ${error}` : ''}`);
    else if (variant === 'current image unpublish failed') note('removal of the current image failed');
    if (variant !== 'promote' && effects.currentImage === 'pending') note('became current');
    if (is.pendingImage === 'READY_HELD' && was.pendingImage !== 'READY_HELD') note('held');
    if (was.operation === 'INFRASTRUCTURE_CHANGE' && is.operation === 'NONE' && is.pendingImage === 'ABSENT') note('done');
    if (is.operation === 'DELETED') note('gone');
  }

  #open(title: string, at: number | undefined): void {
    this.#episodes.push({ at, title, notes: [] });
    if (this.#episodes.length <= most) return;
    this.#episodes.shift();
    this.#forgotten += 1;
  }

  #note(text: string): void {
    const { notes } = this.#episodes.at(-1) ?? {};
    if (notes && notes.length < mostNotes) notes.push(text);
  }
}

/** Whether an event begins an operation of its own. */
const opens = ({ edge }: Reached): boolean => edge !== undefined && (edge.effects.pendingImage != null || edge.variant === 'delete');

/** How much is said of one operation. */
const mostNotes = 20;

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
