// Lays the machine out as a picture with elkjs. Used by generate.mjs. It reads the build.
import { createRequire } from 'node:module';
import { describeCondition } from '../dist/machines/transitions.js';
import { graph } from '../dist/src/inspector/chart/graph.js';
import { labelLines } from '../dist/src/inspector/chart/label-lines.js';

/**
 * @import { ElkExtendedEdge, ElkNode, ElkPoint } from 'elkjs'
 * @import { Chart, ChartEdge, ChartLabel, ChartRegion, ChartTransition } from '../src/inspector/chart/chart.types.ts'
 * @import { GraphEdge, GraphRegion, GraphTransition } from '../src/inspector/chart/graph.ts'
 */

/** In pixels. A monospace letter is 0.602 of its size wide in the widest of the usual fonts. */
const label = { size: 10, line: 12.5, air: 5 };
const state = { size: 12, air: 12, height: 30 };
const letter = 0.602;
const margin = 14;
const headLength = 7;
const headHalf = 3;

/** elkjs is CommonJS whose types say otherwise. */
const Elk = /** @type {new () => import('elkjs').ELK} */ (createRequire(import.meta.url)('elkjs'));
const elk = new Elk();

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

const round = (/** @type {number} */ value) => Math.round(value * 10) / 10;

/** @type {(edge: GraphEdge) => Omit<ChartLabel, 'x' | 'y'>[]} */
const linesOf = ({ transitions }) => transitions.flatMap((row) => labelLines(row).map((line) => ({ transition: row.index, ...line })));

/** @type {(text: string, size: number) => number} */
const widthOf = (text, size) => text.length * size * letter;

/** @type {(edge: GraphEdge) => ElkExtendedEdge} */
function elkEdge(edge) {
  const lines = linesOf(edge);
  return {
    id: edge.id,
    sources: [edge.from],
    targets: [edge.to],
    labels: [
      {
        id: `${edge.id} label`,
        text: edge.id,
        width: Math.max(...lines.map(({ text }) => widthOf(text, label.size))) + 2 * label.air,
        height: lines.length * label.line + 2,
        layoutOptions: { 'elk.edgeLabels.inline': 'true' },
      },
    ],
  };
}

/** @type {(region: GraphRegion) => { nodes: ChartRegion['nodes'], elk: ElkNode }} */
function toElk(region) {
  const anywhere = region.edges.some(({ from }) => from === region.region);
  const any = {
    id: region.region,
    kind: 'any',
    state: 'any state',
    description: 'Open in every state of the region.',
    initial: false,
    final: false,
  };
  const states = region.states.map((each) => ({ ...each, kind: 'state' }));
  const nodes = [...(anywhere ? [any] : []), ...states];
  return {
    nodes: /** @type {never} */ (nodes),
    elk: {
      id: 'root',
      layoutOptions: regionOptions,
      children: [
        { id: 'start', width: 8, height: 8 },
        ...nodes.map(({ id, state: name }) => {
          const width = round(widthOf(name, state.size) + 2 * state.air);
          return {
            id,
            width,
            height: state.height,
            layoutOptions: { ...stateOptions, 'elk.nodeSize.minimum': `(${width}, ${state.height})` },
          };
        }),
      ],
      edges: [
        { id: 'start', sources: ['start'], targets: [region.states.find(({ initial }) => initial)?.id ?? ''] },
        ...region.edges.map(elkEdge),
      ],
    },
  };
}

/** @typedef {{ x: number, y: number, width: number, height: number }} Box */

/** @type {(edge: ElkExtendedEdge) => ElkPoint[]} */
function pointsOf({ sections = [] }) {
  const [section] = sections;
  if (!section || sections.length > 1) throw new Error('An edge is not one line.');
  return [section.startPoint, ...(section.bendPoints ?? []), section.endPoint];
}

