/** `hvsim inspect`: a page that shows a run, live or recorded; without the network. */
import { spawn } from 'node:child_process';
import { assertFormat } from '../api/formats.ts';
import { newestRelease } from '../api/releases.ts';
import { HvsimError } from '../errors.ts';
import { listen, wall } from '../inspector/listen.ts';
import { LiveSession, type Started } from '../inspector/live-session.ts';
import { pageWith } from '../inspector/page-file.ts';
import { toRecording } from '../inspector/report.ts';
import { recordedSession, type Session } from '../inspector/session.ts';
import { runSteps, toOptions } from '../scenario/run-scenario.ts';
import type { SimulatorOptions } from '../simulator/options.ts';
import { createSimulator } from '../simulator/simulator.ts';
import { readTimelineFile } from '../simulator/timeline-file.ts';
import { type CatalogueEntry, findScenario, readCatalogue } from './catalogue.ts';
import { type Io, untilAborted, writeAll, writeText } from './io.ts';
import { newCommand, pick, toPort, type Values } from './options.ts';
import { nameOf, readText } from './read-json.ts';
import { formatOption, runOptions } from './run-options.ts';

const usage = `usage: hvsim inspect [scenario] [options]   a scenario by name, or a YAML or JSON file; without one, a fresh pool

Serves a page on 127.0.0.1 that shows every transition. Ctrl-C ends it.`;

const options = {
  live: { says: 'leave the steps of the scenario to the viewer: only its pools, engine and begin are taken' },
  replay: {
    value: '<file>',
    says: 'show a recorded run instead: a timeline of "run --json", of a test, of "serve", or of "check --json";\n- is standard input',
  },
  html: { value: '<file>', says: 'write one file that opens from disk, and end' },
  port: { value: '<number>', says: 'where to serve (default 0: any that is free)', read: toPort },
  open: { says: 'open it in the browser' },
  release: runOptions.release,
  format: formatOption('that is shown first'),
  seed: runOptions.seed,
  engine: runOptions.engine,
  json: { says: 'print {"url": …} instead of the bare address' },
} as const;

const more = 'exit codes: 0 done, 1 the scenario of --html did not come to its end, 2 wrong usage or input';

type Given = Values<typeof options>;

export const command = newCommand({ name: 'inspect', usage, column: 22, options, more, words: 1 }, async (values, [name], io) => {
  if (name?.endsWith('.ndjson'))
    throw new HvsimError('wrong-usage', `${name} looks like a recorded run: show it with "hvsim inspect --replay ${name}".`);
  if (values.replay !== undefined) return replay(values.replay, name, values, io);
  const { session, problem } = await newStage(name, values);
  try {
    if (problem !== undefined) io.stderr.write(`hvsim: ${problem}\n`);
    if (values.html !== undefined) {
      await writeText(values.html, pageWith(session.toRecording()));
      return problem === undefined ? 0 : 1;
    }
    await serve(session, values, io);
    return 0;
  } finally {
    session.close();
  }
});

/** Options that make a run what it is: a recorded one is what it was. */
const madeWith = ['live', 'release', 'seed', 'engine'] as const;

/** Shows a recorded run. */
async function replay(file: string, name: string | undefined, values: Given, io: Io): Promise<number> {
  const extra = name === undefined ? madeWith.find((option) => values[option] !== undefined) : JSON.stringify(name);
  if (extra !== undefined) {
    const what = name === undefined ? `--${extra}` : `the scenario ${extra}`;
    throw new HvsimError('wrong-usage', `--replay shows a run as it was recorded: leave ${what} out. See "hvsim inspect --help".`);
  }
  const read = readTimelineFile((await readText(file, io)).split('\n'), nameOf(file));
  const { format = read.run.format } = values;
  assertFormat(read.run.release, format);
  const recording = toRecording(read, { title: `Recorded in ${nameOf(file)}`, session: wall.newId(), format });
  for (const warning of recording.description.warnings ?? []) io.stderr.write(`hvsim: ${warning}\n`);
  if (values.html !== undefined) await writeText(values.html, pageWith(recording));
  else await serve(recordedSession(recording), values, io);
  return 0;
}

/** What is shown, and what stood in the way. */
async function newStage(name: string | undefined, values: Given): Promise<{ session: LiveSession; problem: string | undefined }> {
  const entry = name === undefined ? undefined : await findScenario(name);
  const overrides = pick(values, 'release', 'seed', 'engine');
  const { format = 'view' } = values;
  assertFormat(overrides.release ?? entry?.scenario.release ?? newestRelease, format);
  const catalogue = await readCatalogue();
  const listed = [...(entry && !catalogue.some((each) => each.name === entry.name) ? [entry] : []), ...catalogue];
  const start = (scenario?: string): Started => {
    if (scenario === undefined) return { simulator: createSimulator(overrides), title: 'A fresh pool' };
    if (scenario === entry?.name) return play(entry, overrides, values.live ?? false);
    const asked = listed.find((each) => each.name === scenario);
    if (asked) return play(asked, overrides, false);
    throw new HvsimError('unknown-scenario', `There is no scenario ${JSON.stringify(scenario)}.`);
  };
  const started = start(entry?.name);
  const scenarios = listed.map((each) => ({ name: each.name, title: each.scenario.title }));
  return { session: new LiveSession(started, { format, wall, scenarios, start }), problem: started.problem };
}

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

/** Serves until Ctrl-C. */
async function serve(shown: Session, { port = 0, json, open }: Given, io: Io): Promise<void> {
  const listening = await listen(shown, { port });
  try {
    const { title, release } = shown.description;
    io.stderr.write(`hvsim: shows "${title}" (release ${release}) on this machine alone; Ctrl-C ends it\n`);
    await writeAll(io, [json ? JSON.stringify({ url: listening.url }) : listening.url]);
    const problem = open ? await openBrowser(listening.url) : undefined;
    if (problem !== undefined) io.stderr.write(`hvsim: ${problem}; open ${listening.url} yourself\n`);
    await untilAborted(io.signal);
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
