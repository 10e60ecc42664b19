/** The chart as SVG: a lane to put into a page, or a picture that stands alone, light and dark. */
import { evidences } from '../../../machines/vocabulary.ts';
import type { Chart, ChartEdge, ChartNode, ChartRegion, ChartTransition } from './chart.types.ts';
import { chartStyle } from './chart-style.ts';
import { evidenceMarks, evidenceTexts, stateText, toXml, transitionText } from './texts.ts';

/** A lane of a page has the page's style, and is read with the keyboard; a picture has its own, and hover texts. */
type Place = 'page' | 'picture';

/**
 * One region as an SVG element of a page that has `chartStyle`. States carry `data-state`, arrows `data-edge`, labels `data-transition`
 * (the position in `transitionTable()`), both of these `data-evidence`. Class `active` lights a state, `taken` an arrow and a label.
 */
export function renderRegion(region: ChartRegion): string {
  return svg(region.width, region.height, `${region.title}: ${region.description}`, 'page', regionBody(region, 'page'));
}

const gap = 14;
const heading = 30;
const inset = 16;

/** Every region, one below the other, with a legend: a picture that stands alone. */
export function renderChart(chart: Chart): string {
  const key = legend();
  const width = Math.max(key.width, ...chart.regions.map((region) => region.width + 2 * inset));
  let y = 0;
  const lanes = chart.regions.map((region) => {
    const height = region.height + heading;
    const lane = `<g transform="translate(0 ${y})"><rect class="panel" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="10"/>
<text class="heading" x="${inset}" y="24">${toXml(region.title)}<tspan class="about" dx="12">${toXml(region.description)}</tspan></text>
<g transform="translate(${inset} ${heading})">${regionBody(region, 'picture')}</g></g>`;
    y += height + gap;
    return lane;
  });
  const title = 'The life cycle of an instant-clone pool, region by region';
  const below = `<g class="legend" transform="translate(0 ${y})">${key.body}</g>`;
  return svg(width, y + 30, title, 'picture', `<style>\n${chartStyle}\n</style>\n${lanes.join('\n')}\n${below}`);
}

/** What the arrows' strokes mean, and how wide that is. */
function legend(): { readonly width: number; readonly body: string } {
  let x = inset;
  const items = evidences.map((evidence) => {
    const text = `${evidenceTexts[evidence]}${evidenceMarks[evidence] && ` (${evidenceMarks[evidence].trim()})`}`;
    const item = `<g class="edge" data-evidence="${evidence}"><path class="line" d="M${x} 12h38"/><path class="head" d="M${x + 45} 12l-7 3v-6z"/><text x="${x + 54}" y="16">${text}</text></g>`;
    x += Math.ceil(80 + text.length * 6.4);
    return item;
  });
  return { width: x + 1, body: `<rect class="panel" x=".5" y=".5" width="${x}" height="24" rx="10"/>${items.join('')}` };
}

function svg(width: number, height: number, title: string, place: Place, body: string): string {
  const role = place === 'page' ? 'group' : 'img';
  return `<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="${role}" aria-label="${toXml(title)}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
${body}
</svg>
`;
}

function regionBody({ edges, nodes, start, transitions }: ChartRegion, place: Place): string {
  return [
    `<g class="edge start"><circle class="dot" cx="${start.x}" cy="${start.y}" r="4"/><path class="line" d="${start.path}"/><path class="head" d="${start.head}"/></g>`,
    ...edges.map((edge) => edgeOf(edge, transitions, place)),
    ...nodes.map((node) => nodeOf(node, place)),
  ].join('\n');
}

function edgeOf(edge: ChartEdge, transitions: readonly ChartTransition[], place: Place): string {
  const labels = transitions.filter(({ index }) => edge.transitions.includes(index)).map((each) => labelOf(each, edge, place));
  return `<g class="edge" data-edge="${toXml(edge.id)}" data-evidence="${edge.evidence}"><path class="line" d="${edge.path}"/><path class="head" d="${edge.head}"/>${labels.join('')}</g>`;
}

function labelOf(row: ChartTransition, { labels }: ChartEdge, place: Place): string {
  const lines = labels
    .filter(({ transition }) => transition === row.index)
    .map(({ kind, x, y, text }) => `<text class="${kind}" x="${x}" y="${y}">${toXml(text)}</text>`);
  return `<g class="label" data-transition="${row.index}" data-evidence="${row.evidence}"${explained(transitionText(row), place)}${lines.join('')}</g>`;
}

function nodeOf(node: ChartNode, place: Place): string {
  const { id, kind, state, x, y, width, height, final } = node;
  const inner = final ? `<rect x="${x + 3}" y="${y + 3}" width="${width - 6}" height="${height - 6}" rx="5"/>` : '';
  const name = kind === 'any' ? `data-any="${id}"` : `data-state="${id}"`;
  return `<g class="node${kind === 'any' ? ' any' : ''}" ${name}${explained(stateText(node), place)}<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="7"/>${inner}<text x="${x + width / 2}" y="${y + height / 2 + 4}">${toXml(state)}</text></g>`;
}

/** The end of an element's begin, with what it says to people who hover, or to those who listen. */
const explained = (text: string, place: Place): string =>
  place === 'page' ? ` tabindex="0" role="img" aria-label="${toXml(text)}">` : `><title>${toXml(text)}</title>`;
