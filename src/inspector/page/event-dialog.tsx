/** The form of an event with members. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { eventTable } from '../../../machines/event-table.ts';
import type { EventType } from '../../../machines/events.ts';
import { newestRelease } from '../../api/releases.ts';
import { FieldList, mostListed } from './fields.tsx';
import { initialValues, toEvent, type Values } from './form-values.ts';
import type { Ui } from './store.ts';

export function EventDialog({ ui, type, close }: { ui: Ui; type: EventType; close: () => void }) {
  const { store } = ui;
  const dialog = useRef<HTMLDialogElement>(null);
  const clones = store.track?.clonesAt(store.index) ?? [];
  const [values, setValues] = useState<Values>(() => {
    const shown = new Map(clones.map(({ id, name }) => [id, clones.length > mostListed ? name : id]));
    return initialValues(eventTable[type].members, shown, store.possible?.choices?.[type]);
  });
  const [problem, setProblem] = useState('');
  const release = store.description?.release ?? newestRelease;
  useLayoutEffect(() => dialog.current?.showModal(), []);

  const leave = () => {
    store.problem = '';
    close();
    store.changed();
  };
  const send = async () => {
    const event = toEvent(type, values, release);
    const answer = await ui.command({ do: 'send', pool: store.track?.id ?? '', event });
    const why = answer.ok ? (answer.fault?.message ?? answer.reason) : answer.message;
    if (why) setProblem(why);
    else dialog.current?.close();
  };

  return (
    <dialog ref={dialog} onClose={leave} aria-labelledby="dialog-title">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <h2 id="dialog-title">{type}</h2>
        <p class="quiet">{eventTable[type].description}</p>
        <FieldList
          fields={eventTable[type].members}
          at=""
          release={release}
          clones={clones}
          values={values}
          set={(path, value) => setValues((before) => ({ ...before, [path]: value }))}
        />
        {problem && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <div class="dialog-buttons">
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" class="primary">
            Send
          </button>
        </div>
      </form>
    </dialog>
  );
}
