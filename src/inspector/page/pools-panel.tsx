/** The pools of a run with their regions' states at the moment that is looked at. There is none of this for a single pool. */
import { useState } from 'preact/hooks';
import { Card, Search } from './parts.tsx';
import type { Ui } from './store.ts';
import { toneOf } from './tones.ts';
import { regions, type Track } from './track.ts';

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
    <Card
      name="pools"
      title="Pools"
      small={store.tracks.size}
      head={store.tracks.size > 10 && <Search label="Search pools" value={search} set={setSearch} />}
    >
      <ul class="pools">
        {found.map((track) => (
          <li key={track.id}>
            <PoolButton track={track} index={track.indexOf(seq)} open={track === store.track} onOpen={() => store.open(track.id)} />
          </li>
        ))}
      </ul>
      {more > 0 && <p class="quiet">{`… and ${more} more. Search to find them.`}</p>}
    </Card>
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
