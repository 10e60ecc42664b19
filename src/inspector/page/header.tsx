/** What is shown, the virtual clock, and what concerns the whole page. */
import { useState } from 'preact/hooks';
import { ClockControls } from './clock-controls.tsx';
import { PlayControls } from './play-controls.tsx';
import { ScriptDialog } from './script-dialog.tsx';
import { keepTheme, storedTheme, type Theme, themes } from './theme.ts';
import type { Ui } from './ui.ts';
import { elapsed, timeOfDay } from './words.ts';

const themeTexts = { auto: 'Light or dark', light: 'Light', dark: 'Dark' } as const satisfies Record<Theme, string>;

const linkTexts = {
  connecting: 'connecting',
  lost: 'server lost',
  ended: 'complete',
} as const;

export function Header({ ui }: { ui: Ui }) {
  const { store } = ui;
  const { description, step, following } = store;
  const at = (store.live && following ? store.clock?.now : undefined) ?? step?.at ?? store.startAt;
  return (
    <header class="top">
      <h1>{description?.title ?? 'hvsim inspector'}</h1>
      <span class={`badge ${store.live ? 'live' : ''}`}>{store.live ? 'live' : 'recorded'}</span>
      {store.link !== 'open' && store.link !== 'file' && (
        <span class={`badge link-${store.link}`}>{store.refusal ? 'not let in' : linkTexts[store.link]}</span>
      )}
      <span class="now" data-tip={`${timeOfDay(at)} UTC, virtual time`}>
        <span class="unseen">Virtual time since the start: </span>T+{elapsed(at - store.startAt)}
      </span>
      <div class="controls">
        {store.drivable ? <ClockControls ui={ui} /> : !store.live && step && <PlayControls ui={ui} />}
        {description && description.scenarios.length > 0 && store.drivable && <ScenarioPicker ui={ui} />}
        {step && <ScriptDialog ui={ui} />}
        <ThemePicker ui={ui} />
      </div>
    </header>
  );
}

function ScenarioPicker({ ui }: { ui: Ui }) {
  const { description } = ui.store;
  return (
    <select
      aria-label="Scenario"
      value={description?.scenario ?? ''}
      onChange={({ currentTarget: { value } }) => void ui.command(value ? { do: 'restart', scenario: value } : { do: 'restart' })}
    >
      <option value="">a fresh pool</option>
      {description?.scenarios.map(({ name, title }) => (
        <option key={name} value={name} title={title}>
          {name}
        </option>
      ))}
    </select>
  );
}

function ThemePicker({ ui }: { ui: Ui }) {
  const [theme, setTheme] = useState<Theme>(storedTheme);
  return (
    <select
      aria-label="Colours"
      value={theme}
      onChange={({ currentTarget }) => {
        const chosen = currentTarget.value as Theme;
        setTheme(chosen);
        keepTheme(chosen);
        ui.store.changed();
      }}
    >
      {themes.map((each) => (
        <option key={each} value={each}>
          {themeTexts[each]}
        </option>
      ))}
    </select>
  );
}
