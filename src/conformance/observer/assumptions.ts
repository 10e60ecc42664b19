/** What the life cycle only assumes, and what would be seen if it were otherwise. */
import type { Evidence } from '../../../machines/vocabulary.ts';
import type { LifecycleNode, ShownState } from '../../lifecycle/index.ts';
import type { Reached } from './explore.ts';
import type { Assumption } from './observer.types.ts';
import type { Question } from './steps.ts';
import { describeShown, variantWords } from './words.ts';

const regions = ['operation', 'pendingImage', 'currentImage'] as const;

/**
 * The assumption without which an observation could be explained: an event that is not documented to change every region in
 * one step, so that one of them might follow later than the others.
 *
 * @param reached everything that can have happened since the observation before, the shortest ways first
 */
export function assumptionAgainst({ now, before }: Question, reached: readonly Reached[]): Assumption | undefined {
  const canOperate = before === undefined || reached.some(({ config }) => config.node.state.operation === now.operation);
  const stated = canOperate ? statedAssumptions.find(({ shows }) => shows(now)) : undefined;
  if (stated) return { evidence: stated.evidence, text: stated.text };
  let best: Reached | undefined;
  for (const each of reached) {
    const { edge, from, config } = each;
    if (!edge || edge.evidence === 'documented' || !from) continue;
    if (!isBetween(now, from.config.node, config.node)) continue;
    if (best && each.length > best.length) break;
    if (!best || strength(edge.evidence) < strength((best.edge as typeof edge).evidence)) best = each;
  }
  if (!best?.edge || !best.from) return undefined;
  const { edge, from, config } = best;
  const how = edge.evidence === 'assumed' ? 'hvsim assumes' : `by what is ${edge.evidence}, not documented,`;
  return {
    evidence: edge.evidence,
    text: `When ${variantWords[edge.variant.name]}, ${how} that ${describeShown(from.config.node.state)} becomes ${describeShown(config.node.state)} in one step. If it did not, this could be seen.`,
  };
}

/** Assumptions come first, then what live tools show, then what the documents imply. */
const strength = (evidence: Evidence): number => ['assumed', 'observed', 'implied', 'documented'].indexOf(evidence);

/** Whether a state has some regions as before an event and the others as after it, and is neither of the two. */
function isBetween(now: ShownState, { state: from }: LifecycleNode, { state: to }: LifecycleNode): boolean {
  const isOld = regions.every((region) => now[region] === from[region]);
  const isNew = regions.every((region) => now[region] === to[region]);
  return !isOld && !isNew && regions.every((region) => now[region] === from[region] || now[region] === to[region]);
}

interface StatedAssumption extends Assumption {
  readonly shows: (now: Question['now']) => boolean;
}

/** Assumptions that no single event makes. */
const statedAssumptions: readonly StatedAssumption[] = [
  {
    evidence: 'assumed',
    text: 'hvsim assumes that a push without a start time takes effect in the same instant in which its image is published, so that nobody sees the image READY.',
    shows: ({ operation, pendingImage, settings, startTime }) =>
      operation === 'SCHEDULE_PUSH_IMAGE' && pendingImage === 'READY' && settings !== undefined && startTime === undefined,
  },
];
