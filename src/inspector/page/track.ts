/** One pool's steps, and what every moment of it shows: found by index, whatever the number of steps. */
import type { PoolState } from '../../../machines/vocabulary.ts';
import type { PoolView } from '../../api/pool-view.ts';
import type { CloneView } from '../../simulator/views.ts';
import type { InspectedStep } from '../protocol.ts';

export type Region = keyof PoolState;

export const regions = ['operation', 'pendingImage', 'currentImage', 'task'] as const satisfies readonly Region[];

/** A stretch of steps in which a region stays in one state; it ends where the next one begins. */
export interface Segment {
  readonly first: number;
  readonly at: number;
  readonly state: string;
}

/** One pool of a run. Grows at its end only. */
export class Track {
  readonly id: string;
  readonly name: string;
  readonly steps: InspectedStep[] = [];
  readonly segments: Readonly<Record<Region, Segment[]>> = { operation: [], pendingImage: [], currentImage: [], task: [] };
  /** Indices of the steps with a fault, an ignored fact or an audit event. */
  readonly noted: number[] = [];
  readonly faults: number[] = [];
  readonly #views: (PoolView | null | undefined)[] = [];
  readonly #clones = new Map<string, { readonly index: number; readonly clone: CloneView }[]>();
  /** A clone's name by its id; any other text as it is. */
  readonly nameOf = (id: string): string => this.#clones.get(id)?.[0]?.clone.name ?? id;

  constructor(first: InspectedStep) {
    this.id = first.pool;
    this.name = first.name ?? first.pool;
  }

  append(step: InspectedStep): void {
    const index = this.steps.push(step) - 1;
    this.#views.push(step.view === undefined ? this.#views.at(-1) : step.view);
    for (const clone of step.clones ?? []) {
      const changes = this.#clones.get(clone.id) ?? [];
      changes.push({ index, clone });
      this.#clones.set(clone.id, changes);
    }
    for (const region of regions) {
      const segments = this.segments[region];
      const state = step.state[region];
      if (segments.at(-1)?.state !== state) segments.push({ first: index, at: step.at, state });
    }
    if (step.outcome !== 'accepted' || step.audits) this.noted.push(index);
    if (step.outcome === 'fault') this.faults.push(index);
  }

  /** What a status shows at a step; null for a deleted pool, undefined where only a recorded status is known. */
  viewAt(index: number): PoolView | null | undefined {
    return this.#views[index];
  }

  /** The clones that a step left; a deleted pool has none. */
  clonesAt(index: number): readonly CloneView[] {
    if (this.viewAt(index) === null) return [];
    return [...this.#clones.values()].flatMap((changes) => {
      const count = upperBound(changes.length, (position) => (changes[position] as { index: number }).index <= index);
      return changes[count - 1]?.clone ?? [];
    });
  }

  /** The last step that is not after a time; the first one where all are. */
  indexAt(time: number): number {
    return Math.max(0, upperBound(this.steps.length, (index) => (this.steps[index] as InspectedStep).at <= time) - 1);
  }

  /** The last step that is not after a step of the whole run; -1 where the pool was not there yet. */
  indexOf(seq: number): number {
    return upperBound(this.steps.length, (index) => (this.steps[index] as InspectedStep).seq <= seq) - 1;
  }
}

/** How many of `0 … count - 1` hold, where all that hold come first. */
export function upperBound(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
