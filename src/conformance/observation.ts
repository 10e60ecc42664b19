/** A status read back into one neutral record, whatever its format: what the rules look at. */
import {
  type CurrentImageState,
  currentImageStates,
  type Operation,
  operations,
  type PendingImageState,
  pendingImageStates,
} from '../../machines/vocabulary.ts';
import { hasPendingUnpublishing, hasSelectivePush, wireValues } from '../api/enumerations.ts';
import { fieldsOf, objectOf } from '../api/fields.ts';
import { type Api, apiOf } from '../api/formats.ts';
import type { ObjectName, PropertyName } from '../api/properties.ts';
import type { AnyProperty } from '../api/property.ts';
import type { Subject } from './subject.ts';
import { join } from './violation.ts';

/** A property that the release and format have, as a status shows it. */
export interface ObservedField {
  readonly path: string;
  readonly property: AnyProperty;
  /** Unreadable: it does not fit the schema. That is reported, and nothing else is asked of it. */
  readonly seen: 'present' | 'absent' | 'unreadable';
  /** The value on the wire, where it is present. */
  readonly value: unknown;
}

/** The states of a pool's three regions. */
export interface States {
  readonly operation: Operation;
  readonly pendingImage: PendingImageState;
  readonly currentImage: CurrentImageState;
}

/** What a status shows. */
export interface Observation {
  readonly api: Api;
  /** By View name, whatever the format. */
  readonly fields: ReadonlyMap<PropertyName, ObservedField>;
  /** As shown; a state that cannot be read is not there. */
  readonly shown: Partial<States>;
  /** The states that the pool can be in: what is shown, and what it may stand in for. All of them where it cannot be read. */
  readonly possible: readonly States[];
}

/**
 * Reads a status.
 *
 * @param unreadable the paths whose values do not fit the schema
 */
export function observe(status: unknown, subject: Subject, unreadable: ReadonlySet<string>): Observation {
  const fields = new Map<PropertyName, ObservedField>();
  collect(status, subject.object, '');
  const shown = readStates(fields);
  return { api: apiOf(subject.format), fields, shown, possible: possibleStates(shown, subject) };

  function collect(source: unknown, object: ObjectName, path: string): void {
    if (!isRecord(source)) return;
    for (const { name, property } of fieldsOf(object, subject.release, subject.format)) {
      const own = join(path, name);
      const value = Object.hasOwn(source, name) ? source[name] : undefined;
      const seen = unreadable.has(own) ? 'unreadable' : value == null ? 'absent' : 'present';
      fields.set(property.view as PropertyName, {
        path: own,
        property,
        seen,
        value: seen === 'present' ? value : undefined,
      });
      const nested = objectOf(property.type);
      if (nested !== undefined) collect(value, nested, own);
    }
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readStates(fields: Observation['fields']): Partial<States> {
  const operation = read(fields.get('operation'), operations);
  const pendingImage = readImage(fields.get('instantClonePendingImageState'), pendingImageStates);
  const currentImage = readImage(fields.get('instantCloneCurrentImageState'), currentImageStates);
  return {
    ...(operation === undefined ? {} : { operation }),
    ...(pendingImage === undefined ? {} : { pendingImage }),
    ...(currentImage === undefined ? {} : { currentImage }),
  };
}

function read<State extends string>(field: ObservedField | undefined, states: readonly State[]): State | undefined {
  return states.find((state) => state === field?.value);
}

function readImage<State extends string>(
  field: ObservedField | undefined,
  states: readonly (State | 'ABSENT')[],
): State | 'ABSENT' | undefined {
  if (field === undefined) return undefined;
  return field.seen === 'absent' ? 'ABSENT' : read(field, states);
}

/** Every state that a pool can be in when it shows these: the same, and what a release lets them stand in for. */
export function possibleStates(shown: Partial<States>, subject: Subject): readonly States[] {
  const possible: States[] = [];
  for (const operation of shown.operation === undefined ? operations : [shown.operation]) {
    for (const currentImage of shown.currentImage === undefined ? currentImageStates : [shown.currentImage]) {
      for (const pendingImage of shown.pendingImage === undefined ? pendingImageStates : [shown.pendingImage]) {
        const states = { operation, pendingImage, currentImage };
        possible.push(states);
        for (const hidden of hiddenBehind(states, subject)) possible.push({ ...states, pendingImage: hidden });
      }
    }
  }
  return possible;
}

/** What a shown pending image may stand in for, in a release that lacks the value itself. */
function hiddenBehind({ operation, pendingImage, currentImage }: States, { release, format }: Subject): PendingImageState[] {
  const api = apiOf(format);
  if (pendingImage === 'READY' && operation === 'NONE' && currentImage === 'READY') {
    const canHold = hasSelectivePush(release);
    return canHold && !wireValues('pendingImageState', release, api).includes('READY_HELD') ? ['READY_HELD'] : [];
  }
  if (hasPendingUnpublishing(release, api)) return [];
  return stateBeforeUnpublishing[operation].includes(pendingImage) ? ['UNPUBLISHING'] : [];
}

const published: readonly PendingImageState[] = ['PENDING_PUBLISH', 'PUBLISHING', 'READY'];

/** What the pending image may have been before UNPUBLISHING, by operation. */
const stateBeforeUnpublishing: Readonly<Record<Operation, readonly PendingImageState[]>> = {
  INITIAL_PUBLISH: [],
  NONE: [],
  SCHEDULE_PUSH_IMAGE: published,
  CANCEL_SCHEDULED_PUSH_IMAGE: published,
  INFRASTRUCTURE_CHANGE: [],
  FINAL_UNPUBLISH: [...published, 'FAILED'],
  DELETED: [],
};
