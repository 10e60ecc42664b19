/** The fields of a form, each by its kind. */
import type { Member, Members } from '../../../machines/event-table.ts';
import type { Release } from '../../api/releases.ts';
import type { CloneView } from '../../simulator/views.ts';
import { fieldsOf, type Values } from './form-values.ts';

/** Pools with more clones than this are asked for names. */
export const mostListed = 200;

interface FormState {
  readonly release: Release;
  readonly clones: readonly CloneView[];
  readonly values: Values;
  readonly set: (path: string, value: Values[string]) => void;
}

export function FieldList({ fields, at, ...state }: FormState & { fields: Members; at: string }) {
  return (
    <>
      {fieldsOf(fields, state.release).map(([name, field]) => (
        <FieldRow key={name} field={field} path={`${at}${name}`} {...state} />
      ))}
    </>
  );
}

type RowProps<K extends Member['kind'] = Member['kind']> = FormState & { field: Extract<Member, { kind: K }>; path: string };

function FieldRow({ field, ...rest }: RowProps) {
  switch (field.kind) {
    case 'group':
      return <Group field={field} {...rest} />;
    case 'either':
      return <Either field={field} {...rest} />;
    case 'clones':
      return rest.clones.length > mostListed ? <ManyClones field={field} {...rest} /> : <Clones field={field} {...rest} />;
    case 'flag':
      return (
        <label class="check">
          <input
            type="checkbox"
            name={rest.path}
            checked={rest.values[rest.path] === true}
            onChange={({ currentTarget }) => rest.set(rest.path, currentTarget.checked)}
          />
          {field.label}
        </label>
      );
    case 'choice':
      return <Choice label={field.label} options={field.options.map((value) => ({ value, text: value }))} {...rest} />;
    case 'clone':
      if (rest.clones.length > mostListed) return <ManyClones field={field} {...rest} />;
      return <Choice label={field.label} options={rest.clones.map(({ id, name }) => ({ value: id, text: name }))} {...rest} />;
    default:
      return <Input field={field} {...rest} />;
  }
}

/** Clones by name or id, where there are too many for a list. */
function ManyClones({ field, path, values, set }: RowProps<'clone' | 'clones'>) {
  const value = values[path];
  return (
    <label class="field">
      {field.label}
      <input
        type="text"
        name={path}
        placeholder={field.kind === 'clones' ? 'names or ids, with commas between' : 'its name or id'}
        autocomplete="off"
        spellcheck={false}
        value={typeof value === 'object' ? value.join(', ') : String(value ?? '')}
        onInput={({ currentTarget }) => set(path, currentTarget.value)}
      />
    </label>
  );
}

function Input({ field, path, values, set }: RowProps<'id' | 'ids' | 'text' | 'error' | 'time' | 'number'>) {
  const kind =
    field.kind === 'number'
      ? ({ type: 'number', step: 'any', min: field.min, ...(field.max === undefined ? {} : { max: field.max }) } as const)
      : ({ type: 'text' } as const);
  return (
    <label class="field">
      {field.label}
      <input
        {...kind}
        name={path}
        required={field.required === true}
        placeholder={field.hint ?? ''}
        autocomplete="off"
        spellcheck={false}
        value={String(values[path] ?? '')}
        onInput={({ currentTarget }) => set(path, currentTarget.value)}
      />
    </label>
  );
}

interface ChoiceProps extends FormState {
  readonly label: string;
  readonly path: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
}

function Choice({ label, path, options, values, set }: ChoiceProps) {
  return (
    <label class="field">
      {label}
      <select name={path} value={String(values[path] ?? '')} onChange={({ currentTarget }) => set(path, currentTarget.value)}>
        {options.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function Clones({ field, path, clones, values, set }: RowProps<'clones'>) {
  const chosen = new Set(values[path] as readonly string[]);
  const toggle = (id: string, on: boolean) =>
    set(
      path,
      clones.flatMap((clone) => ((clone.id === id ? on : chosen.has(clone.id)) ? [clone.id] : [])),
    );
  return (
    <fieldset>
      <legend>{field.label}</legend>
      <div class="clone-checks">
        {clones.map(({ id, name }) => (
          <label key={id} class="check">
            <input
              type="checkbox"
              name={path}
              checked={chosen.has(id)}
              onChange={({ currentTarget }) => toggle(id, currentTarget.checked)}
            />
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Group({ field, path, ...state }: RowProps<'group'>) {
  const shown = field.required || state.values[path] === true;
  if (!field.label) return <FieldList fields={field.members} at={`${path}.`} {...state} />;
  return (
    <fieldset>
      <legend>
        {!field.required ? (
          <label class="check">
            <input type="checkbox" name={path} checked={shown} onChange={({ currentTarget }) => state.set(path, currentTarget.checked)} />
            {field.label}
          </label>
        ) : (
          field.label
        )}
      </legend>
      {shown && <FieldList fields={field.members} at={`${path}.`} {...state} />}
    </fieldset>
  );
}

function Either({ field, path, ...state }: RowProps<'either'>) {
  const chosen = String(state.values[path]);
  return (
    <fieldset>
      <legend>{field.label}</legend>
      <div class="either">
        {Object.keys(field.options).map((option) => (
          <label key={option} class="check">
            <input type="radio" name={path} checked={option === chosen} onChange={() => state.set(path, option)} />
            {option}
          </label>
        ))}
      </div>
      <FieldList fields={field.options[chosen] ?? {}} at={`${path}.`} {...state} />
    </fieldset>
  );
}
