/** How each rule over several properties is checked. A check knows neither release nor format: it sees an observation. */
import type { PropertyName } from '../api/properties.ts';
import type { Presence } from '../api/property.ts';
import type { Observation, ObservedField, States } from './observation.ts';
import { type CrossRuleId, crossRules } from './rules.ts';
import type { Finding } from './violation.ts';

type Check = (observation: Observation) => readonly Finding[];

/** The checks by rule. */
export const checks = {
  'required-if': (observation) => {
    const { operation } = observation.shown;
    if (operation === undefined) return [];
    return fieldsWhere(observation, ({ property, seen }) => seen === 'absent' && isRequired(property, operation)).map(
      ({ path, property }) => ({
        path,
        value: undefined,
        message: `must be there while the operation is ${operation} (required in ${property.requiredIf?.join(', ')}).`,
      }),
    );
  },
  'presence/operation': (observation) =>
    observation.api === 'rest' && isAbsent(observation, 'operation') ? find(observation, 'presence/operation', 'operation') : [],
  'presence/pending-image-complete': (observation) => {
    const { pendingImage, operation } = observation.shown;
    if (pendingImage === undefined || pendingImage === 'ABSENT') return [];
    return fieldsWhere(
      observation,
      ({ property, seen }) => seen === 'absent' && property.presence === 'with-pending-image' && !isRequired(property, operation),
    ).map(({ path }) => ({
      path,
      value: undefined,
      message: `must be there while the pending image is ${pendingImage}.`,
    }));
  },
  'presence/no-pending-image': (observation) => {
    if (observation.shown.pendingImage !== 'ABSENT') return [];
    const ofImage: readonly Presence[] = ['with-pending-image', 'of-pending-image'];
    const found = fieldsWhere(observation, ({ property, seen }) => seen === 'present' && ofImage.includes(property.presence));
    return outermost(found).map(({ path, value }) => ({
      path,
      value,
      message: 'must not be there while there is no pending image.',
    }));
  },
  'presence/push-image-settings': (observation) => {
    const { operation } = observation.shown;
    if (operation === undefined || operation === 'SCHEDULE_PUSH_IMAGE' || !isPresent(observation, 'pushImageSettings')) return [];
    return find(observation, 'presence/push-image-settings', 'pushImageSettings');
  },
  'presence/error-of-failed-image': (observation) =>
    isAbsent(observation, 'pendingImageError') && observation.possible.every((states) => states.pendingImage === 'FAILED')
      ? find(observation, 'presence/error-of-failed-image', 'pendingImageError')
      : [],
  'presence/error-without-failure': (observation) =>
    isPresent(observation, 'pendingImageError') && !observation.possible.some(hasFailed)
      ? find(observation, 'presence/error-without-failure', 'pendingImageError')
      : [],
  'progress/pending-publish': (observation) =>
    observation.shown.pendingImage === 'PENDING_PUBLISH' && (numberOf(observation, 'pendingImageProgress') ?? 0) !== 0
      ? find(observation, 'progress/pending-publish', 'pendingImageProgress')
      : [],
  'progress/ready': (observation) =>
    ['READY', 'READY_HELD'].includes(observation.shown.pendingImage ?? '') && (numberOf(observation, 'pendingImageProgress') ?? 100) !== 100
      ? find(observation, 'progress/ready', 'pendingImageProgress')
      : [],
  'compute-profile/cores-per-socket': (observation) => {
    const cpus = numberOf(observation, 'numCPU');
    const cores = numberOf(observation, 'coresPerSocket');
    return cpus === undefined || cores === undefined || cpus % cores === 0
      ? []
      : find(observation, 'compute-profile/cores-per-socket', 'numCPU');
  },
  'provisioning-error/time': (observation) =>
    isPresent(observation, 'lastProvisioningError') && isAbsent(observation, 'lastProvisioningErrorTime')
      ? find(observation, 'provisioning-error/time', 'lastProvisioningErrorTime')
      : [],
  'state/idle': invariant(
    'state/idle',
    'instantClonePendingImageState',
    ({ operation, pendingImage }) => operation !== 'NONE' || ['ABSENT', 'FAILED', 'READY_HELD'].includes(pendingImage),
  ),
  'state/initial-publish-pending-image': invariant(
    'state/initial-publish-pending-image',
    'instantClonePendingImageState',
    ({ operation, pendingImage }) => operation !== 'INITIAL_PUBLISH' || ['PENDING_PUBLISH', 'PUBLISHING'].includes(pendingImage),
  ),
  'state/initial-publish-current-image': invariant(
    'state/initial-publish-current-image',
    'instantCloneCurrentImageState',
    ({ operation, currentImage }) => operation !== 'INITIAL_PUBLISH' || currentImage === 'ABSENT',
  ),
  'state/cancel': invariant(
    'state/cancel',
    'instantClonePendingImageState',
    ({ operation, pendingImage }) => operation !== 'CANCEL_SCHEDULED_PUSH_IMAGE' || pendingImage === 'UNPUBLISHING',
  ),
  'state/pending-image-unpublishing': invariant(
    'state/pending-image-unpublishing',
    'instantClonePendingImageState',
    ({ operation, pendingImage }) =>
      pendingImage !== 'UNPUBLISHING' || ['SCHEDULE_PUSH_IMAGE', 'CANCEL_SCHEDULED_PUSH_IMAGE', 'FINAL_UNPUBLISH'].includes(operation),
  ),
  'state/current-image-unpublishing': invariant(
    'state/current-image-unpublishing',
    'instantCloneCurrentImageState',
    ({ operation, currentImage }) =>
      !['PENDING_UNPUBLISH', 'UNPUBLISHING'].includes(currentImage) || ['INFRASTRUCTURE_CHANGE', 'FINAL_UNPUBLISH'].includes(operation),
  ),
  'state/current-image-failed': invariant(
    'state/current-image-failed',
    'instantCloneCurrentImageState',
    ({ operation, currentImage }) => currentImage !== 'FAILED' || operation === 'FINAL_UNPUBLISH',
  ),
  'state/ready-held': invariant(
    'state/ready-held',
    'instantClonePendingImageState',
    ({ operation, pendingImage, currentImage }) => pendingImage !== 'READY_HELD' || (operation === 'NONE' && currentImage === 'READY'),
  ),
} as const satisfies Record<CrossRuleId, Check>;

