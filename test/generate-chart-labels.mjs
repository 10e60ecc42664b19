// What the drawing says beside an arrow: the event, and under it the conditions by their names, cut short. Used by generate-chart.mjs.
import { condition } from '../dist/machines/guards.js';
import { evidenceMarks } from '../dist/src/inspector/chart/evidence-texts.js';

/**
 * @import { TransitionRow } from '../machines/transitions.ts'
 * @import { ChartLabel } from '../src/inspector/chart/chart.types.ts'
 */

/** No line of conditions is longer, unless a single name is. */
const widest = 32;

/**
 * The lines of one transition: `command.schedulePushImage`, `[noImageIsHeld, +4]`.
 *
 * @type {(row: TransitionRow) => Pick<ChartLabel, 'text' | 'kind'>[]}
 */
export function labelLines({ event, conditions, evidence }) {
  const first = /** @type {const} */ ({ text: `${event || 'by itself'}${evidenceMarks[evidence]}`, kind: 'event' });
  return conditions.length === 0 ? [first] : [first, { text: guardText(conditions), kind: 'guard' }];
}

/**
 * Conditions on the pool's state come first; those that do not fit are counted.
 *
 * @type {(conditions: TransitionRow['conditions']) => string}
 */
function guardText(conditions) {
  const onEvent = conditions.filter((name) => condition(name).field !== undefined);
  const inOrder = [...conditions.filter((name) => !onEvent.includes(name)), ...onEvent];
  for (let shown = inOrder.length; shown > 1; shown -= 1) {
    const text = listed(inOrder, shown);
    if (text.length <= widest) return text;
  }
  return listed(inOrder, 1);
}

/** @type {(names: readonly string[], shown: number) => string} */
function listed(names, shown) {
  const rest = names.length - shown;
  return `[${[...names.slice(0, shown), ...(rest > 0 ? [`+${rest}`] : [])].join(', ')}]`;
}
