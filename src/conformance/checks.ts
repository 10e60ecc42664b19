/** How each rule over several properties is checked. A check knows neither release nor format: it sees an observation. */
import { currentImageStates, operations, pendingImageStates } from '../../machines/vocabulary.ts';
import { apiOf } from '../api/formats.ts';
import type { PropertyName } from '../api/properties.ts';
import type { AnyProperty, Presence } from '../api/property.ts';
import { hiddenBehind, type States } from '../api/shown-states.ts';
import { Memo } from './memo.ts';
import { type Layout, type Observation, type ObservedField, type Shown, unreadable } from './observation.ts';
import { type CrossRuleId, crossRules } from './rules.ts';
import type { Finding } from './violation.ts';

/** What is shown of a pool's regions, and the states that it can be in then. */
interface Situation extends Shown {
  readonly possible: readonly States[];
}

/** Which properties must be there in a situation, or must not be. */
interface PresenceCheck {
  readonly is: 'there' | 'not there';
  readonly of: (field: ObservedField, situation: Situation, layout: Layout) => boolean;
  /** What is said of it; the rule's text where there is none. */
  readonly message?: (property: AnyProperty, situation: Situation) => string;
}

/** What must hold of one value, or of two, while some pending image is shown; where it does not, that is said at the first. */
interface ValueCheck {
  readonly values: readonly [PropertyName, PropertyName?];
  readonly while?: readonly Shown['pendingImage'][];
  readonly holds: (first: unknown, second: unknown) => boolean;
}

type SomeStates = { readonly [Region in keyof States]?: readonly States[Region][] };

/** What some state that the pool can be in must satisfy: `only` these go with those. */
interface StateCheck {
  readonly at: PropertyName;
  readonly while: SomeStates;
  readonly only: SomeStates;
}

const pending = 'instantClonePendingImageState';
const current = 'instantCloneCurrentImageState';

const checks: Readonly<Record<CrossRuleId, PresenceCheck | ValueCheck | StateCheck>> = {
  'required-if': {
    is: 'there',
    of: ({ property }, { operation }) => isRequired(property, operation),
    message: ({ requiredIf }, { operation }) =>
      `must be there while the operation is ${operation} (required in ${requiredIf?.join(', ')}).`,
  },
  'presence/operation': { is: 'there', of: ({ property }, _, { api }) => api === 'rest' && property.view === 'operation' },
  'presence/pending-image-complete': {
    is: 'there',
    of: ({ property }, { pendingImage = 'ABSENT', operation }) =>
      pendingImage !== 'ABSENT' && property.presence === 'with-pending-image' && !isRequired(property, operation),
    message: (_, { pendingImage }) => `must be there while the pending image is ${pendingImage}.`,
  },
  'presence/no-pending-image': {
    is: 'not there',
    of: ({ property, outer }, { pendingImage }) => pendingImage === 'ABSENT' && isOfImage(property) && !(outer && isOfImage(outer)),
    message: () => 'must not be there while there is no pending image.',
  },
  'presence/push-image-settings': {
    is: 'not there',
    of: ({ property }, { operation = 'SCHEDULE_PUSH_IMAGE' }) =>
      operation !== 'SCHEDULE_PUSH_IMAGE' && property.view === 'pushImageSettings',
  },
  'presence/error-of-failed-image': {
    is: 'there',
    of: ({ property }, { possible }) =>
      property.view === 'pendingImageError' && possible.every(({ pendingImage }) => pendingImage === 'FAILED'),
  },
  'presence/error-without-failure': {
    is: 'not there',
    of: ({ property }, { possible }) => property.view === 'pendingImageError' && !possible.some(hasFailed),
  },
  'progress/pending-publish': {
    values: ['pendingImageProgress'],
    while: ['PENDING_PUBLISH'],
    holds: (progress) => typeof progress !== 'number' || progress === 0,
  },
  'progress/ready': {
    values: ['pendingImageProgress'],
    while: ['READY', 'READY_HELD'],
    holds: (progress) => typeof progress !== 'number' || progress === 100,
  },
  'compute-profile/cores-per-socket': {
    values: ['numCPU', 'coresPerSocket'],
    holds: (cpus, cores) => typeof cpus !== 'number' || typeof cores !== 'number' || cpus % cores === 0,
  },
  'provisioning-error/time': {
    values: ['lastProvisioningErrorTime', 'lastProvisioningError'],
    holds: (time, error) => time != null || !isThere(error),
  },
  'state/idle': { at: pending, while: { operation: ['NONE'] }, only: { pendingImage: ['ABSENT', 'FAILED', 'READY_HELD'] } },
  'state/initial-publish-pending-image': {
    at: pending,
    while: { operation: ['INITIAL_PUBLISH'] },
    only: { pendingImage: ['PENDING_PUBLISH', 'PUBLISHING'] },
  },
  'state/initial-publish-current-image': {
    at: current,
    while: { operation: ['INITIAL_PUBLISH'] },
    only: { currentImage: ['ABSENT'] },
  },
  'state/cancel': { at: pending, while: { operation: ['CANCEL_SCHEDULED_PUSH_IMAGE'] }, only: { pendingImage: ['UNPUBLISHING'] } },
  'state/pending-image-unpublishing': {
    at: pending,
    while: { pendingImage: ['UNPUBLISHING'] },
    only: { operation: ['SCHEDULE_PUSH_IMAGE', 'CANCEL_SCHEDULED_PUSH_IMAGE', 'FINAL_UNPUBLISH'] },
  },
  'state/current-image-unpublishing': {
    at: current,
    while: { currentImage: ['PENDING_UNPUBLISH', 'UNPUBLISHING'] },
    only: { operation: ['INFRASTRUCTURE_CHANGE', 'FINAL_UNPUBLISH'] },
  },
  'state/current-image-failed': { at: current, while: { currentImage: ['FAILED'] }, only: { operation: ['FINAL_UNPUBLISH'] } },
  'state/ready-held': { at: pending, while: { pendingImage: ['READY_HELD'] }, only: { operation: ['NONE'], currentImage: ['READY'] } },
};

