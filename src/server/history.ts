/** What happened in a run: its timeline, and the deeds that bring it about again. */
import type { EventInput } from '../simulator/input/read-event.ts';
import type { TimelineEntry } from '../simulator/timeline.ts';
import type { WorldDeed } from './journal.ts';

/** How many entries of the timeline are kept. */
const mostEntries = 10_000;

export class History {
  readonly #timeline: TimelineEntry[] = [];
  readonly #deeds: WorldDeed[] = [];

  /** @param beside what its record in the journal says beside the entry: the step of a scenario, or the attributes of a new pool */
  keep(entry: TimelineEntry, beside: object): void {
    const { at, pool, event, by, outcome } = entry;
    if (this.#timeline.push(entry) >= 2 * mostEntries) this.#timeline.splice(0, mostEntries);
    if (by === 'engine' || outcome !== 'accepted' || 'step' in beside) return;
    if (event.type !== 'desktop.create') this.#deeds.push({ at, pool, send: event as EventInput });
    else {
      const { type: _, ...create } = event;
      this.#deeds.push({ at, create, attributes: {}, ...beside });
    }
  }

  /** Keeps a deed that is no event. */
  add(deed: WorldDeed): void {
    this.#deeds.push(deed);
  }

  /** The newest entries, newest last. */
  timeline(): readonly TimelineEntry[] {
    return this.#timeline.slice(-mostEntries);
  }

  deeds(): readonly WorldDeed[] {
    return [...this.#deeds];
  }
}
