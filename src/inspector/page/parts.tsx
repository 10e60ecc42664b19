/** What panels are made of. */
import type { ComponentChildren } from 'preact';

interface CardProps {
  /** Of its class and of the id of its title. */
  readonly name: string;
  readonly title: string;
  /** What the title is followed by, in small letters. */
  readonly small?: ComponentChildren;
  /** What stands beside the title. */
  readonly head?: ComponentChildren;
  readonly size?: string;
  /** The title is for screen readers alone. */
  readonly unseen?: true;
  readonly children: ComponentChildren;
}

export const Card = ({ name, title, small, head, size = '', unseen, children }: CardProps) => (
  <section class={`card ${name}-card ${size}`} aria-labelledby={`${name}-title`}>
    <div class="card-head">
      <h2 id={`${name}-title`} class={unseen && 'unseen'}>
        {title} {small !== undefined && <small>{small}</small>}
      </h2>
      {head}
    </div>
    {children}
  </section>
);

interface SelectProps<T> {
  readonly label: string;
  /** The class of a label that is seen; absent where it is for screen readers alone. */
  readonly labelled?: 'field' | 'field-inline';
  readonly name?: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, text: string, title?: string])[];
  readonly choose: (value: T) => void;
}

export function Select<T extends string | number>({ label, labelled, name, value, options, choose }: SelectProps<T>) {
  const select = (
    <select
      aria-label={labelled ? undefined : label}
      name={name}
      value={value}
      onChange={({ currentTarget }) => choose((options[currentTarget.selectedIndex] as (typeof options)[number])[0])}
    >
      {options.map(([each, text, title]) => (
        <option key={each} value={each} title={title}>
          {text}
        </option>
      ))}
    </select>
  );
  if (!labelled) return select;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is what is chosen in
    <label class={labelled}>
      {label} {select}
    </label>
  );
}

interface CheckProps {
  readonly label: string;
  readonly type?: 'checkbox' | 'radio';
  readonly name?: string;
  readonly checked: boolean;
  readonly set: (checked: boolean) => void;
}

export const Check = ({ label, type = 'checkbox', name, checked, set }: CheckProps) => (
  <label class="check">
    <input type={type} name={name} checked={checked} onChange={({ currentTarget }) => set(currentTarget.checked)} />
    {label}
  </label>
);

export const Search = ({ label, value, set }: { label: string; value: string; set: (value: string) => void }) => (
  <input type="search" aria-label={label} placeholder="Search" value={value} onInput={({ currentTarget }) => set(currentTarget.value)} />
);
