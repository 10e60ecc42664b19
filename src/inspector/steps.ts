/** From what happened in a simulator to what a page is told: what was taken, and what is not as it was. */
import type { AnyTransitionDefinition, InspectionEvent } from 'xstate';
import type { poolMachine } from '../../machines/pool.machine.ts';
import { graphTransitions } from '../../machines/transitions.ts';
import { toPoolView } from '../projector/to-pool-view.ts';
import { toPoolEvent } from '../simulator/input/read-event.ts';
import { inertScope, type PoolSnapshot } from '../simulator/step.ts';
import { stateOf, type TimelineEntry } from '../simulator/timeline.ts';
import { type CloneView, toCloneViews } from '../simulator/views.ts';
import type { InspectedStep, TransitionIndex } from './protocol.ts';

export function stepsOf(timeline: readonly TimelineEntry[]): InspectedStep[] {
  const tracer = new Tracer();
  return timeline.map((entry) => tracer.toStep(entry));
}

/** A pool as the page has it already. */
interface Told {
  readonly snapshot: PoolSnapshot;
  /** The view as JSON. */
  readonly view: string;
  readonly clones: readonly CloneView[];
}

export class Tracer {
  readonly #told = new Map<string, Told>();

  /** The step of an entry. A pool whose creation was not seen begins with the first entry about it, of which it is not known what was taken. */
  toStep(entry: TimelineEntry): InspectedStep {
    const { seq, at, pool, event, by, outcome, fault, reason, audits, snapshot } = entry;
    const before = this.#told.get(pool);
    const view = toPoolView(snapshot) ?? null;
    const now: Told = { snapshot, view: JSON.stringify(view), clones: clonesAfter(before, snapshot) };
    this.#told.set(pool, now);
    const changed = before?.clones === now.clones ? [] : now.clones.filter((clone, index) => clone !== before?.clones[index]);
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
      took: takenBy(entry, before?.snapshot),
      ...(before?.view === now.view ? {} : { view }),
      ...(changed.length > 0 ? { clones: changed } : {}),
    };
  }
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

type Machine = typeof poolMachine;
type Scope = ReturnType<typeof inertScope>['scope'];

/** Positions in the table, by machine: a snapshot may come from another copy of this package, with objects of its own. */
const positions = new WeakMap<Machine, ReadonlyMap<AnyTransitionDefinition, TransitionIndex>>();

const taken: AnyTransitionDefinition[] = [];

/** Made once, on first use: a scope costs more than a step. */
let scope: Scope | undefined;

/**
 * What an entry took in every region, in order, together with all that followed from it by itself. XState tells an inspector which
 * transitions are taken, the very objects of the graph: their positions are looked up. A creation takes none.
 */
function takenBy({ event, at, outcome }: TimelineEntry, before: PoolSnapshot | undefined): TransitionIndex[] {
  if (!before || outcome !== 'accepted' || event.type === 'desktop.create') return [];
  const machine = before.machine as unknown as Machine;
  const known = positions.get(machine) ?? new Map(graphTransitions(machine).map(({ transition }, index) => [transition, index]));
  positions.set(machine, known);
  scope ??= inertScope((inspected: InspectionEvent) => {
    if (inspected.type === '@xstate.microstep') taken.push(...inspected._transitions);
  }).scope;
  taken.length = 0;
  machine.transition(before, toPoolEvent(event, at, before.context.clones), scope);
  return [...new Set(taken.flatMap((transition) => known.get(transition) ?? []))];
}
