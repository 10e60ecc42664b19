/** What happened up to the moment that is looked at, newest first: all of it, or faults, ignored facts and audit events. */
import { useState } from 'preact/hooks';
import type { InspectedStep } from '../protocol.ts';
import { Button, Card, More, Select, StepLine } from './parts.tsx';
import type { Store } from './store.ts';
import { type Track, upperBound } from './track.ts';

/** Rows beyond these are reached by going back in time. */
const most = 40;

const choices = [
  ['noted', 'faults and audit events'],
  ['all', 'every step'],
] as const;

export function LogPanel({ store, track }: { store: Store; track: Track }) {
  const [choice, choose] = useState<(typeof choices)[number][0]>('noted');
  const { index } = store;
  const { noted, steps, nameOf } = track;
  const all = choice === 'all';
  const count = all ? index + 1 : upperBound(noted.length, (position) => (noted[position] as number) <= index);
  const places = Array.from({ length: Math.min(count, most) }, (_, back) => count - 1 - back);
  const rows = all ? places : places.map((place) => noted[place] as number);
  const head = <Select label="Show" labelled="field-inline" value={choice} options={choices} choose={choose} />;
  return (
    <Card name="log" title="Log" small={count} head={head}>
      {rows.length === 0 && <p class="quiet">Nothing was refused, ignored or audited so far.</p>}
      <ol class="log">
        {rows.map((row) => {
          const { outcome, audits = [] } = steps[row] as InspectedStep;
          const label = (
            <StepLine track={track} index={row} startAt={store.startAt} most={160}>
              {audits.map(({ name, subject }) => (
                <span key={name} class="audit">
                  {name}
                  {subject ? ` (${nameOf(subject)})` : ''}
                </span>
              ))}
            </StepLine>
          );
          return (
            <li key={row} class={outcome} aria-current={row === index ? 'step' : undefined}>
              <Button label={label} class="log-row" press={() => store.select(row)} />
            </li>
          );
        })}
      </ol>
      <More count={count - most} how="earlier ones: go back in time to see them." />
    </Card>
  );
}
