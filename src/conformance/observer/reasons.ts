/** Why nothing explains an observation: which rule it breaks, and whether only an assumption forbids it. */
import { evidences } from '../../../machines/vocabulary.ts';
import type { LifecycleNode } from '../../lifecycle/index.ts';
import type { RuleId } from '../rules.ts';
import { showValue, type Violation } from '../violation.ts';
import type { Candidates } from './candidates.ts';
import type { Explainer } from './explain.ts';
import { type FollowRuleId, followRules } from './follow-rules.ts';
import type { Assumption, Reason } from './observer.types.ts';
import type { Reading } from './reading.ts';
import { type Contradiction, contradicted, ownImage, type Question, relationsOf } from './relations.ts';
import { isPlain, isSameImage, isTaken, type Reached, type Taken } from './search.ts';
import { describeDuration, describeShown, looksLike, variantWords } from './words.ts';

function reasonOf(rule: FollowRuleId, text: string, assumption?: Assumption): Reason {
  return { rule, text, document: followRules[rule].document, ...(assumption ? { assumption } : {}) };
}

/** Of a status whose states cannot be read. */
export const unreadable = reasonOf('follow/no-state', 'The states of this status cannot be read.');

/** Why a status is impossible by itself, whatever was seen before. */
export function whyNoStatus({ rule, path, value, message, document }: Violation, assumption?: Assumption): Reason {
  const text = `${path}${value === undefined ? '' : ` ${showValue(value)}`}: ${message}`.trim();
  return { rule, text, document, ...(assumption ? { assumption } : {}) };
}

/** Rules whose violation says nothing against the states, the pending image and what belongs to it. */
const harmless: ReadonlySet<RuleId> = new Set([
  'structure/unknown-property',
  'structure/null',
  'compute-profile/cores-per-socket',
  'provisioning-error/time',
]);

/** Whether what the status shows of the pool can be relied on all the same. */
export const isHarmless = ({ rule }: Violation): boolean => harmless.has(rule);

/** Why no state of the life cycle looks like what is seen, though `validate` has nothing against it. */
export function whyNoState(now: Reading, assumption?: Assumption): Reason {
  const error = now.lastError ? ` Its last provisioning error is ${showValue(now.lastError)}.` : '';
  return reasonOf('follow/no-state', `No state of the life cycle looks like this: ${describeShown(now)}.${error}`, assumption);
}

/** Why a pool cannot say of itself what it says, beside what its status shows; undefined where it can. */
export function whyNotPool({ pool, operation, imageKey }: Reading, candidates: Candidates): Reason | undefined {
  if (!pool) return undefined;
  if (pool.deleting !== undefined && pool.deleting !== (operation === 'FINAL_UNPUBLISH')) {
    const but = `It shows that it is deleted while the operation is ${operation}.`;
    return reasonOf('pool/deleting', pool.deleting ? but : 'It does not show that it is deleted.');
  }
  const shouldBe = operation === 'INITIAL_PUBLISH' || operation === 'INFRASTRUCTURE_CHANGE' ? imageKey : undefined;
  if (pool.image !== undefined && shouldBe !== undefined && pool.image !== shouldBe)
    return reasonOf('pool/image', `It shows ${pool.image} as its own while ${shouldBe} is published.`, ownImage);
  if (pool.provisioning === true && candidates.errorPrefix(pool.lastError) !== undefined)
    return reasonOf('pool/provisioning', `Provisioning is on beside the error ${showValue(pool.lastError)}.`);
  return undefined;
}

/** Whether an error is shown that was not there before, and that nothing can have written in between. */
export function isErrorOfNothing(question: Question, candidates: Candidates, explainer: Explainer): boolean {
  const { before, now } = question;
  if (before?.lastError === undefined || before.lastError === now.lastError) return false;
  const prefix = candidates.errorPrefix(now.lastError);
  return prefix !== undefined && !explainer.canHaveWritten(prefix, question);
}

/** Why no way leads from the one to the other. */
export function whyNot(question: Question, explainer: Explainer, candidates: Candidates, pollIsGuess: boolean): Reason {
  const { before, now, nowAt } = question;
  const reached = explainer.reached(question);
  const nodes = new Set(question.to);
  const ends = reached.filter(({ config }) => nodes.has(config.node));
  if (isErrorOfNothing(question, candidates, explainer)) return newLastError(question);
  if (ends.length === 0) {
    const others = new Set(candidates.of({ ...now, lastError: undefined }, nowAt));
    return reached.some(({ config }) => others.has(config.node)) ? newLastError(question) : noWay(question, reached);
  }
  const kept = ends.filter(({ config }) => isPlain(config));
  const same = kept.filter(({ config }) => isSameImage(config) || config.image === 'none');
  const quickest = ends
    .filter(({ config }) => contradicted(config, relationsOf(question)).length === 0)
    .map((each) => explainer.leastMs(each, now));
  const assumption = quickest.length === 0 ? undefined : paceAssumption(Math.min(...quickest), question, pollIsGuess);
  const contradiction = nearestOf(same.length > 0 ? same : kept, question) ?? (assumption ? undefined : nearestOf(ends, question));
  if (contradiction) {
    const text = contradiction.text(question, now.imageName ?? 'the pending image');
    return reasonOf(contradiction.rule, text, assumption ?? contradiction.assumption);
  }
  const was = `The pending image ${now.imageName === undefined ? '' : `${now.imageName} `}was ${before?.pendingImage}`;
  return reasonOf('follow/order', `${was} and is ${now.pendingImage}.`, assumption);
}

