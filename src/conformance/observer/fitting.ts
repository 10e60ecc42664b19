/** Which abstract states of the life cycle fit what a status shows, by itself. */
import type { Format } from '../../api/formats.ts';
import type { Release } from '../../api/releases.ts';
import { type Lifecycle, type LifecycleNode, lifecycleOf } from '../../lifecycle/index.ts';
import { possibleStates } from '../observation.ts';
import { currentCode, operationCode, pendingCode } from '../word-codes.ts';
import { errorPrefix } from './last-error.ts';
import type { Reading } from './reading.ts';

/** A set of abstract states, with an identity: equal sets are the same object. */
export interface NodeSet {
  readonly id: number;
  readonly nodes: readonly LifecycleNode[];
}

/** The abstract states of a release as a format shows them. */
export class Fitting {
  readonly lifecycle: Lifecycle;
  readonly #release: Release;
  readonly #format: Format;
  readonly #sets = new Map<string, NodeSet>();
  readonly #byReading = new Map<number, NodeSet>();

  constructor(release: Release, format: Format) {
    this.#release = release;
    this.#format = format;
    this.lifecycle = lifecycleOf(release);
  }

  /** The set of these nodes. */
  setOf(nodes: Iterable<LifecycleNode>): NodeSet {
    const sorted = [...new Set(nodes)].sort((a, b) => a.id - b.id);
    const key = sorted.map(({ id }) => id).join();
    let set = this.#sets.get(key);
    if (!set) {
      set = { id: this.#sets.size, nodes: sorted };
      this.#sets.set(key, set);
    }
    return set;
  }

  /** The nodes of a pool that is gone. */
  get gone(): NodeSet {
    return this.setOf(this.lifecycle.nodes.filter(({ state }) => state.operation === 'DELETED'));
  }

  /**
   * The nodes that fit a status.
   *
   * @param at when it was seen, in epoch milliseconds, where that is known
   */
  of(reading: Reading, at: number | undefined): NodeSet {
    const waits = mustWait(reading, at);
    const { error, settings, startTime } = reading;
    const states = (operationCode(reading.operation) * 8 + pendingCode(reading.pendingImage)) * 8 + currentCode(reading.currentImage);
    const failure = error === undefined ? 0 : error === '' ? 1 : 2;
    const push = settings === undefined ? 0 : startTime === undefined ? 1 : 2;
    const hasLastError = this.#hasLastError(reading);
    const stopped = hasLastError === undefined ? 0 : hasLastError ? 2 : 1;
    const key = (((states * 3 + failure) * 3 + push) * 3 + stopped) * 2 + (waits ? 1 : 0);
    let set = this.#byReading.get(key);
    if (!set) {
      set = this.setOf(this.#search(reading, waits));
      this.#byReading.set(key, set);
    }
    return set;
  }

  /** Undefined where that cannot be seen, or the error is one that is not modelled. */
  #hasLastError({ lastError }: Reading): boolean | undefined {
    if (lastError === '') return false;
    return errorPrefix(lastError, this.lifecycle) === undefined ? undefined : true;
  }

  #search(reading: Reading, waits: boolean): LifecycleNode[] {
    const { operation, pendingImage, currentImage, error, settings, startTime } = reading;
    const shown = { operation, pendingImage, currentImage };
    const hasLastError = this.#hasLastError(reading);
    const states = possibleStates(shown, { release: this.#release, format: this.#format });
    return this.lifecycle.nodes.filter((node) => {
      const { state } = node;
      const fits = states.some(
        (each) =>
          each.operation === state.operation &&
          each.currentImage === state.currentImage &&
          each.pendingImage === state.pendingImage &&
          (each.pendingImage === pendingImage || each.pendingImage !== 'UNPUBLISHING' || node.stateBefore === pendingImage),
      );
      if (!fits) return false;
      if (error !== undefined && node.hasError !== (error !== '')) return false;
      if (settings !== undefined && (!node.hasSettings || node.hasStartTime !== (startTime !== undefined))) return false;
      if (hasLastError !== undefined && node.hasLastError !== hasLastError) return false;
      return !waits || node.isWaiting;
    });
  }
}

/** A push whose start time is still to come cannot be due: nothing but time makes it so. */
export function mustWait({ startTime, pendingImage }: Reading, at: number | undefined): boolean {
  return startTime !== undefined && at !== undefined && startTime > at && pendingImage !== 'UNPUBLISHING';
}
