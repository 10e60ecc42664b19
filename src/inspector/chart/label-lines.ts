/** What a drawing says beside an arrow: the event, and under it the conditions by their names, cut short. */
import { condition } from '../../../machines/guards.ts';
import type { TransitionRow } from '../../../machines/transitions.ts';
import type { ChartLabel } from './chart.types.ts';
import { evidenceMarks } from './evidence-texts.ts';

/** No line of conditions is longer, unless a single name is. */
const widest = 32;

/**
 * The lines of one transition.
 *
 * @example
 * labelLines(row).map(({ text }) => text) //=> ['command.schedulePushImage', '[noImageIsHeld, +5]']
 */
export function labelLines(row: Pick<TransitionRow, 'event' | 'conditions' | 'evidence'>): Pick<ChartLabel, 'text' | 'kind'>[] {
  const event = { text: `${row.event || 'by itself'}${evidenceMarks[row.evidence]}`, kind: 'event' } as const;
  return row.conditions.length === 0 ? [event] : [event, { text: guardText(row), kind: 'guard' }];
}

/** Conditions on the pool's state come first; those that do not fit are counted. */
function guardText({ conditions }: Pick<TransitionRow, 'conditions'>): string {
  const inOrder = [
    ...conditions.filter((name) => condition(name).field === undefined),
    ...conditions.filter((name) => condition(name).field !== undefined),
  ];
  for (let shown = inOrder.length; shown > 1; shown -= 1) {
    const text = listed(inOrder, shown);
    if (text.length <= widest) return text;
  }
  return listed(inOrder, 1);
}

function listed(names: readonly string[], shown: number): string {
  const rest = names.length - shown;
  return `[${[...names.slice(0, shown), ...(rest > 0 ? [`+${rest}`] : [])].join(', ')}]`;
}
