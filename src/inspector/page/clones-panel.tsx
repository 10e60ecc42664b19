/** The clones of the open pool with their image, session and part in the task. */
import { useState } from 'preact/hooks';
import { type EntryState, entryStates } from '../../../machines/vocabulary.ts';
import type { CloneView } from '../../simulator/views.ts';
import { Card, Search } from './parts.tsx';
import { entryTones } from './tones.ts';
import type { Track } from './track.ts';

/** More rows than anyone reads; the search finds the others. */
const most = 100;

export function ClonesPanel({ track, index }: { track: Track; index: number }) {
  const [search, setSearch] = useState('');
  const clones = track.clonesAt(index);
  const changed = new Set(index > 0 ? track.steps[index]?.clones?.map(({ id }) => id) : []);
  const found = search ? clones.filter((clone) => textOf(clone).includes(search.toLowerCase())) : clones;
  if (clones.length === 0) return null;
  return (
    <Card
      name="clones"
      title="Clones"
      small={summaryOf(clones)}
      head={clones.length > 10 && <Search label="Search clones" value={search} set={setSearch} />}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="table-scroll" aria-label="Table of clones" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Clone</th>
              <th scope="col">Image</th>
              <th scope="col">Session</th>
              <th scope="col">Task</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, most).map((clone) => (
              <CloneRow key={clone.id} clone={clone} changed={changed.has(clone.id)} />
            ))}
          </tbody>
        </table>
      </section>
      {found.length > most && <p class="quiet">{`… and ${found.length - most} more. Search to find them.`}</p>}
    </Card>
  );
}

function CloneRow({ clone: { id, name, image, session, task }, changed }: { clone: CloneView; changed: boolean }) {
  return (
    <tr class={changed ? 'changed' : ''}>
      <th scope="row" title={id}>
        {name}
      </th>
      <td>{image ? `${image.parentVm}/${image.snapshot}` : '–'}</td>
      <td>{session ? 'open' : '–'}</td>
      <td>{task ? <span class={`state tone-${entryTones[task]}`}>{task}</span> : '–'}</td>
    </tr>
  );
}

const textOf = ({ id, name, task, image }: CloneView) =>
  `${id} ${name} ${task ?? ''} ${image?.parentVm ?? ''}/${image?.snapshot ?? ''}`.toLowerCase();

/** How many clones are how far, in the order of a clone's way. */
function summaryOf(clones: readonly CloneView[]): string {
  const counts = new Map<EntryState, number>();
  for (const { task } of clones) if (task) counts.set(task, (counts.get(task) ?? 0) + 1);
  const parts = entryStates.flatMap((state) => (counts.has(state) ? [`${counts.get(state)} ${state.toLowerCase()}`] : []));
  return [String(clones.length), ...parts].join(' · ');
}
