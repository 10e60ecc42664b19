/** Every state that a pool can come to with a finite alphabet of events: breadth first, on the fast step. */
import { type AnyTransitionDefinition, createActor } from 'xstate';
import type { Image, PoolEvent, PoolInput } from '../../machines/index.ts';
import { poolMachine } from '../../machines/index.ts';
import { create, type PoolSnapshot, type StepResult, step } from '../../src/simulator/step.ts';

export interface Edge {
  /** Index into `states`. */
  readonly from: number;
  readonly event: PoolEvent;
  readonly result: StepResult;
  /** Index into `states`; equal to `from` where the event was refused or ignored. */
  readonly to: number;
}

export interface Exploration {
  /** The first snapshot met of every state, the initial one first. */
  readonly states: readonly PoolSnapshot[];
  readonly keys: readonly string[];
  readonly edges: readonly Edge[];
  /** The shortest sequence of events that leads to a state. */
  pathTo(state: number): readonly PoolEvent[];
}

export interface ExplorationOptions {
  readonly input: PoolInput;
  /** Sent in order before the exploring begins. */
  readonly after?: readonly PoolEvent[];
  readonly alphabet: readonly PoolEvent[];
  readonly keyOf?: (snapshot: PoolSnapshot) => string;
  /** Gives up beyond so many states, 50,000 when absent. */
  readonly limit?: number;
}

/**
 * Explores the space of a pool's states.
 *
 * @throws RangeError when it has more states than `limit`
 */
export function explore({ input, after = [], alphabet, keyOf = keyOfPool, limit = 50_000 }: ExplorationOptions): Exploration {
  const start = after.reduce((snapshot, event) => step(snapshot, event).snapshot, create(input).snapshot);
  const states = [start];
  const keys = [keyOf(start)];
  const indexOf = new Map([[keys[0], 0]]);
  const edges: Edge[] = [];
  const reachedBy: (Edge | undefined)[] = [undefined];
  for (let from = 0; from < states.length; from += 1) {
    for (const event of alphabet) {
      const result = step(states[from] as PoolSnapshot, event);
      const key = result.outcome === 'accepted' ? keyOf(result.snapshot) : (keys[from] as string);
      let to = indexOf.get(key);
      const isNew = to === undefined;
      if (to === undefined) {
        to = states.length;
        if (to >= limit) throw new RangeError(`more than ${limit} states; the last is ${key}`);
        states.push(result.snapshot);
        keys.push(key);
        indexOf.set(key, to);
      }
      const edge = { from, event, result, to };
      edges.push(edge);
      if (isNew) reachedBy.push(edge);
    }
  }
  const pathTo = (state: number): readonly PoolEvent[] => {
    const edge = reachedBy[state];
    return edge ? [...pathTo(edge.from), edge.event] : [];
  };
  return { states, keys, edges, pathTo };
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
export function canReach(edges: readonly Edge[], goals: Iterable<number>): ReadonlySet<number> {
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

/** The transitions that one event takes, those inside the macrostep included. They are the graph's own objects. */
export function transitionsTaken(snapshot: PoolSnapshot, event: PoolEvent): readonly AnyTransitionDefinition[] {
  const { scope, taken } = observing();
  taken.length = 0;
  poolMachine.transition(snapshot, event, scope);
  return [...taken];
}

interface Microstep {
  readonly type: string;
  readonly _transitions?: readonly AnyTransitionDefinition[];
}
type Scope = Parameters<typeof poolMachine.transition>[2];
let observed: { readonly scope: Scope; readonly taken: AnyTransitionDefinition[] } | undefined;

function observing() {
  if (observed) return observed;
  const taken: AnyTransitionDefinition[] = [];
  const image = { parentVm: '', snapshot: '' };
  const self = createActor(poolMachine, { input: { name: '', at: 0, image, clones: [], selectivePush: false } });
  const nothing = () => {};
  const system = {
    ...self.system,
    _sendInspectionEvent: ({ type, _transitions = [] }: Microstep) => {
      if (type === '@xstate.microstep') taken.push(..._transitions);
    },
  };
  const scope = {
    self,
    system,
    id: '',
    sessionId: '',
    logger: nothing,
    defer: nothing,
    stopChild: nothing,
    emit: nothing,
    actionExecutor: nothing,
  };
  observed = { scope: scope as unknown as Scope, taken };
  return observed;
}
