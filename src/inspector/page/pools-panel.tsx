/** The pools of a run with their regions' states at the moment that is looked at. There is none of this for a single pool. */
import { useState } from 'preact/hooks';
import { Button, Card, More, Search, State } from './parts.tsx';
import type { Store } from './store.ts';
import { regions } from './track.ts';

const most = 100;

export function PoolsPanel({ store }: { store: Store }) {
  const [search, setSearch] = useState('');
  if (store.tracks.size < 2) return null;
  const seq = store.following ? Number.POSITIVE_INFINITY : (store.step?.seq ?? 0);
  const found = [...store.tracks.values()].filter(({ name, id }) => `${name} ${id}`.toLowerCase().includes(search.toLowerCase()));
  const head = store.tracks.size > 10 && <Search label="Search pools" value={search} set={setSearch} />;
  return (
    <Card name="pools" title="Pools" small={store.tracks.size} head={head}>
      <ul class="pools">
        {found.slice(0, most).map((track) => {
          const step = track.steps[track.indexOf(seq)];
          const label = (
            <>
              <b>{track.name}</b>
              {step ? (
                regions.map((region) => <State key={region} step={step} region={region} named />)
              ) : (
                <span class="quiet">not there yet</span>
              )}
            </>
          );
          return (
            <li key={track.id}>
              <Button label={label} class="pool" aria-pressed={track === store.track} press={() => store.open(track.id)} />
            </li>
          );
        })}
      </ul>
      <More count={found.length - most} how="more. Search to find them." />
    </Card>
  );
}
