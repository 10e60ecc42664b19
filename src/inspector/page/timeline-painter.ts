/** Paints the bars of a pool's regions over virtual time. They are kept: moving the cursor paints no bar again. */
import type { Store } from './store.ts';
import { shownTheme } from './theme.ts';
import { type Axis, barsOf, type Scale, toX } from './timeline-scale.ts';
import { type Tone, toneOf, tones } from './tones.ts';
import { regions, type Track } from './track.ts';
import { elapsed } from './words.ts';

const laneHeight = 20;
const laneGap = 3;
const marksHeight = 10;
const axisHeight = 18;

/** The height of the whole picture, in CSS pixels. */
export const timelineHeight = marksHeight + regions.length * (laneHeight + laneGap) + axisHeight;

/** Where a region's bar begins, in CSS pixels from the top. */
export const laneTop = (lane: number): number => marksHeight + lane * (laneHeight + laneGap);

interface Colours {
  readonly bars: Readonly<Record<Tone, string>>;
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly fault: string;
  readonly cursor: string;
}

export class TimelinePainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #layer = document.createElement('canvas');
  #key = '';
  #colours: { readonly theme: string; readonly colours: Colours } | undefined;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  paint(store: Store, track: Track, scale: Scale): void {
    const { axis, width, from, to } = scale;
    if (width <= 0) return;
    const ratio = devicePixelRatio;
    const theme = shownTheme();
    const changes = regions.map((region) => track.segments[region].length);
    const key = [store.description?.session, track.id, track.faults.length, ...changes, from, to, axis, width, ratio, theme].join(' ');
    if (key !== this.#key) {
      this.#key = key;
      resize(this.#layer, width, ratio);
      this.#paintBars(track, scale, this.#coloursOf(theme), store.startAt);
    }
    resize(this.#canvas, width, ratio);
    const context = this.#canvas.getContext('2d') as CanvasRenderingContext2D;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.drawImage(this.#layer, 0, 0);
    context.scale(ratio, ratio);
    const step = track.steps[store.index];
    if (!step) return;
    const x = Math.max(1, Math.min(toX(scale, store.index + 0.5, axis === 'time' && store.following ? to : step.at), width - 1));
    context.fillStyle = this.#coloursOf(theme).cursor;
    context.fillRect(x - 1, 2, 2, timelineHeight - axisHeight - 2);
    context.beginPath();
    context.moveTo(x - 5, 0);
    context.lineTo(x + 5, 0);
    context.lineTo(x, 7);
    context.fill();
  }

  #paintBars(track: Track, scale: Scale, colours: Colours, startAt: number): void {
    const context = this.#layer.getContext('2d') as CanvasRenderingContext2D;
    const ratio = devicePixelRatio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, scale.width, timelineHeight);
    context.font = '11px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace';
    context.textBaseline = 'middle';
    regions.forEach((region, lane) => {
      const y = laneTop(lane);
      for (const { x, width, state } of barsOf(region, track.segments[region], scale)) {
        context.fillStyle = colours.bars[toneOf(region, state)];
        if (width <= 8) {
          context.fillRect(x, y, width > 2 ? width - 1 : width, laneHeight);
          continue;
        }
        context.beginPath();
        context.roundRect(x, y, width - 1, laneHeight, 3);
        context.fill();
        const room = Math.floor((width - 10) / 6.7);
        if (room < 3) continue;
        context.fillStyle = colours.ink;
        context.fillText(state.length > room ? `${state.slice(0, room - 1)}…` : state, x + 5, y + laneHeight / 2 + 1);
      }
    });
    this.#paintFaults(context, track, scale, colours.fault);
    this.#paintAxis(context, scale, colours, startAt);
  }

  #paintFaults(context: CanvasRenderingContext2D, track: Track, scale: Scale, colour: string): void {
    context.fillStyle = colour;
    let painted = Number.NEGATIVE_INFINITY;
    for (const index of track.faults) {
      const x = toX(scale, index + 0.5, track.steps[index]?.at ?? 0);
      if (x < Math.max(painted + 2, 0)) continue;
      if (x > scale.width) break;
      painted = x;
      context.beginPath();
      context.arc(Math.max(3, Math.min(x, scale.width - 3)), 5, 3, 0, 2 * Math.PI);
      context.fill();
    }
  }

  #paintAxis(context: CanvasRenderingContext2D, scale: Scale, { quiet, line }: Colours, startAt: number): void {
    const y = timelineHeight - axisHeight;
    const every = tickEvery((scale.to - scale.from) / Math.max(2, scale.width / 110), scale.axis);
    const origin = scale.axis === 'time' ? startAt : 0;
    for (let value = Math.ceil((scale.from - origin) / every) * every + origin; value <= scale.to; value += every) {
      const x = toX(scale, value, value);
      const text = scale.axis === 'time' ? elapsed(value - origin) : `#${value}`;
      if (x + text.length * 6.7 + 4 > scale.width) break;
      context.fillStyle = line;
      context.fillRect(x, y, 1, 5);
      context.fillStyle = quiet;
      context.fillText(text, x + 4, y + 9);
    }
  }

  /** The colours of the style sheet, read once for every theme. */
  #coloursOf(theme: string): Colours {
    if (this.#colours?.theme === theme) return this.#colours.colours;
    const probe = this.#canvas.parentElement?.appendChild(document.createElement('i')) as HTMLElement;
    const read = (name: string) => {
      probe.style.color = `var(--${name})`;
      return getComputedStyle(probe).color;
    };
    const bars = Object.fromEntries(tones.map((tone) => [tone, read(`tone-${tone}`)])) as Record<Tone, string>;
    const colours = { bars, ink: read('ink'), quiet: read('quiet'), line: read('border'), fault: read('fault'), cursor: read('taken') };
    probe.remove();
    this.#colours = { theme, colours };
    return colours;
  }
}

const timeTicks = [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400].map((seconds) => seconds * 1000);

/** The distance of ticks that are at least this far apart. */
function tickEvery(atLeast: number, axis: Axis): number {
  if (axis === 'time') return timeTicks.find((tick) => tick >= atLeast) ?? Math.ceil(atLeast / 86_400_000) * 86_400_000;
  const power = 10 ** Math.floor(Math.log10(Math.max(atLeast, 1)));
  return Math.max(1, ([1, 2, 5, 10].find((factor) => factor * power >= atLeast) ?? 10) * power);
}

function resize(canvas: HTMLCanvasElement, width: number, ratio: number): void {
  const [w, h] = [Math.round(width * ratio), Math.round(timelineHeight * ratio)];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
}
