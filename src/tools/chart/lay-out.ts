/** Lays the machine out as a picture with elkjs. */
import Elk, { type ELK, type ElkExtendedEdge, type ElkNode } from 'elkjs';
import { describeCondition } from '../../../machines/transitions.ts';
import type { Chart, ChartEdge, ChartLabel, ChartRegion, ChartTransition } from '../../inspector/chart/chart.types.ts';
import { type GraphEdge, type GraphRegion, type GraphTransition, graph } from '../../inspector/chart/graph.ts';
import { labelLines } from './labels.ts';
import { headOf, pathOf, pointsOf, round } from './lines.ts';

/** In pixels. A monospace letter is 0.602 of its size wide in the widest of the usual fonts. */
const label = { size: 10, line: 12.5, between: 2.5, air: 5 };
const state = { size: 12, air: 12, height: 30 };
const letter = 0.602;
const margin = 14;
/** From the middle of a line of a label down to where its letters stand. */
const baseline = 3.3;

/** elkjs is CommonJS whose types say otherwise. */
const elk = new (Elk as unknown as new () => ELK)();

const regionOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
  'elk.edgeLabels.placement': 'CENTER',
  'elk.padding': `[top=${margin},left=${margin},bottom=${margin},right=${margin}]`,
  'elk.layered.spacing.nodeNodeBetweenLayers': '16',
  'elk.layered.spacing.edgeNodeBetweenLayers': '12',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '8',
  'elk.spacing.nodeNode': '22',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': '10',
  'elk.spacing.edgeLabel': '3',
  'elk.spacing.nodeSelfLoop': '10',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.edgeLabels.centerLabelPlacementStrategy': 'SPACE_EFFICIENT_LAYER',
  'elk.layered.thoroughness': '50',
  'elk.aspectRatio': '2.5',
  'elk.randomSeed': '1',
};

const stateOptions = { 'elk.nodeSize.constraints': 'PORTS, MINIMUM_SIZE', 'elk.spacing.portPort': '9' };

/** The lines of an edge's label, each with its middle below the label's upper edge. */
function labelOf({ transitions }: GraphEdge): { lines: (Omit<ChartLabel, 'x' | 'y'> & { down: number })[]; height: number } {
  let down = 1;
  const lines = transitions.flatMap((row, position) => {
    if (position > 0) down += label.between;
    return labelLines(row).map((line) => {
      down += label.line;
      return { transition: row.index, ...line, down: down - label.line / 2 };
    });
  });
  return { lines, height: down + 1 };
}

const widthOf = (text: string, size: number): number => text.length * size * letter;

function elkEdge(edge: GraphEdge): ElkExtendedEdge {
  const { lines, height } = labelOf(edge);
  const { id, from, to } = edge;
  const width = Math.max(...lines.map(({ text }) => widthOf(text, label.size))) + 2 * label.air;
  const drawn = { id: `${id} label`, text: id, width, height, layoutOptions: { 'elk.edgeLabels.inline': 'true' } };
  return { id, sources: [from], targets: [to], labels: [drawn] };
}

type UnplacedNode = Omit<ChartRegion['nodes'][number], 'x' | 'y' | 'width' | 'height'>;

function toElk(region: GraphRegion): { nodes: readonly UnplacedNode[]; elk: ElkNode } {
  const any = { id: region.region, kind: 'any', state: 'any state', description: 'Open in every state of the region.' } as const;
  const states = region.states.map((each) => ({ ...each, kind: 'state' as const }));
  const nodes: UnplacedNode[] = [...(region.hasAny ? [{ ...any, initial: false, final: false }] : []), ...states];
  return {
    nodes,
    elk: {
      id: 'root',
      layoutOptions: regionOptions,
      children: [
        { id: 'start', width: 8, height: 8 },
        ...nodes.map(({ id, state: name }) => {
          const { height } = state;
          const width = round(widthOf(name, state.size) + 2 * state.air);
          return { id, width, height, layoutOptions: { ...stateOptions, 'elk.nodeSize.minimum': `(${width}, ${height})` } };
        }),
      ],
      edges: [
        { id: 'start', sources: ['start'], targets: [region.states.find(({ initial }) => initial)?.id ?? ''] },
        ...region.edges.map(elkEdge),
      ],
    },
  };
}

function chartEdge(edge: GraphEdge, drawn: ElkExtendedEdge): ChartEdge {
  const { id, from, to, evidence } = edge;
  const { head, line } = headOf(pointsOf(drawn));
  const { x = 0, y = 0, width = 0, height = 0 } = drawn.labels?.[0] ?? {};
  return {
    id,
    from,
    to,
    transitions: edge.transitions.map(({ index }) => index),
    evidence,
    path: pathOf(line, { x, y, width, height }),
    head,
    labels: labelOf(edge).lines.map(({ down, ...line }) => ({ ...line, x: round(x + width / 2), y: round(y + down + baseline) })),
  };
}

const chartTransition = ({ index, region, event, from, to, conditions, raises, evidence }: GraphTransition): ChartTransition => ({
  index,
  event,
  ...(from === region ? {} : { from }),
  ...(to === undefined ? {} : { to }),
  needs: conditions.map(describeCondition),
  raises,
  evidence,
});

async function layOut(region: GraphRegion): Promise<ChartRegion> {
  const { nodes, elk: input } = toElk(region);
  const { children = [], edges = [], width = 0, height = 0 } = await elk.layout(input);
  const box = (id: string) => {
    const { x = 0, y = 0, width = 0, height = 0 } = children.find((each) => each.id === id) ?? {};
    return { x: round(x), y: round(y), width, height };
  };
  const line = (id: string) => {
    const found = edges.find((each) => each.id === id);
    if (!found) throw new Error(`${id} is not drawn.`);
    return found;
  };
  const dot = box('start');
  const first = headOf(pointsOf(line('start')));
  const { region: name, description } = region;
  return {
    region: name,
    title: name,
    description,
    width: Math.ceil(width),
    height: Math.ceil(height),
    nodes: nodes.map((node) => ({ ...node, ...box(node.id) })),
    edges: region.edges.map((edge) => chartEdge(edge, line(edge.id))),
    transitions: region.edges.flatMap((edge) => edge.transitions.map(chartTransition)).sort((a, b) => a.index - b.index),
    start: { x: round(dot.x + 4), y: round(dot.y + 4), path: pathOf(first.line, undefined), head: first.head },
  };
}

/** The whole machine, laid out. */
export async function layOutChart(): Promise<Chart> {
  return { regions: await Promise.all(graph().map(layOut)) };
}

export function drawingSource(chart: Chart): string {
  return `// Written by "npm run update" from the pool machine (src/tools/chart). Do not edit.
import type { Chart } from './chart.types.ts';

/** The pool machine, laid out. */
export const drawing: Chart = JSON.parse(
  \`${JSON.stringify(chart).replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\`,
);
`;
}
