/** The pools of a run with their regions' states at the moment that is looked at. There is none of this for a single pool. */
import { useState } from 'preact/hooks';
import { toneOf } from './tones.ts';
import { regions, type Track } from './track.ts';
import type { Ui } from './ui.ts';

const most = 100;

export function PoolsPanel({ ui: { store } }: { ui: Ui }) {
  const [search, setSearch] = useState('');
  if (store.tracks.size < 2) return null;
  const seq = store.following ? Number.POSITIVE_INFINITY : (store.step?.seq ?? 0);
  const found: Track[] = [];
  let more = 0;
  for (const track of store.tracks.values()) {
    if (!`${track.name} ${track.id}`.toLowerCase().includes(search.toLowerCase())) continue;
    if (found.length < most) found.push(track);
    else more += 1;
  }
  return (
    <section class="card pools-card" aria-labelledby="pools-title">
      <div class="card-head">
        <h2 id="pools-title">
          Pools <small>{store.tracks.size}</small>
        </h2>
        {store.tracks.size > 10 && (
          <input
            type="search"
            aria-label="Search pools"
            placeholder="Search"
            value={search}
            onInput={(event) => setSearch(event.currentTarget.value)}
          />
        )}
      </div>
      <ul class="pools">
        {found.map((track) => (
          <li key={track.id}>
            <PoolButton track={track} index={track.indexOf(seq)} open={track === store.track} onOpen={() => store.open(track.id)} />
          </li>
        ))}
      </ul>
      {more > 0 && <p class="quiet">{`… and ${more} more. Search to find them.`}</p>}
    </section>
  );
}

function PoolButton({ track, index, open, onOpen }: { track: Track; index: number; open: boolean; onOpen: () => void }) {
  const step = track.steps[index];
  return (
    <button type="button" class="pool" aria-pressed={open} onClick={onOpen}>
      <b>{track.name}</b>
      {step ? (
        regions.map((region) => (
          <span key={region} class={`state tone-${toneOf(region, step.state[region])}`}>
            <span class="unseen">{region} </span>
            {step.state[region]}
          </span>
        ))
      ) : (
        <span class="quiet">not there yet</span>
      )}
    </button>
  );
}
