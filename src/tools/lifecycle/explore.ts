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
import { explore } from '../explore.ts';
import { effectsOf } from './effects.ts';
import { evidenceOf } from './evidence.ts';
import { sentinelEvent, sentinels } from './sentinels.ts';

/** An edge before states that make no difference are merged. */
export type RawEdge = Pick<LifecycleEdge, 'variant' | 'when' | 'evidence' | 'effects' | 'to'>;

/** A state, in the order in which they were met; the two initial ones first. */
export interface RawNode {
  readonly shape: Omit<LifecycleNode, 'id'>;
  readonly edges: RawEdge[];
}

/** Explores from a pool that stops provisioning on errors and from one that does not. */
export function exploreLifecycle(selectivePush: boolean): readonly RawNode[] {
  const image = { parentVm: 'vm-1', snapshot: 'snapshot-1' };
  const newPool = (stopProvisioningOnError: boolean) =>
    representative(create({ name: '', at: 0, image, clones: [], selectivePush, stopProvisioningOnError }).snapshot);
  const { states, edges } = explore<PoolSnapshot, Move>({ starts: [true, false].map(newPool), movesFrom, keyOf });
  const nodes = states.map((snapshot): RawNode => ({ shape: shapeOf(snapshot), edges: [] }));
  for (const { from, move, to } of edges) nodes[from]?.edges.push({ ...move, to });
  return nodes;
}

type Move = Omit<RawEdge, 'to'>;
interface Way {
  readonly move: Move;
  readonly to: PoolSnapshot;
}

const movesFrom = (snapshot: PoolSnapshot): Way[] => variants.flatMap((variant) => waysOf(snapshot, variant));

/** The event of a variant in a state: one way, none, or one for either side of the start time where that makes a difference. */
function waysOf(snapshot: PoolSnapshot, variant: Variant): Way[] {
  const send = (at: number, when: When): Way | undefined => {
    const event = sentinelEvent(variant, snapshot.context, at);
    if (!event) return undefined;
    const result = step(snapshot, event);
    if (result.outcome !== 'accepted') return undefined;
    const effects: Effects = effectsOf(snapshot, result.snapshot, at);
    return { move: { variant, when, evidence: evidenceOf(snapshot, event), effects }, to: representative(result.snapshot) };
  };
  const before = send(sentinels.at.beforeStart, 'before start');
  const from = shapeOf(snapshot).isWaiting ? send(sentinels.at.fromStart, 'from start') : before;
  if (before && from && said(before) === said(from)) return [{ ...before, move: { ...before.move, when: 'always' } }];
  return [before, from].filter((way) => way !== undefined);
}

/** All of a way but on which side of the start time it can be gone. */
const said = ({ move, to }: Way): string => JSON.stringify([{ ...move, when: '' }, keyOf(to)]);

/** What tells abstract states apart: everything that a pool remembers, with sentinels for its payload. Equal ones are merged afterwards. */
export const keyOf = ({ value, context }: PoolSnapshot): string => JSON.stringify([value, context]);

/** The snapshot with sentinels for its payload: what images, texts, times and settings are opens and closes no way. */
export function representative({ value, context }: PoolSnapshot): PoolSnapshot {
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
