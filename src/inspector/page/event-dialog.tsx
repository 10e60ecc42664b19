/** The form of an event with members. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { eventTable, type Member, type Members } from '../../../machines/event-table.ts';
import type { EventType } from '../../../machines/events.ts';
import { newestRelease, type Release } from '../../api/releases.ts';
import type { CloneView } from '../../simulator/views.ts';
import { fieldsOf, initialValues, toEvent, type Values } from './form-values.ts';
import { Alert, Check, Dialog, Either, Select } from './parts.tsx';
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

/** Pools with more clones than this are asked for names. */
const mostListed = 200;

interface FormState {
  readonly release: Release;
  readonly clones: readonly CloneView[];
  readonly values: Values;
  readonly set: (path: string, value: Values[string]) => void;
}

function FieldList({ fields, at, ...state }: FormState & { fields: Members; at: string }) {
  return (
    <>
      {fieldsOf(fields, state.release).map(([name, field]) => (
        <FieldRow key={name} field={field} path={`${at}${name}`} {...state} />
      ))}
    </>
  );
}

type RowProps = FormState & { field: Member; path: string };

function FieldRow(row: RowProps) {
  const { field, path, ...state } = row;
  const { clones, values } = state;
  const { label } = field;
  const value = values[path];
  const set = (chosen: Values[string]) => state.set(path, chosen);
  const select = (options: readonly (readonly [string, string])[]) => (
    <Select label={label} labelled="field" name={path} value={String(value ?? '')} options={options} choose={set} />
  );
  const isFew = clones.length <= mostListed;
  if (field.kind === 'group') {
    const shown = field.required || value === true;
    const list = shown && <FieldList fields={field.members} at={`${path}.`} {...state} />;
    if (!label) return list || null;
    return <Fields legend={field.required ? label : <Check label={label} name={path} checked={shown} set={set} />}>{list}</Fields>;
  }
  if (field.kind === 'either')
    return (
      <Fields legend={label}>
        <Either of={field.options} chosen={String(value)} name={path} set={set} />
        <FieldList fields={field.options[String(value)] ?? {}} at={`${path}.`} {...state} />
      </Fields>
    );
  if (field.kind === 'clones' && isFew) {
    const chosen = new Set(value as readonly string[]);
    const toggle = (id: string, on: boolean) =>
      set(clones.flatMap((clone) => ((clone.id === id ? on : chosen.has(clone.id)) ? [clone.id] : [])));
    return (
      <Fields legend={label}>
        <div class="clone-checks">
          {clones.map(({ id, name }) => (
            <Check key={id} label={name} name={path} checked={chosen.has(id)} set={(on) => toggle(id, on)} />
          ))}
        </div>
      </Fields>
    );
  }
  if (field.kind === 'clone' && isFew) return select(clones.map(({ id, name }) => [id, name]));
  if (field.kind === 'choice') return select(field.options.map((each) => [each, each]));
  if (field.kind === 'flag') return <Check label={label} name={path} checked={value === true} set={set} />;
  return <Input {...row} />;
}

const Fields = ({ legend, children }: { legend: ComponentChildren; children: ComponentChildren }) => (
  <fieldset>
    <legend>{legend}</legend>
    {children}
  </fieldset>
);

const cloneHints = { clone: 'its name or id', clones: 'names or ids, with commas between' } as const;

function Input({ field, path, values, set }: RowProps) {
  const value = values[path] ?? '';
  const isClone = field.kind === 'clone' || field.kind === 'clones';
  const bounds =
    field.kind === 'number' ? ({ type: 'number', step: 'any', min: field.min, max: field.max } as const) : ({ type: 'text' } as const);
  return (
    <label class="field">
      {field.label}
      <input
        {...bounds}
        name={path}
        required={!isClone && field.required === true}
        placeholder={isClone ? cloneHints[field.kind] : (field.hint ?? '')}
        autocomplete="off"
        spellcheck={false}
        value={typeof value === 'object' ? value.join(', ') : String(value)}
        onInput={({ currentTarget }) => set(path, currentTarget.value)}
      />
    </label>
  );
}