function noWay(question: Question, reached: readonly Reached[]): Reason {
  const { before, now } = question;
  if (before?.operation === 'DELETED') return reasonOf('follow/gone', `The pool was gone, and now it shows ${describeShown(now)}.`);
  const text = `Nothing leads from ${before ? describeShown(before) : 'what was seen'} to ${describeShown(now)}.`;
  return reasonOf('follow/no-way', text, assumptionAgainst(question, reached));
}

/** Only the states without the error, or with it, can be reached. */
const newLastError = ({ before, now }: Question): Reason =>
  reasonOf(
    'follow/last-error',
    `The last provisioning error was ${showValue(before?.lastError || null)} and is ${showValue(now.lastError || null)}, and nothing that can have happened brings that.`,
  );

/** What the way with the fewest contradictions contradicts first; the shortest of those. */
function nearestOf(ends: readonly Reached[], question: Question): Contradiction | undefined {
  const relations = relationsOf(question);
  const lists = ends.map(({ config }) => contradicted(config, relations));
  const fewest = Math.min(...lists.map(({ length }) => length));
  return lists.find(({ length }) => length === fewest)?.[0];
}

function paceAssumption(ms: number, { passed, beforeAt, nowAt }: Question, pollIsGuess: boolean): Assumption {
  const isGuess = pollIsGuess && (beforeAt === undefined || nowAt === undefined);
  const guess = isGuess ? ' (polls without times are taken to be that far apart)' : '';
  return {
    evidence: 'assumed',
    text: `Only another publish, begun in between, could look like this; the engine is assumed to need ${describeDuration(ms)} for that, and ${describeDuration(passed)} passed${guess}. Where it is quicker, say so: --engine, or the option engine.`,
  };
}

/**
 * The assumption without which an observation could be explained: an event that is not documented to change every region in
 * one step, so that one of them might follow later than the others.
 *
 * @param reached everything that can have happened since the observation before, the shortest ways first
 */
export function assumptionAgainst({ now, before }: Question, reached: readonly Reached[]): Assumption | undefined {
  const canOperate = before === undefined || reached.some(({ config }) => config.node.state.operation === now.operation);
  if (canOperate && isReadyAtOnce(now)) return readyAtOnce;
  let best: Taken | undefined;
  for (const each of reached) {
    if (!isTaken(each) || each.edge.evidence === 'documented' || !isBetween(now, each.from.config.node, each.config.node)) continue;
    if (best && each.length > best.length) break;
    // Assumptions come first, then what live tools show, then what the documents imply.
    if (!best || evidences.indexOf(each.edge.evidence) > evidences.indexOf(best.edge.evidence)) best = each;
  }
  if (!best) return undefined;
  const { edge, from, config } = best;
  const how = edge.evidence === 'assumed' ? 'hvsim assumes' : `by what is ${edge.evidence}, not documented,`;
  return {
    evidence: edge.evidence,
    text: `When ${variantWords[edge.variant.name]}, ${how} that ${describeShown(from.config.node.state)} becomes ${describeShown(config.node.state)} in one step. If it did not, this could be seen.`,
  };
}

const regions = ['operation', 'pendingImage', 'currentImage'] as const;

/** Whether a state has some regions as before an event and the others as after it, and is neither of the two. */
function isBetween(now: Reading, { state: from }: LifecycleNode, { state: to }: LifecycleNode): boolean {
  if (looksLike(now, from) || looksLike(now, to)) return false;
  return regions.every((region) => now[region] === from[region] || now[region] === to[region]);
}

/** An assumption that no single event makes. */
const readyAtOnce: Assumption = {
  evidence: 'assumed',
  text: 'hvsim assumes that a push without a start time takes effect in the same instant in which its image is published, so that nobody sees the image READY.',
};

const isReadyAtOnce = ({ operation, pendingImage, settings, startTime }: Reading): boolean =>
  operation === 'SCHEDULE_PUSH_IMAGE' && pendingImage === 'READY' && settings !== undefined && startTime === undefined;
