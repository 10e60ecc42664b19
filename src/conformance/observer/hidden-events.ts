/** The chain that explains a step, for whoever asks. */
import type { Reached } from './explore.ts';
import { byOf } from './next.ts';
import type { HiddenEvent } from './observer.types.ts';
import type { Reading } from './reading.ts';
import { variantWords } from './words.ts';

/** The events of a way as far as they do not depend on what is seen after them; most say nothing of it. */
export interface HiddenChain {
  readonly events: readonly HiddenEvent[];
  /** Which of them brings the pending image that is seen in the end; -1 where none does. */
  readonly imageAt: number;
  /** Which of them bring it to the progress that is seen in the end. */
  readonly progressAt: readonly number[];
}

/** What is the same whenever a way explains something, made once. */
export function hiddenChainOf(events: readonly Reached[]): HiddenChain {
  const imageAt = events.findLastIndex(({ edge }) => edge?.effects.pendingImage != null);
  return {
    imageAt,
    progressAt: [...events.keys()].filter((index) => {
      const { edge, config } = events[index] as Reached;
      return edge?.event === 'engine.publishProgressed' && index > imageAt && config.progress === 'risen';
    }),
    events: events.flatMap(({ edge }) =>
      edge
        ? [
            {
              event: edge.event,
              variant: edge.variant.name,
              by: byOf(edge.event),
              evidence: edge.evidence,
              text: variantWords[edge.variant.name],
            },
          ]
        : [],
    ),
  };
}

/**
 * Unseen events, in words. What is seen in the end belongs to the last pending image that they bring.
 *
 * @param now what is seen after them
 */
export function toHidden({ events, imageAt, progressAt }: HiddenChain, now: Reading): readonly HiddenEvent[] {
  const isNamed = imageAt >= 0 && now.imageName !== undefined;
  if (!isNamed && progressAt.length === 0) return events;
  const hidden = events.slice();
  if (isNamed) hidden[imageAt] = withMore(hidden[imageAt] as HiddenEvent, ` (${now.imageName})`);
  for (const index of progressAt) hidden[index] = withMore(hidden[index] as HiddenEvent, ` to ${now.progress} %`);
  return hidden;
}

const withMore = ({ event, variant, by, evidence, text }: HiddenEvent, more: string): HiddenEvent => ({
  event,
  variant,
  by,
  evidence,
  text: text + more,
});
