/** The page as a whole. */
import { ChartPanel } from './chart-panel.tsx';
import { ClonesPanel } from './clones-panel.tsx';
import { EventsPanel } from './events-panel.tsx';
import { Header } from './header.tsx';
import { LogPanel } from './log-panel.tsx';
import { Alert } from './parts.tsx';
import { PoolsPanel } from './pools-panel.tsx';
import { StatusPanel } from './status-panel.tsx';
import type { Link, Store } from './store.ts';
import { TimelinePanel } from './timeline-panel.tsx';

const waitingTexts = {
  connecting: 'Connecting …',
  lost: 'No connection',
  open: 'No pool yet',
  ended: 'No pool in this run',
  file: 'No pool in this run',
} as const satisfies Record<Link, string>;

export function App({ store }: { store: Store }) {
  const { track, step, description } = store;
  const lost = `${store.refusal || 'The server is lost: what you see is what it said last.'} Trying to reach it again …`;
  return (
    <>
      <a class="skip" href="#timeline">
        Skip to the timeline
      </a>
      <Header store={store} />
      <p class="unseen" role="status">
        {store.announcement}
      </p>
      <Alert kind="banner" text={store.link === 'lost' ? lost : ''} />
      {description?.warnings && (
        <aside class="banner quiet" aria-label="About this run">
          <span role="alert">{description.warnings.join(' ')}</span>
        </aside>
      )}
      <Alert kind="banner" text={store.problem} />
      <main class="layout">
        <PoolsPanel store={store} />
        <div class="panes">
          <ChartPanel store={store} />
          <div class="side">
            {track ? (
              <>
                <EventsPanel store={store} />
                <StatusPanel store={store} track={track} />
                <LogPanel store={store} track={track} />
                <ClonesPanel track={track} index={store.index} />
              </>
            ) : (
              <p class="card quiet">{waitingTexts[store.link]}</p>
            )}
          </div>
        </div>
        {track && step && <TimelinePanel store={store} track={track} step={step} />}
      </main>
    </>
  );
}
