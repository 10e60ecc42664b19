/** The pools of a run with their regions' states at the moment that is looked at. There is none of this for a single pool. */
import { Button, Card, State, useSearch } from './parts.tsx';
import type { Store } from './store.ts';
import { regions } from './track.ts';

export function PoolsPanel({ store }: { store: Store }) {
  const { shown, field, more } = useSearch('pools', [...store.tracks.values()], ({ name, id }) => `${name} ${id}`);
  if (store.tracks.size < 2) return null;
  const seq = store.following ? Number.POSITIVE_INFINITY : (store.step?.seq ?? 0);
  return (
    <Card name="pools" title="Pools" small={store.tracks.size} head={field}>
      <ul class="pools">
        {shown.map((track) => {
          const step = track.steps[track.indexOf(seq)];
          const label = (
            <>
              <b>{track.name}</b>
              {step && regions.map((region) => <State key={region} state={step.state[region]} of={region} />)}
              {!step && <span class="quiet">not there yet</span>}
            </>
          );
          return (
            <li key={track.id}>
              <Button label={label} class="pool" aria-pressed={track === store.track} press={() => store.open(track.id)} />
            </li>
          );
        })}
      </ul>
      {more}
    </Card>
  );
}
