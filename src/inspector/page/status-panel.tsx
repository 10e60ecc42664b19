/** The status object in a release and format, with what differs from the step before. */
import { useMemo } from 'preact/hooks';
import { type Format, formatsOf, titleOf } from '../../api/formats.ts';
import { describeRelease, newestRelease, type Release, releases } from '../../api/releases.ts';
import { HvsimError } from '../../errors.ts';
import { encodeStatus } from '../../projector/encode.ts';
import { type DiffLine, diffLines } from './diff.ts';
import { Card, Select } from './parts.tsx';
import type { Ui } from './store.ts';
import type { Track } from './track.ts';

const signs = { ' ': '', '+': 'added: ', '-': 'removed: ' } as const;

export function StatusPanel({ ui: { store }, track }: { ui: Ui; track: Track }) {
  const release = store.release ?? newestRelease;
  const { index, format } = store;
  const recorded = track.steps[index]?.recorded !== undefined;
  const lines = useMemo(() => linesAt(track, index, release, format), [track, index, release, format]);
  const choose = (chosen: { release?: Release; format?: Format }) => {
    store.release = chosen.release ?? release;
    const known = formatsOf(store.release);
    const wanted = chosen.format ?? format;
    store.format = known.includes(wanted) ? wanted : 'view';
    store.changed();
  };
  const pickers = (
    <div class="buttons">
      <Select
        label="Format"
        value={format}
        options={formatsOf(release).map((each) => [each, each, titleOf(each)])}
        choose={(chosen) => choose({ format: chosen })}
      />
      <Select
        label="Release"
        value={release}
        options={releases.map((each) => [each, describeRelease(each)])}
        choose={(chosen) => choose({ release: chosen })}
      />
    </div>
  );
  return (
    <Card name="status" title="Status" small={index > 0 ? `step ${index + 1} against ${index}` : 'step 1'} head={!recorded && pickers}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="status" tabIndex={0} aria-label="Status object">
        <pre>
          {lines.map(({ sign, text }, line) => (
            <code key={line} class={sign === '+' ? 'added' : sign === '-' ? 'removed' : ''}>
              {sign !== ' ' && <span class="unseen">{signs[sign]}</span>}
              {text}
              {'\n'}
            </code>
          ))}
        </pre>
      </section>
      {recorded && <p class="quiet">As it was recorded.</p>}
    </Card>
  );
}

/** The status at a step, with what differs from the step before it. */
function linesAt(track: Track, index: number, release: Release, format: Format): readonly DiffLine[] {
  try {
    const now = textOf(track, index, release, format);
    if (index > 0) return diffLines(textOf(track, index - 1, release, format), now);
    return now.split('\n').map((text) => ({ sign: ' ', text }));
  } catch (error) {
    if (!(error instanceof HvsimError)) throw error;
    return [{ sign: ' ', text: error.message }];
  }
}

/** As it was recorded, or else in a release and format. */
function textOf(track: Track, index: number, release: Release, format: Format): string {
  const view = track.viewAt(index);
  const status = track.steps[index]?.recorded ?? (view ? encodeStatus(view, { release, format }) : null);
  return JSON.stringify(status, null, 2);
}
