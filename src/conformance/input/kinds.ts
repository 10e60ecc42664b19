/** The releases and formats that can be told apart by a status: those that have the same members and values are one kind. */
import { hasSelectivePush, wireValues } from '../../api/enumerations.ts';
import { fieldsOf } from '../../api/fields.ts';
import { apiOf, type Format, formats, formatsOf, restVersionOf } from '../../api/formats.ts';
import { compareReleases, type Release, releases } from '../../api/releases.ts';
import type { Style } from './style.ts';

/** Releases that write the same statuses in a format, by version. */
export interface Kind {
  readonly format: Format;
  readonly releases: readonly Release[];
}

const known = new Map<Style, readonly Kind[]>();

/** The kinds of a style, newest first; of REST, the highest version of the status first. */
export function kindsOf(style: Style): readonly Kind[] {
  const kinds = known.get(style) ?? makeKinds(style);
  known.set(style, kinds);
  return kinds;
}

function makeKinds(style: Style): Kind[] {
  const byVersion = [...releases].sort(compareReleases);
  const own = formats.filter((format) => (restVersionOf(format) > 0 ? 'rest' : format) === style);
  return own
    .flatMap((format) => {
      const groups = new Map<string, Release[]>();
      for (const release of byVersion.filter((each) => formatsOf(each).includes(format))) {
        const key = signatureOf(release, format);
        groups.set(key, [...(groups.get(key) ?? []), release]);
      }
      return [...groups.values()].map((list) => ({ format, releases: list }));
    })
    .reverse();
}

/** What decides whether a status conforms. */
function signatureOf(release: Release, format: Format): string {
  const objects = ['parent', 'status', 'pushImageSettings', 'computeProfile'] as const;
  const names = objects.map((object) => fieldsOf(object, release, format).map(({ name }) => name));
  return JSON.stringify([names, wireValues('pendingImageState', release, apiOf(format)), hasSelectivePush(release)]);
}
