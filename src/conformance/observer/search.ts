/**
 * Everything that can happen unseen after an observation, searched breadth first over configurations: an abstract state, and what is
 * known of its registers relative to what was observed.
 */
import { isCommandType } from '../../../machines/event-table.ts';
import type { FactType } from '../../../machines/events.ts';
import { activityOf, leastMs } from '../../engine/activities.ts';
import type { Timings } from '../../engine/timings.ts';
import type { Effects, Lifecycle, LifecycleEdge, LifecycleNode } from '../../lifecycle/index.ts';
import { Memo } from '../memo.ts';
import type { NodeSet } from './candidates.ts';

/** Where a register's value comes from: unchanged since the observation, or brought by the life cycle's own source. */
export interface Config {
  readonly node: LifecycleNode;
  /** `none`: there is no pending image. */
  readonly image: 'same' | 'event' | 'original' | 'current' | 'adopted' | 'none';
  /** `pending`: the pending image that was observed has been adopted. `event`: one that nobody saw. `none`: there is none. */
  readonly current: 'same' | 'pending' | 'event' | 'original' | 'none';
  /** `risen`: some percentage not below the one before. */
  readonly progress: 'same' | 'zero' | 'risen' | 'full';
  readonly error: 'same' | 'none' | 'new';
  readonly startTime: 'same' | 'new';
  readonly settings: 'same' | 'new';
  /** The pending image has changed its state since the observation. */
  readonly moved: boolean;
}

export const isSameImage = ({ image }: Config): boolean => image === 'same';

/** Neither the pending nor the current image was replaced by one that nobody saw. */
export const isPlain = ({ image, current }: Config): boolean => image !== 'event' && image !== 'original' && current !== 'event';

/** What an observed node is the begin of. */
const observed = {
  image: 'same',
  current: 'same',
  progress: 'same',
  error: 'same',
  startTime: 'same',
  settings: 'same',
  moved: false,
} as const;

/** The configuration after an edge. */
function after(config: Config, { effects }: LifecycleEdge, node: LifecycleNode): Config {
  return {
    node,
    image: imageAfter(config, effects),
    current: currentAfter(config, effects),
    progress: progressAfter(config, effects),
    error: effects.error === undefined ? (effects.pendingImage ? 'none' : config.error) : effects.error === null ? 'none' : 'new',
    startTime: effects.startTime === undefined ? config.startTime : 'new',
    settings: effects.settings === undefined ? config.settings : 'new',
    moved: config.moved || node.state.pendingImage !== config.node.state.pendingImage,
  };
}

function progressAfter(config: Config, { progress }: Effects): Config['progress'] {
  if (progress === undefined) return config.progress;
  return progress === 'event' ? 'risen' : progress === 100 ? 'full' : 'zero';
}

function imageAfter({ image, current }: Config, { pendingImage }: Effects): Config['image'] {
  if (pendingImage === undefined) return image;
  if (pendingImage !== 'current') return pendingImage ?? 'none';
  return current === 'same' ? 'current' : current === 'pending' ? 'adopted' : current;
}

function currentAfter({ image, current }: Config, { currentImage }: Effects): Config['current'] {
  if (currentImage === undefined) return current;
  if (currentImage === null || image === 'none') return 'none';
  return image === 'same' || image === 'adopted' ? 'pending' : image === 'current' ? 'same' : image;
}

/** A configuration that was reached, and how. */
export interface Reached {
  readonly config: Config;
  /** How many events lead to it. */
  readonly length: number;
  /** The least time that they take, in milliseconds. */
  readonly ms: number;
  readonly from?: Reached;
  readonly edge?: LifecycleEdge;
}

/** An event that led from one configuration to another. */
export type Taken = Required<Reached>;

export const isTaken = (reached: Reached): reached is Taken => reached.edge !== undefined;

/** What a search depends on beside the states it begins in. */
export interface Circumstances {
  /** How long the engine takes; where that is not known everything may happen at once. */
  readonly timings: Timings | undefined;
  /** The share of the publish that is done at most, from 0 to 1. */
  readonly done: number;
  /** Whether the start time that was observed came: before everything that can have happened, after it, or in between. */
  readonly start: 'has come' | 'to come' | 'may come';
}

