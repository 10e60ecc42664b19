/** The virtual clock of a live run: leaps, until something happens, and time that runs by itself. */
import { useState } from 'preact/hooks';
import type { Ui } from './ui.ts';
import { inWords } from './words.ts';

const leaps = [
  { label: '+1 s', name: 'Let 1 second pass', ms: 1_000 },
  { label: '+1 min', name: 'Let 1 minute pass', ms: 60_000 },
  { label: '+1 h', name: 'Let 1 hour pass', ms: 3_600_000 },
] as const;

const speeds = [1, 10, 60, 600, 3600] as const;

export function ClockControls({ ui }: { ui: Ui }) {
  const { clock, link } = ui.store;
  const [speed, setSpeed] = useState(60);
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
        <select
          aria-label="Speed of the clock"
          value={speed}
          onChange={({ currentTarget: { value } }) => {
            setSpeed(Number(value));
            if (playing) void ui.command({ do: 'play', speed: Number(value) });
          }}
        >
          {speeds.map((each) => (
            <option key={each} value={each}>
              {each}×
            </option>
          ))}
        </select>
      </fieldset>
    </>
  );
}
