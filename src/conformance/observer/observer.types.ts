/** What an observer is told and what it answers. All times are epoch milliseconds. */
import type { EventType } from '../../../machines/events.ts';
import type { Evidence } from '../../../machines/vocabulary.ts';
import type { Format } from '../../api/formats.ts';
import type { ReleaseName } from '../../api/releases.ts';
import type { EngineOption } from '../../engine/timings.ts';
import type { ShownState, VariantName } from '../../lifecycle/index.ts';
import type { Violation } from '../violation.ts';

export interface ObserverOptions {
  /** Any name of the release (Horizon 7.0 and later). */
  readonly release: ReleaseName;
  readonly format: Format;
  /**
   * How quick the engine may be: `production` when absent; `manual` or `instant` where nothing is known. It decides one thing
   * only: whether a pending image can have been replaced by another, both unseen, in the time between two polls.
   */
  readonly engine?: EngineOption;
  /** How far observations without a time are apart: milliseconds, or text such as `30s`. 30 seconds when absent. */
  readonly poll?: number | string;
}

/** An event that nobody saw. */
export interface HiddenEvent {
  readonly event: EventType;
  /** Which form of the event. */
  readonly variant: VariantName;
  readonly by: 'administrator' | 'engine';
  /** How hvsim knows that this can happen. */
  readonly evidence: Evidence;
  /** In words. */
  readonly text: string;
}

/** Something that the life cycle does not say for certain, and without which the observation could be explained. */
export interface Assumption {
  readonly evidence: Evidence;
  readonly text: string;
}

/** Why an observation is impossible. */
export interface Reason {
  /** The rule that it breaks: one of `validate`'s, or one of `followRules`. */
  readonly rule: string;
  readonly text: string;
  /** Where the rule is written. */
  readonly document: string;
  readonly assumption?: Assumption;
}

/** What one observation means. */
export interface Explanation {
  /** From 1. */
  readonly number: number;
  readonly at?: number;
  /** `first`: nothing was seen before. `unchanged`: nothing had to happen. */
  readonly verdict: 'first' | 'unchanged' | 'explained' | 'impossible';
  /** A shortest chain of hidden events that explains the step; empty where nothing had to happen, or nothing explains it. */
  readonly events: readonly HiddenEvent[];
  /** What was seen, in words. */
  readonly seen: string;
  /** The states that are shown, however the format words them; DELETED where there is no such pool. Absent where they cannot be read. */
  readonly state?: ShownState;
  readonly reason?: Reason;
  /** Every way in which the status by itself breaks a rule, as `validate` gives them; absent where there is none. */
  readonly violations?: readonly Violation[];
  /** What would have been possible, in words; of an impossible observation alone. */
  readonly expected?: readonly string[];
}

/** What can happen next. */
export interface NextEvent {
  readonly event: EventType;
  readonly by: 'administrator' | 'engine';
  readonly evidence: Evidence;
  readonly text: string;
  /** What would be seen then. */
  readonly shows: ShownState;
}

/** What a whole sequence means. */
export interface Summary {
  readonly verdict: 'explained' | 'impossible';
  readonly observations: number;
  /** How many of them are impossible. */
  readonly impossible: number;
  /** What the pool has lived through, oldest first. */
  readonly lived: readonly string[];
  readonly next: readonly NextEvent[];
  /** How many abstract states of the life cycle fit what was seen. */
  readonly states: number;
}

/** Follows one pool. */
export interface Observer {
  /**
   * Takes the next observation.
   *
   * @param status the status, the object around it, or the whole pool (DesktopInfo, or a pool of REST); null where the pool does not exist
   * @param at when it was seen, where that is known
   * @throws HvsimError `time-goes-backwards`; never for what is in the status
   */
  observe(status: unknown, at?: number): Explanation;
  summary(): Summary;
}
