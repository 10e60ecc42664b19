/** What panels are made of. */
import type { ComponentChildren, ComponentProps } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { InspectedStep } from '../protocol.ts';
import { toneOf } from './tones.ts';
import type { Track } from './track.ts';
import { changesOf, elapsed, payloadText } from './words.ts';

interface CardProps {
  /** Of its class and of the id of its title. */
  readonly name: string;
  readonly title: string;
  readonly small?: ComponentChildren;
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

interface CheckProps {
  readonly label: string;
  readonly type?: 'radio';
  readonly name?: string;
  readonly checked: boolean;
  readonly set: (checked: boolean) => void;
}

export const Check = ({ label, set, ...input }: CheckProps) => (
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

/** What went wrong; nothing where nothing did. */
export const Alert = ({ kind, text }: { kind: 'banner' | 'problem'; text: string }) =>
  text ? (
    <p class={kind} role="alert">
      {text}
    </p>
  ) : null;

/** A state in its colour. */
export const State = ({ state, of }: { state: string; of?: string }) => (
  <span class={`state tone-${toneOf(state)}`}>
    {of && <span class="unseen">{of} </span>}
    {state}
  </span>
);

interface StepLineProps {
  readonly track: Track;
  readonly index: number;
  readonly startAt: number;
  readonly most: number;
  readonly children?: ComponentChildren;
}

/** When a step was, what it was, and what became of it. */
export function StepLine({ track: { steps, nameOf }, index, startAt, most, children }: StepLineProps) {
  const step = steps[index] as InspectedStep;
  const { at, event, outcome, fault, reason } = step;
  const why = fault ? `${fault.name}: ${fault.message}` : reason && (outcome === 'ignored' ? `ignored: ${reason}` : reason);
  return (
    <>
      <time>{elapsed(at - startAt)}</time> <b>{event.type}</b> <span class="payload">{payloadText(event, nameOf).slice(0, most)}</span>{' '}
      {why && <span class="outcome">{why}</span>}
      {children}
      {changesOf(steps[index - 1], step).map(({ region, from, to }) => (
        <span key={region} class="change">
          {region} {from} → {to}
        </span>
      ))}
    </>
  );
}

/** What scrolls, and so must be reachable by keyboard. */
export const Scrolled = ({ kind, label, children }: { kind: string; label: string; children: ComponentChildren }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
  <section class={kind} tabIndex={0} aria-label={label}>
    {children}
  </section>
);

/** That there is more than is shown. */
export const More = ({ count, how }: { count: number; how: string }) => (count > 0 ? <p class="quiet">{`… and ${count} ${how}`}</p> : null);

/** More than anyone reads; the search finds the others. */
const mostListed = 100;

/** Those of some items that are searched for and shown, with the field to search in. */
export function useSearch<T>(what: string, items: readonly T[], textOf: (item: T) => string) {
  const [search, set] = useState('');
  const found = search ? items.filter((item) => textOf(item).toLowerCase().includes(search.toLowerCase())) : items;
  const label = `Search ${what}`;
  const field = (
    <input type="search" aria-label={label} placeholder="Search" value={search} onInput={({ currentTarget }) => set(currentTarget.value)} />
  );
  return {
    shown: found.slice(0, mostListed),
    field: items.length > 10 && field,
    more: <More count={found.length - mostListed} how="more. Search to find them." />,
  };
}
