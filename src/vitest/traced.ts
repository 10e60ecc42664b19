/** Keeps what happened to a simulator in a test, and writes it when the test fails. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { TestContext } from 'vitest';
import { assertFormat, type Format } from '../api/formats.ts';
import type { Simulator } from '../simulator/simulator.ts';

export interface TracedOptions {
  /** Of the statuses in the timeline; `view` when absent. */
  readonly format?: Format;
}

interface Trace {
  readonly simulator: Simulator;
  readonly format: Format;
  hasFailed: boolean;
}

const traces = new WeakMap<TestContext['task'], Trace[]>();

/**
 * Traces a simulator: when the test fails, `.hvsim/<test name>-<hash>.ndjson` and `.html` show what happened, and are
 * named under the failure.
 * Of several simulators in one test it is the last one; in a property of fast-check, that calls this once a run, the one of the
 * shrunk counterexample.
 *
 * @param context the test's own: the first argument of its function
 * @throws HvsimError `wrong-options` for a simulator that does not record, `format-not-in-release`
 * @example
 * it('pushes', (context) => {
 *   const sim = traced(context, createSimulator({ engine: 'quick' }));
 *   sim.runUntil((s) => s.state().operation === 'NONE');
 * });
 */
export function traced(context: TestContext, simulator: Simulator, { format = 'view' }: TracedOptions = {}): Simulator {
  simulator.timeline();
  assertFormat(simulator.release, format);
  traceOf(context).push({ simulator, format, hasFailed: false });
  return simulator;
}

/**
 * Runs something on a simulator that is traced, and remembers whether it failed: for a property that traces several simulators a run,
 * or none in some runs. Only the last that failed is kept, so that memory stays flat.
 *
 * @example
 * fc.assert(fc.property(commands, (list) => tracedRun(context, createSimulator(), (sim) => { for (const each of list) sim.send(0, each); })));
 */
export function tracedRun<T>(context: TestContext, simulator: Simulator, run: (simulator: Simulator) => T, options: TracedOptions = {}): T {
  const list = traceOf(context);
  const failed = list.findLast(({ hasFailed }) => hasFailed);
  list.splice(0, list.length, ...(failed ? [failed] : []));
  traced(context, simulator, options);
  const trace = list.at(-1) as Trace;
  const fail = (error: unknown): never => {
    trace.hasFailed = true;
    throw error;
  };
  try {
    const result = run(simulator);
    return result instanceof Promise ? (result.catch(fail) as T) : result;
  } catch (error) {
    return fail(error);
  }
}

/** The traces of a test so far. With the first, the test is told where they will be: later it takes no annotations. */
function traceOf(context: TestContext): Trace[] {
  const { task } = context;
  const known = traces.get(task);
  if (known) return known;
  const list: Trace[] = [];
  traces.set(task, list);
  const name = fullName(task);
  const file = fileOf(name, task.id);
  void context.annotate(`What happened: ${file}.ndjson and ${file}.html`, 'hvsim');
  context.onTestFailed(async ({ task: { result } }) => {
    // A test that should fail, and does.
    if (task.fails) return;
    // The last that is known to have failed, else the run that fast-check names, else the last.
    const named = list[counterexampleOf(result?.errors?.[0]?.message ?? '') - 1];
    const trace = list.findLast(({ hasFailed }) => hasFailed) ?? named ?? list.at(-1);
    if (!trace) return;
    const { simulator, format } = trace;
    const entries = simulator.timeline();
    const { renderReport } = await import('../inspector/report.ts');
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${file}.ndjson`, entries.map((entry) => `${JSON.stringify(simulator.record(entry, format))}\n`).join(''));
    writeFileSync(`${file}.html`, renderReport(entries, { title: name, release: simulator.release, format }));
  });
  context.onTestFinished(() => void traces.delete(task));
  return list;
}

/**
 * Which run of a property was the smallest one that failed, from 1; NaN where it is no property that failed.
 * fast-check names the runs until the first that failed, and the place of each smaller one among its shrinks.
 */
function counterexampleOf(message: string): number {
  const [, tests, path, shrinks] = /^Property failed after (\d+) tests\s+\{.*?path: "([\d:]+)".*?Shrunk (\d+) time/s.exec(message) ?? [];
  if (tests === undefined || path === undefined || shrinks === undefined) return Number.NaN;
  const smaller = Number(shrinks) === 0 ? [] : path.split(':').slice(-Number(shrinks));
  return smaller.reduce((sum, place) => sum + Number(place) + 1, Number(tests));
}

function fullName(task: TestContext['task']): string {
  const names = [task.name];
  for (let suite = task.suite; suite?.name; suite = suite.suite) names.unshift(suite.name);
  return names.join(' ');
}

/** Where the traces of failed tests are written, in the folder where the tests run. */
const folder = '.hvsim';

/** The files of a test, without their extension. Its id is part of their name: names alone may be equal, or become equal in a file's name. */
function fileOf(test: string, id: string): string {
  const readable = test.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 120);
  return `${folder}/${readable}-${createHash('sha256').update(id).digest('hex').slice(0, 6)}`;
}
