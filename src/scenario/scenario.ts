/** A scenario: pools, an engine, and steps that send events and say what is to be expected. */
import * as v from 'valibot';
import { currentImageStates, type EntryState, entryStates, operations, pendingImageStates, taskStates } from '../../machines/vocabulary.ts';
import { properties } from '../api/properties.ts';
import { findRelease, type Release } from '../api/releases.ts';
import { failables } from '../engine/activities.ts';
import { type EngineOption, toTimings } from '../engine/timings.ts';
import { HvsimError } from '../errors.ts';
import { type PoolSpec, poolSpecEntries } from '../simulator/pool-spec.ts';
import { type Problem, toProblems, toProblemText, toSentence } from '../simulator/read.ts';
import { type EventInput, readEvent, time } from '../simulator/read-event.ts';
import { readDuration } from '../simulator/time.ts';

const duration = v.pipe(
  v.unknown(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const ms = readDuration(dataset.value);
    if (ms !== undefined) return ms;
    addIssue({ message: 'Expected a duration: milliseconds, or amounts with units such as "90s" or "1h 30m"' });
    return NEVER;
  }),
);

/** A moment of the run: a duration since its begin, or a time. */
const moment = v.pipe(
  v.unknown(),
  v.rawTransform(({ dataset, addIssue, NEVER }): { readonly afterMs: number } | { readonly time: number } => {
    const afterMs = readDuration(dataset.value);
    if (afterMs !== undefined) return { afterMs };
    const at = v.safeParse(time, dataset.value);
    if (at.success) return { time: at.output };
    addIssue({ message: 'Expected a moment: a duration since the begin such as "1h 30m", or a time in ISO 8601' });
    return NEVER;
  }),
);

const event = v.pipe(
  v.unknown(),
  v.rawTransform(({ dataset, addIssue, NEVER }): EventInput => {
    const reading = readEvent(dataset.value);
    if ('event' in reading && reading.warnings.length === 0) return reading.event;
    addIssue({ message: toProblemText('event' in reading ? reading.warnings : reading.problems) });
    return NEVER;
  }),
);

const engine = v.pipe(
  v.unknown(),
  v.rawTransform(({ dataset, addIssue, NEVER }): EngineOption => {
    try {
      const { value } = dataset;
      if (typeof value !== 'string' && (typeof value !== 'object' || value === null))
        throw new HvsimError('wrong-timings', 'Expected an engine profile or timings');
      toTimings(value as EngineOption);
      return value as EngineOption;
    } catch (error) {
      if (!(error instanceof HvsimError)) throw error;
      addIssue({ message: error.message });
      return NEVER;
    }
  }),
);

/** A partial state of the four regions. */
const state = v.strictObject({
  operation: v.optional(v.picklist(operations)),
  pendingImage: v.optional(v.picklist(pendingImageStates)),
  currentImage: v.optional(v.picklist(currentImageStates)),
  task: v.optional(v.picklist(taskStates)),
});

const pool = v.union(
  [v.string(), v.pipe(v.number(), v.integer(), v.minValue(0))],
  'Expected a pool: its name, its id, or its position from 0',
);

const failure = v.pipe(
  v.strictObject({ what: v.picklist(failables), error: v.optional(v.string()), timeout: v.optional(v.literal(true)) }),
  v.check(
    ({ what, error, timeout }) => (error === undefined) === (timeout === true) && (timeout !== true || what === 'publish'),
    'Expected an error text, or timeout: true for a publish',
  ),
);

/** The members that a status has in any release, in the View API's names. */
const statusMembers = properties.status.map(({ view }) => view);

const step = v.pipe(
  v.strictObject({
    /** When: at a moment, after a wait, or as soon as the pool is in a state. */
    at: v.optional(moment),
    wait: v.optional(duration),
    until: v.optional(state),
    /** How long `until` may take; 30 days when absent. */
    limit: v.optional(duration),
    /** Which pool the step is about; the first when absent. */
    pool: v.optional(pool),
    failNext: v.optional(failure),
    send: v.optional(event),
    expect: v.optional(
      v.strictObject({
        outcome: v.optional(v.picklist(['accepted', 'ignored', 'fault'])),
        fault: v.optional(v.picklist(['EntityNotFound', 'InvalidArgument'])),
        /** The member of the command that the fault is about. */
        field: v.optional(v.string()),
        state: v.optional(state),
        /** Members of the status in the View API's names; null where a member must be absent. What the release lacks is passed over. */
        status: v.optional(v.nullable(v.record(v.picklist(statusMembers), v.unknown()))),
        /** Counts of the newest task in the View API's names. */
        task: v.optional(v.record(v.picklist(['remaining', 'errors', 'halted', 'cancelled']), v.number())),
        provisioning: v.optional(v.strictObject({ enabled: v.optional(v.boolean()), lastError: v.optional(v.nullable(v.string())) })),
        /** Clones by name or by position from 1. */
        clones: v.optional(
          v.record(
            v.string(),
            v.strictObject({
              parentVm: v.optional(v.nullable(v.string())),
              snapshot: v.optional(v.nullable(v.string())),
              session: v.optional(v.boolean()),
              task: v.optional(v.nullable(v.picklist(entryStates))),
            }),
          ),
        ),
      }),
    ),
  }),
  v.check(
    ({ at, wait, until }) => [at, wait, until].filter((each) => each !== undefined).length <= 1,
    'Expected at most one of at, wait and until',
  ),
  v.check(({ limit, until }) => limit === undefined || until !== undefined, 'Expected until beside limit'),
  v.check(
    ({ expect, send }) => (expect?.outcome ?? expect?.fault) === undefined || send !== undefined,
    'Expected send beside an expected outcome or fault',
  ),
  v.check((all) => Object.values(all).some((each) => each !== undefined), 'Expected a step that does something'),
);

