/** What panels are made of. */
import type { ComponentChildren, ComponentProps } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { InspectedStep } from '../protocol.ts';
import { toneOf } from './tones.ts';
import type { Region } from './track.ts';

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

interface DialogProps {
  readonly title: string;
  readonly kind?: 'script';
  /** Of its buttons. */
  readonly labels: readonly [leave: string, act: string];
  /** Resolves with whether the dialog is done. */
  readonly act: () => Promise<boolean>;
  readonly buttons?: ComponentChildren;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** Opens as soon as it is there. */
export function Dialog({ title, kind, labels, act, buttons, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (await act()) dialog.current?.close();
  };
  return (
    <dialog ref={dialog} class={kind} onClose={onClose} aria-labelledby="dialog-title">
      <form onSubmit={submit}>
        <h2 id="dialog-title">{title}</h2>
        {children}
        <div class="dialog-buttons">
          <Button label={labels[0]} press={() => dialog.current?.close()} />
          {buttons}
          <button type="submit" class="primary">
            {labels[1]}
          </button>
        </div>
      </form>
    </dialog>
  );
}

export const Button = ({ label, press, ...more }: ComponentProps<'button'> & { label: ComponentChildren; press: () => unknown }) => (
  <button type="button" {...more} onClick={() => void press()}>
    {label}
  </button>
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

interface Labelled<T> {
  readonly label: string;
  readonly set: (value: T) => void;
}

export const Check = ({ label, set, ...input }: Labelled<boolean> & { type?: 'radio'; name?: string; checked: boolean }) => (
  <label class="check">
    <input type="checkbox" {...input} onChange={({ currentTarget }) => set(currentTarget.checked)} />
    {label}
  </label>
);

/** The names of some things, of which one is chosen. */
export const Either = ({ of, chosen, name, set }: { of: object; chosen: string; name: string; set: (chosen: string) => void }) => (
  <div class="either">
    {Object.keys(of).map((each) => (
      <Check key={each} label={each} type="radio" name={name} checked={each === chosen} set={() => set(each)} />
    ))}
  </div>
);

export const Search = ({ label, value, set }: Labelled<string> & { value: string }) => (
  <input type="search" aria-label={label} placeholder="Search" value={value} onInput={({ currentTarget }) => set(currentTarget.value)} />
);

/** What went wrong; nothing where nothing did. */
export const Alert = ({ kind, text }: { kind: 'banner' | 'problem'; text: string }) =>
  text ? (
    <p class={kind} role="alert">
      {text}
    </p>
  ) : null;

/** A region's state, in its colour. */
export const State = ({ step, region, named }: { step: InspectedStep; region: Region; named?: true }) => (
  <span class={`state tone-${toneOf(region, step.state[region])}`}>
    {named && <span class="unseen">{region} </span>}
    {step.state[region]}
  </span>
);

/** What scrolls, and so must be reachable by keyboard. */
export const Scrolled = ({ kind, label, children }: { kind: string; label: string; children: ComponentChildren }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
  <section class={kind} tabIndex={0} aria-label={label}>
    {children}
  </section>
);

/** That there is more than is shown. */
export const More = ({ count, how }: { count: number; how: string }) => (count > 0 ? <p class="quiet">{`… and ${count} ${how}`}</p> : null);
