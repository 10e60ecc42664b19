// The lines of the drawing as SVG path data. Used by generate-chart.mjs.

/** @import { ElkExtendedEdge, ElkPoint } from 'elkjs' */

/** An arrow's head in pixels. */
const headLength = 7;
const headHalf = 3;

/** A tenth of a pixel is all that shows. */
export const round = (/** @type {number} */ value) => Math.round(value * 10) / 10;

/** @typedef {{ x: number, y: number, width: number, height: number }} Box */

/** @type {(edge: ElkExtendedEdge) => ElkPoint[]} */
export function pointsOf({ sections = [] }) {
  const [section] = sections;
  if (!section || sections.length > 1) throw new Error('An edge is not one line.');
  return [section.startPoint, ...(section.bendPoints ?? []), section.endPoint];
}

/** A line with gaps where it would run through a box. */
export function pathOf(/** @type {ElkPoint[]} */ points, /** @type {Box | undefined} */ gap) {
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
export function headOf(/** @type {ElkPoint[]} */ points) {
  const [tip, before] = [points.at(-1), points.at(-2)];
  if (!tip || !before) throw new Error('An edge has no length.');
  const [dx, dy] = [Math.sign(tip.x - before.x), Math.sign(tip.y - before.y)];
  const base = { x: tip.x - dx * headLength, y: tip.y - dy * headLength };
  const side = (/** @type {number} */ way) => `${round(base.x - way * dy * headHalf)} ${round(base.y + way * dx * headHalf)}`;
  return { head: `M${round(tip.x)} ${round(tip.y)}L${side(1)}L${side(-1)}Z`, line: [...points.slice(0, -1), base] };
}
