/** The chart as SVG: a lane to put into a page, or a picture that stands alone, light and dark. */
import { evidences } from '../../../machines/vocabulary.ts';
import type { Chart, ChartEdge, ChartNode, ChartRegion, ChartTransition } from './chart.types.ts';
import { chartStyle } from './chart-style.ts';
import { evidenceMarks, evidenceTexts, stateText, toXml, transitionText } from './texts.ts';

export interface RenderOptions {
  /** Carries its own style; `true` unless said otherwise. A page with several has `chartStyle` once instead. */
  readonly style?: boolean;
  /** States and transitions have their hover texts as `<title>`; `true` unless said otherwise. */
  readonly titles?: boolean;
  /** States and transitions can be reached with the Tab key, and have labels for screen readers. */
  readonly focusable?: boolean;
}

/**
 * One region as an SVG element. States carry `data-state`, arrows `data-edge`, labels `data-transition` (the position in
 * `transitionTable()`), both of these `data-evidence`. Class `active` lights a state, `taken` an arrow and a label.
 *
 * @example
 * renderRegion(drawing.regions[0], { style: false, titles: false, focusable: true })
 */
export function renderRegion(region: ChartRegion, options: RenderOptions = {}): string {
  return svg(region.width, region.height, `${region.title}: ${region.description}`, options, regionBody(region, options));
}

const gap = 14;
const heading = 30;
const inset = 16;

/**
 * Every region, one below the other, with a legend: a picture that stands alone.
 *
 * @example
 * writeFileSync('pool.svg', renderChart(drawing))
 */
export function renderChart(chart: Chart, options: RenderOptions = {}): string {
  const key = legend();
  const width = Math.max(key.width, ...chart.regions.map((region) => region.width + 2 * inset));
  let y = 0;
  const lanes = chart.regions.map((region) => {
    const height = region.height + heading;
    const lane = `<g transform="translate(0 ${y})"><rect class="panel" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="10"/>
<text class="heading" x="${inset}" y="24">${toXml(region.title)}<tspan class="about" dx="12">${toXml(region.description)}</tspan></text>
<g transform="translate(${inset} ${heading})">${regionBody(region, options)}</g></g>`;
    y += height + gap;
    return lane;
  });
  const title = 'The life cycle of an instant-clone pool, region by region';
  const below = `<g class="legend" transform="translate(0 ${y})">${key.body}</g>`;
  return svg(width, y + 30, title, options, `${lanes.join('\n')}\n${below}`);
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

function svg(width: number, height: number, title: string, { style = true, focusable }: RenderOptions, body: string): string {
  const own = style ? `<style>\n${chartStyle}\n</style>\n` : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="${focusable ? 'group' : 'img'}" aria-label="${toXml(title)}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
${own}${body}
</svg>
`;
}

function regionBody({ edges, nodes, start, transitions }: ChartRegion, options: RenderOptions): string {
  return [
    `<g class="edge start"><circle class="dot" cx="${start.x}" cy="${start.y}" r="4"/><path class="line" d="${start.path}"/><path class="head" d="${start.head}"/></g>`,
    ...edges.map((edge) => edgeOf(edge, transitions, options)),
    ...nodes.map((node) => nodeOf(node, options)),
  ].join('\n');
}

function edgeOf(edge: ChartEdge, transitions: readonly ChartTransition[], options: RenderOptions): string {
  const labels = transitions.filter(({ index }) => edge.transitions.includes(index)).map((each) => labelOf(each, edge, options));
  return `<g class="edge" data-edge="${toXml(edge.id)}" data-evidence="${edge.evidence}"><path class="line" d="${edge.path}"/><path class="head" d="${edge.head}"/>${labels.join('')}</g>`;
}

function labelOf(row: ChartTransition, { labels }: ChartEdge, options: RenderOptions): string {
  const lines = labels
    .filter(({ transition }) => transition === row.index)
    .map(({ kind, x, y, text }) => `<text class="${kind}" x="${x}" y="${y}">${toXml(text)}</text>`);
  return `<g class="label" data-transition="${row.index}" data-evidence="${row.evidence}"${explained(transitionText(row), options)}${lines.join('')}</g>`;
}

function nodeOf(node: ChartNode, options: RenderOptions): string {
  const { id, kind, state, x, y, width, height, final } = node;
  const inner = final ? `<rect x="${x + 3}" y="${y + 3}" width="${width - 6}" height="${height - 6}" rx="5"/>` : '';
  const name = kind === 'any' ? `data-any="${id}"` : `data-state="${id}"`;
  return `<g class="node${kind === 'any' ? ' any' : ''}" ${name}${explained(stateText(node), options)}<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="7"/>${inner}<text x="${x + width / 2}" y="${y + height / 2 + 4}">${toXml(state)}</text></g>`;
}

/** The end of an element's begin, with what it says to people who hover, and to those who listen. */
function explained(text: string, { titles = true, focusable = false }: RenderOptions): string {
  const attributes = focusable ? ` tabindex="0" role="img" aria-label="${toXml(text)}"` : '';
  return `${attributes}>${titles ? `<title>${toXml(text)}</title>` : ''}`;
}
