/** The clones of the open pool with their image, session and part in the task. */
import { useState } from 'preact/hooks';
import { type EntryState, entryStates } from '../../../machines/vocabulary.ts';
import type { CloneView } from '../../simulator/views.ts';
import { Card, More, Scrolled, Search } from './parts.tsx';
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
  const head = clones.length > 10 && <Search label="Search clones" value={search} set={setSearch} />;
  return (
    <Card name="clones" title="Clones" small={summaryOf(clones)} head={head}>
      <Scrolled kind="table-scroll" label="Table of clones">
        <table>
          <thead>
            <tr>
              {['Clone', 'Image', 'Session', 'Task'].map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.slice(0, most).map(({ id, name, image, session, task }) => (
              <tr key={id} class={changed.has(id) ? 'changed' : ''}>
                <th scope="row" title={id}>
                  {name}
                </th>
                <td>{image ? `${image.parentVm}/${image.snapshot}` : '–'}</td>
                <td>{session ? 'open' : '–'}</td>
                <td>{task ? <span class={`state tone-${entryTones[task]}`}>{task}</span> : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
      <More count={found.length - most} how="more. Search to find them." />
    </Card>
  );
}

const textOf = ({ id, name, task, image }: CloneView) =>
  `${id} ${name} ${task ?? ''} ${image?.parentVm ?? ''}/${image?.snapshot ?? ''}`.toLowerCase();

/** How many clones are how far, in the order of a clone's way. */
function summaryOf(clones: readonly CloneView[]): string {
  const countOf = (state: EntryState) => clones.filter(({ task }) => task === state).length;
  const parts = entryStates.filter(countOf).map((state) => `${countOf(state)} ${state.toLowerCase()}`);
  return [String(clones.length), ...parts].join(' · ');
}
