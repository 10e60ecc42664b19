/** What happened up to the moment that is looked at, newest first: all of it, or faults, ignored facts and audit events. */
import { useState } from 'preact/hooks';
import type { InspectedStep } from '../protocol.ts';
import { Card, Select } from './parts.tsx';
import type { Ui } from './store.ts';
import { type Track, upperBound } from './track.ts';
import { changesOf, elapsed, payloadText } from './words.ts';

/** Rows beyond these are reached by going back in time. */
const most = 40;

const choices = [
  ['noted', 'faults and audit events'],
  ['all', 'every step'],
] as const;

export function LogPanel({ ui: { store }, track }: { ui: Ui; track: Track }) {
  const [all, setAll] = useState(false);
  const { index } = store;
  const { noted } = track;
  const known = upperBound(noted.length, (position) => (noted[position] as number) <= index);
  const count = all ? index + 1 : known;
  const rows = Array.from({ length: Math.min(count, most) }, (_, back) => (all ? index - back : (noted[known - 1 - back] as number)));
  const head = (
    <Select
      label="Show"
      labelled="field-inline"
      value={all ? 'all' : 'noted'}
      options={choices}
      choose={(chosen) => setAll(chosen === 'all')}
    />
  );
  return (
    <Card name="log" title="Log" small={count} head={head}>
      {rows.length === 0 ? (
        <p class="quiet">Nothing was refused, ignored or audited so far.</p>
      ) : (
        <ol class="log">
          {rows.map((row) => (
            <LogRow
              key={row}
              nameOf={track.nameOf}
              step={track.steps[row] as InspectedStep}
              before={track.steps[row - 1]}
              startAt={store.startAt}
              current={row === index}
              go={() => store.select(row)}
            />
          ))}
        </ol>
      )}
      {count > most && <p class="quiet">{`… and ${count - most} earlier ones: go back in time to see them.`}</p>}
    </Card>
  );
}

interface RowProps {
  readonly nameOf: Track['nameOf'];
  readonly step: InspectedStep;
  readonly before: InspectedStep | undefined;
  readonly startAt: number;
  readonly current: boolean;
  readonly go: () => void;
}

function LogRow({ nameOf, step, before, startAt, current, go }: RowProps) {
  const changes = changesOf(before, step).map(({ region, from, to }) => `${region} ${from} → ${to}`);
  return (
    <li class={step.outcome} aria-current={current ? 'step' : undefined}>
      <button type="button" class="log-row" onClick={go}>
        <time>{elapsed(step.at - startAt)}</time> <b>{step.event.type}</b>{' '}
        <span class="payload">{payloadText(step.event, nameOf).slice(0, 160)}</span>
        {step.fault && (
          <span class="fault">
            {step.fault.name}: {step.fault.message}
          </span>
        )}
        {step.reason && <span class="reason">ignored: {step.reason}</span>}
        {step.audits?.map(({ name, subject }) => (
          <span key={name} class="audit">
            {name}
            {subject ? ` (${nameOf(subject)})` : ''}
          </span>
        ))}
        {changes.length > 0 && <span class="changes">{changes.join(', ')}</span>}
      </button>
    </li>
  );
}
