/** What happened up to the moment that is looked at, newest first: all of it, or faults, ignored facts and audit events. */
import { useState } from 'preact/hooks';
import type { InspectedStep } from '../protocol.ts';
import type { Track } from './track.ts';
import type { Ui } from './ui.ts';
import { upperBound } from './upper-bound.ts';
import { changesOf, elapsed, payloadText } from './words.ts';

/** Rows beyond these are reached by going back in time. */
const most = 60;

export function LogPanel({ ui: { store }, track }: { ui: Ui; track: Track }) {
  const [all, setAll] = useState(false);
  const { index } = store;
  const { noted } = track;
  const known = upperBound(noted.length, (position) => (noted[position] as number) <= index);
  const count = all ? index + 1 : known;
  const rows = Array.from({ length: Math.min(count, most) }, (_, back) => (all ? index - back : (noted[known - 1 - back] as number)));
  return (
    <section class="card log-card" aria-labelledby="log-title">
      <div class="card-head">
        <h2 id="log-title">
          Log <small>{count}</small>
        </h2>
        <label class="field-inline">
          Show
          <select value={all ? 'all' : 'noted'} onChange={({ currentTarget }) => setAll(currentTarget.value === 'all')}>
            <option value="noted">faults and audit events</option>
            <option value="all">every step</option>
          </select>
        </label>
      </div>
      {rows.length === 0 ? (
        <p class="quiet">Nothing was refused, ignored or audited so far.</p>
      ) : (
        <ol class="log">
          {rows.map((row) => (
            <LogRow
              key={row}
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
    </section>
  );
}

interface RowProps {
  readonly step: InspectedStep;
  readonly before: InspectedStep | undefined;
  readonly startAt: number;
  readonly current: boolean;
  readonly go: () => void;
}

function LogRow({ step, before, startAt, current, go }: RowProps) {
  const changes = changesOf(before, step).map(({ region, from, to }) => `${region} ${from} → ${to}`);
  return (
    <li class={step.outcome} aria-current={current ? 'step' : undefined}>
      <button type="button" class="log-row" onClick={go}>
        <time>{elapsed(step.at - startAt)}</time> <b>{step.event.type}</b>{' '}
        <span class="payload">{payloadText(step.event).slice(0, 160)}</span>
        {step.fault && (
          <span class="fault">
            {step.fault.name}: {step.fault.message}
          </span>
        )}
        {step.reason && <span class="reason">ignored: {step.reason}</span>}
        {step.audits?.map(({ name, subject }) => (
          <span key={name} class="audit">
            {name}
            {subject ? ` (${subject})` : ''}
          </span>
        ))}
        {changes.length > 0 && <span class="changes">{changes.join(', ')}</span>}
      </button>
    </li>
  );
}
