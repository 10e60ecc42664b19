/** `hvsim run`: a scenario, or events from standard input, as a timeline for people or programs. */
import { createWriteStream } from 'node:fs';
import { assertFormat, type Format } from '../api/formats.ts';
import { newestRelease } from '../api/releases.ts';
import type { EngineOption } from '../engine/timings.ts';
import { HvsimError } from '../errors.ts';
import { ExpectationFailed, runSteps, toOptions } from '../scenario/run-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { EventScript, type EventScriptOptions } from '../simulator/event-script.ts';
import { formatTime, readRunTime, timeIn } from '../simulator/input/time.ts';
import { createSimulator } from '../simulator/simulator.ts';
import { findScenario, readCatalogue } from './catalogue.ts';
import { type Io, type LineWriter, lineWriter, readLines, writeAll } from './io.ts';
import { newCommand, pick, reading, toPositive, toStart, type Values } from './options.ts';
import { formatOption, runOptions } from './run-options.ts';
import { newShow, sideBySide } from './show.ts';

const usage = `usage: hvsim run <scenario> [options]   a scenario by name, or a YAML or JSON file
       hvsim run - [options]          events from standard input, one JSON object a line
       hvsim run --list               the scenarios that come with hvsim`;

const options = {
  list: { inUsage: true },
  json: { says: 'one JSON record a line instead of a table' },
  format: formatOption('in the records'),
  ...runOptions,
  manual: { says: 'no engine: only what is sent happens (the same as --engine manual)' },
  'start-at': { value: '<time>', says: 'virtual time at the begin (default 2026-01-05T08:00:00Z)', read: toStart },
  until: {
    value: '<moment>',
    says: 'stop at a time, or a duration after the begin',
    read: reading('a duration with its units such as "1h 30m", or a time such as "2026-01-05T08:00:00Z"', readRunTime),
  },
  speed: { value: '<factor>', says: 'watch it live, this many times faster than real time', read: toPositive },
  out: { value: '<file>', says: 'write there instead of to standard output' },
} as const;

const more = 'exit codes: 0 done, 1 an expectation failed, 2 wrong usage or input';

type Given = Values<typeof options>;

/** How the run is to be made and shown. */
interface Plan extends Omit<Given, 'format'> {
  readonly format: Format;
  readonly overrides: Omit<EventScriptOptions, 'format' | 'warn'>;
}

export const command = newCommand({ name: 'run', usage, column: 22, options, more, words: 1 }, async (values, [name], io) => {
  if (values.list) {
    const catalogue = await readCatalogue();
    const lines = values.json
      ? catalogue.map(({ name, scenario }) => JSON.stringify({ name, title: scenario.title }))
      : catalogue.map(({ name, scenario }) => `${name.padEnd(26)}${scenario.title}`);
    await writeAll(io, lines);
    return 0;
  }
  if (name === undefined)
    throw new HvsimError('wrong-usage', 'Which scenario? Name one, a file, or - for standard input. See "hvsim run --list".');
  const { format = 'view', 'start-at': startAt } = values;
  assertFormat(newestRelease, format);
  const entry = name === '-' ? undefined : await findScenario(name);
  const overrides = {
    ...pick(values, 'release', 'seed', 'engine'),
    ...(values.manual && { engine: 'manual' as const }),
    ...(startAt && { startAt }),
  };
  assertFormat(overrides.release ?? entry?.scenario.release ?? newestRelease, format);
  const plan = { ...values, format, overrides };
  const writer = values.out === undefined ? lineWriter(io.stdout) : lineWriter(createWriteStream(values.out), values.out);
  try {
    return entry ? await runScenario(entry.scenario, plan, writer, io) : await runEvents(plan, writer, io);
  } finally {
    await writer.flush();
  }
});

/** Runs a scenario and writes what happens as it goes. */
async function runScenario(scenario: Scenario, plan: Plan, writer: LineWriter, io: Io): Promise<number> {
  const simulator = createSimulator(toOptions(scenario, plan.overrides));
  const begin = simulator.now;
  const show = newShow(plan, writer, io, { begin, severalPools: simulator.pools.length > 1 }, (entry) =>
    simulator.record(entry, plan.format),
  );
  await show.title(
    `${scenario.title} (release ${simulator.release}, seed ${simulator.seed}, ${describeEngine(plan.overrides.engine ?? scenario.engine)})`,
  );
  let shown = 0;
  const showNew = async () => {
    shown += await show.entries(simulator.timeline().slice(shown));
  };
  try {
    for (const _ of runSteps(scenario, simulator, endOf(plan.until, begin))) {
      await showNew();
      if (io.signal.aborted) return interrupted(io);
    }
  } catch (error) {
    await showNew();
    if (!(error instanceof ExpectationFailed)) throw error;
    await writer.flush();
    io.stderr.write(
      `hvsim: ${error.code}: step ${error.step + 1} of ${scenario.steps.length} at ${formatTime(simulator.now)}\n${sideBySide(error.mismatches)}\n`,
    );
    return 1;
  }
  return 0;
}

/** Runs events line by line, each answered before the next is read. */
async function runEvents(plan: Plan, writer: LineWriter, io: Io): Promise<number> {
  const warn = (warning: string) => io.stderr.write(`hvsim: ${warning}\n`);
  const script = new EventScript({ engine: 'production', ...plan.overrides, format: plan.format, warn });
  const begin = script.simulator.now;
  const show = newShow(plan, writer, io, { begin, severalPools: false }, (entry) => script.record(entry));
  for await (const line of readLines(io)) {
    await show.entries(script.take(line));
    if (io.signal.aborted) break;
  }
  await show.entries(script.finish(plan.until && endOf(plan.until, script.simulator.now)));
  return io.signal.aborted ? interrupted(io) : 0;
}

const endOf = (until: Plan['until'], begin: number): number => (until === undefined ? Number.POSITIVE_INFINITY : timeIn(until, begin));

function interrupted(io: Io): number {
  io.stderr.write('hvsim: interrupted; what is shown is what happened until then\n');
  return 130;
}

const describeEngine = (engine: EngineOption = 'production'): string =>
  typeof engine === 'string'
    ? `engine ${engine}`
    : `engine ${'profile' in engine ? `${engine.profile} with changes` : 'with its own timings'}`;
