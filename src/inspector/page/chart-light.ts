/** Lights the drawn machine in its card: the active states and the transitions just taken. */
import type { InspectedStep } from '../protocol.ts';
import { regions } from './track.ts';

const activeIn = (card: Element, { state }: InspectedStep) =>
  regions.flatMap((region) => card.querySelector(`[data-state="${region}.${state[region]}"]`) ?? []);

const takenIn = (card: Element, { took }: InspectedStep) =>
  took.flatMap((index) => card.querySelector(`[data-transition="${index}"]`) ?? []);

/** Whatever was lit before is dark again. */
export function light(card: Element, step: InspectedStep | undefined): void {
  for (const element of card.querySelectorAll('.active, .taken')) {
    element.classList.remove('active', 'taken');
    element.removeAttribute('aria-current');
  }
  if (!step) return;
  for (const state of activeIn(card, step)) {
    state.classList.add('active');
    state.setAttribute('aria-current', 'true');
  }
  for (const label of takenIn(card, step)) {
    label.classList.add('taken');
    label.setAttribute('aria-current', 'step');
    label.closest('[data-edge]')?.classList.add('taken');
  }
}

/** Scrolls so that every lane's active state is seen and, unless it is the first picture, what was taken. */
export function reveal(card: Element, step: InspectedStep, isRevealed: boolean): void {
  const labels = takenIn(card, step);
  if (isRevealed && card.scrollHeight > card.clientHeight && !labels.some((label) => isWithin(label, card)))
    labels[0]?.closest('.lane')?.scrollIntoView({ block: 'start' });
  for (const node of activeIn(card, step)) {
    const scroller = node.closest('.lane-scroll');
    if (!scroller || scroller.scrollWidth <= scroller.clientWidth) continue;
    const own = node.getBoundingClientRect();
    const frame = scroller.getBoundingClientRect();
    if (own.left < frame.left || own.right > frame.right) scroller.scrollLeft += own.left + own.width / 2 - frame.left - frame.width / 2;
  }
}

function isWithin(element: Element, frame: Element): boolean {
  const own = element.getBoundingClientRect();
  const { top, bottom } = frame.getBoundingClientRect();
  const head = frame.querySelector('.card-head')?.getBoundingClientRect().bottom ?? top;
  return own.top >= Math.max(top, head) && own.bottom <= bottom;
}

/** Makes a lane one stop of the Tab key; arrow keys go from item to item, states before transitions. */
export function rove(lane: HTMLElement): void {
  const all = ['[data-state], [data-any]', '[data-transition]'].flatMap((items) => [...lane.querySelectorAll<SVGElement>(items)]);
  const stop = (item: EventTarget | null | undefined) => {
    for (const other of all) other.setAttribute('tabindex', other === item ? '0' : '-1');
  };
  stop(all[0]);
  lane.addEventListener('focusin', ({ target }) => stop(target));
  lane.addEventListener('keydown', (event) => {
    const at = all.indexOf(event.target as SVGElement);
    const next = nextOf(event.key, at, all.length);
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    all[next]?.focus();
  });
}

const moves: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function nextOf(key: string, at: number, count: number): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const move = moves[key];
  return move && (at + move + count) % count;
}
