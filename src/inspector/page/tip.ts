/** One tip for everything that explains itself on hover, on focus and on a tap: `data-tip`, and the states and transitions of the chart. */

const explained = '[data-tip], .chart [aria-label][tabindex]';

/** Shows tips in an element, beside what they explain wherever that is scrolled to. Escape takes one away; the pointer may rest on it. */
export function showTips(tip: HTMLElement): void {
  let target: Element | null = null;

  const follow = () => target && !tip.hidden && place(tip, target.getBoundingClientRect());
  const write = () => {
    tip.textContent = target?.getAttribute('data-tip') ?? target?.getAttribute('aria-label') ?? '';
    tip.dataset.evidence = target?.getAttribute('data-evidence') ?? '';
    follow();
  };
  const changes = new MutationObserver(write);
  const sight = new IntersectionObserver((entries) => {
    tip.hidden = !entries.some((entry) => entry.target === target && entry.isIntersecting);
    follow();
  });
  const show = (element: Element | null) => {
    if (element === target) return;
    target = element;
    tip.hidden = !target;
    write();
    changes.disconnect();
    sight.disconnect();
    if (!target) return;
    changes.observe(target, { attributeFilter: ['data-tip'] });
    sight.observe(target);
  };
  const hide = () => show(null);

  document.addEventListener('pointerover', ({ target: under, pointerType }) => {
    if (pointerType === 'touch') return;
    const element = explainedAt(under);
    if (element) show(element);
    else if (!tip.contains(under as Node) && !target?.matches(':focus-visible')) hide();
  });
  // A finger that scrolls is never lifted, as pointers go: its pointer is cancelled.
  document.addEventListener('pointerup', ({ target: under, pointerType }) => pointerType === 'touch' && show(explainedAt(under)));
  document.addEventListener('focusin', ({ target: focused }) => {
    const element = explainedAt(focused);
    if (element?.matches(':focus-visible')) show(element);
    else if (element !== target) hide();
  });
  document.addEventListener('focusout', ({ target: left }) => left === target && hide());
  document.addEventListener('keydown', ({ key }) => key === 'Escape' && hide());
  document.addEventListener('scroll', follow, { capture: true, passive: true });
  addEventListener('resize', follow);
}

const explainedAt = (at: EventTarget | null): Element | null => (at as Element).closest?.(explained) ?? null;

/** Under what it explains, above where there is no room; within the window. */
function place(tip: HTMLElement, { left, top, bottom, width }: DOMRect): void {
  const { offsetWidth, offsetHeight } = tip;
  const within = (at: number, most: number) => Math.max(8, Math.min(at, most - 8));
  const isRoomBelow = bottom + 6 + offsetHeight + 8 <= innerHeight;
  tip.style.left = `${within(left + width / 2 - offsetWidth / 2, innerWidth - offsetWidth)}px`;
  tip.style.top = `${within(isRoomBelow ? bottom + 6 : top - offsetHeight - 6, innerHeight - offsetHeight)}px`;
}
