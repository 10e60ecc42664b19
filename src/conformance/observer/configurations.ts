/** The configurations of a life cycle and the events that lead from one to another, each found out once. */
import type { Lifecycle, LifecycleEdge, LifecycleNode } from '../../lifecycle/index.ts';
import { after, type Config, keyOf, observed } from './config.ts';

/** An event that can happen in a configuration, and what it leads to. */
export interface Move {
  readonly edge: LifecycleEdge;
  readonly config: Config;
}

export class Configurations {
  readonly #lifecycle: Lifecycle;
  readonly #known = new Map<number, Config>();
  readonly #moves = new Map<Config, readonly Move[]>();

  constructor(lifecycle: Lifecycle) {
    this.#lifecycle = lifecycle;
  }

  /** The configuration of a node when it is observed. */
  observed(node: LifecycleNode): Config {
    return this.#same(observed(node));
  }

  /** Of two ways of the same length the one with what the engine does by itself is the plainer one: it comes first. */
  movesFrom(config: Config): readonly Move[] {
    let moves = this.#moves.get(config);
    if (!moves) {
      const edges = this.#lifecycle.edgesFrom(config.node);
      moves = [...edges.filter((edge) => !isCommand(edge)), ...edges.filter(isCommand)].map((edge) => ({
        edge,
        config: this.#same(after(config, edge, this.#lifecycle.nodes[edge.to] as LifecycleNode)),
      }));
      this.#moves.set(config, moves);
    }
    return moves;
  }

  /** Equal configurations are the same object. */
  #same(config: Config): Config {
    const key = keyOf(config);
    const known = this.#known.get(key) ?? config;
    this.#known.set(key, known);
    return known;
  }
}

const isCommand = ({ event }: LifecycleEdge): boolean => event.startsWith('command.');

const byLifecycle = new WeakMap<Lifecycle, Configurations>();

/** Those of a life cycle, whatever the format. */
export function configurationsOf(lifecycle: Lifecycle): Configurations {
  const configurations = byLifecycle.get(lifecycle) ?? new Configurations(lifecycle);
  byLifecycle.set(lifecycle, configurations);
  return configurations;
}
