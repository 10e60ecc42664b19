/** Words for what is seen, for what happens unseen, and for what can happen next. */
import { isCommandType } from '../../../machines/event-table.ts';
import { evidences } from '../../../machines/vocabulary.ts';
import type { Lifecycle, LifecycleEdge, LifecycleNode, ShownState, VariantName } from '../../lifecycle/index.ts';
import type { NodeSet } from './candidates.ts';
import type { NextEvent } from './observer.types.ts';
import type { Reading } from './reading.ts';

/** What happens, in words. */
export const variantWords: Readonly<Record<VariantName, string>> = {
  'push now': 'a push is scheduled, to begin at once',
  'push since': 'a push is scheduled with a start time that has passed',
  'push later': 'a push is scheduled for later',
  'push selectively now': 'a selective push is scheduled, to begin at once',
  'push selectively since': 'a selective push is scheduled with a start time that has passed',
  'push selectively later': 'a selective push is scheduled for later',
  'reschedule to now': 'the push is rescheduled to begin at once',
  'reschedule to the past': 'the push is rescheduled to a time that has passed',
  'reschedule later': 'the push is rescheduled',
  cancel: 'the push, or the held image, is cancelled',
  promote: 'the held image is promoted',
  'change infrastructure': 'the pool is moved to another cluster or datastore',
  'enable provisioning': 'provisioning is enabled',
  'disable provisioning': 'provisioning is disabled',
  delete: 'the pool is deleted',
  'publish started': 'the publish begins',
  'publish progressed': 'the publish goes on',
  'publish succeeded': 'the publish succeeds',
  'publish failed': 'the publish fails',
  'publish timed out': 'the publish times out',
  'start time reached': 'the start time comes',
  'pending image unpublished': 'the pending image is removed',
  'pending image unpublish failed': 'the pending image cannot be removed',
  'current image unpublish started': 'the removal of the current image begins',
  'current image unpublished': 'the current image is removed',
  'current image unpublish failed': 'the current image cannot be removed',
};

type Shown = ShownState & Partial<Pick<Reading, 'imageName' | 'progress'>>;

/**
 * What a status shows, in a line.
 *
 * @example describeShown({ operation: 'NONE', pendingImage: 'ABSENT', currentImage: 'READY' }) //=> NONE, no pending image, current image READY
 */
export function describeShown({ operation, pendingImage, currentImage, imageName, progress }: Shown): string {
  if (operation === 'DELETED') return 'no such pool';
  const name = imageName === undefined ? '' : ` ${imageName}`;
  const percent = progress === undefined || pendingImage === 'ABSENT' ? '' : ` ${progress} %`;
  const pending = pendingImage === 'ABSENT' ? 'no pending image' : `pending image${name} ${pendingImage}${percent}`;
  const current = currentImage === 'ABSENT' ? 'no current image' : `current image ${currentImage}`;
  return `${operation}, ${pending}, ${current}`;
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/**
 * A duration in its two largest units.
 *
 * @param ms milliseconds
 * @example describeDuration(125_000) //=> 2 min 5 s
 */
export function describeDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  let rest = Math.round(ms / 1_000) * 1_000;
  const parts = units.flatMap(([unit, size]) => {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    return amount > 0 ? [`${amount} ${unit}`] : [];
  });
  return parts.slice(0, 2).join(' ');
}

export const shownOf = ({ operation, pendingImage, currentImage }: ShownState): ShownState => ({ operation, pendingImage, currentImage });

export const looksLike = (one: ShownState, other: ShownState): boolean =>
  one.operation === other.operation && one.pendingImage === other.pendingImage && one.currentImage === other.currentImage;

export const byOf = (event: LifecycleEdge['event']): NextEvent['by'] => (isCommandType(event) ? 'administrator' : 'engine');

/**
 * Every event that some of the states accept and that changes what is seen, with what it leads to.
 *
 * @param at the time of the last observation, where that is known: before a start time it does not come
 */
export function whatNext(lifecycle: Lifecycle, nodes: NodeSet, seen: Reading | undefined, at?: number): NextEvent[] {
  const found = new Map<string, NextEvent>();
  const isLate = seen?.startTime !== undefined && at !== undefined && at >= seen.startTime;
  for (const node of nodes) {
    for (const edge of lifecycle.edgesFrom(node)) {
      const { event, evidence, variant } = edge;
      const shows = shownOf((lifecycle.nodes[edge.to] as LifecycleNode).state);
      const changes = event === 'engine.publishProgressed' || edge.variant.kind === 'reschedule' || !looksLike(shows, node.state);
      if (!changes || (node.isWaiting && edge.when === 'before start' && isLate)) continue;
      const key = [event, ...Object.values(shows)].join(' ');
      const known = found.get(key);
      if (known && evidences.indexOf(known.evidence) <= evidences.indexOf(evidence)) continue;
      found.set(key, { event, by: byOf(event), evidence, text: variantWords[variant.name], shows });
    }
  }
  return [...found.values()];
}

/** What may be seen instead, in words: the same as before, or what one event leads to. */
export function describeExpected(seen: Reading, next: readonly NextEvent[]): string[] {
  const more = seen.pendingImage === 'PUBLISHING' && seen.progress !== undefined && seen.progress < 100;
  const same = more ? describeShown(seen).replace(` ${seen.progress} %`, ` ${seen.progress} % or more`) : describeShown(seen);
  return [...new Set([same, ...next.filter(({ shows }) => !looksLike(shows, seen)).map(({ shows }) => describeShown(shows))])];
}
