/** States on the wire: each by its own value, or by what stands in for it in a release without that value. */
import type { PendingImageState } from '../../machines/vocabulary.ts';
import { isAvailable } from '../api/availability.ts';
import { absent, type EnumerationName, enumerations, type WireEntry } from '../api/enumerations.ts';
import type { Api } from '../api/formats.ts';
import type { PendingImageView } from '../api/pool-view.ts';
import type { Release } from '../api/releases.ts';

/** What a state of a vocabulary becomes; undefined for one that has no value. */
type WireTable = Readonly<Record<string, string | undefined>>;

/** Writes a state by itself. */
export function enumEncoder(name: EnumerationName, release: Release, api: Api): (state: string) => string | undefined {
  const table = wireTable(name, release, api);
  return (state) => table[state];
}

/** Writes the state of a pending image, which in some releases is the one it had before UNPUBLISHING. */
export function pendingImageEncoder(
  release: Release,
  api: Api,
): (image: Pick<PendingImageView, 'state' | 'stateBefore'>) => string | undefined {
  const table = wireTable('pendingImageState', release, api);
  return (image) => table[image.state] ?? table[image.stateBefore];
}

function wireTable(name: EnumerationName, release: Release, api: Api): WireTable {
  const entries: Readonly<Record<string, WireEntry | typeof absent>> = enumerations[name];
  const table: Record<string, string | undefined> = {};
  for (const [state, entry] of Object.entries(entries)) {
    table[state] = entry === absent ? undefined : wireValue(state, entry, release, api);
  }
  return table;
}

/** The value of a state in a release; undefined where the state before has to be shown. */
function wireValue(state: string, entry: WireEntry, release: Release, api: Api): string | undefined {
  if (isAvailable(release, entry[api])) return state;
  return entry.standIn === 'stateBefore' ? undefined : (entry.standIn satisfies PendingImageState | undefined);
}
