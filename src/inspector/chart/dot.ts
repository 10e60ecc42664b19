/** The machine in the language of Graphviz. */
import type { Evidence } from '../../../machines/vocabulary.ts';
import { colours } from './chart-style.ts';
import type { GraphEdge, GraphRegion, GraphState, GraphTransition } from './graph.ts';
import { byItself, evidenceNote, evidenceTexts, indented } from './texts.ts';

const styles: Readonly<Record<Evidence, string>> = { documented: 'solid', implied: 'dashed', observed: 'dashed', assumed: 'dotted' };
const colourOf = (evidence: Evidence): string => (evidence === 'documented' ? '#4a5568' : colours[evidence].light);

/** Some regions as a digraph with a cluster each; transitions of equal ends are one arrow, drawn as the weakest evidence among them. */
export function dotGraph(regions: readonly GraphRegion[]): string {
  return [
    'digraph pool {',
    '  rankdir=LR; fontname="sans-serif"; bgcolor="white"; nodesep=0.35; ranksep=0.5;',
    '  node [shape=box, style="rounded,filled", fillcolor="white", color="#7d8a9e", fontname="monospace", fontsize=12];',
    '  edge [fontname="monospace", fontsize=10, arrowsize=0.7];',
    ...indented(regions.toReversed().flatMap(cluster)),
    '}',
  ].join('\n');
}

function cluster({ region, description, states, edges, hasAny }: GraphRegion): string[] {
  const start = `${region}.start`;
  return [
    `subgraph cluster_${region} {`,
    ...indented([
      `label=${quoted(`${region}: ${description}`)}; labeljust=l; color="#d9dfe8"; style=rounded;`,
      `${quoted(start)} [shape=point, width=0.1, color="#4a5568", fillcolor="#4a5568"];`,
      ...states.map(stateLine),
      ...(hasAny ? [`${quoted(region)} [label="any state", style="rounded,dashed", tooltip="Open in every state of the region."];`] : []),
      ...states.flatMap(({ id, initial }) => (initial ? [`${quoted(start)} -> ${quoted(id)};`] : [])),
      ...edges.map(edgeLine),
    ]),
    '}',
  ];
}

const stateLine = ({ id, state, description, final }: GraphState): string =>
  `${quoted(id)} [label=${quoted(state)}, tooltip=${quoted(description)}${final ? ', peripheries=2' : ''}];`;

function edgeLine({ from, to, transitions, evidence }: GraphEdge): string {
  const label = quoted(transitions.flatMap(lines).join('\n'));
  const known = quoted(evidenceTexts[evidence]);
  const colour = colourOf(evidence);
  return `${quoted(from)} -> ${quoted(to)} [label=${label}, style=${styles[evidence]}, color="${colour}", fontcolor="${colour}", tooltip=${known}];`;
}

const lines = ({ event, conditions, evidence }: GraphTransition): string[] => [
  `${event || byItself}${evidenceNote(evidence)}`,
  ...conditions.map((name, index) => `${index === 0 ? '[' : ' '}${name}${index === conditions.length - 1 ? ']' : ','}`),
];

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
