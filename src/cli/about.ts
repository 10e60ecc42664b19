/** `hvsim about`: what is modelled, from the machine, the property table and the scenarios themselves. */
import { eventTable, eventTypes } from '../../machines/event-table.ts';
import { describeCondition, type TransitionRow, transitionTable } from '../../machines/transitions.ts';
import { formats, formatsOf, titleOf } from '../api/formats.ts';
import { describeRelease, releases } from '../api/releases.ts';
import { profileNames } from '../engine/timings.ts';
import { errorCodes } from '../errors.ts';
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
  json: {},
} as const;

export const command = newCommand({ name: 'about', usage, column: 18, options }, async (values, _, io) => {
  const answer = values.assumptions ? assumptions : values.events ? events : values.errors ? errors : overview;
  const [data, lines] = await answer();
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
      'See also: hvsim about --assumptions, --events, --errors',
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
