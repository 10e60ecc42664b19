/** The property table for readers: which release has what, by which name. */
import { type Availability, describeAvailability } from './availability.ts';
import { type EnumerationName, enumerations, wireEntries } from './enumerations.ts';
import { hasProperty } from './fields.ts';
import { type Format, formatsOf } from './formats.ts';
import { type ObjectName, objectTitles, properties } from './properties.ts';
import { type AnyProperty, presences } from './property.ts';
import { type Release, releases } from './releases.ts';

/** One property, and the formats of each release that have it. */
export interface PropertyTableRow {
  readonly object: ObjectName;
  /** The name in the View API. */
  readonly view: string;
  /** The name in REST; null where REST carries the members of the object in the object around it. */
  readonly rest: string | null;
  readonly type: string;
  readonly since: Availability;
  /** The first release whose REST API has it, in the version `restFrom`. */
  readonly restSince: Release;
  readonly restFrom: Format;
  readonly optional: boolean;
  readonly readOnly: boolean;
  readonly requiredIf: readonly string[];
  /** When a status shows it. */
  readonly presence: string;
  readonly description: string;
  readonly releases: Readonly<Record<Release, readonly Format[]>>;
}

/**
 * Every property of every object, with the formats that have it in each release.
 *
 * @example propertyTable().find((row) => row.view === 'pendingComputeProfile')?.releases['2111'] //=> []
 */
export function propertyTable(): readonly PropertyTableRow[] {
  return Object.entries(properties).flatMap(([object, rows]) =>
    (rows as readonly AnyProperty[]).map((property) => toRow(object as ObjectName, property)),
  );
}

function toRow(object: ObjectName, property: AnyProperty): PropertyTableRow {
  const has = releases.map((release) => [release, formatsOf(release).filter((format) => hasProperty(property, release, format))]);
  return {
    object,
    view: property.view,
    rest: property.rest,
    type: property.type,
    since: property.since,
    restSince: property.restSince,
    restFrom: property.restFrom,
    optional: property.optional,
    readOnly: property.readOnly,
    requiredIf: property.requiredIf ?? [],
    presence: presences[property.presence],
    description: property.description,
    releases: Object.fromEntries(has) as PropertyTableRow['releases'],
  };
}

/**
 * The property table as Markdown: a section an object, a line a property.
 *
 * @param rows what to show; everything unless said otherwise
 */
export function propertyTableMarkdown(rows: readonly PropertyTableRow[] = propertyTable()): string {
  const objects = [...new Set(rows.map((row) => row.object))];
  return objects
    .map((object) =>
      objectMarkdown(
        object,
        rows.filter((row) => row.object === object),
      ),
    )
    .join('\n');
}

function objectMarkdown(object: ObjectName, rows: readonly PropertyTableRow[]): string {
  const lines = rows.map(({ view, rest, type, since, restFrom, restSince, requiredIf, presence }) => {
    const inRest = rest === null ? 'its members' : `\`${rest}\``;
    const restSinceText = `${restSince} (${restFrom})`;
    return [`\`${view}\``, inRest, type, sinceText(since), restSinceText, presence, requiredIf.join(', ')];
  });
  const head = ['View', 'REST', 'type', 'View since', 'REST since', 'there', 'required if the operation is'];
  return `### ${objectTitles[object].view}\n\n${markdownTable(head, lines)}\n`;
}

/** The values of every enumeration as Markdown, with the releases of each API that have them. */
export function enumerationTableMarkdown(): string {
  const names = Object.keys(enumerations) as EnumerationName[];
  return names
    .map((name) => {
      const lines = wireEntries(name).map(([value, { view, rest, meaning }]) => [
        `\`${value}\``,
        sinceText(view),
        sinceText(rest),
        meaning,
      ]);
      return `### ${name}\n\n${markdownTable(['value', 'View', 'REST', 'meaning'], lines)}\n`;
    })
    .join('\n');
}

function sinceText(availability: Availability): string {
  return describeAvailability(availability).replace(/^since /, '');
}

function markdownTable(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const rule = head.map(() => '---');
  return [head, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
