/** The way to the server: the stream of what happens, and what the viewer asks for. */
import type { CommandAnswer, InspectedStep, Possible, ServerMessage } from '../protocol.ts';
import type { Store } from './store.ts';
import { changesOf, sentenceOf } from './words.ts';

/** How long to wait before a stream that the browser gave up is opened again, in milliseconds. */
const retryMs = 1_000;

/** Connects a store to the server that the page came from, for as long as the page is open. */
export function connect(store: Store): void {
  let stream: EventSource;
  let isAsking = false;
  let isOutdated = false;

  const take = (message: ServerMessage): void => {
    if (message.type === 'description') {
      const before = store.description?.session;
      store.describe(message.description);
      if (before !== undefined && before !== message.description.session) store.announcement = 'The run began anew.';
    } else if (message.type === 'steps') {
      store.append(message.steps);
      const { track, step, following } = store;
      if (track && step && following && isWorthSaying(store, step)) store.announcement = sentenceOf(track.steps[store.index - 1], step);
      void askPossible();
    } else if (message.type === 'clock') {
      store.clock = message.clock;
    } else {
      stream.close();
      store.link = 'ended';
    }
  };

  const open = (): void => {
    const since = new URLSearchParams(store.description && { session: store.description.session, since: String(store.lastSeq) });
    const opened = new EventSource(`./events?${since}`);
    stream = opened;
    for (const type of ['description', 'steps', 'clock', 'end'] as const) {
      opened.addEventListener(type, ({ data }: MessageEvent<string>) => {
        if (store.link !== 'open') {
          if (store.link === 'lost') store.announcement = 'The server is back.';
          store.link = 'open';
          store.refusal = '';
          void askPossible();
        }
        take(JSON.parse(data) as ServerMessage);
        store.changed();
      });
    }
    opened.addEventListener('error', async () => {
      if (store.link === 'ended') return;
      if (store.link === 'open') store.announcement = 'The server is lost. Trying to reach it again.';
      store.link = 'lost';
      store.changed();
      if (opened.readyState !== EventSource.CLOSED) return;
      setTimeout(open, retryMs);
      store.refusal = await whyRefused();
      store.changed();
    });
  };

  /** Asks what the open pool can take; while an answer is under way, once more after it. */
  const askPossible = async (): Promise<void> => {
    isOutdated = true;
    if (isAsking) return;
    isAsking = true;
    while (isOutdated && store.drivable && store.track) {
      isOutdated = false;
      const { id } = store.track;
      // Where there is no answer the stream says that the server is lost.
      const answer = fetch(`./possible?pool=${encodeURIComponent(id)}`).then((each) => (each.ok ? each.json() : undefined));
      const possible = (await answer.catch(() => undefined)) as Possible | undefined;
      if (possible && store.track?.id === id) store.possible = possible;
      store.changed();
    }
    isAsking = false;
  };

  store.onOpen = () => void askPossible();
  store.command = async (command) => {
    const answer = await fetch('./command', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(command),
    })
      .then((response) => response.json() as Promise<CommandAnswer>)
      .catch(() => ({ ok: false, code: 'unreachable', message: 'The server did not answer. Is hvsim still running?' }) as const);
    store.problem = answer.ok ? '' : answer.message;
    if (answer.ok) store.clock = answer.clock;
    store.changed();
    return answer;
  };
  store.script = async (format) => {
    const answer = await fetch(`./script?format=${format}&pool=${encodeURIComponent(store.track?.id ?? '')}`);
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    return answer.text();
  };
  open();
}

/** Why the server refuses a stream, in its words, which the browser keeps to itself; empty where it does not, or cannot be reached. */
async function whyRefused(): Promise<string> {
  const asking = new AbortController();
  try {
    const answer = await fetch('./events', { signal: asking.signal });
    return answer.ok ? '' : ((await answer.json()) as { message: string }).message;
  } catch {
    return '';
  } finally {
    asking.abort();
  }
}

/** While the clock runs, only what changes a region or goes wrong: a screen reader could not keep up. */
function isWorthSaying({ clock, track, index }: Store, step: InspectedStep): boolean {
  return (clock?.speed ?? 0) === 0 || step.outcome !== 'accepted' || changesOf(track?.steps[index - 1], step).length > 0;
}
