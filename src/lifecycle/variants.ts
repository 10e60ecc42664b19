/**
 * Every way in which an event can be sent to a pool, as far as the life cycle tells them apart. What an event carries beside
 * that (an image, a text, a percentage, a time) is payload: it goes through registers and opens or closes no way.
 */
import type { EventType } from '../../machines/events.ts';

/** What tells one push from another; no other event has it. */
interface PushVariant {
  /** A new push, or a change of the start of the one that is scheduled. */
  readonly kind: 'push' | 'reschedule';
  /** Of a reschedule it is what the push was. */
  readonly selective: boolean;
  /** At once; at a time that has passed already, which stays in the settings that a status shows; or at a time to come. */
  readonly start: 'now' | 'past' | 'later';
}

type Row = Partial<PushVariant>;

/** The variants of each event by their names. Events of clones and tasks have none: a status shows nothing of them. */
const byEvent = {
  'command.schedulePushImage': {
    'push now': { kind: 'push', selective: false, start: 'now' },
    'push since': { kind: 'push', selective: false, start: 'past' },
    'push later': { kind: 'push', selective: false, start: 'later' },
    'push selectively now': { kind: 'push', selective: true, start: 'now' },
    'push selectively since': { kind: 'push', selective: true, start: 'past' },
    'push selectively later': { kind: 'push', selective: true, start: 'later' },
    'reschedule to now': { kind: 'reschedule', start: 'now' },
    'reschedule to the past': { kind: 'reschedule', start: 'past' },
    'reschedule later': { kind: 'reschedule', start: 'later' },
  },
  'command.cancelScheduledPushImage': { cancel: {} },
  'command.promotePendingImage': { promote: {} },
  'command.applyImage': {},
  'command.changeInfrastructure': { 'change infrastructure': {} },
  'command.enableProvisioning': { 'enable provisioning': {} },
  'command.disableProvisioning': { 'disable provisioning': {} },
  'command.delete': { delete: {} },
  'command.pauseTask': {},
  'command.resumeTask': {},
  'command.cancelTask': {},
  'engine.publishStarted': { 'publish started': {} },
  'engine.publishProgressed': { 'publish progressed': {} },
  'engine.publishSucceeded': { 'publish succeeded': {} },
  'engine.publishFailed': { 'publish failed': {} },
  'engine.publishTimedOut': { 'publish timed out': {} },
  'engine.startTimeReached': { 'start time reached': {} },
  'engine.pendingImageUnpublished': { 'pending image unpublished': {} },
  'engine.pendingImageUnpublishFailed': { 'pending image unpublish failed': {} },
  'engine.currentImageUnpublishStarted': { 'current image unpublish started': {} },
  'engine.currentImageUnpublished': { 'current image unpublished': {} },
  'engine.currentImageUnpublishFailed': { 'current image unpublish failed': {} },
  'clone.resyncStarted': {},
  'clone.resyncSucceeded': {},
  'clone.resyncFailed': {},
  'clone.sessionOpened': {},
  'clone.sessionClosed': {},
} as const satisfies Record<EventType, Record<string, Row>>;

type ByEvent = typeof byEvent;

export type VariantName = { [E in EventType]: keyof ByEvent[E] }[EventType];

export type VariantEvent = { [E in EventType]: keyof ByEvent[E] extends never ? never : E }[EventType];

/** One way to send an event. */
export interface Variant extends Row {
  /** What it is called in files and outputs. Nothing is read from it. */
  readonly name: VariantName;
  readonly event: VariantEvent;
}

/** All of them, in the order in which a node of the graph lists what it accepts. */
export const variants: readonly Variant[] = Object.entries(byEvent).flatMap(([event, rows]) =>
  Object.entries(rows).map(([name, row]) => ({ name: name as VariantName, event: event as VariantEvent, ...(row as Row) })),
);

const byName = new Map(variants.map((variant) => [variant.name, variant]));

/** The variant of a name. There is one object for each. */
export const variantOf = (name: VariantName): Variant => byName.get(name) as Variant;
