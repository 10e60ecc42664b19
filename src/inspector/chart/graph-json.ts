/** The machine as data for other programs: states, transitions in words, and the drawing. */
import { describeCondition } from '../../../machines/transitions.ts';
import type { Chart } from './chart.types.ts';
import type { GraphRegion } from './graph.ts';

/**
 * Some regions with all that is known of them. `index` is a transition's position in the machine's table, which steps of the inspector
 * refer to; a transition without `from` is open in every state, one without `to` changes none, one with an empty `event` happens by
 * itself.
 *
 * @param chart has a drawing of each region
 * @example
 * graphData(graph(), drawing).regions[0]?.transitions[3]?.evidence //=> assumed
 */
export function graphData(regions: readonly GraphRegion[], chart: Chart) {
  return {
    machine: 'pool',
    regions: regions.map(({ region, description, states, edges }) => {
      const { width, height, nodes, edges: lines, start } = chart.regions.find((each) => each.region === region) ?? {};
      return {
        region,
        description,
        states: states.map(({ state, description, initial, final }) => ({ state, description, initial, final })),
        transitions: edges
          .flatMap(({ transitions }) => transitions)
          .sort((a, b) => a.index - b.index)
          .map(({ index, from, event, conditions, to, evidence }) => ({
            index,
            ...(from === region ? {} : { from }),
            event,
            ...(to === undefined ? {} : { to }),
            conditions: conditions.map((name) => ({ name, says: describeCondition(name) })),
            evidence,
          })),
        drawing: {
          width,
          height,
          start,
          nodes: nodes?.map(({ id, kind, x, y, width, height }) => ({ id, kind, x, y, width, height })),
          edges: lines,
        },
      };
    }),
  };
}
