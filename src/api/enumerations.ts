/** How each value of a closed vocabulary looks on the wire, by API and release. */
import type { CurrentImageState, LogoffSetting, Operation, PendingImageState } from '../../machines/vocabulary.ts';
import { type Availability, isAvailable } from './availability.ts';
import type { Api } from './formats.ts';
import type { Release } from './releases.ts';

/** The state has no value of its own: the key is left out (View, REST) or null (PowerCLI). */
export const absent = 'absent';

/** Since when each API has a value, and what it means. */
export interface WireEntry {
  readonly view: Availability;
  readonly rest: Availability;
  readonly meaning: string;
  /** What is shown where the release lacks the value: another value, or the state that the image had before. */
  readonly standIn?: 'READY' | 'stateBefore';
}

const always = { view: '7.0', rest: '2006' } as const;

/** `operation` of the View API, `instant_clone_operation` of REST. A deleted pool has no status at all. */
const operationOnTheWire = {
  INITIAL_PUBLISH: { ...always, meaning: 'The pool was just created; its first image is being published.' },
  NONE: { ...always, meaning: 'Nothing is going on.' },
  SCHEDULE_PUSH_IMAGE: { ...always, meaning: 'A push of a new image is scheduled or running.' },
  CANCEL_SCHEDULED_PUSH_IMAGE: { ...always, meaning: 'A push is being cancelled.' },
  INFRASTRUCTURE_CHANGE: { ...always, meaning: 'The image moves to another cluster or other datastores.' },
  FINAL_UNPUBLISH: { ...always, meaning: 'The pool was deleted; its images are being removed.' },
  DELETED: absent,
} as const satisfies Record<Operation, WireEntry | typeof absent>;

/** `instantClonePendingImageState`. 2006 shipped before 7.13, hence the gap of UNPUBLISHING in the View API. */
const pendingOnTheWire = {
  PENDING_PUBLISH: { ...always, meaning: 'Accepted; the publish has not started.' },
  ABSENT: absent,
  PUBLISHING: { ...always, meaning: 'The publish is running.' },
  READY: { ...always, meaning: 'Published, and not current yet.' },
  READY_HELD: {
    view: '2111',
    rest: '2206',
    meaning: 'Published by a selective push and held; some clones may run it.',
    standIn: 'READY',
  },
  FAILED: { ...always, meaning: 'The publish failed or timed out.' },
  UNPUBLISHING: {
    view: [['7.13', '7.13'], ['2012']],
    rest: '2006',
    meaning: 'Being removed after a failed or cancelled push, or with its pool.',
    standIn: 'stateBefore',
  },
} as const satisfies Record<PendingImageState, WireEntry | typeof absent>;

/** `instantCloneCurrentImageState`. */
const currentOnTheWire = {
  ABSENT: absent,
  READY: { ...always, meaning: 'Clones can be made from it.' },
  PENDING_UNPUBLISH: { ...always, meaning: 'A delete or an infrastructure change is accepted and has not begun.' },
  UNPUBLISHING: { ...always, meaning: 'A delete or an infrastructure change is removing it.' },
  FAILED: { ...always, meaning: 'The delete failed or timed out.' },
} as const satisfies Record<CurrentImageState, WireEntry | typeof absent>;

/** `logoffSetting` of the View API, `logoff_policy` of REST. */
const logoffOnTheWire = {
  FORCE_LOGOFF: { ...always, meaning: 'Sessions are ended.' },
  WAIT_FOR_LOGOFF: { ...always, meaning: 'A clone follows when its session ends.' },
} as const satisfies Record<LogoffSetting, WireEntry>;

const neverInRest: Availability = [];
const onlyIn2012: Availability = [['2012', '2012']];

/** `taskType` of the View API, `operation` of a REST task. hvsim itself only makes PUSH_IMAGE. */
const taskTypeOnTheWire = {
  REFRESH: { view: '7.0', rest: onlyIn2012, meaning: 'Linked clones return to their snapshot.' },
  RESYNC: { view: '7.0', rest: neverInRest, meaning: 'Linked clones move to another image.' },
  RECOMPOSE: { view: [], rest: onlyIn2012, meaning: 'The name of RESYNC in REST.' },
  REBALANCE: { view: '7.0', rest: onlyIn2012, meaning: 'Linked clones spread over datastores.' },
  ATTACH: { view: '7.0', rest: [['2012', '2012'], ['2303']], meaning: 'A persistent disk is attached.' },
  DETACH: { view: '7.0', rest: [['2012', '2012'], ['2303']], meaning: 'A persistent disk is detached.' },
  REPLACE: { view: '7.0', rest: onlyIn2012, meaning: 'A persistent disk is replaced.' },
  CHECKPOINT: { view: '7.0', rest: onlyIn2012, meaning: 'A checkpoint is taken.' },
  PUSH_IMAGE: { view: '7.0', rest: '2012', meaning: 'Instant clones follow a new image.' },
  ARCHIVE: { view: [], rest: '2206', meaning: 'A persistent disk is archived.' },
  TAGGING: { view: [], rest: '2206', meaning: 'Machines are tagged.' },
} as const satisfies Record<string, WireEntry>;

/** The enumerations by the name that the property table uses. */
export const enumerations = {
  operation: operationOnTheWire,
  pendingImageState: pendingOnTheWire,
  currentImageState: currentOnTheWire,
  logoffSetting: logoffOnTheWire,
  taskType: taskTypeOnTheWire,
} as const satisfies Record<string, Readonly<Record<string, WireEntry | typeof absent>>>;

export type EnumerationName = keyof typeof enumerations;

/** The values of an enumeration that can be on some wire. */
export type WireEnum<E extends EnumerationName> = {
  [V in keyof (typeof enumerations)[E]]: (typeof enumerations)[E][V] extends typeof absent ? never : V;
}[keyof (typeof enumerations)[E]];

/** An enumeration's entries, those without a value of their own left out. */
export function wireEntries(name: EnumerationName): readonly (readonly [value: string, entry: WireEntry])[] {
  const table: Readonly<Record<string, WireEntry | typeof absent>> = enumerations[name];
  return Object.entries(table).flatMap(([value, entry]) => (entry === absent ? [] : [[value, entry] as const]));
}

/**
 * The values that an API has in a release.
 *
 * @example wireValues('pendingImageState', '2106', 'view') //=> PENDING_PUBLISH, PUBLISHING, READY, FAILED, UNPUBLISHING
 */
export function wireValues(name: EnumerationName, release: Release, api: Api): readonly string[] {
  return wireEntries(name).flatMap(([value, entry]) => (isAvailable(release, entry[api]) ? [value] : []));
}

/**
 * Whether pools of a release can be pushed to selectively and hold an image (READY_HELD of the View API).
 *
 * @example hasSelectivePush('2106') //=> false
 */
export function hasSelectivePush(release: Release): boolean {
  return isAvailable(release, pendingOnTheWire.READY_HELD.view);
}

/**
 * Whether an API of a release can say that the pending image is being removed (UNPUBLISHING).
 *
 * @example hasPendingUnpublishing('2006', 'view') //=> false
 */
export function hasPendingUnpublishing(release: Release, api: Api): boolean {
  return isAvailable(release, pendingOnTheWire.UNPUBLISHING[api]);
}
