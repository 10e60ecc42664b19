/** What a drawing says on hover, and to a screen reader. It needs the drawing alone, not the machine. */
import type { ChartNode, ChartTransition } from './chart.types.ts';
import { evidenceTexts } from './evidence-texts.ts';

/**
 * A transition in words: what it takes, from where to where, on what conditions, and how we know.
 *
 * @example
 * transitionText(drawing.regions[0].transitions[4])
 * //=> pendingImage.published: from INITIAL_PUBLISH to NONE. It is documented by the vendor.
 */
export function transitionText({ event, from, to, needs, evidence }: ChartTransition): string {
  const begin = from === undefined ? 'in any state' : to === undefined ? `in ${from}` : `from ${from}`;
  const end = to === undefined ? ', which stays' : ` to ${to}`;
  const conditions = needs.length > 0 ? ` It needs ${needs.join('; ')}.` : '';
  return `${event || 'by itself'}: ${begin}${end}.${conditions} It is ${evidenceTexts[evidence]}.`;
}

/** A state in words. */
export const stateText = ({ state, description, final }: ChartNode): string => `${state}: ${description}${final ? ' It is final.' : ''}`;
