/** From what happened in a simulator to what a page is told: what was taken, and what is not as it was. */
import type { PoolView } from '../api/pool-view.ts';
import { toPoolView } from '../projector/to-pool-view.ts';
import { toPoolInput } from '../simulator/input/pool-spec.ts';
import { toPoolEvent } from '../simulator/input/read-event.ts';
import type { PoolSnapshot } from '../simulator/step.ts';
import { stateOf, type TimelineEntry } from '../simulator/timeline.ts';
import { type CloneView, toCloneViews } from '../simulator/views.ts';
import type { InspectedStep, TransitionIndex } from './protocol.ts';
import { takenAtFirst, takenBy } from './taken.ts';

/** A pool as the page has it already. */
interface Told {
  readonly snapshot: PoolSnapshot;
  /** The view as JSON. */
  readonly view: string;
  readonly clones: readonly CloneView[];
}

/** Makes the steps of a run, one entry after the other. */
export class Tracer {
  readonly #told = new Map<string, Told>();

  /** The step of an entry. A pool whose creation was not seen begins with the first entry about it, of which it is not known what was taken. */
  toStep(entry: TimelineEntry): InspectedStep {
    const { seq, at, pool, event, by, outcome, fault, reason, audits, snapshot } = entry;
    const before = this.#told.get(pool);
    const view = toPoolView(snapshot) ?? null;
    const now: Told = { snapshot, view: JSON.stringify(view), clones: clonesAfter(before, snapshot) };
    this.#told.set(pool, now);
    const changed = changedClones(before, now);
    return {
      seq,
      at,
      pool,
      ...(before ? {} : { name: snapshot.context.name }),
      event: event as InspectedStep['event'],
      by,
      outcome,
      ...(fault ? { fault } : {}),
      ...(reason ? { reason } : {}),
      ...(audits.length > 0 ? { audits } : {}),
      state: stateOf(snapshot),
      took: taken(before?.snapshot, entry),
      ...(before?.view === now.view ? {} : { view: view as PoolView | null }),
      ...(changed.length > 0 ? { clones: changed } : {}),
    };
  }
}

function taken(before: PoolSnapshot | undefined, { event, at, outcome, snapshot }: TimelineEntry): TransitionIndex[] {
  if (event.type === 'desktop.create') {
    const { type: _, ...spec } = event;
    return takenAtFirst(toPoolInput(spec, 0, at, snapshot.context.selectivePush).input);
  }
  return before && outcome === 'accepted' ? takenBy(before, toPoolEvent(event, at, before.context.clones)) : [];
}

/** The clones, as the very objects that were there before where they are alike. */
function clonesAfter(before: Told | undefined, snapshot: PoolSnapshot): readonly CloneView[] {
  const { clones, tasks } = snapshot.context;
  if (before && before.snapshot.context.clones === clones && before.snapshot.context.tasks === tasks) return before.clones;
  return toCloneViews(snapshot).map((clone, index) => {
    const was = before?.clones[index];
    return was && isAlike(was, clone) ? was : clone;
  });
}

const isAlike = (a: CloneView, b: CloneView): boolean =>
  a.session === b.session && a.task === b.task && a.image?.parentVm === b.image?.parentVm && a.image?.snapshot === b.image?.snapshot;

const changedClones = (before: Told | undefined, now: Told): readonly CloneView[] =>
  before?.clones === now.clones ? [] : now.clones.filter((clone, index) => clone !== before?.clones[index]);
