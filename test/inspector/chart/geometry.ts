/** Where things of the drawing are: boxes of states and labels, and the pieces of lines. */
import type { ChartEdge, ChartLabel, ChartRegion } from '../../../src/inspector/chart/chart.types.ts';

export interface Box {
  readonly what: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Letters of the labels are 10 px high, and in no usual monospace font wider than this. */
const letter = 6.02;

export const labelBox = ({ text, x, y }: ChartLabel): Box => ({
  what: text,
  left: x - (text.length * letter) / 2,
  right: x + (text.length * letter) / 2,
  top: y - 8.5,
  bottom: y + 2.5,
});

export const nodeBoxes = ({ nodes }: ChartRegion): Box[] =>
  nodes.map(({ id, x, y, width, height }) => ({ what: id, left: x, right: x + width, top: y, bottom: y + height }));

export const overlap = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** The pieces of a line, which goes level or upright; throws for any other. */
export function pieces(edge: Pick<ChartEdge, 'path'> & { readonly id?: string }): Box[] {
  const found: Box[] = [];
  let [x, y] = [Number.NaN, Number.NaN];
  const rest = edge.path.replace(/([MHV])([\d.]+)(?: ([\d.]+))?/g, (_, command: string, first: string, second: string | undefined) => {
    const [fromX, fromY] = [x, y];
    if (command !== 'V') x = Number(first);
    if (command === 'V') y = Number(first);
    if (command === 'M') y = Number(second);
    else {
      const [left, right] = [Math.min(fromX, x), Math.max(fromX, x)];
      found.push({ what: edge.id ?? 'start', left, right, top: Math.min(fromY, y), bottom: Math.max(fromY, y) });
    }
    return '';
  });
  if (rest !== '') throw new Error(`${edge.id}: ${rest} is no level or upright line.`);
  return found;
}

/** The three corners of an arrow's head; the first is its tip. */
export const corners = (head: string): { readonly x: number; readonly y: number }[] =>
  [...head.matchAll(/([\d.]+) ([\d.]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
