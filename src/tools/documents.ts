/** The generated parts of documents: `machines/README.md` as a whole, and in every README what stands between its marks. */
import { readdirSync, readFileSync } from 'node:fs';
import { commandTypes, type EventType, eventTable, factTypes } from '../../machines/index.ts';
import { describeCondition, transitionTable } from '../../machines/transitions.ts';
import { hasProperty } from '../api/fields.ts';
import { formatsOf } from '../api/formats.ts';
import { properties } from '../api/properties.ts';
import { enumerationTableMarkdown, propertyTableMarkdown } from '../api/property-table.ts';
import { type Release, releases } from '../api/releases.ts';
import { errorCodes } from '../errors.ts';
import { type GraphRegion, graph } from '../inspector/chart/graph.ts';
import { mermaidSketch } from '../inspector/chart/mermaid.ts';
import { modelled, notModelled } from '../modelled.ts';
import { catalogue } from './catalogue.ts';
import { outputOf } from './command-output.ts';
import { command, type GeneratedFile, root } from './generated.ts';

const table = ([head = [], ...rows]: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');

const code = (text: string): string => `\`${text}\``;

const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

const picture = 'The four regions of the pool machine with every state and transition';

const stateTable = ({ states }: GraphRegion): string =>
  table([['state', 'meaning'], ...states.map(({ state, description }) => [code(state), description])]);

const transitions = transitionTable();

const transitionTableOf = ({ region }: GraphRegion): string =>
  table([
    ['from', 'event', 'if there is', 'to', 'evidence'],
    ...transitions
      .filter((row) => row.region === region)
      .map(({ from, event, conditions, to, evidence }) => [
        from === region ? '(any)' : code(from),
        event === '' ? '(by itself)' : code(event),
        conditions.map(describeCondition).join('; '),
        to ? code(to) : '(stays)',
        evidence,
      ]),
  ]);

const tableOfEvents = (types: readonly EventType[]): string =>
  table([['event', 'meaning'], ...types.map((type) => [code(type), eventTable[type].description])]);

async function machinesReadme(): Promise<string> {
  const assumptions = bullets((await outputOf('hvsim about --assumptions')).trim().split('\n'));
  return `<!-- Written by "${command}" from the machine itself. Do not edit. -->
# The machines

One pool is one parallel XState machine of four regions. \`operation\` conducts: it accepts commands and drives the two image
regions with orders (\`pendingImage.*\`, \`currentImage.*\`) that it raises inside the macrostep; the image regions report back in
the same way. What no region takes is refused (commands) or ignored (facts) at one place, with a reason.

Evidence says how we know of a transition: **documented** by the vendor, **implied** by the documents, **observed** by tools that
run against live pods, or **assumed** by us where nothing decides. The rules in words are in [LIFECYCLE.md](LIFECYCLE.md).

![${picture}](pool.svg)

${graph()
  .map(
    (region) => `## ${region.region}

${region.description}

\`\`\`mermaid
${mermaidSketch(region)}
\`\`\`

${stateTable(region)}

${transitionTableOf(region)}
`,
  )
  .join('\n')}
## Commands

${tableOfEvents(commandTypes)}

## Facts

${tableOfEvents(factTypes)}

## What is assumed

The documents do not decide everything. These transitions are assumed (\`hvsim about --assumptions\`):

${assumptions}
`;
}

/** The formats that a property is in, in few letters. */
const marks = { view: 'V', powercli: '', 'rest-v1': '1', 'rest-v2': '2', 'rest-v3': '3' } as const;

/** Which property of the status is in which formats of which release. Releases that change nothing share a column with the one before. */
function propertiesByRelease(): string {
  const columns: { releases: Release[]; cells: string[] }[] = [];
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

/** The generated parts of a README, by the names of their marks. `up` leads from its folder to the project's; scenarios are beside it. */
const sections: Readonly<Record<string, (up: string) => string | Promise<string>>> = {
  chart: (up) => `[![${picture}](${up}machines/pool.svg)](${up}machines/pool.svg)`,
  states: () =>
    graph()
      .flatMap((region) => (region.region === 'pendingImage' ? [stateTable(region)] : []))
      .join(''),
  releases: propertiesByRelease,
  properties: () => propertyTableMarkdown(),
  enumerations: () => enumerationTableMarkdown(),
  scenarios: (up) =>
    table([
      ['scenario', 'what it tells'],
      ...catalogue.map(({ name, scenario }) => [`[${name}](${up === '' ? 'examples/' : ''}scenarios/${name}.yaml)`, scenario.title]),
    ]),
  modelled: () => bullets(modelled.map((each) => `${each}.`)),
  'not-modelled': () => bullets(notModelled.map((each) => `${each}.`)),
  errors: () => table([['code', 'meaning'], ...Object.entries(errorCodes).map(([name, meaning]) => [code(name), meaning])]),
};

async function withSections(path: string): Promise<string> {
  let text = readFileSync(new URL(path, root), 'utf8');
  for (const [name, make] of Object.entries(sections)) {
    const mark = new RegExp(`(<!-- generated: ${name} -->\n)[^]*?(<!-- end -->)`);
    if (!mark.test(text)) continue;
    const made = await make('../'.repeat(path.split('/').length - 1));
    text = text.replace(mark, (_, begin, end) => `${begin}${made}\n${end}`);
  }
  return text;
}

export async function* documents(): AsyncGenerator<GeneratedFile> {
  yield ['machines/README.md', await machinesReadme()];
  const readmes = ['src', 'examples', 'test'].flatMap((folder) => {
    const names = readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' });
    return names.filter((name) => /(^|\/)README\.md$/.test(name) && !name.includes('node_modules')).map((name) => `${folder}/${name}`);
  });
  for (const path of ['README.md', ...readmes]) yield [path, await withSections(path)];
}
