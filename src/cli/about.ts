/** `hvsim about`: what is modelled, from the machine, the property table and the scenarios themselves. */
import { eventTable, eventTypes } from '../../machines/event-table.ts';
import { describeCondition, type TransitionRow, transitionTable } from '../../machines/transitions.ts';
import { formats, formatsOf, titleOf } from '../api/formats.ts';
import { describeRelease, findRelease, newestRelease, releases } from '../api/releases.ts';
import { profileNames } from '../engine/timings.ts';
import { errorCodes, HvsimError } from '../errors.ts';
import { modelled, notModelled } from '../modelled.ts';
import { poolSpecEntries } from '../simulator/input/pool-spec.ts';
import { entriesOf } from '../simulator/input/read-event.ts';
import { readCatalogue } from './catalogue.ts';
import { writeAll } from './io.ts';
import { newCommand } from './options.ts';

const usage = `usage: hvsim about [options]`;

const options = {
  assumptions: { says: 'every transition that no document decides, with what we assume' },
  events: { says: 'every command and fact with its members' },
  errors: { says: 'every error code with what it means' },
  paths: { says: 'every path of the REST API, and whether hvsim serve models it' },
  release: { value: '<name>', says: 'whose paths (default: the newest)' },
  json: {},
} as const;

export const command = newCommand({ name: 'about', usage, column: 18, options }, async (values, _, io) => {
  const { release } = values;
  if (release !== undefined && !values.paths) throw new HvsimError('wrong-usage', '--release is for --paths. See "hvsim about --help".');
  const answers = { assumptions, events, errors, paths: () => paths(release ?? newestRelease) };
  const asked = (Object.keys(answers) as (keyof typeof answers)[]).find((name) => values[name]);
  const [data, lines] = await (asked ? answers[asked] : overview)();
  await writeAll(io, values.json ? [JSON.stringify(data, null, 2)] : lines);
  return 0;
});

type Answer = readonly [data: unknown, lines: readonly string[]];

async function overview(): Promise<Answer> {
  const catalogue = await readCatalogue();
  const scenarios = catalogue.map(({ name, scenario }) => ({ name, title: scenario.title }));
  const list = releases.map((release) => ({ release, name: describeRelease(release), formats: formatsOf(release) }));
  const data = {
    modelled,
    notModelled,
    releases: list,
    formats: formats.map((name) => ({ name, title: titleOf(name) })),
    engines: profileNames,
    scenarios,
  };
  return [
    data,
    [
      'Modelled:',
      ...modelled.map((each) => `  ${each}`),
      '',
      'Not modelled:',
      ...notModelled.map((each) => `  ${each}`),
      '',
      'Releases, oldest first, and their formats:',
      ...list.map((each) => `  ${each.name.padEnd(14)}${each.formats.join(', ')}`),
      '',
      'Formats:',
      ...data.formats.map(({ name, title }) => `  ${name.padEnd(14)}${title}`),
      '',
      `Engine profiles: ${profileNames.join(', ')}, manual`,
      '',
      'Scenarios:',
      ...scenarios.map(({ name, title }) => `  ${name.padEnd(28)}${title}`),
      '',
      'See also: hvsim about --assumptions, --events, --errors, --paths',
    ],
  ];
}

function assumptions(): Answer {
  const rows = transitionTable().filter(({ evidence }) => evidence === 'assumed');
  return [rows.map((row) => ({ ...row, needs: row.conditions.map(describeCondition) })), rows.map(describeTransition)];
}

function describeTransition({ region, from, event, conditions, to }: TransitionRow): string {
  const needs = conditions.length > 0 ? `, if there is ${conditions.map(describeCondition).join(' and ')}` : '';
  const place = from === region ? `${region} (any state)` : `${region} ${from}`;
  return `${place}: ${event || 'by itself'} ${to ? `leads to ${to}` : 'changes no state'}${needs}`;
}

function events(): Answer {
  const create = { type: 'desktop.create', description: 'Desktop_Create: begins anew with a pool.', members: membersOf(poolSpecEntries) };
  const others = eventTypes.map((type) => {
    const { description, members } = eventTable[type];
    return { type, description, members: membersOf(entriesOf(members)) };
  });
  const list = [create, ...others];
  return [list, list.map(({ type, description, members }) => `${type.padEnd(38)}${members.join(', ').padEnd(44)}${description}`)];
}

/** The names of an event's members; those that may be left out with a question mark. */
const membersOf = (entries: Readonly<Record<string, { readonly type: string }>>): string[] =>
  Object.entries(entries).map(([name, { type }]) => (type === 'optional' ? `${name}?` : name));

function errors(): Answer {
  return [errorCodes, Object.entries(errorCodes).map(([code, meaning]) => `${code.padEnd(24)}${meaning}`)];
}

/** The paths of a release by the areas of the API, those that are modelled with a star. */
async function paths(name: string): Promise<Answer> {
  const release = findRelease(name);
  const { restPathsOf } = await import('../api/rest/paths.ts');
  const list = restPathsOf(release).map(({ method, path, since, operation }) => {
    return {
      area: path.split('/')[1] ?? '',
      method,
      path: `/rest${path}`,
      since: describeRelease(since),
      modelled: operation !== undefined,
    };
  });
  const areas = [...new Set(list.map(({ area }) => area))].map((area) => {
    const own = list.filter((each) => each.area === area);
    return { area, paths: own.length, modelled: own.filter(({ modelled }) => modelled).length };
  });
  return [
    { release, areas, paths: list },
    [
      `The REST API of ${describeRelease(release)}: * is modelled, everything else answers 501.`,
      ...areas.map((each) => `  ${each.area.padEnd(14)}${each.modelled} of ${each.paths}`),
      '',
      ...list.map((each) => `${each.modelled ? '*' : ' '} ${each.method.padEnd(7)}${each.path}`),
    ],
  ];
}
