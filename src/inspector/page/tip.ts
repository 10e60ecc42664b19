/** One tip for everything that explains itself on hover and on focus: `data-tip`, and the states and transitions of the chart. */

const explained = '[data-tip], .chart [aria-label][tabindex]';

/** Shows tips in an element. Escape takes one away; the pointer may rest on it. */
export function showTips(tip: HTMLElement): void {
  let target: Element | null = null;

  const hide = () => {
    target = null;
    tip.hidden = true;
  };
  const show = (element: Element) => {
    const text = element.getAttribute('data-tip') ?? element.getAttribute('aria-label');
    if (!text) return hide();
    target = element;
    tip.textContent = text;
    const evidence = element.getAttribute('data-evidence');
    tip.dataset.evidence = evidence ?? '';
    tip.hidden = false;
    place(tip, element.getBoundingClientRect());
  };
  const over = ({ target: under }: Event) => {
    const element = (under as Element).closest?.(explained);
    if (element) show(element);
    else if (!tip.contains(under as Node) && target !== null && !target.matches(':focus-visible')) hide();
  };

  document.addEventListener('pointerover', over);
  document.addEventListener('focusin', ({ target: focused }) => {
    const element = (focused as Element).closest(explained);
    if (element?.matches(':focus-visible')) show(element);
    else hide();
  });
  document.addEventListener('focusout', hide);
  document.addEventListener('keydown', ({ key }) => key === 'Escape' && hide());
  document.addEventListener('scroll', hide, { capture: true, passive: true });
}

/** Under what it explains, above where there is no room; within the window. */
function place(tip: HTMLElement, { left, top, bottom, width }: DOMRect): void {
  const { offsetWidth, offsetHeight } = tip;
  const x = Math.max(8, Math.min(left + width / 2 - offsetWidth / 2, innerWidth - offsetWidth - 8));
  const y = bottom + 6 + offsetHeight > innerHeight ? Math.max(8, top - offsetHeight - 6) : bottom + 6;
  tip.style.left = `${x}px`;
  tip.style.top = `${y}px`;
}
