/** What is shown, the virtual clock, and what concerns the whole page. */
import { useState } from 'preact/hooks';
import { ClockControls, PlayControls } from './clock-controls.tsx';
import { Button, Select } from './parts.tsx';
import { ScriptDialog } from './script-dialog.tsx';
import type { Store } from './store.ts';
import { setTheme, storedTheme, type Theme, themes } from './theme.ts';
import { elapsed, timeOfDay } from './words.ts';

const linkTexts = { connecting: 'connecting', lost: 'server lost', ended: 'complete' } as const;

export function Header({ store }: { store: Store }) {
  const { description, step, following, live, drivable, link } = store;
  const [isScriptOpen, setScriptOpen] = useState(false);
  const [theme, setShown] = useState(storedTheme);
  const paint = (chosen: Theme) => {
    setShown(chosen);
    setTheme(chosen);
    store.changed();
  };
  const at = (live && following ? store.clock?.now : undefined) ?? step?.at ?? store.startAt;
  return (
    <header class="top">
      <h1>{description?.title ?? 'hvsim inspector'}</h1>
      <span class={`badge ${live ? 'live' : ''}`}>{live ? 'live' : 'recorded'}</span>
      {link !== 'open' && link !== 'file' && <span class={`badge link-${link}`}>{store.refusal ? 'not let in' : linkTexts[link]}</span>}
      <span class="now" data-tip={`${timeOfDay(at)} UTC, virtual time`}>
        <span class="unseen">Virtual time since the start: </span>T+{elapsed(at - store.startAt)}
      </span>
      <div class="controls">
        {drivable ? <ClockControls store={store} /> : !live && step && <PlayControls store={store} />}
        {description && description.scenarios.length > 0 && drivable && (
          <Select
            label="Scenario"
            value={description.scenario ?? ''}
            options={[['', 'a fresh pool'], ...description.scenarios.map(({ name, title }) => [name, name, title] as const)]}
            choose={(scenario) => void store.command({ do: 'restart', ...(scenario && { scenario }) })}
          />
        )}
        {step && <Button label="Copy as script" press={() => setScriptOpen(true)} />}
        {isScriptOpen && <ScriptDialog store={store} close={() => setScriptOpen(false)} />}
        <Select label="Colours" value={theme} options={themes} choose={paint} />
      </div>
    </header>
  );
}
