/** Everything that can be reached from some states, breadth first: the one traversal of generators and tests. */

export interface Edge<Move> {
  /** Index into the states. */
  readonly from: number;
  readonly move: Move;
  readonly to: number;
}

export interface Exploration<State, Move> {
  /** The first state met of every key; those that were begun with come first. */
  readonly states: readonly State[];
  readonly keys: readonly string[];
  /** In the order in which they were tried. */
  readonly edges: readonly Edge<Move>[];
  /** The moves of the shortest way to a state. */
  pathTo(state: number): readonly Move[];
}

export interface ExploreOptions<State, Move> {
  readonly starts: readonly State[];
  /** What can be done in a state, and where it leads: to the very same object where it changes nothing. */
  readonly movesFrom: (state: State) => Iterable<{ readonly move: Move; readonly to: State }>;
  /** States with the same key are one. */
  readonly keyOf: (state: State) => string;
  /** Gives up beyond so many states, 50,000 when absent. */
  readonly limit?: number;
}

/** Explores a space of states; throws a RangeError where it has more than `limit`. */
export function explore<State, Move>(options: ExploreOptions<State, Move>): Exploration<State, Move> {
  const { starts, movesFrom, keyOf, limit = 50_000 } = options;
  const states: State[] = [];
  const keys: string[] = [];
  const edges: Edge<Move>[] = [];
  const indexOf = new Map<string, number>();
  /** The edge by which a state was met first. */
  const metBy: (Edge<Move> | undefined)[] = [];
  const visit = (state: State): number => {
    const key = keyOf(state);
    const known = indexOf.get(key);
    if (known !== undefined) return known;
    if (states.length >= limit) throw new RangeError(`more than ${limit} states; the last is ${key}`);
    indexOf.set(key, states.length);
    keys.push(key);
    return states.push(state) - 1;
  };
  for (const start of starts) visit(start);
  for (let from = 0; from < states.length; from += 1) {
    const state = states[from] as State;
    for (const { move, to: next } of movesFrom(state)) {
      const count = states.length;
      const to = next === state ? from : visit(next);
      const edge = { from, move, to };
      edges.push(edge);
      if (to === count) metBy[to] = edge;
    }
  }
  const pathTo = (state: number): readonly Move[] => {
    const edge = metBy[state];
    return edge ? [...pathTo(edge.from), edge.move] : [];
  };
  return { states, keys, edges, pathTo };
}
