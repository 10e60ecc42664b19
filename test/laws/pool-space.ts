/** Every state that a pool can come to with a finite alphabet of events. */
import type { AnyTransitionDefinition } from 'xstate';
import { type Image, type PoolEvent, type PoolInput, poolMachine } from '../../machines/index.ts';
import { create, type PoolSnapshot, type StepResult, step } from '../../src/simulator/step.ts';
import { explore } from '../../src/tools/explore.ts';

export interface PoolEdge {
  /** Index into `states`. */
  readonly from: number;
  readonly event: PoolEvent;
  readonly result: StepResult;
  /** Index into `states`; equal to `from` where the event was refused or ignored. */
  readonly to: number;
}

export interface PoolSpace {
  /** The first snapshot met of every state, the initial one first. */
  readonly states: readonly PoolSnapshot[];
  readonly keys: readonly string[];
  readonly edges: readonly PoolEdge[];
  /** The shortest sequence of events that leads to a state. */
  pathTo(state: number): readonly PoolEvent[];
}

export interface PoolSpaceOptions {
  readonly input: PoolInput;
  /** Sent in order before the exploring begins. */
  readonly after?: readonly PoolEvent[];
  readonly alphabet: readonly PoolEvent[];
}

/** Explores the space of a pool's states on the fast step. */
export function poolSpace({ input, after = [], alphabet }: PoolSpaceOptions): PoolSpace {
  const start = after.reduce((snapshot, event) => step(snapshot, event).snapshot, create(input).snapshot);
  const movesFrom = (snapshot: PoolSnapshot) =>
    alphabet.map((event) => {
      const result = step(snapshot, event);
      return { move: { event, result }, to: result.snapshot };
    });
  const { states, keys, edges, pathTo } = explore({ starts: [start], movesFrom, keyOf: keyOfPool });
  return {
    states,
    keys,
    edges: edges.map(({ from, move, to }) => ({ from, ...move, to })),
    pathTo: (state) => pathTo(state).map(({ event }) => event),
  };
}

/**
 * What a pool's future depends on: the regions and everything that a guard or the projector's choice of state reads.
 * Left out: texts, times, provisioning, tasks with nothing left to do or to retry, paths and names.
 */
export function keyOfPool(snapshot: PoolSnapshot): string {
  const { value, context } = snapshot;
  const { pendingImage: pending, currentImage: current, push, tasks } = context;
  const newest = tasks.at(-1);
  return JSON.stringify([
    value.operation,
    value.pendingImage,
    value.currentImage,
    value.task,
    push && [push.due, push.settings.startTime, push.selective, push.machines, push.settings.logoffSetting],
    pending && [
      vmOf(pending.image),
      pending.progress,
      pending.error?.of,
      pending.stateBefore,
      pending.unpublishOnFailure,
      pending.endsAs,
      pending.settings.logoffSetting,
      pending.settings.stopOnFirstError,
    ],
    current && [vmOf(current.image), current.settings.logoffSetting, current.settings.stopOnFirstError],
    context.removal,
    context.replacementReady,
    context.clones.map(({ image, session }) => [image && vmOf(image), session]),
    tasks
      .filter((task) => task === newest || task.entries.some((entry) => entry && unfinished.has(entry)))
      .map(({ image, logoffSetting, stopOnFirstError, entries }) => [vmOf(image), logoffSetting, stopOnFirstError, entries]),
  ]);
}

const unfinished = new Set(['SCHEDULED', 'PROGRESSING', 'HOLDING']);
const vmOf = ({ parentVm }: Image): string => parentVm;

/** States from which some sequence of the chosen edges leads to one of the goals; the goals themselves included. */
export function canReach(edges: readonly PoolEdge[], goals: Iterable<number>): ReadonlySet<number> {
  const before = new Map<number, number[]>();
  for (const { from, to } of edges) if (from !== to) before.set(to, [...(before.get(to) ?? []), from]);
  const reached = new Set(goals);
  for (const state of reached) for (const from of before.get(state) ?? []) reached.add(from);
  return reached;
}

/** Every transition of the pool's graph, with a name for people. */
export function everyTransition(): ReadonlyMap<AnyTransitionDefinition, string> {
  const found = new Map<AnyTransitionDefinition, string>();
  const visit = (node: (typeof poolMachine)['root']) => {
    const lists = [...node.transitions.entries(), ['always', node.always ?? []] as const];
    for (const [type, list] of lists) {
      list.forEach((transition, index) => {
        found.set(transition as AnyTransitionDefinition, `${node.path.join('.') || 'pool'} ${type}${list.length > 1 ? ` #${index}` : ''}`);
      });
    }
    for (const child of Object.values(node.states)) visit(child as typeof node);
  };
  visit(poolMachine.root);
  return found;
}
