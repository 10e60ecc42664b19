/** `hvsim inspect`: a page that shows a run, live or recorded; without the network. */
import { spawn } from 'node:child_process';
import { assertFormat, type Format, formats } from '../api/formats.ts';
import { findRelease, newestRelease } from '../api/releases.ts';
import { HvsimError } from '../errors.ts';
import { listen, wall } from '../inspector/listen.ts';
import { LiveSession, type Started } from '../inspector/live-session.ts';
import { pageWith } from '../inspector/page-file.ts';
import { toRecording } from '../inspector/report.ts';
import { recordedSession, type Session } from '../inspector/session.ts';
import { runSteps, toOptions } from '../scenario/run-scenario.ts';
import { createSimulator } from '../simulator/simulator.ts';
import type { SimulatorOptions } from '../simulator/simulator.types.ts';
import { readTimelineFile } from '../simulator/timeline-file.ts';
import { findScenario, readCatalogue } from './catalogue.ts';
import { readEngine } from './engine-option.ts';
import { type Io, writeAll, writeText } from './io.ts';
import { asText, given, newCommand, toInteger, toPort, type Values } from './options.ts';
import { nameOf, readText } from './read-json.ts';
import type { CatalogueEntry } from './scenario-folder.ts';

const usage = `usage: hvsim inspect [scenario] [options]   a scenario by name, or a YAML or JSON file; without one, a fresh pool

Serves a page on 127.0.0.1 that shows every transition. Ctrl-C ends it.`;

const options = {
  live: { says: 'leave the steps of the scenario to the viewer: only its pools, engine and begin are taken' },
  replay: {
    value: '<file>',
    says: 'show a recorded run instead: a timeline of "run --json", of a test, of "serve", or of "check --json";\n- is standard input',
  },
  html: { value: '<file>', says: 'write one file that opens from disk, and end' },
  port: { value: '<number>', says: 'where to serve (default 0: any that is free)' },
  open: { says: 'open it in the browser' },
  release: { value: '<name>', says: `Horizon release such as 7.13, 2206 or 8.4 (default: the scenario's, else 2512)` },
  format: { value: '<format>', says: `of the status that is shown first: ${formats.join(', ')} (default view)` },
  seed: { value: '<number>', says: `another run of the same chance (default: the scenario's, else 1)` },
  engine: { value: '<profile>', says: 'production, lab, quick, instant, flaky, manual, or a file of timings' },
  json: { says: 'print {"url": …} instead of the bare address' },
} as const;

const more = 'exit codes: 0 done, 1 the scenario of --html did not come to its end, 2 wrong usage or input';

type Given = Values<typeof options>;

export const command = newCommand({ name: 'inspect', usage, column: 22, options, more, words: 1 }, async (values, words, io) => {
  const [name] = words;
  const port = toPort('port', values.port ?? '0');
  if (name?.endsWith('.ndjson'))
    throw new HvsimError('wrong-usage', `${name} looks like a recorded run: show it with "hvsim inspect --replay ${name}".`);
  if (values.replay !== undefined) return replay(values.replay, name, port, values, io);
  const { session, problem } = await newStage(name, values);
  try {
    if (problem !== undefined) io.stderr.write(`hvsim: ${problem}\n`);
    if (values.html !== undefined) {
      await writeText(values.html, pageWith(session.toRecording()));
      return problem === undefined ? 0 : 1;
    }
    await serve(session, port, values, io);
    return 0;
  } finally {
    session.close();
  }
});

/** Options that make a run what it is: a recorded one is what it was. */
const madeWith = ['live', 'release', 'seed', 'engine'] as const;

/** Shows a recorded run. */
async function replay(file: string, name: string | undefined, port: number, values: Given, io: Io): Promise<number> {
  const extra = name === undefined ? madeWith.find((option) => values[option] !== undefined) : JSON.stringify(name);
  if (extra !== undefined) {
    const what = name === undefined ? `--${extra}` : `the scenario ${extra}`;
    throw new HvsimError('wrong-usage', `--replay shows a run as it was recorded: leave ${what} out. See "hvsim inspect --help".`);
  }
  const read = readTimelineFile((await readText(file, io)).split('\n'), nameOf(file));
  const format = values.format === undefined ? read.run.format : toFormat(values.format, read.run.release);
  const recording = toRecording(read, { title: `Recorded in ${nameOf(file)}`, session: wall.newId(), format });
  for (const warning of recording.description.warnings ?? []) io.stderr.write(`hvsim: ${warning}\n`);
  if (values.html !== undefined) await writeText(values.html, pageWith(recording));
  else await serve(recordedSession(recording), port, values, io);
  return 0;
}

/** What is shown, and what stood in the way. */
interface Stage {
  readonly session: LiveSession;
  readonly problem?: string;
}

async function newStage(name: string | undefined, values: Given): Promise<Stage> {
  const entry = name === undefined ? undefined : await findScenario(name);
  const overrides = await toOverrides(values);
  const format = toFormat(values.format ?? 'view', overrides.release ?? entry?.scenario.release ?? newestRelease);
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

async function toOverrides(values: Given): Promise<SimulatorOptions> {
  return {
    ...given(values, 'release', asText),
    ...given(values, 'seed', toInteger),
    ...(values.engine === undefined ? {} : { engine: await readEngine(values.engine) }),
  };
}

function toFormat(name: string, release: string): Format {
  assertFormat(findRelease(release), name);
  return name;
}

/** Serves until Ctrl-C. */
async function serve(shown: Session, port: number, values: Given, io: Io): Promise<void> {
  const listening = await listen(shown, { port });
  try {
    const { title, release } = shown.description;
    io.stderr.write(`hvsim: shows "${title}" (release ${release}) on this machine alone; Ctrl-C ends it\n`);
    await writeAll(io, [values.json ? JSON.stringify({ url: listening.url }) : listening.url]);
    const problem = values.open ? await openBrowser(listening.url) : undefined;
    if (problem !== undefined) io.stderr.write(`hvsim: ${problem}; open ${listening.url} yourself\n`);
    if (!io.signal.aborted) await new Promise<void>((resolve) => io.signal.addEventListener('abort', () => resolve(), { once: true }));
  } finally {
    await listening.close();
  }
}

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Opens an address in the browser of whoever sits here; resolves when the opener has started, or with why it could not. */
function openBrowser(url: string): Promise<string | undefined> {
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  return new Promise((resolve) => {
    const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
    const failed = (why: string) => resolve(`no browser could be opened (${why})`);
    child.on('error', (error: NodeJS.ErrnoException) => failed(error.code === 'ENOENT' ? `there is no ${command}` : error.message));
    child.on('exit', (code) => (code === 0 ? resolve(undefined) : failed(`${command} ended with ${code}`)));
    child.unref();
    setTimeout(() => resolve(undefined), 2_000).unref();
  });
}
