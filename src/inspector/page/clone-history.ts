/** The clones of a pool at every step, kept as what changed: whole lists stand far apart. */
import type { CloneView } from '../../simulator/views.ts';
import { upperBound } from './upper-bound.ts';

/** The fewest changes between two whole lists; large pools have as many as they have clones. */
const apart = 64;

interface Whole {
  /** How many changes had been made. */
  readonly changes: number;
  readonly clones: readonly CloneView[];
}

export class CloneHistory {
  readonly #positions = new Map<string, number>();
  readonly #changes: { readonly index: number; readonly clones: readonly CloneView[] }[] = [];
  readonly #wholes: Whole[] = [{ changes: 0, clones: [] }];
  /** The last answer. */
  #known: Whole = { changes: 0, clones: [] };

  /** Takes the clones that are not as before, at the end. */
  append(index: number, clones: readonly CloneView[]): void {
    for (const { id } of clones) if (!this.#positions.has(id)) this.#positions.set(id, this.#positions.size);
    this.#changes.push({ index, clones });
    const last = this.#wholes.at(-1) as Whole;
    if (this.#changes.length - last.changes >= Math.max(apart, this.#positions.size)) {
      this.#wholes.push(this.#play(last, this.#changes.length));
    }
  }

  /** All clones as a step left them. */
  at(index: number): readonly CloneView[] {
    const changes = upperBound(this.#changes.length, (position) => (this.#changes[position] as { index: number }).index <= index);
    if (changes === this.#known.changes) return this.#known.clones;
    const whole = this.#wholes[
      upperBound(this.#wholes.length, (position) => (this.#wholes[position] as Whole).changes <= changes) - 1
    ] as Whole;
    const nearer = this.#known.changes < changes && this.#known.changes > whole.changes ? this.#known : whole;
    this.#known = this.#play(nearer, changes);
    return this.#known.clones;
  }

  #play(from: Whole, until: number): Whole {
    const clones = [...from.clones];
    for (const change of this.#changes.slice(from.changes, until)) {
      for (const clone of change.clones) clones[this.#positions.get(clone.id) as number] = clone;
    }
    return { changes: until, clones };
  }
}
