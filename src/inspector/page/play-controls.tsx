/** Plays a recording: step by step, some in a second. */
import { useEffect, useState } from 'preact/hooks';
import type { Ui } from './ui.ts';

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
  return (
    <fieldset class="buttons" aria-label="Play the recording">
      <button type="button" aria-label="Step back" aria-disabled={store.index <= 0} onClick={() => store.select(store.index - 1)}>
        ◂
      </button>
      <button
        type="button"
        class={playing ? 'on' : ''}
        onClick={() => {
          if (!playing && store.following) store.select(0);
          setPlaying(!playing && last > 0);
        }}
      >
        {playing ? 'Pause' : 'Play'}
      </button>
      <button type="button" aria-label="Step on" aria-disabled={store.following} onClick={() => store.select(store.index + 1)}>
        ▸
      </button>
      <select aria-label="Steps a second" value={rate} onChange={({ currentTarget }) => setRate(Number(currentTarget.value))}>
        {rates.map((each) => (
          <option key={each} value={each}>
            {each}/s
          </option>
        ))}
      </select>
    </fieldset>
  );
}
