/** What `hvsim check` found, for people. */
import type { Explanation, NextEvent, Summary } from '../conformance/observer/observer.types.ts';
import { describeShown } from '../conformance/observer/words.ts';
import { formatTime } from '../simulator/input/time.ts';
import type { Paint } from './render-timeline.ts';
import { describeViolation } from './violation-report.ts';

/** Where an observation was read. */
export interface Source {
  readonly line: number;
  /** Empty where there is one pool only. */
  readonly pool: string;
}

const indent = ' '.repeat(8);

/** An observation, with what happened unseen or why it is impossible. */
export function renderExplanation(explanation: Explanation, { line, pool }: Source, paint: Paint): string {
  const { at, verdict, seen, events, reason, violations = [], expected = [] } = explanation;
  const time = at === undefined ? '' : `${formatTime(at)}  `;
  const name = pool === '' ? '' : `${pool}  `;
  const head = `${String(line).padStart(6)}  ${paint('dim', time)}${name}${paintVerdict(verdict, paint)}${seen}`;
  const hidden = events.map(({ text }) => paint('dim', `${indent}${text}`));
  if (!reason) return [head, ...hidden].join('\n');
  const { rule, text, document, assumption } = reason;
  const more = violations.slice(1, mostViolations).map((each) => `${indent}${describeViolation(each)}`);
  return [
    head,
    paint('red', `${indent}${rule}: ${text} (${document})`),
    ...more.map((each) => paint('red', each)),
    ...(violations.length > mostViolations ? [`${indent}and ${violations.length - mostViolations} more; "hvsim validate" lists all`] : []),
    ...(assumption ? [`${indent}assumption (${assumption.evidence}): ${assumption.text}`] : []),
    ...(expected.length > 0 ? [`${indent}expected instead:`, ...expected.map((each) => `${indent}  ${each}`)] : []),
    ...hidden,
  ].join('\n');
}

/** How many violations of one status are shown. */
const mostViolations = 5;

const words = { first: 'first', unchanged: 'unchanged', explained: 'explained', impossible: 'IMPOSSIBLE' } as const;

function paintVerdict(verdict: Explanation['verdict'], paint: Paint): string {
  const word = words[verdict].padEnd(12);
  if (verdict === 'impossible') return paint('red', word);
  return verdict === 'unchanged' ? paint('dim', word) : word;
}

/** The verdict on one pool, its life and what may come. */
export function renderSummary(pool: string, summary: Summary, paint: Paint): string {
  const { verdict, observations, impossible, lived, next } = summary;
  const what =
    verdict === 'explained'
      ? paint('green', `explained: the life cycle has a way through all ${observations} observations`)
      : paint('red', `IMPOSSIBLE: ${impossible} of ${observations} observations`);
  const list = (title: string, lines: readonly string[]) => (lines.length > 0 ? [title, ...lines.map((line) => `  ${line}`)] : []);
  return [
    `${pool === '' ? '' : `${pool}: `}${what}`,
    ...list('it lived through:', lived),
    ...list('it can come to:', next.length > 0 ? next.map(renderNext) : ['nothing more']),
  ].join('\n');
}

const renderNext = ({ by, text, shows, evidence }: NextEvent): string =>
  `${text} (${by}${evidence === 'documented' ? '' : `, ${evidence}`}) -> ${describeShown(shows)}`;
