/** What a pool has lived through, in words: one line an operation. Only the newest are kept. */
import { formatTime } from '../../simulator/input/time.ts';
import type { Reading } from './reading.ts';
import type { Telling } from './telling.ts';

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

  /** What the events that explain an observation tell. */
  add(told: readonly Telling[], { imageName, error }: Reading, at: number | undefined): void {
    for (const { title, notes, isNamed, showsError } of told) {
      if (title) this.#open(title(isNamed ? imageName : undefined), at);
      for (const note of notes) this.#note(note(showsError && error ? `: ${error}` : ''));
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
    if (this.#episodes.length <= most) return;
    this.#episodes.shift();
    this.#forgotten += 1;
  }

  #note(text: string): void {
    const { notes } = this.#episodes.at(-1) ?? {};
    if (notes && notes.length < mostNotes) notes.push(text);
  }
}

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
