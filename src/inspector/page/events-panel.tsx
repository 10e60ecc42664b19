/** Everything that can be sent to the open pool: enabled by what it can take now, with the reason where it cannot. */
import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import { eventTable, eventTypes } from '../../../machines/event-table.ts';
import type { EventType } from '../../../machines/events.ts';
import { EventDialog } from './event-dialog.tsx';
import { Card, Check } from './parts.tsx';
import type { Ui } from './store.ts';

const sentBy = (sender: 'administrator' | 'engine' | 'clone') => eventTypes.filter((type) => eventTable[type].sender === sender);

/** Who sends what. */
const groups = [
  { title: 'Commands', types: sentBy('administrator') },
  { title: 'Engine', types: sentBy('engine') },
  { title: 'Clones', types: sentBy('clone') },
];

export function EventsPanel({ ui }: { ui: Ui }) {
  const { store } = ui;
  const [asked, setAsked] = useState<EventType | undefined>();
  const [evenRefused, setEvenRefused] = useState(false);
  const pool = store.track?.id ?? '';
  if (!store.drivable) return null;

  const reasonOf = (type: EventType): string | undefined => {
    if (store.link !== 'open') return store.link === 'lost' ? 'The server is lost.' : 'Not connected yet.';
    if (!store.following) return 'You look at the past. Go to the present to send events.';
    const possible = store.possible?.[type];
    if (possible === undefined) return 'Asking what the pool can take …';
    return possible === true ? undefined : possible;
  };
  const press = (type: EventType, reason: string | undefined) => {
    const may = reason === undefined || (evenRefused && store.following && store.link === 'open');
    if (!may) {
      store.announcement = reason;
      store.changed();
    } else if (Object.keys(eventTable[type].members).length > 0) setAsked(type);
    else void ui.command({ do: 'send', pool, event: { type } });
  };

  const head = !store.following && (
    <button type="button" class="small primary" onClick={() => store.select(Number.POSITIVE_INFINITY)}>
      Go to the present
    </button>
  );
  return (
    <Card name="events" title="Send an event" head={head}>
      {groups.map(({ title, types }) => (
        <fieldset key={title} class="event-group">
          <legend>{title}</legend>
          <div class="event-buttons">
            {types.map((type) => {
              const reason = reasonOf(type);
              const { description } = eventTable[type];
              const tip = reason ? `${description}\nNot now: ${reason}` : description;
              return (
                <button
                  key={type}
                  type="button"
                  class="event"
                  data-event={type}
                  data-tip={tip}
                  aria-disabled={reason !== undefined && !evenRefused}
                  aria-description={tip}
                  onClick={() => press(type, reason)}
                >
                  {wordsOf(type).map((word) => (
                    <Fragment key={word}>
                      {word}
                      <wbr />
                    </Fragment>
                  ))}
                  {Object.keys(eventTable[type].members).length > 0 ? ' …' : ''}
                </button>
              );
            })}
          </div>
        </fieldset>
      ))}
      <Check label="Send even what will be refused or ignored" checked={evenRefused} set={setEvenRefused} />
      {asked && <EventDialog key={asked} ui={ui} type={asked} close={() => setAsked(undefined)} />}
    </Card>
  );
}

/** An event's name without who sends it, in the parts between which a line may end. */
const wordsOf = (type: EventType): string[] => type.slice(type.indexOf('.') + 1).split(/(?=[A-Z])/);
