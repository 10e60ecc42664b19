/** How each rule over several properties is checked. A check knows neither release nor format: it sees an observation. */
import type { PropertyName } from '../api/properties.ts';
import type { AnyProperty, Presence } from '../api/property.ts';
import type { States } from '../api/shown-states.ts';
import { Memo } from './memo.ts';
import { type Layout, type Observation, type ObservedField, possibleStates, type Shown, unreadable } from './observation.ts';
import { type CrossRuleId, crossRules } from './rules.ts';
import type { Finding } from './violation.ts';

/** What is shown of a pool's regions, and the states that it can be in then. */
interface Situation extends Shown {
  readonly possible: readonly States[];
}

/** Whether a property has to be there, or must not be; the rule's text says so where there is no message. */
interface Demand {
  readonly is: 'there' | 'not there';
  readonly message?: string;
}

/** What some states demand of a property. */
interface PresenceCheck {
  readonly demand: (field: ObservedField, situation: Situation, layout: Layout) => Demand | false | undefined;
}

/** What must hold of one value, or of two, while some pending image is shown; where it does not, that is said at the first. */
interface ValueCheck {
  readonly of: readonly [PropertyName, PropertyName?];
  readonly while?: readonly Shown['pendingImage'][];
  readonly holds: (first: unknown, second: unknown) => boolean;
}

/** What some state that the pool can be in must satisfy. */
interface StateCheck {
  readonly at: PropertyName;
  readonly allows: (states: States) => boolean;
}

const pending = 'instantClonePendingImageState';
const current = 'instantCloneCurrentImageState';

const checks: Readonly<Record<CrossRuleId, PresenceCheck | ValueCheck | StateCheck>> = {
  'required-if': {
    demand: ({ property }, { operation }) =>
      isRequired(property, operation) && {
        is: 'there',
        message: `must be there while the operation is ${operation} (required in ${property.requiredIf?.join(', ')}).`,
      },
  },
  'presence/operation': {
    demand: ({ property }, _, { api }) => api === 'rest' && property.view === 'operation' && { is: 'there' },
  },
  'presence/pending-image-complete': {
    demand: ({ property }, { pendingImage = 'ABSENT', operation }) =>
      pendingImage !== 'ABSENT' &&
      property.presence === 'with-pending-image' &&
      !isRequired(property, operation) && { is: 'there', message: `must be there while the pending image is ${pendingImage}.` },
  },
  'presence/no-pending-image': {
    demand: ({ property, outer }, { pendingImage }) =>
      pendingImage === 'ABSENT' &&
      isOfImage(property) &&
      !(outer && isOfImage(outer)) && { is: 'not there', message: 'must not be there while there is no pending image.' },
  },
  'presence/push-image-settings': {
    demand: ({ property }, { operation = 'SCHEDULE_PUSH_IMAGE' }) =>
      operation !== 'SCHEDULE_PUSH_IMAGE' && property.view === 'pushImageSettings' && { is: 'not there' },
  },
  'presence/error-of-failed-image': {
    demand: ({ property }, { possible }) =>
      property.view === 'pendingImageError' && possible.every(({ pendingImage }) => pendingImage === 'FAILED') && { is: 'there' },
  },
  'presence/error-without-failure': {
    demand: ({ property }, { possible }) => property.view === 'pendingImageError' && !possible.some(hasFailed) && { is: 'not there' },
  },
  'progress/pending-publish': {
    of: ['pendingImageProgress'],
    while: ['PENDING_PUBLISH'],
    holds: (progress) => typeof progress !== 'number' || progress === 0,
  },
  'progress/ready': {
    of: ['pendingImageProgress'],
    while: ['READY', 'READY_HELD'],
    holds: (progress) => typeof progress !== 'number' || progress === 100,
  },
  'compute-profile/cores-per-socket': {
    of: ['numCPU', 'coresPerSocket'],
    holds: (cpus, cores) => typeof cpus !== 'number' || typeof cores !== 'number' || cpus % cores === 0,
  },
  'provisioning-error/time': {
    of: ['lastProvisioningErrorTime', 'lastProvisioningError'],
    holds: (time, error) => time != null || !isThere(error),
  },
  'state/idle': {
    at: pending,
    allows: ({ operation, pendingImage }) => operation !== 'NONE' || ['ABSENT', 'FAILED', 'READY_HELD'].includes(pendingImage),
  },
  'state/initial-publish-pending-image': {
    at: pending,
    allows: ({ operation, pendingImage }) => operation !== 'INITIAL_PUBLISH' || ['PENDING_PUBLISH', 'PUBLISHING'].includes(pendingImage),
  },
  'state/initial-publish-current-image': {
    at: current,
    allows: ({ operation, currentImage }) => operation !== 'INITIAL_PUBLISH' || currentImage === 'ABSENT',
  },
  'state/cancel': {
    at: pending,
    allows: ({ operation, pendingImage }) => operation !== 'CANCEL_SCHEDULED_PUSH_IMAGE' || pendingImage === 'UNPUBLISHING',
  },
  'state/pending-image-unpublishing': {
    at: pending,
    allows: ({ operation, pendingImage }) =>
      pendingImage !== 'UNPUBLISHING' || ['SCHEDULE_PUSH_IMAGE', 'CANCEL_SCHEDULED_PUSH_IMAGE', 'FINAL_UNPUBLISH'].includes(operation),
  },
  'state/current-image-unpublishing': {
    at: current,
    allows: ({ operation, currentImage }) =>
      !['PENDING_UNPUBLISH', 'UNPUBLISHING'].includes(currentImage) || ['INFRASTRUCTURE_CHANGE', 'FINAL_UNPUBLISH'].includes(operation),
  },
  'state/current-image-failed': {
    at: current,
    allows: ({ operation, currentImage }) => currentImage !== 'FAILED' || operation === 'FINAL_UNPUBLISH',
  },
  'state/ready-held': {
    at: pending,
    allows: ({ operation, pendingImage, currentImage }) =>
      pendingImage !== 'READY_HELD' || (operation === 'NONE' && currentImage === 'READY'),
  },
};

