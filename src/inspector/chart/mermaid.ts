/** The machine in Mermaid's notation: a sketch for the generated docs, and the whole of it for `hvsim graph`. */
import { describeCondition } from '../../../machines/transitions.ts';
import type { GraphRegion, GraphTransition } from './graph.ts';
import { byItself, evidenceNote, indented } from './texts.ts';

/** What leads from one state of a region to another, by the names of the events alone. */
export function mermaidSketch(region: GraphRegion): string {
  const label = ({ event, conditions }: GraphTransition) => event || `[${conditions.map(describeCondition).join(' and ')}]`;
  const edges = region.edges.filter(({ from, to }) => from !== to);
  return diagram(bodyOf({ ...region, edges }, (id) => id.slice(region.region.length + 1), label));
}

/** Every state and every transition of some regions, side by side, with conditions and evidence. */
export function mermaidGraph(regions: readonly GraphRegion[]): string {
  const label = ({ event, conditions, evidence }: GraphTransition) =>
    `${event || byItself}${conditions.length > 0 ? ` [${conditions.join(', ')}]` : ''}${evidenceNote(evidence)}`;
  const name = (id: string) => id.replace('.', '_');
  return diagram(
    regions.flatMap((region) => [
      `state ${region.region} {`,
      ...indented([
        'direction LR',
        ...region.states.flatMap(({ id, state, description }) => [`state "${state}" as ${name(id)}`, `%% ${state}: ${description}`]),
        ...bodyOf(region, name, label),
      ]),
      '}',
    ]),
  );
}

const diagram = (lines: readonly string[]): string => ['stateDiagram-v2', ...indented(['direction LR', ...lines])].join('\n');

function bodyOf({ region, states, edges }: GraphRegion, name: (id: string) => string, label: (row: GraphTransition) => string): string[] {
  const any = `${region}_any`;
  const end = (id: string) => (id === region ? any : name(id));
  return [
    ...states.flatMap(({ id, initial }) => (initial ? [`[*] --> ${name(id)}`] : [])),
    ...(edges.some(({ from }) => from === region) ? [`state "any state" as ${any}`] : []),
    ...edges.map(({ from, to, transitions }) => `${end(from)} --> ${end(to)}: ${[...new Set(transitions.map(label))].join('<br/>')}`),
    ...states.flatMap(({ id, final }) => (final ? [`${name(id)} --> [*]`] : [])),
  ];
}
