/** What the drawing says beside an arrow: the event, and under it the conditions by their names, cut short. */
import { condition } from '../../../machines/guards.ts';
import type { TransitionRow } from '../../../machines/transitions.ts';
import type { ChartLabel } from '../../inspector/chart/chart.types.ts';
import { evidenceMarks } from '../../inspector/chart/texts.ts';

/** No line of conditions is longer, unless a single name is. */
const widest = 32;

export function labelLines({ event, conditions, evidence }: TransitionRow): Pick<ChartLabel, 'text' | 'kind'>[] {
  const first = { text: `${event || 'by itself'}${evidenceMarks[evidence]}`, kind: 'event' } as const;
  return conditions.length === 0 ? [first] : [first, { text: guardText(conditions), kind: 'guard' }];
}

/** Conditions on the pool's state come first; those that do not fit are counted. */
function guardText(conditions: TransitionRow['conditions']): string {
  const onEvent = conditions.filter((name) => condition(name).field !== undefined);
  const inOrder = [...conditions.filter((name) => !onEvent.includes(name)), ...onEvent];
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
