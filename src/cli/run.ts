/** `hvsim run`: a scenario, or events from standard input, as a timeline for people or programs. */
import { createWriteStream } from 'node:fs';
import { assertFormat, type Format, formats } from '../api/formats.ts';
import { findRelease, newestRelease } from '../api/releases.ts';
import type { EngineOption } from '../engine/timings.ts';
import { HvsimError } from '../errors.ts';
import { ExpectationFailed, runSteps, toOptions } from '../scenario/run-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { EventScript, type EventScriptOptions } from '../simulator/event-script.ts';
import { formatTime, type RunTime, timeIn } from '../simulator/input/time.ts';
import { createSimulator } from '../simulator/simulator.ts';
import type { SimulatorOptions } from '../simulator/simulator.types.ts';
import { findScenario, readCatalogue } from './catalogue.ts';
import { readEngine } from './engine-option.ts';
import { type Io, type LineWriter, lineWriter, readLines, writeAll } from './io.ts';
import { asText, given, newCommand, toInteger, toPositive, toRunTime, toStart, type Values } from './options.ts';
import { newShow, sideBySide } from './show.ts';

const usage = `usage: hvsim run <scenario> [options]   a scenario by name, or a YAML or JSON file
       hvsim run - [options]          events from standard input, one JSON object a line
       hvsim run --list               the scenarios that come with hvsim`;

const options = {
  list: { inUsage: true },
  json: { says: 'one JSON record a line instead of a table' },
  format: { value: '<format>', says: `of the status in the records: ${formats.join(', ')} (default view)` },
  release: { value: '<name>', says: `Horizon release such as 7.13, 2206 or 8.4 (default: the scenario's, else 2512)` },
  seed: { value: '<number>', says: `another run of the same chance (default: the scenario's, else 1)` },
  engine: { value: '<profile>', says: 'production, lab, quick, instant, flaky, manual, or a file of timings' },
  manual: { says: 'no engine: only what is sent happens (the same as --engine manual)' },
  'start-at': { value: '<time>', says: 'virtual time at the begin (default 2026-01-05T08:00:00Z)' },
  until: { value: '<moment>', says: 'stop at a time, or a duration after the begin' },
  speed: { value: '<factor>', says: 'watch it live, this many times faster than real time' },
  out: { value: '<file>', says: 'write there instead of to standard output' },
} as const;

const more = 'exit codes: 0 done, 1 an expectation failed, 2 wrong usage or input';

/** How the run is to be made and shown. */
interface Plan {
  readonly overrides: SimulatorOptions;
  readonly format: Format;
  readonly json: boolean;
  /** The output is a file. */
  readonly out: boolean;
  readonly until: RunTime | undefined;
  readonly speed: number | undefined;
}

export const command = newCommand({ name: 'run', usage, column: 22, options, more, words: 1 }, async (values, words, io) => {
  if (values.list) {
    const catalogue = await readCatalogue();
    const lines = values.json
      ? catalogue.map(({ name, scenario }) => JSON.stringify({ name, title: scenario.title }))
      : catalogue.map(({ name, scenario }) => `${name.padEnd(26)}${scenario.title}`);
    await writeAll(io, lines);
    return 0;
  }
  const [name] = words;
  if (name === undefined)
    throw new HvsimError('wrong-usage', 'Which scenario? Name one, a file, or - for standard input. See "hvsim run --list".');
  const plan = await toPlan(values);
  const entry = name === '-' ? undefined : await findScenario(name);
  const release = findRelease(plan.overrides.release ?? entry?.scenario.release ?? newestRelease);
  assertFormat(release, plan.format);
  const writer = values.out === undefined ? lineWriter(io.stdout) : lineWriter(createWriteStream(values.out), values.out);
  try {
    return entry ? await runScenario(entry.scenario, plan, writer, io) : await runEvents(plan, writer, io);
  } finally {
    await writer.flush();
  }
});

type Given = Values<typeof options>;

async function toPlan(values: Given): Promise<Plan> {
  const engine: EngineOption | undefined = values.manual
    ? 'manual'
    : values.engine === undefined
      ? undefined
      : await readEngine(values.engine);
  const startAt = values['start-at'];
  return {
    overrides: {
      ...given(values, 'release', asText),
      ...given(values, 'seed', toInteger),
      ...(engine === undefined ? {} : { engine }),
      ...(startAt === undefined ? {} : { startAt: toStart('start-at', startAt) }),
    },
    format: toFormat(values.format ?? 'view'),
    json: values.json ?? false,
    out: values.out !== undefined,
    until: values.until === undefined ? undefined : toRunTime('until', values.until),
    speed: values.speed === undefined ? undefined : toPositive('speed', values.speed),
  };
}

function toFormat(name: string): Format {
  assertFormat(newestRelease, name);
  return name;
}

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
  const script = new EventScript({ engine: 'production', ...eventOptions(plan), warn });
  const begin = script.simulator.now;
  const show = newShow(plan, writer, io, { begin, severalPools: false }, (entry) => script.record(entry));
  for await (const line of readLines(io)) {
    await show.entries(script.take(line));
    if (io.signal.aborted) break;
  }
  await show.entries(script.finish(plan.until && endOf(plan.until, script.simulator.now)));
  return io.signal.aborted ? interrupted(io) : 0;
}

/** Only the options that a run of events has. */
function eventOptions({ overrides, format }: Plan): EventScriptOptions {
  const { pools: _, record: __, ...rest } = overrides;
  return { ...rest, format };
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
