/** Lights the drawn machine: the active states and the transitions just taken. Idempotent; touches only what differs. */
import type { InspectedStep } from '../protocol.ts';
import { type Region, regions } from './track.ts';

const items = '[data-state], [data-any], [data-transition]';

export class ChartView {
  readonly #states = new Map<string, Element>();
  readonly #labels = new Map<number, Element>();
  #lit: Element[] = [];
  #shown: InspectedStep | undefined;
  #hasRevealed = false;

  /** @param lanes the element of every region's lane */
  constructor(lanes: Readonly<Record<Region, HTMLElement>>) {
    for (const region of regions) {
      const lane = lanes[region];
      for (const node of lane.querySelectorAll('[data-state]')) this.#states.set(node.getAttribute('data-state') ?? '', node);
      for (const label of lane.querySelectorAll('[data-transition]'))
        this.#labels.set(Number(label.getAttribute('data-transition')), label);
      rove(lane);
    }
  }

  draw(step: InspectedStep | undefined): void {
    if (step === this.#shown) return;
    this.#shown = step;
    for (const element of this.#lit) {
      element.classList.remove('active', 'taken');
      element.removeAttribute('aria-current');
    }
    this.#lit = [];
    if (!step) return;
    for (const region of regions) this.#light(this.#states.get(`${region}.${step.state[region]}`), 'active');
    for (const index of step.took) {
      const label = this.#labels.get(index);
      this.#light(label, 'taken');
      this.#light(label?.closest('[data-edge]'), 'taken');
    }
  }

  /** Scrolls so that what was taken is seen, and every lane's active state. The first picture is of the machine from its beginning. */
  reveal({ state, took }: InspectedStep): void {
    const labels = took.flatMap((index) => this.#labels.get(index) ?? []);
    const card = labels[0]?.closest('.chart-card');
    if (this.#hasRevealed && card && card.scrollHeight > card.clientHeight && !labels.some((label) => isWithin(label, card))) {
      labels[0]?.closest('.lane')?.scrollIntoView({ block: 'start' });
    }
    this.#hasRevealed = true;
    for (const region of regions) {
      const node = this.#states.get(`${region}.${state[region]}`);
      const scroller = node?.closest('.lane-scroll');
      if (!node || !scroller || scroller.scrollWidth <= scroller.clientWidth) continue;
      const own = node.getBoundingClientRect();
      const frame = scroller.getBoundingClientRect();
      if (own.left < frame.left || own.right > frame.right) scroller.scrollLeft += own.left + own.width / 2 - frame.left - frame.width / 2;
    }
  }

  #light(element: Element | null | undefined, name: 'active' | 'taken'): void {
    if (!element) return;
    element.classList.add(name);
    if (element.hasAttribute('tabindex')) element.setAttribute('aria-current', name === 'active' ? 'true' : 'step');
    this.#lit.push(element);
  }
}

function isWithin(element: Element, frame: Element): boolean {
  const own = element.getBoundingClientRect();
  const { top, bottom } = frame.getBoundingClientRect();
  const head = frame.querySelector('.card-head')?.getBoundingClientRect().bottom ?? top;
  return own.top >= Math.max(top, head) && own.bottom <= bottom;
}

/** Makes a lane one stop of the Tab key; arrow keys go from item to item. */
function rove(lane: HTMLElement): void {
  const all = [...lane.querySelectorAll<SVGElement>(items)].sort((a, b) => rankOf(a) - rankOf(b));
  const stop = (item: SVGElement) => {
    for (const other of all) other.setAttribute('tabindex', other === item ? '0' : '-1');
  };
  if (all[0]) stop(all[0]);
  lane.addEventListener('focusin', ({ target }) => stop(target as SVGElement));
  lane.addEventListener('keydown', (event) => {
    const at = all.indexOf(event.target as SVGElement);
    const next = at < 0 ? undefined : nextOf(event.key, at, all.length);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    all[next]?.focus();
  });
}

/** States first, then transitions. */
const rankOf = (item: Element) => (item.hasAttribute('data-transition') ? 1 : 0);

const moves: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function nextOf(key: string, at: number, count: number): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const move = moves[key];
  return move && (at + move + count) % count;
}
