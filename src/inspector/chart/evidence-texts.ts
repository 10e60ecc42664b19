/** How a drawing tells the kinds of evidence apart in words and, beside a name, without colour. */
import type { Evidence } from '../../../machines/vocabulary.ts';

/** How we know of a transition, in words. */
export const evidenceTexts = {
  documented: 'documented by the vendor',
  implied: 'implied by the documents',
  observed: 'observed by tools that run against live pods',
  assumed: 'assumed by us, as nothing decides',
} as const satisfies Record<Evidence, string>;

/** What stands behind the name of an event. */
export const evidenceMarks = { documented: '', implied: ' ~', observed: ' °', assumed: ' ?' } as const satisfies Record<Evidence, string>;
