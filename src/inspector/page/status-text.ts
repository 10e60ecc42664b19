/** The status of a step as text, in any release and format. */
import type { Format } from '../../api/formats.ts';
import type { Release } from '../../api/releases.ts';
import { encodeStatus } from '../../projector/encode.ts';
import { type DiffLine, diffLines } from './diff.ts';
import type { Track } from './track.ts';

export interface StatusShown {
  readonly lines: readonly DiffLine[];
  /** Whether it is shown as it was recorded, whatever the release and format. */
  readonly recorded: boolean;
}

/** The status at a step, with what differs from the step before it. */
export function statusAt(track: Track, index: number, release: Release, format: Format): StatusShown {
  const step = track.steps[index];
  const before = index > 0 ? textOf(track, index - 1, release, format) : undefined;
  const now = textOf(track, index, release, format);
  const lines = before === undefined ? now.split('\n').map((text) => ({ sign: ' ', text }) as const) : diffLines(before, now);
  return { lines, recorded: step?.recorded !== undefined };
}

function textOf(track: Track, index: number, release: Release, format: Format): string {
  const recorded = track.steps[index]?.recorded;
  if (recorded !== undefined) return JSON.stringify(recorded, null, 2);
  const view = track.viewAt(index);
  return view ? JSON.stringify(encodeStatus(view, { release, format }), null, 2) : 'null';
}
