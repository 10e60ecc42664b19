/** Why nothing explains an observation: which rule it breaks, and whether only an assumption forbids it. */
import type { Evidence } from '../../../machines/vocabulary.ts';
import type { Violation } from '../violation.ts';
import { showValue } from '../violation.ts';
import { assumptionAgainst } from './assumptions.ts';
import { type Contradiction, contradicted } from './compare.ts';
import { isPlain, isSameImage } from './config.ts';
import type { Reached } from './explore.ts';
import type { Fitting } from './fitting.ts';
import { type FollowRuleId, followRules } from './follow-rules.ts';
import { isErrorOfNothing } from './last-error.ts';
import type { Assumption, Reason } from './observer.types.ts';
import type { Reading } from './reading.ts';
import type { Question, Steps } from './steps.ts';
import { ownImage } from './why-not-pool.ts';
import { describeDuration, describeShown } from './words.ts';

const ruleOf: Readonly<Record<Contradiction, FollowRuleId>> = {
  image: 'follow/image',
  progress: 'follow/progress',
  settings: 'follow/settings',
  startTime: 'follow/start-time',
  error: 'follow/error',
  original: 'follow/original-image',
  current: 'follow/current-image',
  shown: 'follow/current-image',
};

/** Why a status is impossible by itself, whatever was seen before. */
export function whyNoStatus({ rule, path, value, message, document }: Violation, assumption?: Assumption): Reason {
  const text = `${path}${value === undefined ? '' : ` ${showValue(value)}`}: ${message}`.trim();
  return { rule, text, document, ...(assumption ? { assumption } : {}) };
}

/** Of a status whose states cannot be read. */
export const unreadable: Reason = {
  rule: 'follow/no-state',
  text: 'The states of this status cannot be read.',
  document: followRules['follow/no-state'].document,
};

/** Why no state of the life cycle looks like what is seen, though `validate` has nothing against it. */
export function whyNoState(now: Reading, assumption?: Assumption): Reason {
  const error = now.lastError ? ` Its last provisioning error is ${showValue(now.lastError)}.` : '';
  const reason = reasonOf('follow/no-state', `No state of the life cycle looks like this: ${describeShown(now)}.${error}`);
  return assumption ? { ...reason, assumption } : reason;
}

/** Why no way leads from the one to the other. */
export function whyNot(question: Question, steps: Steps, fitting: Fitting, pollIsGuess: boolean): Reason {
  const reached = steps.explore(question);
  const ids = new Set(question.to.nodes.map(({ id }) => id));
  const ends = reached.filter(({ config }) => ids.has(config.node.id));
  if (isErrorOfNothing(question, fitting.lifecycle, () => reached)) return newLastError(question);
  if (ends.length === 0) {
    const others = new Set(fitting.of({ ...question.now, lastError: undefined }, question.nowAt).nodes);
    return reached.some(({ config }) => others.has(config.node)) ? newLastError(question) : noWay(question, reached);
  }
  const kept = ends.filter(({ config }) => isPlain(config));
  const same = kept.filter(({ config }) => isSameImage(config) || config.image === 'none');
  const plain = same.length > 0 ? same : kept;
  const tooQuick = ends
    .filter(({ config }) => contradicted(config, question).length === 0)
    .map(({ config, ms }) => ({ ms: ms + (config.progress === 'risen' ? steps.reportMs(question.now) : 0) }))
    .sort((a, b) => a.ms - b.ms)[0];
  const assumption = tooQuick && paceAssumption(tooQuick.ms, question, pollIsGuess);
  const contradiction = nearestOf(plain, question) ?? (tooQuick ? undefined : nearestOf(ends, question));
  const reason = contradiction === undefined ? goesBack(question) : differs(contradiction, question);
  return assumption ? { ...reason, assumption } : reason;
}

const reasonOf = (rule: FollowRuleId, text: string): Reason => ({ rule, text, document: followRules[rule].document });

function noWay(question: Question, reached: readonly Reached[]): Reason {
  const { before, now } = question;
  if (before?.operation === 'DELETED') return reasonOf('follow/gone', `The pool was gone, and now it shows ${describeShown(now)}.`);
  const text = `Nothing leads from ${before ? describeShown(before) : 'what was seen'} to ${describeShown(now)}.`;
  const assumption = assumptionAgainst(question, reached);
  return { ...reasonOf('follow/no-way', text), ...(assumption ? { assumption } : {}) };
}

/** Only the states without the error, or with it, can be reached. */
const newLastError = ({ before, now }: Question): Reason =>
  reasonOf(
    'follow/last-error',
    `The last provisioning error was ${showValue(before?.lastError || null)} and is ${showValue(now.lastError || null)}, and nothing that can have happened brings that.`,
  );

const goesBack = ({ before, now }: Question): Reason =>
  reasonOf(
    'follow/order',
    `The pending image ${now.imageName ?? ''} was ${before?.pendingImage} and is ${now.pendingImage}.`.replace('  ', ' '),
  );

/** What the way with the fewest contradictions contradicts first; the shortest of those. */
function nearestOf(ends: readonly Reached[], question: Question): Contradiction | undefined {
  let best: readonly Contradiction[] | undefined;
  for (const { config } of ends) {
    const list = contradicted(config, question);
    if (best === undefined || list.length < best.length) best = list;
  }
  return best?.[0];
}

function differs(contradiction: Contradiction, { before, now, known }: Question): Reason {
  const name = now.imageName ?? 'the pending image';
  const texts: Readonly<Record<Contradiction, string>> = {
    image: `The pending image was ${before?.imageName} and is ${now.imageName}${before?.imageName === now.imageName ? ' with other names or paths' : ''}.`,
    progress: `The progress of ${name} was ${before?.progress} % and is ${now.progress} %.`,
    settings: `The push of ${name} has other settings than before.`,
    startTime: `The push of ${name} has another start time than before.`,
    error: `The error of ${name} was ${showValue(before?.error || null)} and is ${showValue(now.error || null)}.`,
    current: `The current image is ${known.current}, and the infrastructure change publishes ${now.imageName}.`,
    shown: `The pool shows ${now.pool?.image} as its own, ${describeCurrent(before, known)}.`,
    original: `The pool was created with ${known.original?.split('\n').slice(0, 2).join('/')} and is published anew with ${now.imageName}.`,
  };
  const reason = reasonOf(ruleOf[contradiction], texts[contradiction]);
  return contradiction === 'shown' ? { ...reason, assumption: ownImage } : reason;
}

function describeCurrent(before: Question['before'], { current }: Question['known']): string {
  const pending = before?.imageKey === undefined ? '' : `, and ${before.imageKey} was pending`;
  return current === undefined ? `and ${before?.imageKey ?? 'another one'} was pending` : `the current image was ${current}${pending}`;
}

function paceAssumption(ms: number, { passed, beforeAt, nowAt }: Question, pollIsGuess: boolean): Assumption {
  const times = beforeAt === undefined || nowAt === undefined;
  const guess = times && pollIsGuess ? ' (polls without times are taken to be that far apart)' : '';
  return {
    evidence: 'assumed' satisfies Evidence,
    text: `Only another publish, begun in between, could look like this; the engine is assumed to need ${describeDuration(ms)} for that, and ${describeDuration(passed)} passed${guess}. Where it is quicker, say so: --engine, or the option engine.`,
  };
}
