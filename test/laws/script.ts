/** Laws over random lives of a pool, and counterexamples as scripts that can be pasted into `hvsim run - --manual`. */
import * as fc from 'fast-check';
import type { PoolEvent } from '../../machines/index.ts';
import { hasSelectivePush, type Release } from '../../src/api/index.ts';
import { defaultStart, type PoolSpec } from '../../src/simulator/index.ts';
import { toPoolInput } from '../../src/simulator/input/pool-spec.ts';
import { readEvent } from '../../src/simulator/input/read-event.ts';
import { create, type PoolSnapshot, type StepResult, step } from '../../src/simulator/step.ts';
import { anyMove, latest, type Move, toEvents } from './moves.ts';

/** The life of one pool: how it was created, and what was sent to it. */
export interface Script {
  readonly release: Release;
  readonly spec: PoolSpec;
  /** When it was created, in epoch milliseconds. */
  readonly at: number;
  readonly events: readonly PoolEvent[];
}

/**
 * A life as lines that `hvsim run - --manual` takes. What no line can say, such as a NaN, is a comment.
 *
 * @example
 * toScript({ release: '2512', spec: {}, at: 0, events: [{ type: 'engine.publishStarted', at: 5 }] })
 */
export function toScript({ release, spec, at, events }: Script): string {
  const lines = events.map((event) => {
    const { at: _, ...members } = event;
    const line = JSON.stringify(event);
    return 'event' in readEvent(members) ? line : `# cannot be said in a script: ${line}`;
  });
  return [`# hvsim run - --manual --release ${release}`, JSON.stringify({ type: 'desktop.create', at, ...spec }), ...lines].join('\n');
}

/** One event of a life, with what came before and of it. */
export interface Happening {
  readonly release: Release;
  readonly before: PoolSnapshot;
  readonly event: PoolEvent;
  readonly result: StepResult;
}

/** Called once a life, before its first event; what it returns, after every event. Throws where the law is broken. */
export type Law = (created: StepResult) => (happening: Happening) => void;

export interface LawOptions {
  readonly release: Release;
  readonly numRuns?: number;
  readonly maxEvents?: number;
  /** Of an earlier report, to see it again. */
  readonly seed?: number;
  readonly path?: string;
}

/**
 * Lets random pools live, and a law watch.
 *
 * @throws Error with the law's own words, the shortest script that was found, seed and path
 */
export function forAllScripts(options: LawOptions, law: Law): void {
  const { release, numRuns = 50, maxEvents = 40, seed, path } = options;
  const life = fc.record({ spec: anySpec, at: anyBegin, moves: fc.array(anyMove, { maxLength: maxEvents, size: 'max' }) });
  const details = fc.check(
    fc.property(life, (each) => {
      const { error } = live(release, each, law);
      if (error) throw error;
    }),
    { numRuns, ...(seed === undefined ? {} : { seed }), ...(path === undefined ? {} : { path }) },
  );
  if (!details.failed) return;
  const [found] = details.counterexample ?? [];
  if (!found) throw new Error(`The law was not put to the test: ${details.numRuns} runs, ${details.numSkips} skipped`);
  const { error, script } = live(release, found, law);
  throw new Error(
    `${error?.message ?? 'The law is broken, but not a second time'}\n\n${toScript(script)}\n\nseed: ${details.seed}, path: "${details.counterexamplePath}"`,
    { cause: error },
  );
}

interface Life {
  readonly spec: PoolSpec;
  readonly at: number;
  readonly moves: readonly Move[];
}

/** Lives one life until the law is broken, or to its end. */
function live(release: Release, { spec, at, moves }: Life, law: Law): { readonly script: Script; readonly error?: Error } {
  const events: PoolEvent[] = [];
  const script = { release, spec, at, events };
  try {
    const created = create(toPoolInput(spec, 0, at, hasSelectivePush(release)).input);
    const watch = law(created);
    let { snapshot } = created;
    let now = at;
    for (const move of moves) {
      now = Math.min(now + move.waitMs, latest);
      for (const event of toEvents(move, snapshot, now)) {
        events.push(event);
        const before = snapshot;
        const result = step(before, event);
        snapshot = result.snapshot;
        watch({ release, before, event, result });
      }
    }
    return { script };
  } catch (error) {
    return { script, error: error as Error };
  }
}

const anyBegin = fc.oneof({ weight: 4, arbitrary: fc.constant(defaultStart) }, fc.constantFrom(0, -1, -latest, latest - 60_000, latest));

const anySpec: fc.Arbitrary<PoolSpec> = fc.record({
  clones: fc.integer({ min: 0, max: 4 }),
  settings: fc.record(
    {
      stopProvisioningOnError: fc.boolean(),
      enableProvisioning: fc.boolean(),
      logoffSetting: fc.constantFrom('FORCE_LOGOFF', 'WAIT_FOR_LOGOFF'),
      stopOnFirstError: fc.boolean(),
    },
    { requiredKeys: [] },
  ),
});
