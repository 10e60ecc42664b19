/** Everything that can be sent to the open pool: enabled by what it can take now, with the reason where it cannot. */
import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import { eventTable, eventTypes } from '../../../machines/event-table.ts';
import type { EventType } from '../../../machines/events.ts';
import { EventDialog } from './event-dialog.tsx';
import { Button, Card, Check } from './parts.tsx';
import type { Store } from './store.ts';

const senders = { Commands: 'administrator', Engine: 'engine', Clones: 'clone' };

export function EventsPanel({ store }: { store: Store }) {
  const [asked, setAsked] = useState<EventType | undefined>();
  const [evenRefused, setEvenRefused] = useState(false);
  if (!store.drivable) return null;
  const head = !store.following && (
    <Button label="Go to the present" class="small primary" press={() => store.select(Number.POSITIVE_INFINITY)} />
  );
  const buttonOf = (type: EventType) => {
    const { description, members } = eventTable[type];
    const reason = whyNot(store, type);
    const tip = reason ? `${description}\nNot now: ${reason}` : description;
    const hasMembers = Object.keys(members).length > 0;
    const press = () => {
      const may = reason === undefined || (evenRefused && store.following && store.link === 'open');
      if (may) return hasMembers ? setAsked(type) : store.send({ type });
      store.announcement = reason;
      store.changed();
    };
    const label = (
      <>
        {wordsOf(type).map((word) => (
          <Fragment key={word}>
            {word}
            <wbr />
          </Fragment>
        ))}
        {hasMembers ? ' …' : ''}
      </>
    );
    const off = reason !== undefined && !evenRefused;
    const explained = { 'data-event': type, 'data-tip': tip, 'aria-description': tip, 'aria-disabled': off };
    return <Button key={type} label={label} class="event" {...explained} press={press} />;
  };
  return (
    <Card name="events" title="Send an event" head={head}>
      {Object.entries(senders).map(([title, sender]) => (
        <fieldset key={title} class="event-group">
          <legend>{title}</legend>
          <div class="event-buttons">{eventTypes.filter((type) => eventTable[type].sender === sender).map(buttonOf)}</div>
        </fieldset>
      ))}
      <Check label="Send even what will be refused or ignored" checked={evenRefused} set={setEvenRefused} />
      {asked && <EventDialog key={asked} store={store} type={asked} close={() => setAsked(undefined)} />}
    </Card>
  );
}

function whyNot({ link, following, possible }: Store, type: EventType): string | undefined {
  if (link !== 'open') return link === 'lost' ? 'The server is lost.' : 'Not connected yet.';
  if (!following) return 'You look at the past. Go to the present to send events.';
  if (!possible) return 'Asking what the pool can take …';
  const answer = possible[type];
  return answer === true ? undefined : answer;
}

/** An event's name without who sends it, in the parts between which a line may end. */
const wordsOf = (type: EventType): string[] => type.slice(type.indexOf('.') + 1).split(/(?=[A-Z])/);