/** A push that is being cancelled has not failed. */
const hasFailed = ({ operation, pendingImage }: States): boolean =>
  pendingImage === 'UNPUBLISHING' ? operation !== 'CANCEL_SCHEDULED_PUSH_IMAGE' : pendingImage === 'FAILED';

const isRequired = ({ requiredIf }: AnyProperty, operation: Shown['operation']): boolean =>
  operation !== undefined && (requiredIf?.includes(operation) ?? false);

const ofImage: readonly Presence[] = ['with-pending-image', 'of-pending-image'];
const isOfImage = ({ presence }: AnyProperty): boolean => ofImage.includes(presence);

const isThere = (value: unknown): boolean => value != null && value !== unreadable;

type OfRule<Part> = Part & { readonly rule: CrossRuleId };

/** What the states that a status shows demand of it, found out once: then a status that conforms is one of a few looks. */
interface Prepared {
  readonly demands: readonly OfRule<Demand & { readonly position: number }>[];
  /** The positions of what must be there, and of what must not be. */
  readonly there: readonly number[];
  readonly notThere: readonly number[];
  readonly values: readonly OfRule<Pick<ValueCheck, 'holds'> & { readonly first: number; readonly second: number }>[];
  /** The rules that no possible state satisfies. */
  readonly broken: readonly OfRule<{ readonly position: number }>[];
}

const prepared = new WeakMap<Layout, Memo<Prepared>>();
const none: readonly Finding[] = [];

/** Everything in which a status breaks the rules over several properties, in the order of the rules. */
export function checkTogether(observation: Observation): readonly Finding[] {
  const { layout, values, operation, pendingImage, currentImage } = observation;
  const memo = prepared.get(layout) ?? new Memo();
  const known = memo.of([operation, pendingImage, currentImage], () => {
    prepared.set(layout, memo);
    return prepare(observation);
  });
  return isFine(values, known) ? none : findingsOf(observation, known);
}

function isFine(observed: readonly unknown[], { there, notThere, values, broken }: Prepared): boolean {
  for (const position of there) if (observed[position] == null) return false;
  for (const position of notThere) if (isThere(observed[position])) return false;
  for (const { holds, first, second } of values) if (!holds(observed[first], observed[second])) return false;
  return broken.length === 0;
}

function findingsOf({ layout, values: observed }: Observation, { demands, values, broken }: Prepared): readonly Finding[] {
  const finding = (rule: CrossRuleId, position: number, message: string = crossRules[rule].text): Finding => {
    const value = observed[position];
    return { rule, path: layout.fields[position]?.path ?? '', value: isThere(value) ? value : undefined, message };
  };
  return [
    ...demands
      .filter(({ is, position }) => (is === 'there' ? observed[position] == null : isThere(observed[position])))
      .map(({ rule, position, message }) => finding(rule, position, message)),
    ...values
      .filter(({ holds, first, second }) => !holds(observed[first], observed[second]))
      .map(({ rule, first }) => finding(rule, first)),
    ...broken.map(({ rule, position }) => finding(rule, position)),
  ];
}

function prepare({ layout, operation, pendingImage, currentImage }: Observation): Prepared {
  const shown = { operation, pendingImage, currentImage };
  const situation = { ...shown, possible: possibleStates(shown, layout.subject) };
  const demands: Prepared['demands'][number][] = [];
  const values: Prepared['values'][number][] = [];
  const broken: Prepared['broken'][number][] = [];
  for (const [rule, check] of Object.entries(checks) as [CrossRuleId, (typeof checks)[CrossRuleId]][]) {
    if ('demand' in check) {
      for (const [position, field] of layout.fields.entries()) {
        const demand = check.demand(field, situation, layout);
        if (demand) demands.push({ rule, position, ...demand });
      }
    } else if ('of' in check) {
      const [one, other = one] = check.of;
      const isAsked = layout.has(one) && layout.has(other) && (check.while?.includes(pendingImage) ?? true);
      if (isAsked) values.push({ rule, holds: check.holds, first: layout.positionOf(one), second: layout.positionOf(other) });
    } else if (!situation.possible.some(check.allows)) broken.push({ rule, position: layout.positionOf(check.at) });
  }
  const positionsOf = (wanted: Demand['is']) => demands.filter(({ is }) => is === wanted).map(({ position }) => position);
  return { demands, there: positionsOf('there'), notThere: positionsOf('not there'), values, broken };
}
