/** Timers in the order in which they fire: by time, then pool, then the order in which they were set. A binary heap. */

export interface Timer {
  /** Epoch milliseconds. */
  readonly due: number;
  readonly pool: number;
  readonly order: number;
  readonly fire: () => void;
  /** A timer that is cancelled stays in the heap until its time and is passed over then. */
  cancelled: boolean;
}

const isBefore = (a: Timer, b: Timer): boolean => a.due - b.due < 0 || (a.due === b.due && (a.pool - b.pool || a.order - b.order) < 0);

export class Agenda {
  readonly #heap: Timer[] = [];
  #order = 0;

  set(due: number, pool: number, fire: () => void): Timer {
    const timer: Timer = { due, pool, order: this.#order, fire, cancelled: false };
    this.#order += 1;
    let at = this.#heap.push(timer) - 1;
    while (at > 0 && this.#swapIfBefore(at, (at - 1) >> 1)) at = (at - 1) >> 1;
    return timer;
  }

  /** The next timer that is not cancelled; it stays on the agenda. */
  next(): Timer | undefined {
    while (this.#heap[0]?.cancelled) this.#removeFirst();
    return this.#heap[0];
  }

  /** Takes the next timer that is due at a time, or before it. */
  take(until: number): Timer | undefined {
    const timer = this.next();
    if (!timer || timer.due > until) return undefined;
    this.#removeFirst();
    return timer;
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (!last || this.#heap.length === 0) return;
    this.#heap[0] = last;
    let at = 0;
    for (let child = this.#firstChild(at); this.#swapIfBefore(child, at); child = this.#firstChild(at)) at = child;
  }

  /** The child that fires first; a place that is empty where there is none. */
  #firstChild(parent: number): number {
    const [left, right] = [2 * parent + 1, 2 * parent + 2];
    const [a, b] = [this.#heap[left], this.#heap[right]];
    return a && b && isBefore(b, a) ? right : left;
  }

  #swapIfBefore(child: number, parent: number): boolean {
    const [a, b] = [this.#heap[child], this.#heap[parent]];
    if (!a || !b || !isBefore(a, b)) return false;
    this.#heap[child] = b;
    this.#heap[parent] = a;
    return true;
  }
}
