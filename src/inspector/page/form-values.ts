/** From what a form holds to the event that is sent. */
import { eventTable, type Member, type Members } from '../../../machines/event-table.ts';
import type { EventType } from '../../../machines/events.ts';
import { isAvailable } from '../../api/availability.ts';
import type { Release } from '../../api/releases.ts';
import type { Choice } from '../protocol.ts';

/** What the fields hold, by their path such as `spec.settings.startTime`. */
export type Values = { readonly [path: string]: string | boolean | readonly string[] };

/** An event as it is sent. */
export type WrittenEvent = { readonly type: EventType; readonly [member: string]: unknown };

/** The members that a release has. */
export function fieldsOf(fields: Members, release: Release): [name: string, field: Member][] {
  return Object.entries(fields).filter(([, { since }]) => since === undefined || isAvailable(release, since as Release));
}

/**
 * What the fields of a form hold at first.
 *
 * @param clones how every clone is named in the form, by its id
 * @param choice what the pool takes, of what there is to choose
 */
export function initialValues(fields: Members, clones: ReadonlyMap<string, string>, choice: Choice = {}): Values {
  const { machine, machines, ...others } = choice;
  const chosen = machine === undefined ? machines : [machine];
  const names = (chosen ?? [...clones.keys()]).map((id) => clones.get(id) ?? id);
  return { ...initialsOfAll(fields, '', names), ...others };
}

const initialsOfAll = (fields: Members, at: string, clones: readonly string[]): Values =>
  Object.assign({}, ...Object.entries(fields).map(([name, field]) => initialsOf(field, `${at}${name}`, clones)));

function initialsOf(field: Member, path: string, clones: readonly string[]): Values {
  switch (field.kind) {
    case 'group':
      return { ...(field.required ? {} : { [path]: false }), ...initialsOfAll(field.members, `${path}.`, clones) };
    case 'either': {
      const all = Object.values(field.options).map((members) => initialsOfAll(members, `${path}.`, clones));
      return Object.assign({ [path]: Object.keys(field.options)[0] ?? '' }, ...all);
    }
    case 'flag':
      return { [path]: field.absent };
    case 'choice':
      return { [path]: field.options.at(-1) ?? '' };
    case 'clone':
      return { [path]: clones[0] ?? '' };
    case 'clones':
      return { [path]: field.required ? clones.slice(0, 1) : [] };
    case 'id':
    case 'error':
      return { [path]: field.examples?.at(-1) ?? '' };
    case 'number':
      return { [path]: field.required ? String(field.examples.at(-1)) : '' };
    default:
      return { [path]: '' };
  }
}

/**
 * The event that a filled form stands for. Members that are empty, or as they would be without them, are left out.
 *
 * @example toEvent('engine.publishProgressed', { percent: '40' }, '2512') //=> { type: 'engine.publishProgressed', percent: 40 }
 */
export function toEvent(type: EventType, values: Values, release: Release): WrittenEvent {
  return { type, ...membersOf(eventTable[type].members, values, release, '') };
}

function membersOf(fields: Members, values: Values, release: Release, at: string): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const [name, field] of fieldsOf(fields, release)) {
    const path = `${at}${name}`;
    if (field.kind === 'either') {
      Object.assign(members, membersOf(field.options[String(values[path])] ?? {}, values, release, `${path}.`));
      continue;
    }
    const value = readValue(field, values, release, path);
    if (value !== undefined) members[name] = value;
  }
  return members;
}

function readValue(field: Exclude<Member, { kind: 'either' }>, values: Values, release: Release, path: string): unknown {
  const value = values[path];
  switch (field.kind) {
    case 'group':
      return !field.required && value !== true ? undefined : membersOf(field.members, values, release, `${path}.`);
    case 'flag':
      return value === field.absent && !field.required ? undefined : value;
    case 'number':
      return value === '' ? undefined : Number(value);
    case 'clones': {
      const ids = typeof value === 'string' ? textsOf(value) : (value as readonly string[]);
      return field.required || ids.length > 0 ? ids : undefined;
    }
    case 'ids': {
      const texts = textsOf(String(value));
      return texts.length > 0 ? texts : undefined;
    }
    case 'choice':
    case 'clone':
      return value;
    default:
      return value === '' && !field.required ? undefined : value;
  }
}

/** Texts with commas between. */
const textsOf = (text: string): string[] => text.split(',').flatMap((part) => part.trim() || []);
