/** Which abstract states of the life cycle fit what is seen of a pool, by itself. */
import type { Format } from '../../api/formats.ts';
import type { Release } from '../../api/releases.ts';
import { type Lifecycle, type LifecycleNode, lifecycleOf, type Showing, showingOf } from '../../lifecycle/index.ts';
import { Memo } from '../memo.ts';
import type { Reading } from './reading.ts';

/** A set of abstract states, with an identity: equal sets are the same object. */
export type NodeSet = readonly LifecycleNode[];

/** The abstract states of a release as a format shows them. */
export class Candidates {
  readonly lifecycle: Lifecycle;
  readonly #showing: Showing;
  readonly #sets = new Map<string, NodeSet>();
  readonly #known = new Memo<NodeSet>();
  /** How the errors begin that the life cycle writes. */
  readonly #prefixes: readonly string[];

  constructor(release: Release, format: Format) {
    this.#showing = showingOf(release, format);
    this.lifecycle = lifecycleOf(release);
    this.#prefixes = [...new Set(this.lifecycle.edges.flatMap(({ effects }) => effects.lastError?.prefix ?? []))];
  }

  /** The set of these nodes. */
  setOf(nodes: Iterable<LifecycleNode>): NodeSet {
    const sorted = [...new Set(nodes)].sort((a, b) => a.id - b.id);
    const key = sorted.map(({ id }) => id).join();
    const set = this.#sets.get(key) ?? sorted;
    this.#sets.set(key, set);
    return set;
  }

  /**
   * The nodes that fit what is seen.
   *
   * @param at when it was seen, in epoch milliseconds, where that is known
   */
  of(reading: Reading, at: number | undefined): NodeSet {
    const { operation, pendingImage, currentImage, error, lastError, settings, startTime } = reading;
    const hasError = error === undefined ? undefined : error !== '';
    const hasStartTime = settings === undefined ? undefined : startTime !== undefined;
    // An error that is not modelled, such as a clone's, says nothing.
    const hasLastError = lastError === '' ? false : this.errorPrefix(lastError) === undefined ? undefined : true;
    const waits = mustWait(reading, at);
    return this.#known.of([operation, pendingImage, currentImage, hasError, hasStartTime, hasLastError, waits], () => {
      const fits = (node: LifecycleNode) => {
        const { state } = node;
        const isPending = pendingImage === state.pendingImage || pendingImage === this.#showing.state(node).pendingImage;
        return (
          (operation ?? state.operation) === state.operation &&
          (currentImage ?? state.currentImage) === state.currentImage &&
          (pendingImage === undefined || isPending)
        );
      };
      return this.setOf(
        this.lifecycle.nodes.filter(
          (node) =>
            fits(node) &&
            (hasError ?? node.hasError) === node.hasError &&
            (hasStartTime === undefined || (node.hasSettings && node.hasStartTime === hasStartTime)) &&
            (hasLastError ?? node.hasLastError) === node.hasLastError &&
            (!waits || node.isWaiting),
        ),
      );
    });
  }

  /** How an error begins that the life cycle writes; undefined for none, and for others, such as a clone's, which are not modelled. */
  errorPrefix(error: string | undefined): string | undefined {
    return error ? this.#prefixes.find((prefix) => error.startsWith(prefix)) : undefined;
  }
}

/** A push whose start time is still to come cannot be due: nothing but time makes it so. */
export function mustWait({ startTime, pendingImage }: Reading, at: number | undefined): boolean {
  return startTime !== undefined && at !== undefined && startTime > at && pendingImage !== 'UNPUBLISHING';
}
