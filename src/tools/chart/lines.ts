/** The lines of the drawing as SVG path data. */
import type { ElkExtendedEdge, ElkPoint } from 'elkjs';

/** An arrow's head in pixels. */
const headLength = 7;
const headHalf = 3;

/** A tenth of a pixel is all that shows. */
export const round = (value: number) => Math.round(value * 10) / 10;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function pointsOf({ sections = [] }: ElkExtendedEdge): ElkPoint[] {
  const [section] = sections;
  if (!section || sections.length > 1) throw new Error('An edge is not one line.');
  return [section.startPoint, ...(section.bendPoints ?? []), section.endPoint];
}

/** A line with gaps where it would run through a box. */
export function pathOf(points: readonly ElkPoint[], gap: Box | undefined): string {
  let path = '';
  let at = '';
  const go = (from: ElkPoint, to: ElkPoint) => {
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
export function headOf(points: readonly ElkPoint[]): { head: string; line: ElkPoint[] } {
  const [tip, before] = [points.at(-1), points.at(-2)];
  if (!tip || !before) throw new Error('An edge has no length.');
  const [dx, dy] = [Math.sign(tip.x - before.x), Math.sign(tip.y - before.y)];
  const base = { x: tip.x - dx * headLength, y: tip.y - dy * headLength };
  const side = (way: number) => `${round(base.x - way * dy * headHalf)} ${round(base.y + way * dx * headHalf)}`;
  return { head: `M${round(tip.x)} ${round(tip.y)}L${side(1)}L${side(-1)}Z`, line: [...points.slice(0, -1), base] };
}