/** The configurations of a life cycle and the events that lead from one to another, each found out once. */
export class Search {
  readonly #lifecycle: Lifecycle;
  readonly #known = new Memo<Config>();
  readonly #moves = new Memo<readonly { readonly edge: LifecycleEdge; readonly config: Config }[]>();

  constructor(lifecycle: Lifecycle) {
    this.#lifecycle = lifecycle;
  }

  /**
   * Every configuration that some events lead to from what was observed, in the order of their number: the first way to a state is
   * a shortest one. Where a longer way takes less time, it is listed too, after the shorter one.
   */
  from(nodes: NodeSet, circumstances: Circumstances): readonly Reached[] {
    const reached: Reached[] = nodes.map((node) => ({ config: this.#canonical({ node, ...observed }), length: 0, ms: 0 }));
    const least = new Map(reached.map(({ config }) => [config, 0]));
    for (let index = 0; index < reached.length; index += 1) {
      const from = reached[index] as Reached;
      for (const { edge, config } of this.#movesFrom(from.config)) {
        if (!isPossible(edge, from.config, circumstances)) continue;
        const ms = from.ms + leastTime(edge, from.config, circumstances);
        if ((least.get(config) ?? Number.POSITIVE_INFINITY) <= ms) continue;
        least.set(config, ms);
        reached.push({ config, length: from.length + 1, ms, from, edge });
      }
    }
    return reached;
  }

  /** Of two ways of the same length the one with what the engine does by itself is the plainer one: it comes first. */
  #movesFrom(config: Config) {
    return this.#moves.of([config], () => {
      const edges = this.#lifecycle.edgesFrom(config.node);
      return [...edges.filter(({ event }) => !isCommandType(event)), ...edges.filter(({ event }) => isCommandType(event))].map((edge) => ({
        edge,
        config: this.#canonical(after(config, edge, this.#lifecycle.nodes[edge.to] as LifecycleNode)),
      }));
    });
  }

  /** Equal configurations are the same object, and what no status can show is equal. */
  #canonical(config: Config): Config {
    const { node } = config;
    const hasImage = node.state.pendingImage !== 'ABSENT';
    const made: Config = {
      node,
      image: hasImage ? config.image : 'none',
      current: node.state.currentImage === 'ABSENT' ? 'none' : config.current,
      progress: hasImage ? config.progress : 'zero',
      error: node.hasError ? config.error : 'none',
      startTime: node.hasStartTime ? config.startTime : 'new',
      settings: node.hasSettings ? config.settings : 'new',
      moved: hasImage && isSameImage(config) && config.moved,
    };
    return this.#known.of(Object.values(made), () => made);
  }
}

/** Time: what needs the start time does not happen before it, and what needs it to be still to come does not happen after. */
function isPossible(edge: LifecycleEdge, { node, startTime }: Config, { start }: Circumstances): boolean {
  if (!node.isWaiting || startTime === 'new') return true;
  if (edge.when === 'before start' || edge.variant.kind === 'reschedule' || edge.event === 'command.cancelScheduledPushImage')
    return start !== 'has come';
  return (edge.when !== 'from start' && edge.event !== 'engine.startTimeReached') || start !== 'to come';
}

/**
 * The least time that an event takes after the one before it: the whole of what the engine does with a pending image, but what was
 * under way when it was observed, which may end at once, or, of a publish whose progress was seen, after the rest of it.
 */
function leastTime({ event }: LifecycleEdge, config: Config, { timings, done }: Circumstances): number {
  const activity = activityOf(event as FactType);
  if (!timings || !activity?.while.pendingImage) return 0;
  const rest = !isSameImage(config) || config.moved ? 1 : activity.progress ? 1 - done : 0;
  return leastMs(event as FactType, timings) * rest;
}

/** The events that lead to a configuration, in order. */
export const eventsTo = (reached: Reached): readonly Taken[] => (isTaken(reached) ? [...eventsTo(reached.from), reached] : []);
