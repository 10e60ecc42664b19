/** The status object in a release and format, with what differs from the step before. */
import { useMemo } from 'preact/hooks';
import { type Format, formatsOf, titleOf } from '../../api/formats.ts';
import { describeRelease, type Release, releases } from '../../api/releases.ts';
import { HvsimError } from '../../errors.ts';
import { type StatusShown, statusAt } from './status-text.ts';
import type { Track } from './track.ts';
import type { Ui } from './ui.ts';

const signs = { ' ': '', '+': 'added: ', '-': 'removed: ' } as const;

export function StatusPanel({ ui: { store }, track }: { ui: Ui; track: Track }) {
  const release = store.release ?? '2512';
  const { index, format } = store;
  const shown = useMemo(() => tryStatus(track, index, release, format), [track, index, release, format]);
  const choose = (chosen: { release?: Release; format?: Format }) => {
    store.release = chosen.release ?? release;
    const known = formatsOf(store.release);
    const wanted = chosen.format ?? format;
    store.format = known.includes(wanted) ? wanted : 'view';
    store.changed();
  };
  return (
    <section class="card status-card" aria-labelledby="status-title">
      <div class="card-head">
        <h2 id="status-title">
          Status <small>{index > 0 ? `step ${index + 1} against ${index}` : 'step 1'}</small>
        </h2>
        {!shown.recorded && (
          <div class="buttons">
            <select aria-label="Format" value={format} onChange={({ currentTarget }) => choose({ format: currentTarget.value as Format })}>
              {formatsOf(release).map((each) => (
                <option key={each} value={each} title={titleOf(each)}>
                  {each}
                </option>
              ))}
            </select>
            <select
              aria-label="Release"
              value={release}
              onChange={({ currentTarget }) => choose({ release: currentTarget.value as Release })}
            >
              {releases.map((each) => (
                <option key={each} value={each}>
                  {describeRelease(each)}
                </option>
              ))}
            </select>
          </div>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="status" tabIndex={0} aria-label="Status object">
        <pre>
          {shown.lines.map(({ sign, text }, line) => (
            <code key={line} class={sign === '+' ? 'added' : sign === '-' ? 'removed' : ''}>
              {sign !== ' ' && <span class="unseen">{signs[sign]}</span>}
              {text}
              {'\n'}
            </code>
          ))}
        </pre>
      </section>
      {shown.recorded && <p class="quiet">As it was recorded.</p>}
    </section>
  );
}

function tryStatus(track: Track, index: number, release: Release, format: Format): StatusShown {
  try {
    return statusAt(track, index, release, format);
  } catch (error) {
    if (!(error instanceof HvsimError)) throw error;
    return { lines: [{ sign: ' ', text: error.message }], recorded: false };
  }
}
