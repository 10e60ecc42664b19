/** The checks as assertions, for any test runner: whether they hold, and a message that says what does not. */
import { currentImageStates, operations, pendingImageStates } from '../../machines/vocabulary.ts';
import { documents } from '../api/documents.ts';
import { type EnumerationName, enumerations, type WireEntry } from '../api/enumerations.ts';
import { wireName } from '../api/fields.ts';
import type { Format } from '../api/formats.ts';
import { properties } from '../api/properties.ts';
import { newestRelease, type ReleaseName } from '../api/releases.ts';
import { HvsimError } from '../errors.ts';
import type { ShownState } from '../lifecycle/index.ts';
import { nearest } from '../nearest.ts';
import { Guess } from './input/guess.ts';
import { type Occurrence, occurrencesIn } from './input/occurrences.ts';
import { createObserver } from './observer/observer.ts';
import type { ObserverOptions } from './observer/observer.types.ts';
import { gone, readingOf } from './observer/reading.ts';
import { describeShown } from './observer/words.ts';
import { judgeFor, validate } from './validate.ts';
import { showValue } from './violation.ts';

/** Whether something holds; the message says why not, or that it does where it should not. */
export interface Assertion {
  readonly pass: boolean;
  readonly message: string;
}

/** States to be in; those that are not named may be any. */
export type ExpectedStates = Partial<ShownState>;

/** How one status is to follow another. */
export interface FollowOptions extends Partial<Pick<ObserverOptions, 'release' | 'format' | 'engine'>> {
  /** How much time passed in between: milliseconds, or text such as `30s`. 30 seconds when absent. */
  readonly within?: number | string;
}

/**
 * Asserts that a status is one that a release and format can show. It may be bare, in its parent, or in a pool.
 *
 * @param status any value, as parsed from JSON
 * @param release any name of the release (Horizon 7.0 and later)
 * @throws HvsimError `unknown-release`, `unknown-format`, `format-not-in-release`
 * @example assertConforms({ operation: 'NONE' }, '2206', 'view').pass //=> true
 */
export function assertConforms(status: unknown, release: ReleaseName, format: Format): Assertion {
  const { value, object } = occurrenceIn(status);
  const violations = validate(value, { release, format, object });
  if (violations.length === 0) return { pass: true, message: `The status conforms to ${release} as ${format}, and it should not.` };
  const lines = violations.map(
    ({ rule, path, value: wrong, message, document }) =>
      `  ${rule}: ${path}${wrong === undefined ? '' : ` ${showValue(wrong)}`}: ${message} (${document})`,
  );
  return { pass: false, message: [`The status does not conform to ${release} as ${format}:`, ...lines].join('\n') };
}

const regions = {
  operation: { states: operations, property: properties.status[0] },
  pendingImage: { states: pendingImageStates, property: properties.status[1] },
  currentImage: { states: currentImageStates, property: properties.status[2] },
} as const;

/**
 * Asserts that a status shows some states, whatever its format: ABSENT where there is no image, DELETED for a pool that is
 * null.
 *
 * @throws HvsimError `wrong-options` for a state that does not exist
 * @example assertIn({ operation: 'NONE' }, { operation: 'NONE', pendingImage: 'ABSENT' }).pass //=> true
 */
export function assertIn(status: unknown, expected: ExpectedStates): Assertion {
  checkStates(expected);
  const { value, object, style = 'view' } = occurrenceIn(status);
  const format: Format = style === 'rest' ? 'rest-v3' : style;
  const reading = value === null ? gone : readingOf(judgeFor({ release: newestRelease, format, object })(value).observation);
  if (!reading) return { pass: false, message: `Its states cannot be read: ${showValue(value)}.` };
  const lines: string[] = [];
  for (const region of Object.keys(regions) as (keyof typeof regions)[]) {
    const [wanted, actual] = [expected[region], reading[region]];
    if (wanted === undefined || wanted === actual) continue;
    const { property } = regions[region];
    const meaning = (enumerations[property.type as EnumerationName] as Record<string, WireEntry | 'absent'>)[actual];
    const what = typeof meaning === 'object' ? ` (${meaning.meaning.replace(/\.$/, '')})` : '';
    const document = documents[style === 'rest' ? 'restStatus' : 'status'];
    lines.push(`  ${region}: ${wireName(property, format)} is ${actual}${what}, expected ${wanted} (${document})`);
  }
  if (lines.length > 0) return { pass: false, message: ['The pool is not in the expected states:', ...lines].join('\n') };
  return { pass: true, message: `The pool is in ${describeShown(reading)}, and it should not be.` };
}

/**
 * Asserts that a status can be the next one that is seen of a pool. What is not given is guessed from the two.
 *
 * @throws HvsimError `unknown-release`, `unknown-format`, `format-not-in-release`, `unknown-profile`, `wrong-options`
 * @example assertFollows({ operation: 'NONE', instantCloneCurrentImageState: 'READY' }, null).pass //=> true
 */
export function assertFollows(status: unknown, previous: unknown, options: FollowOptions = {}): Assertion {
  const pair = [occurrenceIn(previous), occurrenceIn(status)] as const;
  const guess = new Guess(options, pair[0].style ?? pair[1].style ?? 'view');
  for (const { value, object } of pair) if (value !== null) guess.learn(value, object);
  const observer = createObserver({ ...options, ...guess.target, poll: options.within ?? '30s' });
  const [first, second] = [observer.observe(pair[0].desktop ?? pair[0].value), observer.observe(pair[1].desktop ?? pair[1].value)];
  const broken = first.verdict === 'impossible' ? first : second;
  const steps = `  before: ${first.seen}\n  now:    ${second.seen}`;
  if (!broken.reason) {
    const how = second.events.length > 0 ? `: ${second.events.map(({ text }) => text).join(', ')}` : '';
    return { pass: true, message: `The status can follow, and it should not${how}.\n${steps}` };
  }
  const { rule, text, document, assumption } = broken.reason;
  const lines = [
    broken === first ? 'The previous status is no state that a pool can be in:' : 'The status cannot follow the previous one:',
    steps,
    `  ${rule}: ${text} (${document})`,
    ...(assumption ? [`  assumption (${assumption.evidence}): ${assumption.text}`] : []),
    ...(broken.expected ?? []).map((each, index) => `${index === 0 ? '  expected: ' : '            '}${each}`),
  ];
  return { pass: false, message: lines.join('\n') };
}

/** The status in a value; the value itself where none is found. */
const occurrenceIn = (value: unknown): Pick<Occurrence, 'value' | 'object' | 'style' | 'desktop'> =>
  occurrencesIn(value).find((each): each is Occurrence => !('miss' in each)) ?? { value, object: 'status' };

function checkStates(expected: ExpectedStates): void {
  for (const [region, state] of Object.entries(expected)) {
    const known: readonly string[] | undefined = Object.hasOwn(regions, region) ? regions[region as keyof ShownState].states : undefined;
    if (state === undefined || known?.includes(state)) continue;
    const [what, wrong, all] = known
      ? [`${region} has no state ${JSON.stringify(state)}`, state, known]
      : [`There is no ${JSON.stringify(region)}`, region, Object.keys(regions)];
    throw new HvsimError('wrong-options', `${what}.${nearest(wrong, all)} There are: ${all.join(', ')}.`);
  }
}
