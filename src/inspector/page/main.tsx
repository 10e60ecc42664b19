/** The inspector's page: shows a recording that is in it, or else what the server says. */
import { render } from 'preact';
import { toEvents } from '../events.ts';
import type { Recording, Start } from '../protocol.ts';
import { App } from './app.tsx';
import { connect } from './connection.ts';
import { Store, type Ui } from './store.ts';
import { applyTheme, storedTheme } from './theme.ts';
import { showTips } from './tip.ts';

const element = (id: string) => document.getElementById(id) as HTMLElement;
const store = new Store();

function openRecording({ description, steps, yaml }: Recording): Ui {
  store.describe(description);
  store.append(steps);
  store.link = 'file';
  document.title = description.title;
  return {
    store,
    command: async () => ({ ok: false, code: 'recorded', message: 'This is a recording: nothing can be sent to it.' }),
    script: async (format) => (format === 'yaml' ? yaml : toEvents(steps, store.track?.id ?? '', description.release)),
  };
}

function openLive(start: Start | null): Ui {
  if (start) {
    store.describe(start.description);
    store.append(start.steps);
    store.clock = start.clock;
    store.possible = start.possible;
    store.link = 'open';
    document.title = start.description.title;
  }
  const connection = connect(store);
  return {
    store,
    async command(command) {
      const answer = await connection.command(command);
      store.problem = answer.ok ? '' : answer.message;
      if (answer.ok) store.clock = answer.clock;
      store.changed();
      return answer;
    },
    script: (format) => connection.script(format, store.track?.id ?? ''),
  };
}

let waiting = false;
let pictured = false;
store.listen(() => {
  if (!pictured && store.track) {
    pictured = true;
    draw();
    return;
  }
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    draw();
  });
});

applyTheme(storedTheme());
showTips(element('tip'));
const jsonIn = (id: string): unknown => JSON.parse(element(id).textContent ?? 'null');
const recording = jsonIn('recording') as Recording | null;
const ui = recording ? openRecording(recording) : openLive(jsonIn('start') as Start | null);
const draw = () => render(<App ui={ui} />, element('app'));
draw();
