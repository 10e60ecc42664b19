/** From what a form holds to the event that is sent. */
import { eventTable, type Member, type Members } from '../../../machines/event-table.ts';
import type { EventType } from '../../../machines/events.ts';
import { isAvailable } from '../../api/availability.ts';
import type { Release } from '../../api/releases.ts';
import type { Choice } from '../protocol.ts';

/** What the fields hold, by their path such as `spec.settings.startTime`. */
export type Values = { readonly [path: string]: string | boolean | readonly string[] };

export type WrittenEvent = { readonly type: EventType; readonly [member: string]: unknown };

/** The members that a release has. */
export function fieldsOf(fields: Members, release: Release): [name: string, field: Member][] {
  return Object.entries(fields).filter(([, { since }]) => since === undefined || isAvailable(release, since as Release));
}

/** What the fields hold at first: what the pool takes, of what there is to choose; clones as the form names them, by their ids. */
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
    case 'clones':
      return { [path]: field.required ? clones.slice(0, 1) : [] };
    case 'flag':
      return { [path]: field.absent };
    default:
      return { [path]: textOf(field, clones) };
  }
}

function textOf(field: Member, clones: readonly string[]): string {
  if (field.kind === 'choice') return field.options.at(-1) ?? '';
  if (field.kind === 'clone') return clones[0] ?? '';
  const isGiven = field.kind === 'id' || field.kind === 'error' || (field.kind === 'number' && field.required);
  return isGiven ? String(field.examples?.at(-1) ?? '') : '';
}

/** The event that a filled form stands for. Members that are empty, or as they would be without them, are left out. */
export function toEvent(type: EventType, values: Values, release: Release): WrittenEvent {
  return { type, ...membersOf(eventTable[type].members, values, release, '') };
}

function membersOf(fields: Members, values: Values, release: Release, at: string): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const [name, field] of fieldsOf(fields, release)) {
    const path = `${at}${name}`;
    const within = (inner: Members) => membersOf(inner, values, release, `${path}.`);
    if (field.kind === 'either') Object.assign(members, within(field.options[String(values[path])] ?? {}));
    else if (field.kind !== 'group') Object.assign(members, memberOf(name, field, values[path]));
    else if (field.required || values[path] === true) members[name] = within(field.members);
  }
  return members;
}

/** A member as it is sent; none where the field is empty. */
function memberOf(name: string, field: Member, value: Values[string] = ''): Record<string, unknown> {
  if (field.kind === 'flag' && value === field.absent && !field.required) return {};
  if (field.kind === 'number') return value === '' ? {} : { [name]: Number(value) };
  if (field.kind === 'clones' || field.kind === 'ids') {
    const texts =
      typeof value === 'object'
        ? value
        : String(value)
            .split(',')
            .flatMap((part) => part.trim() || []);
    return field.required || texts.length > 0 ? { [name]: texts } : {};
  }
  return value === '' && !field.required ? {} : { [name]: value };
}
