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
  return { machine: 'pool', regions: regions.map((region) => regionData(region, chart)) };
}

function regionData({ region, description, states, transitions }: GraphRegion, chart: Chart) {
  const { width, height, start, nodes, edges } = chart.regions.find((each) => each.region === region) ?? {};
  return {
    region,
    description,
    states: states.map(({ id: _, ...state }) => state),
    transitions: transitions.map(({ index, from, event, conditions, to, raises, evidence }) => ({
      index,
      ...(from === region ? {} : { from }),
      event,
      ...(to === undefined ? {} : { to }),
      conditions: conditions.map((name) => ({ name, says: describeCondition(name) })),
      raises,
      evidence,
    })),
    drawing: {
      width,
      height,
      start,
      nodes: nodes?.map(({ state: _, description: __, initial: ___, final: ____, ...node }) => node),
      edges,
    },
  };
}
