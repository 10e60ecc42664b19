/** `hvsim inspect`: a page that shows a run, live or recorded; without the network. */
import { writeFile } from 'node:fs/promises';
import { assertFormat, type Format, formats } from '../api/formats.ts';
import { findRelease } from '../api/releases.ts';
import { HvsimError } from '../errors.ts';
import { listen, wall } from '../inspector/listen.ts';
import { LiveSession, type Started } from '../inspector/live-session.ts';
import { pageWith } from '../inspector/page-file.ts';
import type { Recording } from '../inspector/protocol.ts';
import { toRecording } from '../inspector/recording.ts';
import type { Session } from '../inspector/session.ts';
import { RecordedSession } from '../inspector/session.ts';
import { runSteps, toOptions } from '../scenario/run-scenario.ts';
import { createSimulator } from '../simulator/simulator.ts';
import type { SimulatorOptions } from '../simulator/simulator.types.ts';
import { readTimelineFile } from '../simulator/timeline-file.ts';
import { findScenario, readCatalogue } from './catalogue.ts';
import { readEngine } from './engine-option.ts';
import { type Io, reasonOf, writeAll } from './io.ts';
import { openBrowser } from './open-browser.ts';
import { type Parsed, readOptions, toInteger } from './options.ts';
import { nameOf, readText } from './read-json.ts';
import type { CatalogueEntry } from './scenario-folder.ts';

const help = `usage: hvsim inspect [scenario] [options]   a scenario by name, or a YAML or JSON file; without one, a fresh pool

Serves a page on 127.0.0.1 that shows every transition. Ctrl-C ends it.

  --live              leave the steps of the scenario to the viewer: only its pools, engine and begin are taken
  --replay <file>     show a recorded run instead: a timeline of "run --json", of a test, of "serve", or of "check --json";
                      - is standard input
  --html <file>       write one file that opens from disk, and end
  --port <number>     where to serve (default 0: any that is free)
  --open              open it in the browser
  --release <name>    Horizon release such as 7.13, 2206 or 8.4 (default: the scenario's, else 2512)
  --format <format>   of the status that is shown first: ${formats.join(', ')} (default view)
  --seed <number>     another run of the same chance (default: the scenario's, else 1)
  --engine <profile>  production, lab, quick, instant, flaky, manual, or a file of timings
  --json              print {"url": …} instead of the bare address
  --help

exit codes: 0 done, 1 the scenario of --html did not come to its end, 2 wrong usage or input`;

