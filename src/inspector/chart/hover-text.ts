/** What a drawing says on hover, and to a screen reader. */
import { describeCondition, type TransitionRow, transitionTable } from '../../../machines/transitions.ts';
import type { Evidence } from '../../../machines/vocabulary.ts';
import type { TransitionIndex } from '../protocol.ts';
import type { ChartNode } from './chart.types.ts';

/** How we know of a transition, in words. */
export const evidenceTexts = {
  documented: 'documented by the vendor',
  implied: 'implied by the documents',
  observed: 'observed by tools that run against live pods',
  assumed: 'assumed by us, as nothing decides',
} as const satisfies Record<Evidence, string>;

const rows: readonly TransitionRow[] = transitionTable();

/**
 * A transition in words: what it takes, from where to where, on what conditions, and how we know.
 *
 * @example
 * transitionText(4) //=> pendingImage.published: from INITIAL_PUBLISH to NONE. It is documented by the vendor.
 */
export function transitionText(index: TransitionIndex): string {
  const row = rows[index];
  if (!row) return '';
  const { region, from, event, conditions, to, evidence } = row;
  const ends = `${from === region ? 'in any state' : to ? `from ${from}` : `in ${from}`}${to ? ` to ${to}` : ', which stays'}`;
  const needs = conditions.length > 0 ? ` It needs ${conditions.map(describeCondition).join('; ')}.` : '';
  return `${event || 'By itself'}: ${ends}.${needs} It is ${evidenceTexts[evidence]}.`;
}

/** A state in words. */
export const stateText = ({ state, description, final }: ChartNode): string => `${state}: ${description}${final ? ' It is final.' : ''}`;
