/** The status object in a release and format, with what differs from the step before. */
import { useMemo } from 'preact/hooks';
import { type Format, formatsOf, titleOf } from '../../api/formats.ts';
import { describeRelease, newestRelease, type Release, releases } from '../../api/releases.ts';
import { HvsimError } from '../../errors.ts';
import { encodeStatus } from '../../projector/encode.ts';
import { type DiffLine, diffLines } from './diff.ts';
import { Card, Scrolled, Select } from './parts.tsx';
import type { Store } from './store.ts';
import type { Track } from './track.ts';

const kinds = { ' ': '', '+': 'added', '-': 'removed' } as const;

export function StatusPanel({ store, track }: { store: Store; track: Track }) {
  const release = store.release ?? newestRelease;
  const { index, format } = store;
  const recorded = track.steps[index]?.recorded !== undefined;
  const lines = useMemo(() => linesAt(track, index, release, format), [track, index, release, format]);
  const choose = (ofRelease: Release, wanted: Format) => {
    store.release = ofRelease;
    store.format = formatsOf(ofRelease).includes(wanted) ? wanted : 'view';
    store.changed();
  };
  const pickers = (
    <div class="buttons">
      <Select
        label="Format"
        value={format}
        options={formatsOf(release).map((each) => [each, each, titleOf(each)])}
        choose={(chosen) => choose(release, chosen)}
      />
      <Select
        label="Release"
        value={release}
        options={releases.map((each) => [each, describeRelease(each)])}
        choose={(chosen) => choose(chosen, format)}
      />
    </div>
  );
  return (
    <Card name="status" title="Status" small={index > 0 ? `step ${index + 1} against ${index}` : 'step 1'} head={!recorded && pickers}>
      <Scrolled kind="status" label="Status object">
        <pre>
          {lines.map(({ sign, text }, line) => (
            <code key={line} class={kinds[sign]}>
              {kinds[sign] && <span class="unseen">{kinds[sign]}: </span>}
              {text}
              {'\n'}
            </code>
          ))}
        </pre>
      </Scrolled>
      {recorded && <p class="quiet">As it was recorded.</p>}
    </Card>
  );
}

/** The status at a step, as it was recorded or else in a release and format, with what differs from the step before it. */
function linesAt(track: Track, index: number, release: Release, format: Format): readonly DiffLine[] {
  const textAt = (at: number) => {
    const view = track.viewAt(at);
    return JSON.stringify(track.steps[at]?.recorded ?? (view ? encodeStatus(view, { release, format }) : null), null, 2);
  };
  try {
    return diffLines(textAt(Math.max(0, index - 1)), textAt(index));
  } catch (error) {
    if (!(error instanceof HvsimError)) throw error;
    return [{ sign: ' ', text: error.message }];
  }
}
