/** What drawings say: how we know of a transition, and what a state and a transition mean. It needs the drawing alone, not the machine. */
import type { Evidence } from '../../../machines/vocabulary.ts';
import type { ChartNode, ChartTransition } from './chart.types.ts';

export const evidenceTexts = {
  documented: 'documented by the vendor',
  implied: 'implied by the documents',
  observed: 'observed by tools that run against live pods',
  assumed: 'assumed by us, as nothing decides',
} as const satisfies Record<Evidence, string>;

/** What stands behind the name of an event, to tell evidence apart without colour. */
export const evidenceMarks = { documented: '', implied: ' ~', observed: ' °', assumed: ' ?' } as const satisfies Record<Evidence, string>;

/** How it is known, behind a transition that no document states. */
export const evidenceNote = (evidence: Evidence): string => (evidence === 'documented' ? '' : ` (${evidence})`);

/** What a transition is called that takes no event. */
export const byItself = 'by itself';

export const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

/**
 * A transition in words: what it takes, from where to where, on what conditions, what it raises, and how we know.
 *
 * @example
 * transitionText(drawing.regions[0].transitions[4])
 * //=> pendingImage.published: from INITIAL_PUBLISH to NONE. It raises currentImage.adopt, pendingImage.release. It is documented by the vendor.
 */
export function transitionText({ event, from, to, needs, raises, evidence }: ChartTransition): string {
  const begin = from === undefined ? 'in any state' : to === undefined ? `in ${from}` : `from ${from}`;
  const end = to === undefined ? ', which stays' : ` to ${to}`;
  const conditions = needs.length > 0 ? ` It needs ${needs.join('; ')}.` : '';
  const raised = raises.length > 0 ? ` It raises ${raises.join(', ')}.` : '';
  return `${event || byItself}: ${begin}${end}.${conditions}${raised} It is ${evidenceTexts[evidence]}.`;
}

export const stateText = ({ state, description, final }: ChartNode): string => `${state}: ${description}${final ? ' It is final.' : ''}`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text as an element or an attribute of XML has it. */
export const toXml = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? '');
