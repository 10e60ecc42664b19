/** The chain that explains a step, for whoever asks. */
import type { Reached } from './explore.ts';
import { byOf } from './next.ts';
import type { HiddenEvent } from './observer.types.ts';
import type { Reading } from './reading.ts';
import { variantWords } from './words.ts';

/**
 * Unseen events, in words. What is seen in the end belongs to the last pending image that they bring.
 *
 * @param now what is seen after them
 */
export function toHidden(events: readonly Reached[], now: Reading): HiddenEvent[] {
  const lastNew = events.findLastIndex(({ edge }) => edge?.effects.pendingImage != null);
  return events.flatMap(({ edge, config }, index) => {
    if (!edge) return [];
    const isLast = index === lastNew && now.imageName !== undefined;
    const image = isLast ? ` (${now.imageName})` : '';
    const percent = edge.variant === 'publish progressed' && index > lastNew && config.progress === 'risen' ? ` to ${now.progress} %` : '';
    return [
      {
        event: edge.event,
        variant: edge.variant,
        by: byOf(edge.event),
        evidence: edge.evidence,
        text: `${variantWords[edge.variant]}${image}${percent}`,
      },
    ];
  });
}
