/**
 * Explores the pool machine once: every abstract state that a pool can come to, and every event that it accepts there.
 *
 * The pools explored have no clones. No status shows clones, tasks never change an operation or an image, and no condition on
 * an image reads them, so with clones every node would only be multiplied by what the clones are doing (one clone makes it some
 * 40 times as many). Tests walk pools of three clones along this graph to prove it.
 */
import type { PoolContext } from '../../../machines/context.ts';
import { poolMachine } from '../../../machines/pool.machine.ts';
import { shapeOf } from '../../lifecycle/from-snapshot.ts';
import { type Effects, type LifecycleEdge, type LifecycleNode, type Variant, variants, type When } from '../../lifecycle/index.ts';
import { create, type PoolSnapshot, step } from '../../simulator/step.ts';
import { effectsOf } from './effects.ts';
import { evidenceOf } from './evidence.ts';
import { sentinelEvent, sentinels } from './sentinels.ts';

/** An edge before states that make no difference are merged. */
export type RawEdge = Pick<LifecycleEdge, 'variant' | 'when' | 'evidence' | 'effects' | 'to'>;

export interface RawGraph {
  /** The states in the order in which they were met; the two initial ones first. */
  readonly nodes: readonly { readonly shape: Omit<LifecycleNode, 'id'>; readonly edges: readonly RawEdge[] }[];
}

/** Explores breadth first, from a pool that stops provisioning on errors and from one that does not. */
export function explore(selectivePush: boolean): RawGraph {
  const snapshots: PoolSnapshot[] = [];
  const indexOf = new Map<string, number>();
  const visit = (snapshot: PoolSnapshot): number => {
    const key = keyOf(snapshot);
    let index = indexOf.get(key);
    if (index === undefined) {
      index = snapshots.push(representative(snapshot)) - 1;
      indexOf.set(key, index);
    }
    return index;
  };
  for (const stopProvisioningOnError of [true, false]) {
    const image = { parentVm: 'vm-1', snapshot: 'snapshot-1' };
    visit(create({ name: '', at: 0, image, clones: [], selectivePush, stopProvisioningOnError }).snapshot);
  }
  const nodes: { shape: Omit<LifecycleNode, 'id'>; edges: RawEdge[] }[] = [];
  for (let index = 0; index < snapshots.length; index += 1) {
    const snapshot = snapshots[index] as PoolSnapshot;
    nodes.push({ shape: shapeOf(snapshot), edges: variants.flatMap((variant) => edgesOf(snapshot, variant, visit)) });
  }
  return { nodes };
}

/** The event of a variant in a state: one edge, none, or one for either side of the start time where that makes a difference. */
function edgesOf(snapshot: PoolSnapshot, variant: Variant, visit: (snapshot: PoolSnapshot) => number): RawEdge[] {
  const send = (at: number, when: When): RawEdge[] => {
    const event = sentinelEvent(variant, snapshot.context, at);
    if (!event) return [];
    const result = step(snapshot, event);
    if (result.outcome !== 'accepted') return [];
    const effects: Effects = effectsOf(snapshot, result.snapshot, at);
    return [{ variant, when, evidence: evidenceOf(snapshot, event), effects, to: visit(result.snapshot) }];
  };
  const [before] = send(sentinels.at.beforeStart, 'before start');
  if (!shapeOf(snapshot).isWaiting) return before ? [{ ...before, when: 'always' }] : [];
  const [from] = send(sentinels.at.fromStart, 'from start');
  if (before && from && JSON.stringify({ ...before, when: '' }) === JSON.stringify({ ...from, when: '' })) {
    return [{ ...before, when: 'always' }];
  }
  return [before, from].filter((edge) => edge !== undefined);
}

/** What tells abstract states apart: everything that a pool remembers, with sentinels for its payload. Equal ones are merged afterwards. */
export const keyOf = (snapshot: PoolSnapshot): string => {
  const { value, context } = representative(snapshot);
  return JSON.stringify([value, context]);
};

/** The snapshot with sentinels for its payload: what images, texts, times and settings are opens and closes no way. */
function representative({ value, context }: PoolSnapshot): PoolSnapshot {
  const { images, error, progress, startTime, settings } = sentinels;
  const { original, pendingImage, currentImage, push } = context;
  const inUse = { settings: original.settings };
  const payload: Partial<PoolContext> = {
    name: '',
    original: { ...inUse, image: images.original },
    currentImage: currentImage && { ...inUse, image: images.current },
    pendingImage: pendingImage && {
      ...pendingImage,
      ...inUse,
      image: images.pending,
      progress: progress.before,
      error: pendingImage.error && { ...pendingImage.error, text: error.before },
    },
    push: push && {
      ...push,
      image: images.pending,
      settings: { ...(push.settings.startTime === undefined ? {} : { startTime: startTime.before }), ...settings.before },
    },
    provisioningEnabled: sentinels.provisioning,
    lastProvisioningError: context.lastProvisioningError && sentinels.lastError,
  };
  return poolMachine.resolveState({ value, context: { ...context, ...payload } }) as PoolSnapshot;
}