/** A rule that some possible state of the pool must satisfy. */
function invariant(rule: CrossRuleId, at: PropertyName, holds: (states: States) => boolean): Check {
  return (observation) => (observation.possible.some(holds) ? [] : find(observation, rule, at));
}

/** A push that is being cancelled has not failed. */
function hasFailed({ operation, pendingImage }: States): boolean {
  if (pendingImage === 'UNPUBLISHING') return operation !== 'CANCEL_SCHEDULED_PUSH_IMAGE';
  return pendingImage === 'FAILED';
}

function isRequired({ requiredIf }: ObservedField['property'], operation: States['operation'] | undefined): boolean {
  return operation !== undefined && (requiredIf?.includes(operation) ?? false);
}

/** The release and format have the property, and the status does not show it. */
function isAbsent({ fields }: Observation, name: PropertyName): boolean {
  return fields.get(name)?.seen === 'absent';
}

function isPresent({ fields }: Observation, name: PropertyName): boolean {
  return fields.get(name)?.seen === 'present';
}

function numberOf({ fields }: Observation, name: PropertyName): number | undefined {
  const value = fields.get(name)?.value;
  return typeof value === 'number' ? value : undefined;
}

function fieldsWhere({ fields }: Observation, test: (field: ObservedField) => boolean): readonly ObservedField[] {
  return [...fields.values()].filter(test);
}

/** Leaves out the members of an object that is itself among the fields. */
function outermost(fields: readonly ObservedField[]): readonly ObservedField[] {
  return fields.filter(({ path }) => !fields.some((other) => path.startsWith(`${other.path}.`)));
}

function find({ fields }: Observation, rule: CrossRuleId, at: PropertyName): readonly Finding[] {
  const field = fields.get(at);
  return [{ path: field?.path ?? '', value: field?.value, message: crossRules[rule].text }];
}
