/** What can happen next to a pool that is in one of some states. */
import type { Evidence } from '../../../machines/vocabulary.ts';
import type { Lifecycle, LifecycleEdge, LifecycleNode, ShownState } from '../../lifecycle/index.ts';
import type { NextEvent } from './observer.types.ts';
import type { Reading } from './reading.ts';
import { describeShown, variantWords } from './words.ts';

const weight: Readonly<Record<Evidence, number>> = { documented: 0, implied: 1, observed: 2, assumed: 3 };

/**
 * Every event that some of the states accept and that changes what is seen, with what it leads to.
 *
 * @param at the time of the last observation, where that is known: before a start time it does not come
 */
export function whatNext(lifecycle: Lifecycle, nodes: readonly LifecycleNode[], seen: Reading | undefined, at?: number): NextEvent[] {
  const found = new Map<string, NextEvent>();
  for (const node of nodes) {
    for (const edge of lifecycle.edgesFrom(node)) {
      const to = lifecycle.nodes[edge.to] as LifecycleNode;
      const shows = shownOf(to);
      if (!changes(edge, shownOf(node), shows) || !isInTime(edge, node, seen, at)) continue;
      const key = `${edge.event} ${shows.operation} ${shows.pendingImage} ${shows.currentImage}`;
      const known = found.get(key);
      if (known && weight[known.evidence] <= weight[edge.evidence]) continue;
      found.set(key, { event: edge.event, by: byOf(edge.event), evidence: edge.evidence, text: variantWords[edge.variant.name], shows });
    }
  }
  return [...found.values()];
}

export const byOf = (event: string): NextEvent['by'] => (event.startsWith('command.') ? 'administrator' : 'engine');

const shownOf = ({ state: { operation, pendingImage, currentImage } }: LifecycleNode): ShownState => ({
  operation,
  pendingImage,
  currentImage,
});

function changes({ event, variant }: LifecycleEdge, from: ShownState, to: ShownState): boolean {
  if (event === 'engine.publishProgressed' || variant.kind === 'reschedule') return true;
  return from.operation !== to.operation || from.pendingImage !== to.pendingImage || from.currentImage !== to.currentImage;
}

function isInTime({ when }: LifecycleEdge, { isWaiting }: LifecycleNode, seen: Reading | undefined, at: number | undefined): boolean {
  const start = seen?.startTime;
  if (!isWaiting || start === undefined || at === undefined) return true;
  return when !== 'before start' || at < start;
}

/** What may be seen instead, in words: the same as before, or what one event leads to. */
export function describeExpected(seen: Reading | undefined, next: readonly NextEvent[]): string[] {
  if (!seen) return [];
  const more = seen.pendingImage === 'PUBLISHING' && seen.progress !== undefined && seen.progress < 100;
  const same = more ? describeShown(seen).replace(` ${seen.progress} %`, ` ${seen.progress} % or more`) : describeShown(seen);
  return [...new Set([same, ...next.filter(({ shows }) => !looksLike(shows, seen)).map(({ shows }) => describeShown(shows))])];
}

const looksLike = (shows: ShownState, seen: Reading): boolean =>
  shows.operation === seen.operation && shows.pendingImage === seen.pendingImage && shows.currentImage === seen.currentImage;
