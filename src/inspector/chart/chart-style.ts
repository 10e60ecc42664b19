/** How the chart looks, light and dark. A page sets the custom properties on `.chart` to give it colours of its own. */

export const lightColours = {
  panel: '#ffffff',
  frame: '#d9dfe8',
  ink: '#1b2433',
  quiet: '#5a6679',
  line: '#8491a5',
  node: '#ffffff',
  border: '#7d8a9e',
  implied: '#1f6fb2',
  observed: '#18794e',
  assumed: '#a85b00',
  active: '#0b63c5',
  'active-node': '#e3effc',
  taken: '#cd4109',
};

const dark: typeof lightColours = {
  panel: '#151a23',
  frame: '#2a3342',
  ink: '#e6ebf3',
  quiet: '#9aa7bb',
  line: '#68768c',
  node: '#1b222e',
  border: '#66748a',
  implied: '#6fb4f0',
  observed: '#5cc792',
  assumed: '#e6a04c',
  active: '#5aa9ff',
  'active-node': '#12304f',
  taken: '#ff8a4c',
};

const properties = (colours: typeof lightColours) =>
  Object.entries(colours)
    .map(([name, value]) => `--chart-${name}:${value}`)
    .join(';');

const kinds = (['implied', 'observed', 'assumed'] as const)
  .map(
    (kind) =>
      `.chart .edge[data-evidence=${kind}]{color:var(--chart-${kind})}.chart .label[data-evidence=${kind}] .event{fill:var(--chart-${kind})}`,
  )
  .join('\n');

/**
 * The style of every chart, for the page that has one in it; a picture of its own carries it inside.
 * `.active` on a node and `.taken` on an edge and on a label light them.
 */
export const chartStyle = `.chart{${properties(lightColours)};font:10px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace}
@media (prefers-color-scheme:dark){.chart{${properties(dark)}}}
.chart .panel{fill:var(--chart-panel);stroke:var(--chart-frame)}
.chart text{text-anchor:middle;fill:var(--chart-quiet)}
.chart .heading,.chart .legend text{text-anchor:start;font-family:system-ui,-apple-system,"Segoe UI",sans-serif}
.chart .heading{font-size:14px;font-weight:600;fill:var(--chart-ink)}
.chart .about{font-size:12px;font-weight:400;fill:var(--chart-quiet)}
.chart .legend text{font-size:12px}
.chart .edge{color:var(--chart-line)}
.chart .line{fill:none;stroke:currentColor;stroke-width:1.2;stroke-linejoin:round}
.chart .head,.chart .dot{fill:currentColor}
${kinds}
.chart .edge[data-evidence=implied] .line{stroke-dasharray:9 3}
.chart .edge[data-evidence=observed] .line{stroke-dasharray:7 3 1.5 3}
.chart .edge[data-evidence=assumed] .line{stroke-dasharray:3 3}
.chart .event{fill:var(--chart-ink)}
.chart .node rect{fill:var(--chart-node);stroke:var(--chart-border);stroke-width:1.3}
.chart .node text{font-size:12px;font-weight:600;fill:var(--chart-ink)}
.chart .any rect{stroke-dasharray:2 3}
.chart .any text{font-weight:400;font-style:italic;fill:var(--chart-quiet)}
.chart .node.active rect{fill:var(--chart-active-node);stroke:var(--chart-active);stroke-width:2}
.chart .node.active text{fill:var(--chart-active)}
.chart .edge.taken{color:var(--chart-taken)}
.chart .edge.taken .line{stroke-width:2.2}
.chart .edge.taken .head{stroke:currentColor;stroke-width:2}
.chart .label.taken[data-evidence] text{fill:var(--chart-taken);font-weight:700}
.chart [tabindex]:focus{outline:none}
.chart .node:focus-visible rect{stroke:var(--chart-active);stroke-width:3}
.chart .label:focus-visible[data-evidence] text{fill:var(--chart-active);text-decoration:underline}`;
