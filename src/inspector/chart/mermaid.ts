/** The machine in Mermaid's notation: a sketch for the generated docs, and the whole of it for `hvsim graph`. */
import { describeCondition } from '../../../machines/transitions.ts';
import type { GraphEdge, GraphRegion, GraphTransition } from './graph.ts';

/**
 * What leads from one state of a region to another, by the names of the events alone.
 *
 * @example
 * mermaidSketch(graph()[1]).split('\n')[0] //=> stateDiagram-v2
 */
export function mermaidSketch(region: GraphRegion): string {
  const label = ({ event, conditions }: GraphTransition) => event || `[${conditions.map(describeCondition).join(' and ')}]`;
  const edges = region.edges.filter(({ from, to }) => from !== to);
  return diagram(bodyOf({ ...region, edges }, (id) => id.slice(region.region.length + 1), label));
}

/** Every state and every transition of some regions, side by side, with conditions and evidence. */
export function mermaidGraph(regions: readonly GraphRegion[]): string {
  const label = ({ event, conditions, evidence }: GraphTransition) =>
    `${event || 'by itself'}${conditions.length > 0 ? ` [${conditions.join(', ')}]` : ''}${evidence === 'documented' ? '' : ` (${evidence})`}`;
  const name = (id: string) => id.replace('.', '_');
  return diagram(
    regions.flatMap((region) => [
      `state ${region.region} {`,
      ...[
        'direction LR',
        ...region.states.flatMap(({ id, state, description }) => [`state "${state}" as ${name(id)}`, `%% ${state}: ${description}`]),
        ...bodyOf(region, name, label),
      ].map((line) => `  ${line}`),
      '}',
    ]),
  );
}

const diagram = (lines: readonly string[]): string =>
  ['stateDiagram-v2', ...['direction LR', ...lines].map((line) => `  ${line}`)].join('\n');

function bodyOf(region: GraphRegion, name: (id: string) => string, label: (row: GraphTransition) => string): string[] {
  const { states, edges } = region;
  const any = `${region.region}_any`;
  const end = (id: string) => (id === region.region ? any : name(id));
  const arrow = ({ from, to, transitions }: GraphEdge) =>
    `${end(from)} --> ${end(to)}: ${[...new Set(transitions.map(label))].join('<br/>')}`;
  return [
    ...states.flatMap(({ id, initial }) => (initial ? [`[*] --> ${name(id)}`] : [])),
    ...(edges.some(({ from }) => from === region.region) ? [`state "any state" as ${any}`] : []),
    ...edges.map(arrow),
    ...states.flatMap(({ id, final }) => (final ? [`${name(id)} --> [*]`] : [])),
  ];
}
