/** `hvsim graph`: the machine as a picture, or in the notations of other tools. */
import type { PoolState } from '../../machines/vocabulary.ts';
import { HvsimError } from '../errors.ts';
import { dotGraph } from '../inspector/chart/dot.ts';
import { drawing } from '../inspector/chart/drawing.ts';
import { type GraphRegion, graph as graphOfMachine, regionNames } from '../inspector/chart/graph.ts';
import { graphData } from '../inspector/chart/graph-json.ts';
import { mermaidGraph } from '../inspector/chart/mermaid.ts';
import { renderChart } from '../inspector/chart/render-svg.ts';
import { scxmlDocument } from '../inspector/chart/scxml.ts';
import { nearest } from '../nearest.ts';
import { writeAll, writeText } from './io.ts';
import { newCommand } from './options.ts';

const formats: Readonly<Record<string, (regions: readonly GraphRegion[]) => string>> = {
  svg: (regions) => renderChart({ regions: drawing.regions.filter(({ region }) => regions.some((each) => each.region === region)) }),
  mermaid: mermaidGraph,
  dot: dotGraph,
  json: (regions) => JSON.stringify(graphData(regions, drawing), null, 2),
  scxml: scxmlDocument,
};

const usage = `usage: hvsim graph [options]

The machine itself: every state, and every transition with its conditions and how it is known.`;

const options = {
  format: {
    value: '<name>',
    says: 'svg (default): a picture, light and dark as its viewer is\nmermaid, dot: for Mermaid and Graphviz to draw\njson: states and transitions in words, with the places in the picture\nscxml: for other statechart tools',
  },
  region: { value: '<name>', says: `one region: ${regionNames.join(', ')}` },
  out: { value: '<file>', says: 'write there instead of to standard output' },
} as const;

export const command = newCommand({ name: 'graph', usage, column: 22, options }, async (values, _, io) => {
  const { format = 'svg', region, out } = values;
  const write = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (!write) throw unknown('unknown-format', 'format', format, Object.keys(formats));
  if (region !== undefined && !regionNames.includes(region as keyof PoolState)) throw unknown('wrong-usage', 'region', region, regionNames);
  const text = write(graphOfMachine().filter((each) => region === undefined || each.region === region)).trimEnd();
  if (out === undefined) await writeAll(io, [text]);
  else await writeText(out, `${text}\n`);
  return 0;
});

const unknown = (code: 'unknown-format' | 'wrong-usage', option: string, value: string, names: readonly string[]): HvsimError =>
  new HvsimError(code, `--${option} is ${JSON.stringify(value)}; it must be one of ${names.join(', ')}.${nearest(value, names)}`);
