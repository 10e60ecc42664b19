/** The formats a status can be written in, and the releases that have them. */
import { HvsimError } from '../errors.ts';
import { isAvailable } from './availability.ts';
import { describeRelease, findRelease, type Release, type ReleaseName } from './releases.ts';

/** The View API's JSON, PowerCLI's objects as JSON, and the three versions of the REST status. */
export const formats = ['view', 'powercli', 'rest-v1', 'rest-v2', 'rest-v3'] as const;

export type Format = (typeof formats)[number];

/** The formats that carry the View API's objects. */
export type ViewFormat = 'view' | 'powercli';

/** The formats that carry a REST object. */
export type RestFormat = Exclude<Format, ViewFormat>;

/** The two interfaces of Horizon: View (SOAP, PowerCLI) and REST. Each has its own list of values. */
export type Api = 'view' | 'rest';

interface FormatEntry {
  readonly api: Api;
  readonly since: Release;
  /** The version of the REST status; 0 for the View API. */
  readonly restVersion: number;
  readonly title: string;
}

const formatTable = {
  view: { api: 'view', since: '7.0', restVersion: 0, title: 'View API, as JSON' },
  powercli: { api: 'view', since: '7.0', restVersion: 0, title: 'VMware.Hv objects of PowerCLI, as JSON' },
  'rest-v1': { api: 'rest', since: '2006', restVersion: 1, title: 'REST, DesktopPoolProvisioningStatusData' },
  'rest-v2': { api: 'rest', since: '2206', restVersion: 2, title: 'REST, DesktopPoolProvisioningStatusDataV2' },
  'rest-v3': { api: 'rest', since: '2512', restVersion: 3, title: 'REST, DesktopPoolProvisioningStatusDataV3' },
} as const satisfies Record<Format, FormatEntry>;

/** A release together with one of its formats; every encoder and check takes one. */
export interface Target<F extends Format = Format> {
  /** Any name of the release: `2111`, `8.4`, … */
  readonly release: ReleaseName;
  readonly format: F;
}

export function isFormat(name: string): name is Format {
  return Object.hasOwn(formatTable, name);
}

export function apiOf(format: Format): Api {
  return formatTable[format].api;
}

/** What the format is, in words. */
export function titleOf(format: Format): string {
  return formatTable[format].title;
}

/** The first release with this format. */
export function formatSince(format: Format): Release {
  return formatTable[format].since;
}

/** The version of the REST status that the format carries, 1 to 3; 0 for the View formats. */
export function restVersionOf(format: Format): number {
  return formatTable[format].restVersion;
}

/**
 * The formats that a release has.
 *
 * @param release any name of the release
 * @throws HvsimError `unknown-release`
 * @example formatsOf('2111') //=> view, powercli, rest-v1
 */
export function formatsOf(release: ReleaseName): readonly Format[] {
  const found = findRelease(release);
  return formats.filter((format) => isAvailable(found, formatTable[format].since));
}

/**
 * Makes sure that a release has a format.
 *
 * @param release any name of the release
 * @throws HvsimError `unknown-release`; `unknown-format` when no release has it; `format-not-in-release` when others do
 * @example assertFormat('2206', 'rest-v2')
 */
export function assertFormat(release: ReleaseName, format: string): asserts format is Format {
  const found = findRelease(release);
  if (!isFormat(format)) throw new HvsimError('unknown-format', `Unknown format '${format}'. ${listFormats(found)}`);
  const { since } = formatTable[format];
  if (isAvailable(found, since)) return;
  throw new HvsimError(
    'format-not-in-release',
    `Release ${describeRelease(found)} does not have the format '${format}', which exists since ${describeRelease(since)}. ${listFormats(found)}`,
  );
}

function listFormats(release: Release): string {
  return `Formats of ${describeRelease(release)}: ${formatsOf(release).join(', ')}.`;
}
