/** The virtual clock of a live run, with leaps and time that runs by itself; and how a recording is played, step by step. */
import { useEffect, useState } from 'preact/hooks';
import { Select } from './parts.tsx';
import type { Ui } from './store.ts';
import { inWords } from './words.ts';

const leaps = [
  { label: '+1 s', name: 'Let 1 second pass', ms: 1_000 },
  { label: '+1 min', name: 'Let 1 minute pass', ms: 60_000 },
  { label: '+1 h', name: 'Let 1 hour pass', ms: 3_600_000 },
] as const;

const speeds = [1, 10, 60, 600, 3600] as const;

export function ClockControls({ ui }: { ui: Ui }) {
  const { clock, link } = ui.store;
  const [speed, setSpeed] = useState<number>(60);
  const off = link !== 'open';
  const playing = (clock?.speed ?? 0) > 0;
  const due = clock?.nextDue;
  const toNext = due === undefined ? 'Nothing will happen by itself' : `Next in ${inWords(due - (clock?.now ?? due))}`;
  return (
    <>
      <fieldset class="buttons" aria-label="Virtual clock">
        {leaps.map(({ label, name, ms }) => (
          <button
            key={ms}
            type="button"
            aria-label={`${label}: ${name}`}
            disabled={off}
            onClick={() => void ui.command({ do: 'advance', ms })}
          >
            {label}
          </button>
        ))}
        <button
          type="button"
          aria-disabled={due === undefined}
          disabled={off}
          data-tip={toNext}
          onClick={() => due !== undefined && void ui.command({ do: 'next' })}
        >
          Until something happens
        </button>
      </fieldset>
      <fieldset class="buttons" aria-label="Running clock">
        <button
          type="button"
          class={playing ? 'on' : ''}
          disabled={off}
          onClick={() => void ui.command({ do: 'play', speed: playing ? 0 : speed })}
        >
          {playing ? 'Pause' : 'Play'}
        </button>
        <Select
          label="Speed of the clock"
          value={speed}
          options={speeds.map((each) => [each, `${each}×`])}
          choose={(chosen) => {
            setSpeed(chosen);
            if (playing) void ui.command({ do: 'play', speed: chosen });
          }}
        />
      </fieldset>
    </>
  );
}

const rates = [1, 2, 5, 20] as const;

export function PlayControls({ ui: { store } }: { ui: Ui }) {
  const [playing, setPlaying] = useState(false);
  const [rate, setRate] = useState<number>(2);
  const last = (store.track?.steps.length ?? 0) - 1;
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
    setPlaying(!playing && last > 0);
  };
  return (
    <fieldset class="buttons" aria-label="Play the recording">
      <button type="button" aria-label="Step back" aria-disabled={store.index <= 0} onClick={() => store.select(store.index - 1)}>
        ◂
      </button>
      <button type="button" class={playing ? 'on' : ''} onClick={press}>
        {playing ? 'Pause' : 'Play'}
      </button>
      <button type="button" aria-label="Step on" aria-disabled={store.following} onClick={() => store.select(store.index + 1)}>
        ▸
      </button>
      <Select label="Steps a second" value={rate} options={rates.map((each) => [each, `${each}/s`])} choose={setRate} />
    </fieldset>
  );
}
