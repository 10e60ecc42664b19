/** A scenario: pools, an engine, and steps that send events and say what is to be expected. */
import * as v from 'valibot';
import { currentImageStates, entryStates, operations, pendingImageStates, taskStates } from '../../machines/vocabulary.ts';
import { properties } from '../api/properties.ts';
import { findRelease, type Release } from '../api/releases.ts';
import { failables } from '../engine/activities.ts';
import { isForcedFailure } from '../engine/chance.ts';
import { type EngineOption, toTimings } from '../engine/timings.ts';
import { HvsimError } from '../errors.ts';
import { poolSpecEntries } from '../simulator/input/pool-spec.ts';
import { type Problem, readBy, toProblems, toProblemText, toSentence } from '../simulator/input/read.ts';
import { type EventInput, readEvent, time } from '../simulator/input/read-event.ts';
import { type RunTime, readDuration, readRunTime } from '../simulator/input/time.ts';

type Time = number | string;

const duration = readBy<Time, number>(readDuration, 'Expected a duration: milliseconds, or amounts with units such as "90s" or "1h 30m"');

/** When a step comes: a duration since the begin of the run, or a time. */
const at = readBy<Time, RunTime>(readRunTime, 'Expected a moment: a duration since the begin such as "1h 30m", or a time in ISO 8601');

const event = readBy<EventInput, EventInput>((value) => {
  const reading = readEvent(value);
  if ('event' in reading && reading.warnings.length === 0) return reading.event;
  throw new HvsimError('wrong-payload', toProblemText('event' in reading ? reading.warnings : reading.problems));
});

const engine = readBy<EngineOption, EngineOption>((value) => {
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) return undefined;
  toTimings(value as EngineOption);
  return value as EngineOption;
}, 'Expected an engine profile or timings');

/** A release by any of its names. YAML takes an unquoted 7.10 for the number 7.1, so that only whole numbers need no quotes. */
const release = readBy<string, Release>(
  (value) => (typeof value === 'string' || Number.isInteger(value) ? findRelease(String(value)) : undefined),
  'Expected a release in quotes, such as "7.10"',
);

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
  v.check(({ what, ...how }) => isForcedFailure(what, how), 'Expected an error text, or timeout: true for a publish'),
);

const expectation = v.strictObject({
  outcome: v.optional(v.picklist(['accepted', 'ignored', 'fault'])),
  fault: v.optional(v.picklist(['EntityNotFound', 'InvalidArgument'])),
  /** The member of the command that the fault is about. */
  field: v.optional(v.string()),
  state: v.optional(state),
  /** Some members in the View API's names; null where a member, or the whole status, must be absent. What the release lacks is passed over. */
  status: v.optional(v.nullable(v.record(v.picklist(properties.status.map(({ view }) => view)), v.unknown()))),
  /** Counts of the newest task in the View API's names. */
  task: v.optional(v.record(v.picklist(['remaining', 'errors', 'halted', 'cancelled']), v.number())),
  /** Whether provisioning is on, and the pool's last provisioning error; null where there is none. */
  provisioning: v.optional(v.strictObject({ enabled: v.optional(v.boolean()), lastError: v.optional(v.nullable(v.string())) })),
  /** Some clones, by name or position from 1: their image, session and part in the newest task; null where there is none. */
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
});

const step = v.pipe(
  v.strictObject({
    /** A duration since the begin of the run, or a time; not before what already happened. */
    at: v.optional(at),
    /** A duration from now. */
    wait: v.optional(duration),
    /** As soon as the pool is in this state. */
    until: v.optional(state),
    /** How long `until` may take, 30 days of virtual time when absent. */
    limit: v.optional(duration),
    /** A pool's name, id or position from 0; the first when absent. */
    pool: v.optional(pool),
    /** Makes the engine's next try fail. */
    failNext: v.optional(failure),
    send: v.optional(event),
    expect: v.optional(expectation),
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

const scenarioSchema = v.strictObject({
  /** What it tells, in a line. */
  title: v.pipe(v.string(), v.nonEmpty()),
  release: v.optional(release),
  seed: v.optional(v.pipe(v.number(), v.safeInteger())),
  startAt: v.optional(time),
  engine: v.optional(engine),
  pools: v.optional(v.pipe(v.array(v.strictObject(poolSpecEntries)), v.minLength(1, 'Expected at least one pool'))),
  steps: v.array(step),
});

type Readonlys<T> = T extends object ? { readonly [K in keyof T]: Readonlys<T[K]> } : T;

/** One step of a scenario, as one writes it. */
export type ScenarioStep = Readonlys<v.InferInput<typeof step>>;

/** A scenario, as one writes it. */
export type ScenarioInput = Readonlys<v.InferInput<typeof scenarioSchema>>;

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