/** A release by any of its names. YAML takes an unquoted 7.10 for the number 7.1, so that only whole numbers need no quotes. */
const inQuotes = 'Expected a release in quotes, such as "7.10"';
const release = v.pipe(
  v.union([v.string(), v.number()], inQuotes),
  v.check((name) => typeof name === 'string' || Number.isInteger(name), inQuotes),
  v.rawTransform(({ dataset, addIssue, NEVER }): Release => {
    try {
      return findRelease(String(dataset.value));
    } catch (error) {
      addIssue({ message: (error as HvsimError).message });
      return NEVER;
    }
  }),
);

/** The members of a scenario file. */
const scenarioSchema = v.strictObject({
  title: v.pipe(v.string(), v.nonEmpty()),
  release: v.optional(release),
  seed: v.optional(v.pipe(v.number(), v.safeInteger())),
  startAt: v.optional(time),
  engine: v.optional(engine),
  pools: v.optional(v.pipe(v.array(v.strictObject(poolSpecEntries)), v.minLength(1, 'Expected at least one pool'))),
  steps: v.array(step),
});

type Moment = number | string;
type StateInput = v.InferInput<typeof state>;

/** What a step may expect of a clone; null where there is none. */
export interface ExpectedClone {
  readonly parentVm: string | null;
  readonly snapshot: string | null;
  readonly session: boolean;
  readonly task: EntryState | null;
}

/** One step of a scenario, as one writes it. */
export interface ScenarioStep {
  /** A duration since the begin of the run, or a time; not before what already happened. */
  readonly at?: Moment;
  /** A duration from now. */
  readonly wait?: number | string;
  /** As soon as the pool is in this state. */
  readonly until?: StateInput;
  /** How long `until` may take, 30 days of virtual time when absent. */
  readonly limit?: number | string;
  /** A pool's name, id or position from 0; the first when absent. */
  readonly pool?: string | number;
  /** Makes the engine's next try fail. */
  readonly failNext?: v.InferInput<typeof failure>;
  readonly send?: EventInput;
  readonly expect?: {
    readonly outcome?: 'accepted' | 'ignored' | 'fault';
    readonly fault?: 'EntityNotFound' | 'InvalidArgument';
    /** The member of the command that the fault is about. */
    readonly field?: string;
    readonly state?: StateInput;
    /** Some members in the View API's names; null where a member, or the whole status, must be absent. What the release lacks is passed over. */
    readonly status?: Readonly<Record<string, unknown>> | null;
    /** Whether provisioning is on, and the pool's last provisioning error; null where there is none. */
    readonly provisioning?: { readonly enabled?: boolean; readonly lastError?: string | null };
    /** Some clones, by name or position from 1: their image, session and part in the newest task. */
    readonly clones?: Readonly<Record<string, Partial<ExpectedClone>>>;
    readonly task?: { readonly [K in 'remaining' | 'errors' | 'halted' | 'cancelled']?: number };
  };
}

/** A scenario, as one writes it. */
export interface ScenarioInput {
  /** What it tells, in a line. */
  readonly title: string;
  readonly release?: string;
  readonly seed?: number;
  readonly startAt?: Moment;
  readonly engine?: EngineOption;
  readonly pools?: readonly PoolSpec[];
  readonly steps: readonly ScenarioStep[];
}

/** A scenario that has been read: times are epoch milliseconds, durations milliseconds. */
export type Scenario = v.InferOutput<typeof scenarioSchema>;

/** What is wrong with a scenario that is no text: no lines to point at. */
export class ScenarioProblems extends HvsimError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('wrong-scenario', `The scenario cannot be run: ${toSentence(problems)}`);
    this.problems = problems;
  }
}

/**
 * Reads a scenario from parsed YAML or JSON, or from TypeScript.
 *
 * @throws ScenarioProblems (an HvsimError `wrong-scenario`) with the path of everything that is wrong
 */
export function readScenario(value: unknown): Scenario {
  const reading = v.safeParse(scenarioSchema, value);
  if (reading.success) return reading.output;
  throw new ScenarioProblems(toProblems(reading.issues));
}

/**
 * Writes a scenario in TypeScript, with types and without a file.
 *
 * @throws HvsimError `wrong-scenario`
 * @example
 * defineScenario({ title: 'Delete at once', engine: 'quick', steps: [{ send: { type: 'command.delete' } }, { until: { operation: 'DELETED' } }] })
 */
export const defineScenario = (scenario: ScenarioInput): Scenario => readScenario(scenario);