/** A push that is being cancelled has not failed. */
const hasFailed = ({ operation, pendingImage }: States): boolean =>
  pendingImage === 'UNPUBLISHING' ? operation !== 'CANCEL_SCHEDULED_PUSH_IMAGE' : pendingImage === 'FAILED';

const isRequired = ({ requiredIf }: AnyProperty, operation: Shown['operation']): boolean =>
  operation !== undefined && (requiredIf?.includes(operation) ?? false);

const ofImage: readonly Presence[] = ['with-pending-image', 'of-pending-image'];
const isOfImage = ({ presence }: AnyProperty): boolean => ofImage.includes(presence);

const isThere = (value: unknown): boolean => value != null && value !== unreadable;

/** Something that the states which a status shows demand of it. */
interface Demand {
  readonly rule: CrossRuleId;
  /** Of the property where it is said that it does not hold. */
  readonly position: number;
  readonly message?: string | undefined;
  readonly holds: (values: readonly unknown[]) => boolean;
  readonly is?: PresenceCheck['is'];
}

/** Found out once: a status that conforms is one of a few looks. The positions make a loop of what is mostly asked. */
interface Look {
  readonly demands: readonly Demand[];
  readonly there: readonly number[];
  readonly notThere: readonly number[];
  readonly others: readonly Demand[];
}

const none: readonly Finding[] = [];

/** A check for one layout: everything in which a status breaks the rules over several properties, in the order of the rules. */
export function newCrossCheck(): (observation: Observation) => readonly Finding[] {
  const known = new Memo<Look>();
  return (observation) => {
    const { values, operation, pendingImage, currentImage } = observation;
    const look = known.of([operation, pendingImage, currentImage], () => lookOf(demandsOn(observation)));
    return isFine(values, look) ? none : findingsOf(observation, look.demands);
  };
}

function lookOf(demands: readonly Demand[]): Look {
  const positionsOf = (wanted: Demand['is']) => demands.filter(({ is }) => is === wanted).map(({ position }) => position);
  return { demands, there: positionsOf('there'), notThere: positionsOf('not there'), others: demands.filter(({ is }) => !is) };
}

function isFine(values: readonly unknown[], { there, notThere, others }: Look): boolean {
  for (const position of there) if (values[position] == null) return false;
  for (const position of notThere) if (isThere(values[position])) return false;
  for (const { holds } of others) if (!holds(values)) return false;
  return true;
}

const findingsOf = ({ layout, values }: Observation, demands: readonly Demand[]): readonly Finding[] =>
  demands
    .filter(({ holds }) => !holds(values))
    .map(({ rule, position, message = crossRules[rule].text }) => {
      const value = values[position];
      return { rule, path: layout.fields[position]?.path ?? '', value: isThere(value) ? value : undefined, message };
    });

function demandsOn({ layout, operation, pendingImage, currentImage }: Observation): readonly Demand[] {
  const shown = { operation, pendingImage, currentImage };
  const situation: Situation = { ...shown, possible: possibleStates(shown, layout) };
  return (Object.keys(checks) as CrossRuleId[]).flatMap((rule): readonly Demand[] => {
    const check = checks[rule];
    if ('is' in check) {
      return layout.fields.flatMap((field, position) => {
        if (!check.of(field, situation, layout)) return [];
        const holds: Demand['holds'] = check.is === 'there' ? (values) => values[position] != null : (values) => !isThere(values[position]);
        return [{ rule, position, message: check.message?.(field.property, situation), holds, is: check.is }];
      });
    }
    if ('values' in check) {
      const [one, other = one] = check.values;
      if (!layout.has(one) || !layout.has(other) || check.while?.includes(pendingImage) === false) return [];
      const [first, second] = [layout.positionOf(one), layout.positionOf(other)];
      return [{ rule, position: first, holds: (values) => check.holds(values[first], values[second]) }];
    }
    const isAllowed = situation.possible.some((states) => !isAmong(check.while, states) || isAmong(check.only, states));
    return isAllowed ? [] : [{ rule, position: layout.positionOf(check.at), holds: () => false }];
  });
}

const regions = ['operation', 'pendingImage', 'currentImage'] as const satisfies readonly (keyof States)[];

const isAmong = (some: SomeStates, states: States): boolean =>
  regions.every((region) => (some[region] as readonly string[] | undefined)?.includes(states[region]) ?? true);

const everyState: readonly States[] = operations.flatMap((operation) =>
  currentImageStates.flatMap((currentImage) => pendingImageStates.map((pendingImage) => ({ operation, pendingImage, currentImage }))),
);

/** Every state that a pool can be in when it shows these: the same, and what a release lets them stand in for. */
function possibleStates(shown: Shown, { subject: { release, format } }: Layout): readonly States[] {
  const hiddenIn = (each: States) => hiddenBehind(each, release, apiOf(format));
  return everyState
    .filter((each) => regions.every((region) => shown[region] === undefined || shown[region] === each[region]))
    .flatMap((each) => [each, ...hiddenIn(each).map((pendingImage) => ({ ...each, pendingImage }))]);
}