/** A line with gaps where it would run through a box. */
function pathOf(/** @type {ElkPoint[]} */ points, /** @type {Box | undefined} */ gap) {
  let path = '';
  let at = '';
  const go = (/** @type {ElkPoint} */ from, /** @type {ElkPoint} */ to) => {
    const [a, b] = [`${round(from.x)} ${round(from.y)}`, `${round(to.x)} ${round(to.y)}`];
    if (a === b) return;
    path += `${a === at ? '' : `M${a}`}${from.y === to.y ? `H${round(to.x)}` : from.x === to.x ? `V${round(to.y)}` : `L${b}`}`;
    at = b;
  };
  for (const [index, to] of points.entries()) {
    const from = points[index - 1];
    if (!from) continue;
    const level = from.y === to.y && gap && from.y > gap.y && from.y < gap.y + gap.height;
    const [low, high] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
    if (!level || high <= gap.x || low >= gap.x + gap.width) {
      go(from, to);
      continue;
    }
    const [first, second] = from.x < to.x ? [gap.x, gap.x + gap.width] : [gap.x + gap.width, gap.x];
    if (first > low && first < high) go(from, { x: first, y: from.y });
    if (second > low && second < high) go({ x: second, y: from.y }, to);
  }
  return path;
}

/** An arrow's head at the end of a line, and the line up to it. */
function headOf(/** @type {ElkPoint[]} */ points) {
  const [tip, before] = [points.at(-1), points.at(-2)];
  if (!tip || !before) throw new Error('An edge has no length.');
  const [dx, dy] = [Math.sign(tip.x - before.x), Math.sign(tip.y - before.y)];
  const base = { x: tip.x - dx * headLength, y: tip.y - dy * headLength };
  const side = (/** @type {number} */ way) => `${round(base.x - way * dy * headHalf)} ${round(base.y + way * dx * headHalf)}`;
  return { head: `M${round(tip.x)} ${round(tip.y)}L${side(1)}L${side(-1)}Z`, line: [...points.slice(0, -1), base] };
}

/** @type {(edge: GraphEdge, drawn: ElkExtendedEdge) => ChartEdge} */
function chartEdge(edge, drawn) {
  const { head, line } = headOf(pointsOf(drawn));
  const { x = 0, y = 0, width = 0, height = 0 } = drawn.labels?.[0] ?? {};
  return {
    id: edge.id,
    from: edge.from,
    to: edge.to,
    transitions: edge.transitions.map(({ index }) => index),
    evidence: edge.evidence,
    path: pathOf(line, { x, y, width, height }),
    head,
    labels: linesOf(edge).map((each, index) => ({
      ...each,
      x: round(x + width / 2),
      y: round(y + 1 + index * label.line + label.line * 0.76),
    })),
  };
}

/** @type {(row: GraphTransition) => ChartTransition} */
const chartTransition = ({ index, region, event, from, to, conditions, evidence }) => ({
  index,
  event,
  ...(from === region ? {} : { from }),
  ...(to === undefined ? {} : { to }),
  needs: conditions.map(describeCondition),
  evidence,
});

/** @type {(region: GraphRegion) => Promise<ChartRegion>} */
async function layOut(region) {
  const { nodes, elk: input } = toElk(region);
  const { children = [], edges = [], width = 0, height = 0 } = await elk.layout(input);
  const box = (/** @type {string} */ id) => {
    const { x = 0, y = 0, width = 0, height = 0 } = children.find((each) => each.id === id) ?? {};
    return { x: round(x), y: round(y), width, height };
  };
  const line = (/** @type {string} */ id) => {
    const found = edges.find((each) => each.id === id);
    if (!found) throw new Error(`${id} is not drawn.`);
    return found;
  };
  const dot = box('start');
  const first = headOf(pointsOf(line('start')));
  return {
    region: region.region,
    title: region.region,
    description: region.description,
    width: Math.ceil(width),
    height: Math.ceil(height),
    nodes: nodes.map((node) => ({ ...node, ...box(node.id) })),
    edges: region.edges.map((edge) => chartEdge(edge, line(edge.id))),
    transitions: region.edges.flatMap((edge) => edge.transitions.map(chartTransition)).sort((a, b) => a.index - b.index),
    start: { x: round(dot.x + 4), y: round(dot.y + 4), path: pathOf(first.line, undefined), head: first.head },
  };
}

/**
 * The whole machine, laid out.
 *
 * @returns {Promise<Chart>}
 */
export async function layOutChart() {
  const regions = [];
  for (const region of graph()) regions.push(await layOut(region));
  return { regions };
}

/** The chart as the source of `drawing.ts`. */
export function drawingSource(/** @type {Chart} */ chart) {
  return `// Written by "npm run update" from the pool machine (test/generate-chart.mjs). Do not edit.
import type { Chart } from './chart.types.ts';

/** The pool machine, laid out. */
export const drawing: Chart = JSON.parse(\`${JSON.stringify(chart).replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\`);
`;
}
