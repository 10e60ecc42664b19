/** A step in words: when it was, what it was, and what became of it. */
import type { ComponentChildren } from 'preact';
import type { InspectedStep } from '../protocol.ts';
import type { Track } from './track.ts';
import { changesOf, elapsed, payloadText } from './words.ts';

interface Props {
  readonly track: Track;
  readonly index: number;
  /** Virtual time of the run's first step. */
  readonly startAt: number;
  /** How many letters of the event's members are shown. */
  readonly most: number;
  /** Before the changes. */
  readonly children?: ComponentChildren;
}

export function StepLine({ track: { steps, nameOf }, index, startAt, most, children }: Props) {
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
