/** The inspector's page: shows a recording that is in it, or else what the server says. */
import { render } from 'preact';
import { toEvents } from '../events.ts';
import type { Recording, Start } from '../protocol.ts';
import { App } from './app.tsx';
import { connect } from './connection.ts';
import { Store } from './store.ts';
import { storedTheme } from './theme.ts';
import { indexAfter } from './timeline-scale.ts';
import { showTips } from './tip.ts';

const element = (id: string) => document.getElementById(id) as HTMLElement;
const jsonIn = <T,>(id: string) => JSON.parse(element(id).textContent ?? 'null') as T | null;
const store = new Store();
const draw = () => {
  if (store.description) document.title = store.description.title;
  render(<App store={store} />, element('app'));
};

let waiting = false;
let pictured = false;
/** The first picture at once, later ones once a frame. */
store.changed = () => {
  if (!pictured && store.track) {
    pictured = true;
    draw();
  } else if (!waiting) {
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  }
};

/** Arrow keys, Home and End move through the steps on the timeline, and wherever nothing else has them. */
document.addEventListener('keydown', (event) => {
  const { target, key, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (!(target === document.body || target === element('timeline')) || altKey || ctrlKey || metaKey || shiftKey) return;
  const next = indexAfter(key, store.index);
  if (next === undefined) return;
  event.preventDefault();
  store.select(next);
});

document.documentElement.dataset.theme = storedTheme();
showTips(element('tip'));
const recording = jsonIn<Recording>('recording');
const start = jsonIn<Start>('start');
if (recording) {
  const { description, steps, yaml } = recording;
  store.begin(recording, 'file');
  store.script = async (format) => (format === 'yaml' ? yaml : toEvents(steps, store.track?.id ?? '', description.release));
} else {
  if (start) store.begin(start, 'open');
  connect(store);
}
draw();