const options = {
  live: { type: 'boolean' },
  replay: { type: 'string' },
  html: { type: 'string' },
  port: { type: 'string' },
  open: { type: 'boolean' },
  release: { type: 'string' },
  format: { type: 'string' },
  seed: { type: 'string' },
  engine: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = Parsed<typeof options>['values'];

export async function inspect(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readOptions(args, options, 'hvsim inspect --help', 1);
  if (values.help) {
    await writeAll(io, [help]);
    return 0;
  }
  const [name] = positionals;
  const port = values.port === undefined ? 0 : toPort(values.port);
  if (name?.endsWith('.ndjson'))
    throw new HvsimError('wrong-usage', `${name} looks like a recorded run: show it with "hvsim inspect --replay ${name}".`);
  if (values.replay !== undefined) return replay(values.replay, name, port, values, io);
  const { session, problem } = await newStage(name, values);
  try {
    if (problem !== undefined) io.stderr.write(`hvsim: ${problem}\n`);
    if (values.html !== undefined) {
      await writeHtml(values.html, session.toRecording());
      return problem === undefined ? 0 : 1;
    }
    await serve(session, port, values, io);
    return 0;
  } finally {
    session.close();
  }
}

/** Options that make a run what it is: a recorded one is what it was. */
const madeWith = ['live', 'release', 'seed', 'engine'] as const;

/** Shows a recorded run. */
async function replay(file: string, name: string | undefined, port: number, values: Values, io: Io): Promise<number> {
  const extra = name === undefined ? madeWith.find((option) => values[option] !== undefined) : JSON.stringify(name);
  if (extra !== undefined) {
    const what = name === undefined ? `--${extra}` : `the scenario ${extra}`;
    throw new HvsimError('wrong-usage', `--replay shows a run as it was recorded: leave ${what} out. See "hvsim inspect --help".`);
  }
  const read = readTimelineFile((await readText(file, io)).split('\n'), nameOf(file));
  const format = values.format === undefined ? read.run.format : toFormat(values.format, read.run.release);
  const recording = toRecording(read, `Recorded in ${nameOf(file)}`, wall.newId());
  for (const warning of recording.description.warnings ?? []) io.stderr.write(`hvsim: ${warning}\n`);
  const shown = { ...recording, description: { ...recording.description, format } };
  if (values.html !== undefined) await writeHtml(values.html, shown);
  else await serve(new RecordedSession(shown), port, values, io);
  return 0;
}

/** What is shown, and what stood in the way. */
interface Stage {
  readonly session: LiveSession;
  readonly problem?: string;
}

async function newStage(name: string | undefined, values: Values): Promise<Stage> {
  const entry = name === undefined ? undefined : await findScenario(name);
  const overrides = await toOverrides(values);
  const format = toFormat(values.format ?? 'view', overrides.release ?? entry?.scenario.release ?? '2512');
  const catalogue = await readCatalogue();
  const start = async (scenario?: string): Promise<Started> => {
    const asked = scenario === undefined || scenario === entry?.name ? undefined : catalogue.find((each) => each.name === scenario);
    if (scenario === undefined) return fresh(overrides);
    if (scenario === entry?.name) return play(entry, overrides, values.live ?? false);
    if (asked) return play(asked, overrides, false);
    throw new HvsimError('unknown-scenario', `There is no scenario ${JSON.stringify(scenario)}.`);
  };
  const listed = [...(entry && !catalogue.some((each) => each.name === entry.name) ? [entry] : []), ...catalogue];
  const started = await start(entry?.name);
  const session = new LiveSession(started, {
    format,
    wall,
    scenarios: listed.map((each) => ({ name: each.name, title: each.scenario.title })),
    start,
  });
  return { session, ...(started.problem === undefined ? {} : { problem: started.problem }) };
}

const fresh = (overrides: SimulatorOptions): Started => ({ simulator: createSimulator(overrides), title: 'A fresh pool' });

/** Runs a scenario to its end, or up to where it fails: then that is what there is to be seen. */
function play({ name, scenario }: CatalogueEntry, overrides: SimulatorOptions, live: boolean): Started {
  const simulator = createSimulator(toOptions(scenario, overrides));
  const started = { simulator, title: scenario.title, scenario: name };
  if (live) return started;
  try {
    for (const _ of runSteps(scenario, simulator));
    return started;
  } catch (error) {
    if (error instanceof HvsimError) return { ...started, problem: `${error.code}: ${error.message}` };
    throw error;
  }
}

async function toOverrides(values: Values): Promise<SimulatorOptions> {
  return {
    ...(values.release === undefined ? {} : { release: values.release }),
    ...(values.seed === undefined ? {} : { seed: toInteger('seed', values.seed) }),
    ...(values.engine === undefined ? {} : { engine: await readEngine(values.engine) }),
  };
}

function toFormat(name: string, release: string): Format {
  assertFormat(findRelease(release), name);
  return name;
}

function toPort(value: string): number {
  const port = toInteger('port', value, 0);
  if (port <= 65_535) return port;
  throw new HvsimError('wrong-usage', `--port is ${JSON.stringify(value)}; it must be a whole number from 0 to 65535.`);
}

async function writeHtml(file: string, recording: Recording): Promise<void> {
  await writeFile(file, pageWith(recording)).catch((error: unknown) => {
    throw new HvsimError('cannot-write', `${file} cannot be written: ${reasonOf(error)}.`);
  });
}

/** Serves until Ctrl-C. */
async function serve(shown: Session, port: number, values: Values, io: Io): Promise<void> {
  const listening = await listen(shown, { port });
  try {
    const { title, release } = shown.description;
    io.stderr.write(`hvsim: shows "${title}" (release ${release}) on this machine alone; Ctrl-C ends it\n`);
    await writeAll(io, [values.json ? JSON.stringify({ url: listening.url }) : listening.url]);
    const problem = values.open ? await openBrowser(listening.url, process.platform) : undefined;
    if (problem !== undefined) io.stderr.write(`hvsim: ${problem}; open ${listening.url} yourself\n`);
    if (!io.signal.aborted) await new Promise<void>((resolve) => io.signal.addEventListener('abort', () => resolve(), { once: true }));
  } finally {
    await listening.close();
  }
}
