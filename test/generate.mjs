// Writes every generated file, or, with --verify, says which of them is stale. Run by "npm run update" and "npm run verify".
// It reads the build: "npm run build" comes first.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commandTypes, eventDescriptions, factTypes } from '../dist/machines/index.js';
import { poolMachine } from '../dist/machines/pool.machine.js';
import { describeCondition, transitionTable } from '../dist/machines/transitions.js';
import { hasProperty } from '../dist/src/api/fields.js';
import { formatsOf } from '../dist/src/api/formats.js';
import { properties } from '../dist/src/api/properties.js';
import { enumerationTableMarkdown, propertyTableMarkdown } from '../dist/src/api/property-table.js';
import { releases } from '../dist/src/api/releases.js';
import { errorCodes } from '../dist/src/errors.js';
import { graph } from '../dist/src/inspector/chart/graph.js';
import { mermaidSketch } from '../dist/src/inspector/chart/mermaid.js';
import { renderChart } from '../dist/src/inspector/chart/render-svg.js';
import { modelled, notModelled } from '../dist/src/modelled.js';
import { drawingSource, layOutChart } from './generate-chart.mjs';
import { fixtureFiles } from './generate-fixtures.mjs';

const root = new URL('../', import.meta.url);
const command = 'npm run update';

/** @type {(cells: readonly string[][]) => string} */
const table = ([head = [], ...rows]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');

const code = (/** @type {string} */ text) => `\`${text}\``;

const regions = /** @type {const} */ (['operation', 'pendingImage', 'currentImage', 'task']);
const transitions = transitionTable();

const regionGraphs = graph();

const picture = 'The four regions of the pool machine with every state and transition';

const chart = (/** @type {string} */ region) =>
  regionGraphs.flatMap((each) => (each.region === region ? [`\`\`\`mermaid\n${mermaidSketch(each)}\n\`\`\``] : [])).join('');

function stateTable(/** @type {string} */ region) {
  const node = /** @type {any} */ (poolMachine.root.states)[region];
  return table([['state', 'meaning'], ...Object.values(node.states).map((state) => [code(state.key), state.description])]);
}

function transitionTableOf(/** @type {string} */ region) {
  const rows = transitions.filter((row) => row.region === region);
  return table([
    ['from', 'event', 'if there is', 'to', 'evidence'],
    ...rows.map(({ from, event, conditions, to, evidence }) => [
      from === region ? '(any)' : code(from),
      event === '' ? '(by itself)' : code(event),
      conditions.map(describeCondition).join('; '),
      to ? code(to) : '(stays)',
      evidence,
    ]),
  ]);
}

function machinesReadme() {
  const events = (/** @type {readonly string[]} */ types) =>
    table([['event', 'meaning'], ...types.map((type) => [code(type), /** @type {any} */ (eventDescriptions)[type]])]);
  return `<!-- Written by "${command}" from the machine itself. Do not edit. -->
# The machines

One pool is one parallel XState machine of four regions. \`operation\` conducts: it accepts commands and drives the two image
regions with orders (\`pendingImage.*\`, \`currentImage.*\`) that it raises inside the macrostep; the image regions report back in
the same way. What no region takes is refused (commands) or ignored (facts) at one place, with a reason.

Evidence says how we know of a transition: **documented** by the vendor, **implied** by the documents, **observed** by tools that
run against live pods, or **assumed** by us where nothing decides.

![${picture}](pool.svg)

${regions
  .map(
    (region) => `## ${region}

${/** @type {any} */ (poolMachine.root.states)[region].description}

${chart(region)}

${stateTable(region)}

${transitionTableOf(region)}
`,
  )
  .join('\n')}
## Commands

${events(commandTypes)}

## Facts

${events(factTypes)}
`;
}

const run = (/** @type {readonly string[]} */ ...args) =>
  execFileSync(process.execPath, [fileURLToPath(new URL('src/cli/hvsim.cjs', root)), ...args], {
    encoding: 'utf8',
    cwd: root,
    maxBuffer: 1e9,
  });

const scenarios = /** @type {{ name: string, scenario: { title: string } }[]} */ (
  JSON.parse(readFileSync(new URL('dist/scenarios.json', root), 'utf8'))
);

const marks = /** @type {const} */ ({ view: 'V', powercli: '', 'rest-v1': '1', 'rest-v2': '2', 'rest-v3': '3' });

/** Which property of the status is in which formats of which release. Releases that change nothing share a column with the one before. */
function matrix() {
  /** @type {{ releases: string[], cells: string[] }[]} */
  const columns = [];
  for (const release of releases) {
    const cells = properties.status.map((property) =>
      formatsOf(release)
        .filter((format) => hasProperty(property, release, format))
        .map((format) => marks[format])
        .join(''),
    );
    const last = columns.at(-1);
    if (last && JSON.stringify(last.cells) === JSON.stringify(cells)) last.releases.push(release);
    else columns.push({ releases: [release], cells });
  }
  const head = columns.map(({ releases: [first, ...more] }) => (more.length > 0 ? `${first} … ${more.at(-1)}` : `${first}`));
  return table([
    ['property', ...head],
    ...properties.status.map(({ view }, row) => [code(view), ...columns.map(({ cells }) => cells[row] || '–')]),
  ]);
}

/** The generated parts of README.md, by the names of their marks. */
const sections = {
  chart: () => `[![${picture}](machines/pool.svg)](machines/pool.svg)`,
  states: () => stateTable('pendingImage'),
  releases: () => matrix(),
  properties: () => propertyTableMarkdown(),
  enumerations: () => enumerationTableMarkdown(),
  scenarios: () =>
    table([
      ['scenario', 'what it tells'],
      ...scenarios.map(({ name, scenario }) => [`[${name}](examples/scenarios/${name}.yaml)`, scenario.title]),
    ]),
  modelled: () => modelled.map((each) => `- ${each}.`).join('\n'),
  'not-modelled': () => notModelled.map((each) => `- ${each}.`).join('\n'),
  assumptions: () =>
    run('about', '--assumptions')
      .trim()
      .split('\n')
      .map((line) => `- ${line}`)
      .join('\n'),
  errors: () => table([['code', 'meaning'], ...Object.entries(errorCodes).map(([name, meaning]) => [code(name), meaning])]),
};

function readme() {
  let text = readFileSync(new URL('README.md', root), 'utf8');
  for (const [name, make] of Object.entries(sections)) {
    const mark = new RegExp(`(<!-- generated: ${name} -->\n)[^]*?(<!-- end -->)`);
    if (mark.test(text)) text = text.replace(mark, (_, begin, end) => `${begin}${make()}\n${end}`);
  }
  return text;
}

/**
 * Every generated file with its content.
 *
 * @returns {AsyncGenerator<readonly [path: string, content: string], void, void>}
 */
async function* files() {
  yield* fixtureFiles();
  yield ['src/inspector/chart/drawing.ts', drawingSource(chartOfMachine)];
  yield ['machines/pool.svg', `<!-- Written by "${command}" from the machine itself. Do not edit. -->\n${renderChart(chartOfMachine)}`];
  yield ['machines/README.md', machinesReadme()];
  yield ['README.md', readme()];
  for (const { name } of scenarios) {
    yield [`test/golden/${name}.txt`, `# Written by "${command}": hvsim run ${name}\n${run('run', name)}`];
    yield [`test/golden/${name}.ndjson`, run('run', name, '--json', '--format', 'rest-v2', '--release', '2206')];
  }
}

const chartOfMachine = await layOutChart();
const verify = process.argv.includes('--verify');
mkdirSync(new URL('test/golden/', root), { recursive: true });
const made = new Set();
const stale = [];
for await (const [path, content] of files()) {
  made.add(path);
  let present;
  try {
    present = readFileSync(new URL(path, root), 'utf8');
  } catch {}
  if (present === content) continue;
  stale.push(path);
  if (!verify) writeFileSync(new URL(path, root), content);
}
for (const file of readdirSync(new URL('test/golden/', root))) {
  if (made.has(`test/golden/${file}`)) continue;
  stale.push(`test/golden/${file}`);
  if (!verify) rmSync(new URL(`test/golden/${file}`, root));
}
if (verify && stale.length > 0) {
  console.error(`Stale: ${stale.join(', ')}. Run "${command}" and look at the difference.`);
  process.exitCode = 1;
} else {
  if (stale.includes('src/lifecycle/table.ts'))
    console.log(`The compiled life cycle has changed: run "${command}" once more for what is made from it.`);
  console.log(verify ? `${made.size} generated files are up to date.` : `${made.size} generated files, ${stale.length} written.`);
}
