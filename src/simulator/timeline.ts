/** The timeline: what happened to every pool, in order. One record a line of NDJSON, read and written by every tool here. */
import type { AuditEvent } from '../../machines/emitted.ts';
import type { PoolState } from '../../machines/vocabulary.ts';
import type { Format } from '../api/formats.ts';
import type { Release } from '../api/releases.ts';
import type { PoolSpec } from './input/pool-spec.ts';
import type { EventInput } from './input/read-event.ts';
import type { PoolSnapshot, StepResult } from './step.ts';

/** The event that begins a pool's life. */
export type CreateEvent = { readonly type: 'desktop.create' } & PoolSpec;

/** Something that happened, with the machine's snapshot after it. */
export interface TimelineEntry extends StepResult {
  /** From 1, over all pools. */
  readonly seq: number;
  /** Virtual time in epoch milliseconds. */
  readonly at: number;
  /** The pool's id. */
  readonly pool: string;
  readonly event: EventInput | CreateEvent;
  /** Whether it was sent, or came of the engine. */
  readonly by: 'script' | 'engine';
}

/** What a timeline was recorded with, so that every tool can read it again. */
export interface RunMark {
  /** The version of the timeline's form. */
  readonly hvsim: 1;
  readonly release: Release;
  /** Of the statuses. */
  readonly format: Format;
}

/** One line of a timeline. */
export interface TimelineRecord extends Omit<TimelineEntry, 'audits' | 'snapshot'> {
  readonly audits?: readonly AuditEvent[];
  /** What the run was made with, in the record of a pool's creation. */
  readonly run?: RunMark;
  /** Ids and names of the pool's clones, in the record of its creation. */
  readonly machines?: readonly { readonly id: string; readonly name: string }[];
  readonly state: PoolState;
  /** In the format that was asked for; null for a deleted pool. */
  readonly status: unknown;
}

export function stateOf({ value }: PoolSnapshot): PoolState {
  const { operation, pendingImage, currentImage, task } = value;
  return { operation, pendingImage, currentImage, task };
}

export function toRecord(entry: TimelineEntry, status: unknown, run: RunMark): TimelineRecord {
  const { audits, snapshot, ...record } = entry;
  const machines = () => snapshot.context.clones.map(({ id, name }) => ({ id, name }));
  return {
    ...record,
    ...(audits.length > 0 ? { audits } : {}),
    ...(entry.event.type === 'desktop.create' ? { run, machines: machines() } : {}),
    state: stateOf(snapshot),
    status,
  };
}
