/** The clones of the open pool with their image, session and part in the task. */
import { type EntryState, entryStates } from '../../../machines/vocabulary.ts';
import type { CloneView } from '../../simulator/views.ts';
import { Card, Scrolled, State, useSearch } from './parts.tsx';
import type { Track } from './track.ts';

export function ClonesPanel({ track, index }: { track: Track; index: number }) {
  const clones = track.clonesAt(index);
  const changed = new Set(index > 0 ? track.steps[index]?.clones?.map(({ id }) => id) : []);
  const { shown, field, more } = useSearch('clones', clones, textOf);
  if (clones.length === 0) return null;
  return (
    <Card name="clones" title="Clones" small={summaryOf(clones)} head={field}>
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
            {shown.map(({ id, name, image, session, task }) => (
              <tr key={id} class={changed.has(id) ? 'changed' : ''}>
                <th scope="row" title={id}>
                  {name}
                </th>
                <td>{image ? `${image.parentVm}/${image.snapshot}` : '–'}</td>
                <td>{session ? 'open' : '–'}</td>
                <td>{task ? <State state={task} /> : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
      {more}
    </Card>
  );
}

const textOf = ({ id, name, task, image }: CloneView) => `${id} ${name} ${task ?? ''} ${image?.parentVm ?? ''}/${image?.snapshot ?? ''}`;

/** How many clones are how far, in the order of a clone's way. */
function summaryOf(clones: readonly CloneView[]): string {
  const countOf = (state: EntryState) => clones.filter(({ task }) => task === state).length;
  const parts = entryStates.filter(countOf).map((state) => `${countOf(state)} ${state.toLowerCase()}`);
  return [String(clones.length), ...parts].join(' · ');
}
