/** How the chart looks, light and dark. A page sets the custom properties on `.chart` to give it colours of its own. */

export const colours = {
  panel: { light: '#ffffff', dark: '#151a23' },
  frame: { light: '#d9dfe8', dark: '#2a3342' },
  ink: { light: '#1b2433', dark: '#e6ebf3' },
  quiet: { light: '#5a6679', dark: '#9aa7bb' },
  line: { light: '#8491a5', dark: '#68768c' },
  node: { light: '#ffffff', dark: '#1b222e' },
  border: { light: '#7d8a9e', dark: '#66748a' },
  implied: { light: '#1f6fb2', dark: '#6fb4f0' },
  observed: { light: '#18794e', dark: '#5cc792' },
  assumed: { light: '#a85b00', dark: '#e6a04c' },
  active: { light: '#0b63c5', dark: '#5aa9ff' },
  'active-node': { light: '#e3effc', dark: '#12304f' },
  taken: { light: '#cd4109', dark: '#ff8a4c' },
} as const satisfies Record<string, Record<'light' | 'dark', string>>;

const properties = (look: 'light' | 'dark') =>
  Object.entries(colours)
    .map(([name, both]) => `--chart-${name}:${both[look]}`)
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
export const chartStyle = `.chart{${properties('light')};font:10px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace}
@media (prefers-color-scheme:dark){.chart{${properties('dark')}}}
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
