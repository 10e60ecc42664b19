/** What is shown, the virtual clock, and what concerns the whole page. */
import { useState } from 'preact/hooks';
import { ClockControls, PlayControls } from './clock-controls.tsx';
import { Select } from './parts.tsx';
import { ScriptDialog } from './script-dialog.tsx';
import type { Ui } from './store.ts';
import { keepTheme, storedTheme, type Theme, themes, themeTexts } from './theme.ts';
import { elapsed, timeOfDay } from './words.ts';

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
  const { scenario = '', scenarios = [] } = ui.store.description ?? {};
  return (
    <Select
      label="Scenario"
      value={scenario}
      options={[['', 'a fresh pool'], ...scenarios.map(({ name, title }) => [name, name, title] as const)]}
      choose={(name) => void ui.command(name ? { do: 'restart', scenario: name } : { do: 'restart' })}
    />
  );
}

function ThemePicker({ ui }: { ui: Ui }) {
  const [theme, setTheme] = useState<Theme>(storedTheme);
  const choose = (chosen: Theme) => {
    setTheme(chosen);
    keepTheme(chosen);
    ui.store.changed();
  };
  return <Select label="Colours" value={theme} options={themes.map((each) => [each, themeTexts[each]])} choose={choose} />;
}
