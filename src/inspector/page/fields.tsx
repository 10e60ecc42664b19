/** The fields of a form, each by its kind. */
import type { Member, Members } from '../../../machines/event-table.ts';
import type { Release } from '../../api/releases.ts';
import type { CloneView } from '../../simulator/views.ts';
import { fieldsOf, type Values } from './form-values.ts';
import { Check, Select } from './parts.tsx';

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
  const { path, clones, values, set } = rest;
  const isFew = clones.length <= mostListed;
  const select = (options: readonly (readonly [string, string])[]) => (
    <Select
      label={field.label}
      labelled="field"
      name={path}
      value={String(values[path] ?? '')}
      options={options}
      choose={(value) => set(path, value)}
    />
  );
  if (field.kind === 'group') return <Group field={field} {...rest} />;
  if (field.kind === 'either') return <Either field={field} {...rest} />;
  if (field.kind === 'clones' && isFew) return <Clones field={field} {...rest} />;
  if (field.kind === 'clone' && isFew) return select(clones.map(({ id, name }) => [id, name]));
  if (field.kind === 'choice') return select(field.options.map((each) => [each, each]));
  if (field.kind === 'flag')
    return <Check label={field.label} name={path} checked={values[path] === true} set={(checked) => set(path, checked)} />;
  return <Input field={field} {...rest} />;
}

/** How clones are named where there are too many for a list. */
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
          <Check key={id} label={name} name={path} checked={chosen.has(id)} set={(on) => toggle(id, on)} />
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
        {!field.required ? <Check label={field.label} name={path} checked={shown} set={(on) => state.set(path, on)} /> : field.label}
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
          <Check key={option} label={option} type="radio" name={path} checked={option === chosen} set={() => state.set(path, option)} />
        ))}
      </div>
      <FieldList fields={field.options[chosen] ?? {}} at={`${path}.`} {...state} />
    </fieldset>
  );
}
