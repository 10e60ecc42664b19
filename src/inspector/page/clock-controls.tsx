/** The virtual clock of a live run, with leaps and time that runs by itself; and how a recording is played, step by step. */
import { useEffect, useState } from 'preact/hooks';
import { Button, Select } from './parts.tsx';
import type { Store } from './store.ts';
import { inWords } from './words.ts';

const leaps = [
  ['+1 s', 'Let 1 second pass', 1_000],
  ['+1 min', 'Let 1 minute pass', 60_000],
  ['+1 h', 'Let 1 hour pass', 3_600_000],
] as const;

const speeds = [1, 10, 60, 600, 3600].map((each) => [each, `${each}×`] as const);

const rates = [1, 2, 5, 20].map((each) => [each, `${each}/s`] as const);

export function ClockControls({ store }: { store: Store }) {
  const { clock, link, command } = store;
  const [speed, setSpeed] = useState(60);
  const off = link !== 'open';
  const playing = (clock?.speed ?? 0) > 0;
  const due = clock?.nextDue;
  const toNext = due === undefined ? 'Nothing will happen by itself' : `Next in ${inWords(due - (clock?.now ?? due))}`;
  const choose = (chosen: number) => {
    setSpeed(chosen);
    if (playing) void command({ do: 'play', speed: chosen });
  };
  return (
    <>
      <fieldset class="buttons" aria-label="Virtual clock">
        {leaps.map(([label, name, ms]) => (
          <Button key={ms} label={label} aria-label={`${label}: ${name}`} disabled={off} press={() => command({ do: 'advance', ms })} />
        ))}
        <Button
          label="Until something happens"
          aria-disabled={due === undefined}
          disabled={off}
          data-tip={toNext}
          press={() => due !== undefined && command({ do: 'next' })}
        />
      </fieldset>
      <fieldset class="buttons" aria-label="Running clock">
        <PlayButton playing={playing} disabled={off} press={() => command({ do: 'play', speed: playing ? 0 : speed })} />
        <Select label="Speed of the clock" value={speed} options={speeds} choose={choose} />
      </fieldset>
    </>
  );
}

export function PlayControls({ store }: { store: Store }) {
  const [playing, setPlaying] = useState(false);
  const [rate, setRate] = useState(2);
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setInterval(() => {
      store.select(store.index + 1);
      if (store.following) setPlaying(false);
    }, 1000 / rate);
    return () => clearInterval(timer);
  }, [playing, rate, store]);
  const press = () => {
    if (!playing && store.following) store.select(0);
    setPlaying(!playing && !store.following);
  };
  const go = (by: number) => () => store.select(store.index + by);
  return (
    <fieldset class="buttons" aria-label="Play the recording">
      <Button label="◂" aria-label="Step back" aria-disabled={store.index <= 0} press={go(-1)} />
      <PlayButton playing={playing} press={press} />
      <Button label="▸" aria-label="Step on" aria-disabled={store.following} press={go(1)} />
      <Select label="Steps a second" value={rate} options={rates} choose={setRate} />
    </fieldset>
  );
}

const PlayButton = ({ playing, disabled = false, press }: { playing: boolean; disabled?: boolean; press: () => unknown }) => (
  <Button label={playing ? 'Pause' : 'Play'} class={playing ? 'on' : ''} disabled={disabled} press={press} />
);
