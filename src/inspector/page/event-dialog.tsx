/** The form of an event with members. */
import { useState } from 'preact/hooks';
import { eventTable } from '../../../machines/event-table.ts';
import type { EventType } from '../../../machines/events.ts';
import { newestRelease } from '../../api/releases.ts';
import { FieldList, mostListed } from './fields.tsx';
import { initialValues, toEvent, type Values } from './form-values.ts';
import { Alert, Dialog } from './parts.tsx';
import type { Store } from './store.ts';

export function EventDialog({ store, type, close }: { store: Store; type: EventType; close: () => void }) {
  const clones = store.track?.clonesAt(store.index) ?? [];
  const { description, members } = eventTable[type];
  const [values, setValues] = useState<Values>(() => {
    const shown = new Map(clones.map(({ id, name }) => [id, clones.length > mostListed ? name : id]));
    return initialValues(members, shown, store.possible?.choices?.[type]);
  });
  const [problem, setProblem] = useState('');
  const release = store.description?.release ?? newestRelease;
  const leave = () => {
    store.problem = '';
    close();
    store.changed();
  };
  const send = async () => {
    const answer = await store.send(toEvent(type, values, release));
    const why = answer.ok ? (answer.fault?.message ?? answer.reason) : answer.message;
    setProblem(why ?? '');
    return !why;
  };
  return (
    <Dialog title={type} labels={['Cancel', 'Send']} act={send} onClose={leave}>
      <p class="quiet">{description}</p>
      <FieldList
        fields={members}
        at=""
        release={release}
        clones={clones}
        values={values}
        set={(path, value) => setValues((before) => ({ ...before, [path]: value }))}
      />
      <Alert kind="problem" text={problem} />
    </Dialog>
  );
}
