/** The page as a whole. */
import { useEffect } from 'preact/hooks';
import { ChartPanel } from './chart-panel.tsx';
import { ClonesPanel } from './clones-panel.tsx';
import { EventsPanel } from './events-panel.tsx';
import { Header } from './header.tsx';
import { LogPanel } from './log-panel.tsx';
import { PoolsPanel } from './pools-panel.tsx';
import { StatusPanel } from './status-panel.tsx';
import type { Link, Ui } from './store.ts';
import { TimelinePanel } from './timeline-panel.tsx';
import { indexAfter } from './timeline-scale.ts';

const waitingTexts = {
  connecting: 'Connecting …',
  lost: 'No connection',
  open: 'No pool yet',
  ended: 'No pool in this run',
  file: 'No pool in this run',
} as const satisfies Record<Link, string>;

export function App({ ui }: { ui: Ui }) {
  const { store } = ui;
  const { track, step } = store;
  useEffect(() => moveWithKeys(ui), [ui]);
  return (
    <>
      <a class="skip" href="#timeline">
        Skip to the timeline
      </a>
      <Header ui={ui} />
      <p class="unseen" role="status">
        {store.announcement}
      </p>
      {store.link === 'lost' && (
        <p class="banner" role="alert">
          {store.refusal || 'The server is lost: what you see is what it said last.'} Trying to reach it again …
        </p>
      )}
      {store.description?.warnings && (
        <aside class="banner quiet" aria-label="About this run">
          <span role="alert">{store.description.warnings.join(' ')}</span>
        </aside>
      )}
      {store.problem && (
        <p class="banner" role="alert">
          {store.problem}
        </p>
      )}
      <main class="layout">
        <PoolsPanel ui={ui} />
        <div class="panes">
          <ChartPanel release={store.description?.release} track={track} step={step} />
          <div class="side">
            {track ? (
              <>
                <EventsPanel ui={ui} />
                <StatusPanel ui={ui} track={track} />
                <LogPanel ui={ui} track={track} />
                <ClonesPanel track={track} index={store.index} />
              </>
            ) : (
              <p class="card quiet">{waitingTexts[store.link]}</p>
            )}
          </div>
        </div>
        {track && step && <TimelinePanel ui={ui} track={track} step={step} />}
      </main>
    </>
  );
}

/** Arrow keys, Home and End move through the steps wherever nothing else has them. */
function moveWithKeys({ store }: Ui): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.target !== document.body || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const next = indexAfter(event.key, store.index);
    if (next === undefined) return;
    event.preventDefault();
    store.select(next);
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}
